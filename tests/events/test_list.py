"""The list of events: what it finds and counts, in which order, what it costs, and what it answers to nonsense."""

import re

import pytest
import time_machine

from events import actions
from events.filters import EventFilter
from tests.factories.directory import LRGFactory, NetworkFactory
from tests.factories.events import archived_event, event, person, published_event, published_series
from tests.factories.practices import town

pytestmark = pytest.mark.django_db
TODAY = "2026-03-10"
QUERIES = 26
NONSENSE = ["nope", "%00", "%ED%A0%80", "9" * 400, "-1", "'\"<script>", "x" * 5_000, "", "%F0%9F%8C%8D"]


@pytest.fixture(autouse=True)
def today():
    """A day on which some events are past and some to come."""
    with time_machine.travel(TODAY):
        yield


def titles(client, query="", language="en"):
    """The titles on the page, in order."""
    page = client.get(f"/{language}/events/?{query}").content.decode()
    return re.findall(r'<h\d class="card__title"><a [^>]*>([^<]*)</a>', page)


def test_the_next_event_stands_first_then_the_latest_and_those_without_a_date_at_the_end(client):
    days = {"Later": "2026-05-01", "Long ago": "2016-01-01", "Soon": "2026-03-11", "Lately": "2026-02-01"}
    for title, day in days.items():
        published_event(title=title, starts_on=day)
    published_event(title="Some day", starts_on=None, dates_as_written="11–13 April")
    assert titles(client) == ["Soon", "Later", "Lately", "Long ago", "Some day"]
    assert titles(client, "sort=newest") == ["Later", "Soon", "Lately", "Long ago", "Some day"]
    assert titles(client, "sort=oldest") == ["Long ago", "Lately", "Soon", "Later", "Some day"]
    assert titles(client, "sort=title") == ["Lately", "Later", "Long ago", "Some day", "Soon"]
    assert titles(client, "when=upcoming") == ["Soon", "Later"]
    assert titles(client, "when=past") == ["Lately", "Long ago"]
    assert titles(client, "when=undated") == ["Some day"]
    page = client.get("/en/events/").content.decode()
    assert re.findall(r'class="group__\w+">([^<]*)<', page) == [
        *("Upcoming", "March 2026", "May 2026"),
        *("Past", "February 2026", "January 2016", "Date not known"),
    ]


@pytest.mark.parametrize(
    ("data", "is_upcoming"),
    [
        ({"starts_on": "2026-03-10"}, True),
        ({"starts_on": "2026-03-09"}, False),
        ({"starts_on": "2026-03-09", "ends_on": "2026-03-10"}, True),
        ({"starts_on": "2026-03-01", "starts_precision": "month"}, True),
        ({"starts_on": "2026-02-01", "starts_precision": "month"}, False),
        ({"starts_on": "2026-01-01", "starts_precision": "early"}, True),
        ({"starts_on": "2026-01-01", "starts_precision": "year"}, True),
        ({"starts_on": "2025-01-01", "starts_precision": "late"}, False),
        ({"starts_on": "2026-03-01", "starts_precision": "month", "holding": "held"}, False),
    ],
)
def test_a_partial_date_lasts_to_its_end_and_what_was_held_is_past(client, data, is_upcoming):
    published_event(title="It", **data)
    assert titles(client, "when=upcoming") == (["It"] if is_upcoming else [])


@pytest.fixture
def two(client):
    """An event that answers every filter, and one that answers none."""
    host = town(slug="host-town", country="KE")
    published_series(slug="a-series", title="A series")
    published_event(
        title="Found",
        summary={"en": "About zebras"},
        kind="study-visit",
        holding="held",
        series="a-series",
        themes=["data"],
        objectives=["gcm-7", "gcr-b2-1", "sdg-10-7"],
        host=host.slug,
        delegations=[{"lrg": town(slug="guest-town", country="TR").slug, "state": "expected"}],
        participations=[{"organisation": town(slug="speaking-town", country="FR").slug}],
        networks=[NetworkFactory(slug="a-network").slug],
        forums=["imrf-2022"],
        spoken=["es"],
        interpretation=["ar"],
        crisis=["health"],
        starts_on="2019-06-01",
        starts_precision="month",
    )
    published_event(title="Other", starts_on="2030-01-01", themes=["housing"])


@pytest.mark.parametrize(
    "query",
    [
        *("q=zebras", "q=ABOUT+found", "kind=study-visit", "status=held", "when=past", "series=a-series", "theme=data"),
        *("gcm=7", "gcr=b2-1", "sdg=10", "lrg=host-town", "lrg=guest-town", "lrg=speaking-town"),
        *("country=KE", "country=TR", "country=FR", "language=es", "language=ar", "crisis=health", "forum=imrf-2022"),
        *("network=a-network", "year_to=2019", "year_from=2018&year_to=2020", "year_from=2020&year_to=2018"),
        *("gcm=7&gcm=8", "kind=study-visit&country=KE&theme=data"),
    ],
)
def test_every_filter_finds_its_event(client, two, query):
    assert titles(client, query) == ["Found"]


