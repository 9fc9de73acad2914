"""The pages of series and people."""

import pytest
import time_machine

from tests.factories.events import (
    event,
    person,
    published_event,
    published_publication,
    published_series,
    series,
)
from tests.factories.practices import town

from .test_event_page import bare

pytestmark = pytest.mark.django_db
QUERIES = {"series-list": 3, "series": 15, "person": 11}


def filled(number):
    """A series and a person with ``number`` of everything that their pages show."""
    lrgs = [town().slug for _ in range(number)]
    record = published_series(
        slug="spring",
        figures=[{"measure": "sessions", "number": 6} for _ in range(number)],
        agendas=["gcm", "gcr", "sdg"][:number],
        materials=[{"kind": "news", "url": "https://example.org/"} for _ in range(number)],
    )
    ada = person("Ada Ba")
    for row in range(number):
        published_event(
            series="spring",
            number=row + 1,
            delegations=[{"lrg": lrg} for lrg in lrgs],
            sessions=[{"number": 1, "title": {"en": "Morning"}}],
            participations=[{"person": ada.slug, "organisation": lrgs[0], "session": 1}],
            quotes=[{"person": ada.slug, "words": {"en": "Words"}, "language": "en", "approved_by": "Press"}],
        )
        published_publication(series="spring", contributors=[{"person": ada.slug, "organisation": lrgs[0]}])
    return {
        "series-list": "/en/events/series/",
        "series": record.get_absolute_url(),
        "person": ada.get_absolute_url(),
    }


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("number", [1, 3])
def test_a_page_costs_the_same_whatever_its_length(client, name, number, django_assert_num_queries):
    address = filled(number)[name]
    with django_assert_num_queries(QUERIES[name]):
        assert client.get(address).status_code == 200


def test_a_series_says_what_it_recorded_and_what_the_portal_counts(client):
    town_slug = town(country="FR").slug
    published_series(
        slug="spring",
        hashtag="#BeyondTheOutbreak",
        rhythm={"en": "Wednesdays and Thursdays"},
        planned_topics={"en": "Culture"},
        figures=[
            {
                "measure": "participants",
                "number": 1000,
                "is_minimum": True,
                "as_of": "2020-04-16",
                "note": {"en": "over six sessions"},
            }
        ],
    )
    with time_machine.travel("2026-03-10"):
        delegations = [{"lrg": town_slug}]
        published_event(title="Held one", series="spring", holding="held", delegations=delegations)
        published_event(title="Next one", series="spring", starts_on="2026-04-01", delegations=delegations)
        event(title="Draft one", series="spring")
        published_event(title="Inner one", series="spring", visibility="internal")
        words = bare(client.get("/en/events/series/spring/").content.decode())
    assert "more than 1,000 participants over six sessions" in words
    assert "as of 16 April 2020" in words
    for text in (
        "#BeyondTheOutbreak",
        "Wednesdays and Thursdays",
        "Culture",
        "2 events on this portal",
        "1 of them held",
    ):
        assert text in words
    assert "1 local government 1 country" in words
    assert words.index("Next one") < words.index("Held one")
    assert "Draft one" not in words
    assert "Inner one" not in words


def test_an_event_does_not_name_a_series_that_is_not_public(client):
    hidden = series(title="Hidden series")
    record = published_event(series=hidden.slug, title="Open event")
    for address in ("/en/events/", f"/en/events/{record.slug}/", "/en/events/series/"):
        assert "Hidden series" not in client.get(address).content.decode()
    assert client.get(f"/en/events/?series={hidden.slug}").status_code == 200
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_a_person_is_shown_as_they_were_each_time(client):
    ada = person("Ada Ba")
    published_event(
        title="Earlier",
        starts_on="2019-01-01",
        participations=[{"person": ada.slug, "position_title": {"en": "Vice Mayor"}, "name_as_written": "A. Ba"}],
    )
    published_event(
        title="Later",
        starts_on="2022-01-01",
        participations=[{"person": ada.slug, "position_title": {"en": "Former Vice Mayor"}, "role": "moderator"}],
        quotes=[
            {"person": ada.slug, "words": {"en": "agreed words"}, "language": "en", "approved_by": "Press"},
            {"person": ada.slug, "words": {"en": "other words"}, "language": "en"},
        ],
    )
    published_event(title="Closed", visibility="participants", participations=[{"person": ada.slug}])
    page = client.get("/en/people/ada-ba/").content.decode()
    words = bare(page)
    assert (
        words.index("Later")
        < words.index("Former Vice Mayor")
        < words.index("Earlier")
        < words.index("Vice Mayor", words.index("Earlier"))
    )
    assert "Also written: A. Ba" in words
    assert "agreed words" in words
    assert "other words" not in words
    assert "Closed" not in words
    assert '<meta name="robots" content="noindex">' in page


def test_a_person_whom_no_public_record_names_has_no_page(client, editor):
    ada = person("Ada Ba")
    event(participations=[{"person": ada.slug}])
    published_publication(contributors=[{"person": ada.slug, "role": "press-contact", "email": "press@un.example"}])
    published_event(visibility="participants", participations=[{"person": ada.slug}])
    client.force_login(editor)
    assert client.get("/en/people/ada-ba/").status_code == 404
