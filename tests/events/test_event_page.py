"""The page of an event: everything that is recorded can be read, in the reader's language, at a known cost."""

import json
import re

import pytest
import time_machine

from events import actions
from tests.factories.accounts import UserFactory
from tests.factories.directory import NetworkFactory, OrganisationFactory
from tests.factories.events import (
    archived_event,
    event,
    person,
    published_event,
    published_publication,
    published_series,
)
from tests.factories.practices import draft, published, town

pytestmark = pytest.mark.django_db
QUERIES = 29


def rich(number=1, **data):
    """An event with ``number`` rows of everything that its page shows."""
    each = range(number)
    words = {"en": "Words"}
    lrgs = [town().slug for _ in each]
    people = [person().slug for _ in each]
    bodies = [OrganisationFactory().slug for _ in each]
    actions_shown = [published(lead_lrg=lrg).pk for lrg in lrgs]
    published_series(slug="a-series", title="Sessions of spring")
    record = published_event(
        series="a-series",
        number=1,
        host=lrgs[0],
        starts_time="15:00",
        time_zone="Europe/Madrid",
        description=words,
        objectives=["gcm-7", "gcm-15", "sdg-10"][:number],
        themes=["housing", "health", "data"][:number],
        agendas=["gcm", "gcr", "sdg"][:number],
        forums=["imrf-2022"],
        round_tables=["imrf-2022-rt-1", "imrf-2022-rt-2", "imrf-2022-rt-3"][:number],
        networks=[NetworkFactory().slug for _ in each],
        spoken=["en", "es", "fr"][:number],
        organisers=[{"organisation": body, "role": "host"} for body in bodies],
        sessions=[{"number": row + 1, "title": words, "summary": words} for row in each],
        delegations=[{"lrg": lrg} for lrg in lrgs],
        participations=[
            {"person": one, "position_title": words, "organisation": body, "on_behalf_of": body, "session": 1}
            for one, body in zip(people, bodies, strict=True)
        ],
        showings=[{"practice": pk, "session": 1} for pk in actions_shown],
        quotes=[{"person": one, "words": words, "language": "en", "approved_by": "Press"} for one in people],
        key_messages=words,
        next_steps=[{"what": words, "organisation": body} for body in bodies],
        announcements=[{"what": words, "practice": pk} for pk in actions_shown],
        needs=[{"what": words, "area": "resources", "lrg": lrg} for lrg in lrgs],
        figures=[{"measure": "participants", "number": 10} for _ in each],
        materials=[{"kind": "news", "title": words, "url": "https://example.org/"} for _ in each],
        **data,
    )
    for _ in each:
        published_publication(event=record.slug)
    return record


def read(client, record, language="en"):
    return client.get(f"/{language}/events/{record.slug}/").content.decode()


