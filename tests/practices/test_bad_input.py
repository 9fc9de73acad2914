"""Whatever a query string holds: a notice on the page, an error by field for machines, never a crash."""

from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import transaction

from practices.filters import PracticeFilter
from tests.factories.directory import NetworkFactory
from tests.factories.practices import published, town

pytestmark = pytest.mark.django_db

PAGE, API, FACETS = "/en/practices/", "/api/v1/practices/", "/api/v1/facets/"
LISTS = [
    *["gcm", "gcr", "sdg", "target", "principle", "charter", "theme", "section", "country", "lrg", "kind"],
    *["status", "population", "scope", "crisis", "forum", "lang", "fresh"],
]
YEARS = ["year_from", "year_to"]
#: Values of no list, as they stand in an address.
NOWHERE = {
    "a word": "nowhere",
    "NUL": "%00",
    "NUL in front": "%007",
    "a negative number": "-1",
    "zero": "0",
    "a huge number": "9" * 30,
    "more digits than Python reads": "9" * 5000,
    "infinity": "1e400",
    "not a number": "NaN",
    "a wildcard": "%25",
    "another wildcard": "_",
    "SQL": quote("' OR '1'='1' --"),
    "markup": quote("<script>alert(1)</script>"),
    "a path": quote("../../etc/passwd", safe=""),
    "a family": quote("👩‍👩‍👧"),
    "reversed text": quote("\u202e7"),
    "10,000 characters": "x" * 10_000,
    "a lone surrogate": "%ED%A0%80",
    "an overlong NUL": "%C0%80",
    "a wrong byte": "%FF",
    "half an escape": "%",
    "a list": quote("[7]"),
    "two in one": "7%2C15",
    "a template": quote("{{7*7}}%s%n"),
    "a space in front": "%207",
}
NO_YEAR = {
    **{name: value for name, value in NOWHERE.items() if name != "a space in front"},
    "the Middle Ages": "1066",
    "too far": "2101",
    "a fraction": "2020.5",
    "a date": "2020-01-01",
}
TEXTS = {**NOWHERE, "10,000 words": "+".join(["word"] * 10_000), "nothing but space": "%20%20"}

CHOICES = [(name, case, value) for name in LISTS for case, value in NOWHERE.items()]
CHOICES += [(name, case, value) for name in YEARS for case, value in NO_YEAR.items()]
CHOICES += [("sort", case, value) for case, value in NOWHERE.items()]


