"""Goals 1, 2, 3 and 10: filters, counts and the matrix from the bitmaps, against the ORM, SQL and tantivy."""

from django.http import QueryDict
from pyroaring import BitMap

from practices.facets import FACETS
from practices.filters import PracticeFilter
from practices.models import Practice
from practices.search.bitmaps import index

from . import data
from .peers import sql
from .peers.stock import StockFilter
from .report import faster, missing, same, within
from .timing import alternate

#: Query strings with no, two and five filters.
QUERIES = {
    0: "",
    2: "gcm=7&theme=housing",
    5: "gcm=7&sdg=11&population=migrants&lang=en&status=ongoing",
}


def asked(query, filters=PracticeFilter):
    """Return the filters of a query string, checked."""
    filters = filters(QueryDict(query))
    assert filters.form.is_valid(), filters.form.errors
    return filters


def again(filters):
    """Return a call that counts anew with filters whose query string has been read."""

    def count():
        filters.__dict__.pop("masks", None)  # remembered for the length of a request
        return filters.counts()

    return count


def known(numbers):
    """Return only what a facet shows: numbers of its own values."""
    catalogue = PracticeFilter(QueryDict("")).catalogue
    shown = {name: {option.key for option in facet.options(catalogue)} for name, facet in FACETS.items()}
    return {
        (name, key): number
        for name, keys in numbers.items()
        for key, number in keys.items()
        if name == "year" or key in shown[name]
    }


def bench_counts(size):
    """Filter and count: the bitmaps alone, and from the query string to every number."""
    data.use(size)
    ours = lambda: asked(QUERIES[2]).counts()  # noqa: E731
    by_orm = lambda: asked(QUERIES[2], StockFilter).counts()  # noqa: E731
    by_sql = lambda: sql.counts(asked(QUERIES[2]))  # noqa: E731
    for query in QUERIES.values():
        answer = known(asked(query).counts())
        same(answer, known(asked(query, StockFilter).counts()), f"counts of “{query}”, index and ORM")
        same(answer, known(sql.counts(asked(query))), f"counts of “{query}”, index and SQL")
    keys = list(Practice.objects.values_list("pk", flat=True)[:20])
    look_up = lambda: list(Practice.objects.filter(pk__in=keys))  # noqa: E731
    most = 6 if size > 10_000 else 2
    yield within("1", "index alone : 20 actions by id", alternate(again(asked(QUERIES[2])), look_up), most)
    yield within("1", "from the query string : 20 actions by id", alternate(ours, look_up), most)
    filters = asked(QUERIES[2])
    pair = alternate(again(filters), lambda: sql.counts(filters))
    yield faster("2", "index alone : the best single SQL", pair, 50)
    yield faster("2", "from the query string : the best single SQL", alternate(ours, by_sql), 50)
    yield faster("2", "from the query string : the careful ORM", alternate(ours, by_orm))


def bench_tantivy(size):
    """Facets and the keys of the first page, against tantivy's aggregation."""
    data.use(size)
    try:
        from .peers.tantivy_index import TantivyIndex  # noqa: PLC0415 — an extra
    except ImportError:
        yield missing("3", "tantivy")
        return
    peer = TantivyIndex()
    for number in (0, 2):
        filters = asked(QUERIES[number])

        def ours(filters=filters):
            return again(filters)(), filters.results().keys(0, 20)

        def other(filters=filters):
            conditions = peer.conditions(filters)
            return peer.counts(conditions), peer.newest(peer.every(conditions.values()))[0]

        numbers, keys = ours()
        theirs, their_keys = other()
        numbers = {(name, str(key)): number for (name, key), number in known(numbers).items()}
        theirs["year"] = {int(year): number for year, number in theirs["year"].items()}
        same(numbers, {(name, str(key)): number for (name, key), number in known(theirs).items()}, "counts, tantivy")
        same(keys, their_keys, "first page, index and tantivy")
        yield within("3", f"facets + first page, {number} filters : tantivy", alternate(ours, other), 0.5)


def bench_matrix(size):
    """Objectives across sections and years."""
    data.use(size)
    index.refresh()
    for columns, what in (("section", "UCLG section"), ("year", "year")):

        def ours(columns=columns):
            index.refresh()
            return index.matrix("objective", columns, index.published)

        def other(columns=columns):
            return sql.objective_matrix(columns)

        same(ours(), other(), f"matrix of objectives and {columns}")
        yield faster("10", f"matrix objective × {what} : SQL", alternate(ours, other), 100)


def bench_million(size):
    """The index at ten times the largest database: its bitmaps, repeated, stand for a million actions.

    The counts must then be ten (or a hundred, a thousand) times those of the database.
    """
    data.use(size)
    index.refresh()
    times, step = 1_000_000 // size, index.published.max() + 1
    filters = asked(QUERIES[2])
    expected = filters.counts()
    keys = list(Practice.objects.values_list("pk", flat=True)[:20])
    index.published = _repeated(index.published, times, step)
    for column in [*index.bits.values(), index._column("fresh")]:
        for value, pks in column.items():
            column[value] = _repeated(pks, times, step)

    ours = again(filters)
    answer = {name: {key: n / times for key, n in numbers.items()} for name, numbers in ours().items()}
    same(answer, expected, "counts of the repeated index")
    pair = alternate(ours, lambda: list(Practice.objects.filter(pk__in=keys)))
    number = len(index.published)
    index.reset()
    yield within("1", f"index alone, {number:,} actions : 20 actions by id", pair, 25)


def _repeated(pks, times, step):
    return BitMap.union(*(pks.shift(step * number) for number in range(times)))


BENCHMARKS = {bench_counts: ("1", "2"), bench_million: ("1",), bench_tantivy: ("3",), bench_matrix: ("10",)}