def bare(page):
    """The words of a page, without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_its_length(client, number, django_assert_num_queries):
    record = rich(number)
    client.get("/en/practices/")
    with django_assert_num_queries(QUERIES):
        assert client.get(f"/en/events/{record.slug}/").status_code == 200


def test_sessions_name_who_leads_and_who_speaks_as_they_were_on_that_day(client):
    body = OrganisationFactory(slug="union", name_en="Union of Towns")
    record = published_event(
        sessions=[
            {"number": 2, "title": {"en": "Afternoon"}, "questions": {"en": "What next?"}, "lessons": {"en": "Ask."}},
            {"number": 1, "title": {"en": "Morning"}, "kind": "roundtable", "participants": 180},
        ],
        participations=[
            {"organisation": body.slug, "role": "moderator", "session": 1},
            {
                "person": person("Ada Ba").slug,
                "name_as_written": "Ada BÂ",
                "position_title": {"en": "Former Vice Mayor"},
                "on_behalf_of": body.slug,
                "session": 1,
            },
            {"position_title": {"en": "Resource Officer"}, "role": "discussant", "session": 2},
            {"person": person("Ada Ba").slug, "role": "closing"},
        ],
    )
    words = bare(read(client, record))
    assert words.index("Morning") < words.index("Afternoon")
    assert "Moderation Union of Towns" in words
    assert "Ada BÂ , Former Vice Mayor (on behalf of Union of Towns )" in words
    assert "Resource Officer Discussant" in words
    assert "Participants 180" in words
    assert "What next?" in words
    assert "Ada Ba Closes the event" in words
    assert 'href="/en/people/ada-ba/"' in read(client, record)


def test_an_action_that_was_shown_is_led_to_once_it_is_public(client):
    public, hidden = published(title="Open desk"), draft(title="Hidden desk")
    record = published_event(
        showings=[
            {"practice": public.pk},
            {"practice": hidden.pk, "mention": {"en": "A card for everybody"}},
            {"practice": draft(title="Unsaid desk").pk},
            {"mention": {"en": "A register"}, "is_confidential": True},
        ]
    )
    page = read(client, record)
    assert public.get_absolute_url() in page
    assert "A card for everybody" in page
    assert "Shown with confidential data" in page
    assert "Hidden desk" not in page
    assert "Unsaid desk" not in page


def test_a_quote_stands_in_the_readers_language_beside_its_own(client):
    record = published_event(
        states={"es": "human"},
        title={"en": "Meeting", "es": "Encuentro"},
        quotes=[
            {
                "words": {"fr": "une terre de refuge", "en": "a land of refuge"},
                "language": "fr",
                "person": person("Eric Piolle").slug,
                "approved_by": "Press release",
            },
            {"words": {"en": "not agreed"}, "language": "en"},
        ],
    )
    english, spanish, french = (read(client, record, code) for code in ("en", "es", "fr"))
    assert "<p>a land of refuge</p>" in english
    assert '<q lang="fr">une terre de refuge</q>' in english
    assert '<blockquote lang="fr"><p>une terre de refuge</p>' in spanish
    assert "<blockquote><p>une terre de refuge</p>" in french
    assert "not agreed" not in english + spanish + french


def test_open_places_and_states_are_said(client):
    lrg = town(slug="our-town", name_en="Our Town")
    record = published_event(
        delegations=[
            {"lrg": lrg.slug, "role": "presenter", "state": "attended", "name_as_written": "Owr Town"},
            {"description": {"en": "another European city"}, "state": "expected"},
        ]
    )
    words = bare(read(client, record))
    assert "Owr Town , Kenya · Shares its experience Attended" in words
    assert "another European city Open place" in words


def test_dates_are_told_as_far_as_they_are_known(client):
    timed = published_event(
        starts_on="2020-04-16", starts_time="15:00", ends_time="17:30", time_zone="Europe/Madrid",
        dates_note={"en": "As the press release says."},
    )  # fmt: skip
    words = bare(read(client, timed))
    assert "16 April 2020, 15:00–17:30" in words
    assert "Europe/Madrid (UTC+02:00)" in words
    assert "As the press release says." in words
    early = published_event(starts_on="2016-01-01", starts_precision="early")
    assert "early 2016" in bare(read(client, early))
    assert "calendar.ics" not in read(client, early)
    unknown = published_event(starts_on=None, dates_as_written="11–13 April")
    assert "11–13 April" in bare(read(client, unknown))


@pytest.mark.parametrize(
    ("data", "says", "offers"),
    [
        ({"takes_registrations": True}, "Register for this event", "/register/"),
        (
            {"registration_url": "https://example.org/form"},
            "Register on the organizers’ site",
            "https://example.org/form",
        ),
        ({"takes_registrations": True, "registration_closes_on": "2026-03-09"}, "Registration closed on 9 March", None),
        (
            {"takes_registrations": True, "registration_closes_on": "2026-03-10"},
            "open until 10 March 2026",
            "/register/",
        ),
        ({"takes_registrations": True, "holding": "cancelled"}, "This event was cancelled", None),
        ({"takes_registrations": True, "starts_on": "2026-03-01"}, "1 March 2026", None),
        ({}, "1 May 2026", None),
    ],
)
def test_registration_is_offered_while_it_is_open(client, data, says, offers):
    with time_machine.travel("2026-03-10"):
        page = read(client, published_event(**{"starts_on": "2026-05-01", **data}))
    assert says in bare(page)
    assert (offers or "no way to register") in page if offers else 'class="govuk-button" href' not in page


def test_a_text_that_falls_back_says_its_language(client):
    record = published_event(
        language="fr",
        title={"fr": "Réunion", "es": "Reunión"},
        states={"es": "human"},
        summary={"fr": "Le résumé"},
        sessions=[{"number": 1, "title": {"fr": "Matinée"}}],
    )
    english, spanish = read(client, record), read(client, record, "es")
    assert '<h1 lang="fr">Réunion</h1>' in english
    assert '<h3 lang="fr">Matinée</h3>' in english
    assert "This text has not been translated into the language of this page" in english
    assert "<h1>Reunión</h1>" in spanish
    assert '<p class="lead" lang="fr">Le résumé</p>' in spanish
    assert "notice--quiet" not in read(client, record, "fr")


def test_only_the_few_who_may_read_it_are_told_why(client, editor):
    pages = {
        "Only the secretariat can read this page": published_event(visibility="internal"),
        "Only those who take part": published_event(visibility="participants"),
        "This is a draft": event(),
    }
    for record in pages.values():
        assert client.get(f"/en/events/{record.slug}/").status_code == 404
    client.force_login(editor)
    for says, record in pages.items():
        page = read(client, record)
        assert says in page
        assert '<meta name="robots" content="noindex">' in page
        assert "application/ld+json" not in page
    assert "noindex" not in read(client, published_event())


def test_an_archived_event_leaves_title_dates_and_reason(client, editor):
    record = archived_event(title="Old launch", reason="Entered twice.", description={"en": "Long story"})
    for user in (None, editor):
        if user:
            client.force_login(user)
        answer = client.get(f"/en/events/{record.slug}/")
        words = answer.content.decode()
        assert answer.status_code == 410
        assert "Old launch" in words
        assert "16 April 2020" in words
        assert "Entered twice." in words
        assert "Long story" not in words


def test_structured_data_describe_the_event_and_cannot_break_out(client):
    record = published_event(
        title="</script><b>&", format="hybrid", country="FR", place_name={"en": "Lyon"}, holding="cancelled",
        starts_time="15:00", time_zone="Europe/Paris", spoken=["en"],
    )  # fmt: skip
    page = read(client, record)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1]
    data = json.loads(found)
    assert "<" not in found
    assert data["name"] == "</script><b>&"
    assert data["startDate"] == "2020-04-16T15:00:00+02:00"
    assert data["eventStatus"] == "https://schema.org/EventCancelled"
    assert {place["@type"] for place in data["location"]} == {"VirtualLocation", "Place"}
    assert data["inLanguage"] == ["en"]
    month = published_event(starts_on="2019-06-01", starts_precision="month")
    assert '"startDate": "2019-06"' in read(client, month)


def test_an_address_name_of_the_portal_is_not_given_to_an_event(client, editor):
    record = actions.create(by=editor, type="event", original_language="en", title="Series")
    assert record.slug == "series-2"
    assert client.get("/en/events/series/").status_code == 200
    with pytest.raises(Exception, match="choose another name"):
        actions.create(by=editor, type="event", original_language="en", title="Feed", slug="feed")


@pytest.mark.parametrize("slug", ["nope", "9" * 300, "a--b"])
def test_an_unknown_event_is_404(client, slug):
    for address in (f"events/{slug}/", f"events/{slug}/calendar.ics", f"events/series/{slug}/", f"people/{slug}/"):
        assert client.get(f"/en/{address}").status_code == 404
    assert client.get(f"/en/events/files/{'9' * 30}/").status_code == 404


def test_a_participant_reads_the_outcome_for_participants_and_is_told_so(client):
    record = rich(outcome_visibility="participants")
    anonymous = read(client, record)
    assert 'id="outcome"' not in anonymous
    client.force_login(UserFactory())
    assert 'id="outcome"' not in read(client, record)
    client.force_login(UserFactory(editor=True))
    page = read(client, record)
    assert 'id="outcome"' in page
    assert "You can read this part because you take part" in page