@pytest.fixture(scope="module")
def practice(django_db_setup, django_db_blocker):
    """One action for the whole module: no request here changes anything."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield published(lead_lrg=town(slug="our-town"), title="Readable")
        transaction.set_rollback(True)


def test_the_table_is_large_and_leaves_no_filter_out():
    assert len(CHOICES) > 150
    assert {*LISTS, *YEARS, "sort", "q"} == set(PracticeFilter.base_filters)


@pytest.mark.parametrize(("name", "case", "value"), CHOICES, ids=[f"{name}-{case}" for name, case, _ in CHOICES])
def test_a_value_of_no_list(client, practice, name, case, value):
    page = client.get(f"{PAGE}?{name}={value}")
    assert page.status_code == 200
    assert page.context["total"] == 1  # the rest of what was asked for
    assert len(page.context["notices"]) == 1
    assert page.context["notices"][0].startswith(str(PracticeFilter.base_filters[name].label))
    assert "<script>alert" not in page.content.decode()
    for address in (API, FACETS):
        answer = client.get(f"{address}?{name}={value}")
        assert answer.status_code == 400
        assert list(answer.json()) == [name]
        assert answer.json()[name][0]


@pytest.mark.parametrize("case", TEXTS)
def test_any_words_can_be_searched(client, practice, case):
    for address in (PAGE, API, FACETS):
        assert client.get(f"{address}?q={TEXTS[case]}").status_code == 200
    page = client.get(f"{PAGE}?q={TEXTS[case]}")
    assert "<script>alert" not in page.content.decode()
    assert page.context["notices"] or len(TEXTS[case]) <= 1000


@pytest.mark.parametrize("name", [*LISTS, *YEARS, "sort", "q"])
def test_an_empty_value_asks_for_nothing(client, practice, name):
    page = client.get(f"{PAGE}?{name}=")
    assert (page.context["total"], page.context["notices"]) == (1, [])
    for address in (API, FACETS):
        assert client.get(f"{address}?{name}=").json()["count"] == 1


@pytest.mark.parametrize(
    "query",
    [
        *[f"gcm{suffix}=999" for suffix in ("__in", "[]", "[0]", "__contains", "_id", ".code", "%00", " ")],
        *[f"{name}=999" for name in ("id", "pk", "status__in", "lead_lrg__slug", "created_by__email__startswith")],
        *[f"{name}=x" for name in ("Q", "GCM", "ordering", "fields", "search", "_method", "csrfmiddlewaretoken")],
        "decision__contains=a",
        "contacts__email__contains=a",
        "=x",
        "&&&",
        "%00=%00",
        "%ED%A0%80=1",
        "__proto__=1",
        "%E2%80%AE=1",
    ],
)
def test_a_parameter_that_does_not_exist_changes_nothing_and_is_named(client, practice, query):
    page = client.get(f"{PAGE}?{query}")
    assert (page.status_code, page.context["total"]) == (200, 1)
    assert [notice for notice in page.context["notices"] if "is not a filter of this list" not in notice] == []
    for address in (API, FACETS):
        assert client.get(f"{address}?{query}").json()["count"] == 1


@pytest.mark.parametrize("value", ["x", "csv", "%00", "api", "../html"])
def test_an_unknown_format_is_no_crash(client, practice, value):
    for address in (PAGE, API, FACETS):
        assert client.get(f"{address}?format={value}").status_code == 200


@pytest.mark.parametrize("name", [*LISTS, *YEARS, "sort", "q", "page"])
def test_repeated_parameters(client, practice, name):
    query = "&".join([f"{name}=nowhere", f"{name}=elsewhere", f"{name}=nowhere"] * 20)
    assert client.get(f"{PAGE}?{query}").status_code in (200, 404)
    for address in (API, FACETS):
        assert client.get(f"{address}?{query}").status_code in (200, 400, 404)


def test_what_makes_sense_is_kept_beside_what_does_not(client, practice):
    published(tags=["gcm-3", "sdg-10"])
    page = client.get(f"{PAGE}?gcm=15&gcm=99&year_from=x&theme=housing")
    assert page.context["total"] == 1
    assert len(page.context["notices"]) == 2
    assert [chip["label"].split(":")[0] for chip in page.context["chips"]] == ["Global Compact for Migration", "Theme"]
    for notice in page.context["notices"]:
        assert notice in page.content.decode().replace("&#x27;", "'")
    assert set(client.get(f"{API}?gcm=15&gcm=99&year_from=x").json()) == {"gcm", "year_from"}


@pytest.mark.parametrize("known", ["our-town%00", "our-town%C2%80", "OUR-TOWN"])
def test_a_town_is_named_exactly(client, practice, known):
    assert client.get(f"{API}?lrg=our-town").json()["count"] == 1
    answer = client.get(f"{API}?lrg={known}")
    assert (answer.status_code, list(answer.json())) == (400, ["lrg"])
    assert len(client.get(f"{PAGE}?lrg={known}").context["notices"]) == 1


def test_a_body_that_is_no_local_government_is_no_value(client, practice):
    NetworkFactory(slug="a-network")
    assert list(client.get(f"{API}?lrg=a-network").json()) == ["lrg"]


@pytest.mark.parametrize(
    "value",
    [
        "0",
        "-1",
        "2",
        "99999",
        "9" * 30,
        "9" * 5000,
        "1.5",
        "x",
        "%00",
        "%ED%A0%80",
        "1e3",
        "%C2%B2",
        "NaN",
        "[]",
        "%25",
    ],
)
def test_a_page_out_of_range_is_not_found_and_shows_the_way_back(client, practice, value):
    page = client.get(f"{PAGE}?theme=housing&page={value}")
    assert page.status_code == 404
    assert 'href="/en/practices/?theme=housing"' in page.content.decode()
    assert client.get(f"{API}?page={value}").status_code == 404


@pytest.mark.parametrize("value", ["0", "-1", "x", "101", "9" * 5000, "%00", "1.5", "NaN", "%ED%A0%80"])
def test_a_page_size_out_of_range_is_no_crash(client, practice, value):
    answer = client.get(f"{API}?page_size={value}")
    assert (answer.status_code, answer.json()["count"]) == (200, 1)


def test_too_many_parameters_are_a_bad_request(client, practice):
    query = urlencode([("gcm", number) for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)])
    for address in (PAGE, API, FACETS):
        assert client.get(f"{address}?{query}").status_code == 400


@pytest.mark.parametrize("code", ["LA-2026-9999", "%00", "LA%00", "%ED%A0%80", "x" * 5000, "..", "%25", "-1", "👩‍👩‍👧"])
def test_any_code_in_an_address_is_found_or_not(client, practice, code):
    for address in (
        f"/en/practices/{code}/",
        f"/en/practices/{code}/slug/",
        f"/id/{code}",
        f"/api/v1/practices/{code}/",
        f"/en/agendas/{code}/",
        f"/en/agendas/gcm/{code}/",
        f"/en/local-governments/{code}/",
    ):
        assert client.get(address).status_code in (404, 301), address