@pytest.mark.parametrize("query", ["q=zebras&theme=housing", "gcm=8", "crisis=conflict", "year_from=2020&year_to=2021"])
def test_what_nothing_matches_is_said_with_a_way_out(client, two, query):
    page = client.get(f"/en/events/?{query}").content.decode()
    assert titles(client, query) == []
    assert 'class="empty"' in page
    assert "Clear all filters" in page


def test_numbers_say_what_one_more_click_would_bring(client, two):
    page = client.get("/en/events/?theme=data").content.decode()

    def count(name, value):
        return re.search(rf'name="{name}" value="{value}"([^>]*)>.*?\((\d+)\)', page).groups()

    assert count("theme", "data") == (" checked", "1")
    assert count("theme", "housing") == ("", "1"), "the facet ignores its own choice"
    assert count("kind", "study-visit") == ("", "1")
    assert count("kind", "peer-learning") == (" disabled", "0")
    assert 'name="lrg" value="guest-town"' in page
    assert '<option value="2019">2019 (1)</option>' in page


@pytest.mark.parametrize("name", EventFilter.base_filters)
@pytest.mark.parametrize("value", NONSENSE)
def test_bad_input_gets_a_notice_and_never_a_500(client, name, value):
    published_event()
    for address in ("", "calendar.ics", "feed/"):
        response = client.get(f"/en/events/{address}?{name}={value}&{name}={value}")
        assert response.status_code == 200, address
    page = client.get(f"/en/events/?{name}={value}").content.decode()
    assert "'\"<script>" not in page
    if name != "q" and value not in ("", "-1"):
        assert "Please note" in page


@pytest.mark.parametrize("page", ["0", "-1", "3", "x", "1.5", "9" * 400, "%00", "%ED%A0%80"])
def test_a_page_that_does_not_exist_is_404_with_a_way_back(client, page):
    published_event()
    response = client.get(f"/en/events/?kind=peer-learning&page={page}")
    assert response.status_code == 404
    assert "/en/events/?kind=peer-learning" in response.content.decode()


def test_a_local_government_without_events_is_a_value_all_the_same(client):
    LRGFactory(slug="quiet-town", name_en="Quiet Town")
    page = client.get("/en/events/?lrg=quiet-town").content.decode()
    assert "Please note" not in page
    assert "Local government: Quiet Town" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(client, number, django_assert_num_queries):
    published_series(slug="a-series")
    for _ in range(number):
        lrgs = [town(country="KE").slug for _ in range(number)]
        published_event(
            series="a-series",
            host=lrgs[0],
            delegations=[{"lrg": lrg} for lrg in lrgs],
            networks=[NetworkFactory().slug],
            spoken=["en", "es"],
            objectives=["gcm-7"],
            participations=[{"person": person().slug}],
        )
    client.get("/en/practices/")  # what a process reads once: the values of the facets
    with django_assert_num_queries(QUERIES):
        assert client.get("/en/events/").status_code == 200


def test_a_list_has_pages_of_twenty(client):
    for number in range(21):
        published_event(title=f"Event {number:02}", starts_on=f"2020-01-{number + 1:02}")
    assert len(titles(client)) == 20
    assert titles(client, "page=2") == ["Event 00"]


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_a_title_that_falls_back_says_its_language(client, language):
    published_event(language="fr", title="Zèbres")
    page = client.get(f"/{language}/events/").content.decode()
    assert ('lang="fr" hreflang="fr">Zèbres' in page) == (language != "fr")


def test_only_public_events_are_listed_and_counted(client, editor):
    event(title="Draft", kind="congress")
    archived_event(title="Gone", kind="congress")
    published_event(title="Closed", kind="congress", visibility="participants")
    published_event(title="Inner", kind="congress", visibility="internal")
    back = published_event(title="Back", kind="congress")
    actions.unpublish(entry=back, by=editor, reason="A mistake.")
    client.force_login(editor)
    assert titles(client) == []
    assert titles(client, "kind=congress") == []


def test_home_shows_the_next_events_and_without_them_the_latest(client):
    assert "of peer learning</h2>" not in client.get("/en/").content.decode()
    published_event(title="Past one", starts_on="2020-01-01")
    page = client.get("/en/").content.decode()
    assert "Latest events of peer learning" in page
    assert "Past one" in page
    for number in range(4):
        published_event(title=f"Coming {number}", starts_on=f"2026-04-0{number + 1}")
    published_event(title="Called off", starts_on="2026-03-20", holding="cancelled")
    page = client.get("/en/").content.decode()
    assert "Next events of peer learning" in page
    assert re.findall(r"Coming \d(?=</a>)", page) == ["Coming 0", "Coming 1"]
    assert "Called off" not in page
