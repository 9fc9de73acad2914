"""Goals 5 to 9: pages and lists as they are served, over HTTP, against Datasette, the stock way and an empty page."""

import json
import re
import tempfile
from itertools import count

from practices.facets import FACETS
from practices.models import Practice

from . import data
from .facets import QUERIES, asked
from .report import faster, missing, same, within
from .serving import portal, shared_portal
from .timing import alternate

BROWSE = "/en/practices/"
_fresh = count()


def unseen(path, query=""):
    """Return an address that nobody asked for before, so that the page cache has no answer; the portal ignores it."""
    return f"{path}?{query}&unseen={next(_fresh)}"


def rendered(server, path, query=""):
    """Return a page that is rendered now."""
    return server.get(unseen(path, query))


def bench_datasette(size):
    """The list as JSON with every facet, against Datasette's."""
    try:
        import datasette as _datasette  # noqa: F401, PLC0415 — an extra, served by a process of its own

        from .peers import datasette  # noqa: PLC0415
    except ImportError:
        yield missing("5", "datasette")
        return
    server = shared_portal(data.url(data.use(size)))
    goals = {0: 10, 2: 40, 5: 300}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, datasette.server(folder) as peer:
        for number, query in QUERIES.items():
            address = datasette.address(asked(query))

            def ours(query=query):
                return rendered(server, "/api/v1/practices/", query), rendered(server, "/api/v1/facets/", query)

            def other(address=address):
                return peer.get(address)

            codes, numbers = datasette.read(other())
            same(*_comparable(ours(), codes, numbers, asked(query)))
            yield faster(
                "5", f"JSON list and facets, {number} filters : Datasette", alternate(ours, other), goals[number]
            )


def _comparable(ours, codes, numbers, filters):
    """Return the answers of both in one form: Datasette's facets always narrow to the choice itself."""
    listed, counted = map(json.loads, ours)
    mine, theirs = {"list": [row["code"] for row in listed["results"]]}, {"list": codes}
    for facet in counted["facets"]:
        if facet["name"] in filters.chosen:
            continue
        options = {option.value: option.key for option in getattr(filters.filters.get(facet["name"]), "options", ())}
        column = FACETS[facet["name"]].column if facet["name"] in FACETS else facet["name"]
        for value in facet["values"]:
            key = facet["name"], str(value["value"])
            mine[key] = value["count"]
            theirs[key] = numbers[column].get(str(options.get(value["value"], value["value"])), 0)
    return mine, theirs, "list and facets, API and Datasette"


def bench_stock(size):
    """The browse page, against the same page with list and counts written the stock way."""
    address = data.url(data.use(size))
    server = shared_portal(address)
    with portal(address, BENCH_STOCK="1") as stock:
        for number, least in ((0, 100), (2, 50)):
            query, asked_for = QUERIES[number], unseen(BROWSE, QUERIES[number])
            same(_text(server.get(asked_for)), _text(stock.get(asked_for)), f"browse page with {number} filters")
            pair = alternate(lambda q=query: rendered(server, BROWSE, q), lambda q=query: rendered(stock, BROWSE, q))
            yield faster("6", f"browse page, {number} filters : the stock way", pair, least)


def _text(body):
    """Return a page without what is new in every answer."""
    return re.sub(rb'(csrf\w*"?[^>]*value|nonce)="[^"]*"', b"", body)


def bench_empty(size):
    """Browse and detail page as rendered for the first reader, against a page with nothing on it."""
    path = data.use(size)
    practice = Practice.objects.published().order_by("pk").first()
    server = shared_portal(data.url(path))
    for what, address, query, most in (
        ("browse page", BROWSE, "", 8),
        ("browse page, 2 filters", BROWSE, QUERIES[2], 8),
        ("detail page", f"{BROWSE}{practice.code}/{practice.slug}/", "", 5),
    ):
        ours = lambda a=address, q=query: rendered(server, a, q)  # noqa: E731
        yield within("7", f"{what} : empty page", alternate(ours, lambda: rendered(server, "/en/empty/")), most)


def bench_cache(size):
    """An answer from the page cache and a 304, against a page nobody has asked for yet."""
    server = shared_portal(data.url(data.use(size)))
    new = lambda: rendered(server, BROWSE)  # noqa: E731
    hit = lambda: server.get(BROWSE)  # noqa: E731
    same(_listed(hit()), _listed(new()), "a rendered page and one from the cache")
    yield faster("8", "page-cache hit : rendered page, requests/s", alternate(hit, new), 20)
    etag = server.etag(BROWSE)
    not_modified = lambda: server.get(BROWSE, If_None_Match=etag)  # noqa: E731
    same(not_modified(), b"", "the body of a 304")
    yield faster("8", "304 : rendered page, requests/s", alternate(not_modified, new), 20)


def _listed(body):
    return re.findall(rb"LA-\d{4}-\d+", body)


def bench_growth(size):
    """The list at full size, against a tenth."""
    small = data.use(max(size // 10, 20))
    tenth, server = shared_portal(data.url(small)), shared_portal(data.url(data.use(size)))
    for what, query in (("list", ""), ("list, 2 filters", QUERIES[2])):
        pair = alternate(lambda q=query: rendered(server, BROWSE, q), lambda q=query: rendered(tenth, BROWSE, q))
        yield within("9", f"{what} at {size:,} : at {size // 10:,}", pair, 1.5)


BENCHMARKS = {
    bench_datasette: ("5",),
    bench_stock: ("6",),
    bench_empty: ("7",),
    bench_cache: ("8",),
    bench_growth: ("9",),
}
