"""A misspelt filter is no silent "everything": lists say what they ignored, to people and to machines alike."""

import pytest

pytestmark = pytest.mark.django_db
PAGES = ["practices", "events", "publications", "notes", "local-governments", "organisations", "networks"]
COLLECTIONS = [
    *("practices", "facets", "events", "publications", "series", "sessions", "participations"),
    *("local-governments", "organisations", "networks", "agendas", "objectives", "linkages", "themes", "forums"),
]
NOTICE = "“contry” is not a filter of this list: it was ignored."
#: Names that every list understands or leaves alone.
USUAL = "page=1&page_size=5&sort=title&utm_campaign=x&fbclid=x&empty="


@pytest.mark.parametrize("name", PAGES)
def test_a_page_names_what_it_ignored(client, name):
    page = client.get(f"/en/{name}/?contry=TR&{USUAL}")
    assert page.context["notices"] == [NOTICE]
    assert NOTICE in page.content.decode()
    assert client.get(f"/en/{name}/?{USUAL}").context["notices"] == []


@pytest.mark.parametrize("name", COLLECTIONS)
def test_an_answer_names_what_it_ignored(client, name):
    answer = client.get(f"/api/v1/{name}/?contry=TR&lang=en&{USUAL}")
    assert answer.status_code == 200
    assert answer.json()["notices"] == [NOTICE]
    assert client.get(f"/api/v1/{name}/?lang=en&{USUAL}").json()["notices"] == []


def test_a_name_is_text_and_never_markup(client):
    page = client.get("/en/practices/?<script>alert(1)</script>=1")
    assert len(page.context["notices"]) == 1
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("address", ["practices/feed/", "events/feed/", "events/calendar.ics", "publications/feed/"])
def test_feeds_and_calendars_go_on(client, address):
    assert client.get(f"/en/{address}?contry=TR").status_code == 200
