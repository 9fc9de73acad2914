"""The page of a record: every kind of question, what cannot be kept, two editors at once, the end of a session."""

import re
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events import actions
from events.models import Person, Presence
from tests.factories import events as make
from tests.factories.accounts import UserFactory
from tests.factories.directory import LRGFactory, NetworkFactory, OrganisationFactory
from tests.factories.practices import published as published_action

from .desk_pages import Page

pytestmark = pytest.mark.django_db

#: What one row of each kind says in plain data.
ROWS = {
    "sessions": lambda n: {"number": n, "title": {"en": f"Session {n}"}},
    "organisers": lambda n: {"organisation": OrganisationFactory().slug, "role": "host"},
    "delegations": lambda n: {"lrg": LRGFactory().slug},
    "participations": lambda n: {"person": f":Speaker {n}", "session": n, "organisation": OrganisationFactory().slug},
    "showings": lambda n: {"practice": published_action().pk, "session": n},
    "quotes": lambda n: {"words": {"en": "Cities first"}, "language": "en", "person": f":Quoted {n}"},
    "next_steps": lambda n: {"what": {"en": "Meet again"}, "organisation": OrganisationFactory().slug},
    "announcements": lambda n: {"what": {"en": "A register"}, "practice": published_action().pk},
    "needs": lambda n: {"area": "resources", "what": {"en": "Money"}, "lrg": LRGFactory().slug},
    "figures": lambda n: {"measure": "participants", "number": 10 + n},
    "materials": lambda n: {"kind": "recording", "url": f"https://example.org/{n}", "starts_at": 851, "session": n},
}


def full(editor, number):
    """An event with ``number`` rows of each kind, in a series and a country."""
    return make.event(
        by=editor,
        **{name: [row(n + 1) for n in range(number)] for name, row in ROWS.items()},
        series=make.series(by=editor).slug,
        country="TR",
        host=LRGFactory().slug,
        networks=[NetworkFactory().slug for _n in range(number)],
        crisis=["health"],
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_an_event_needs_few_queries(editor, number):
    page = Page(editor, full(editor, number))
    page.open()
    with CaptureQueriesContext(connection) as queries:
        assert page.open().status_code == 200
    assert len(queries) == 30


def test_a_page_that_nobody_changed_writes_nothing(editor):
    event = full(editor, 3)
    page = Page(editor, event)
    before = event.history.count()
    answer = page.save({})
    assert answer.status_code == 302, answer.context and answer.context["errors"]
    assert page.now.history.count() == before


def test_every_kind_of_answer_is_kept(editor):
    page = Page(editor, make.event(by=editor))
    lrg, body, network = LRGFactory(), OrganisationFactory(), NetworkFactory()
    answer = page.save(
        {
            "title": "Second meeting",
            "kind": "technical-meeting",
            "holding": "held",
            "starts_on_day": "3",
            "starts_on_month": "2",
            "starts_on_year": "2021",
            "starts_time": "14:30",
            "time_zone": "Europe/Istanbul",
            "country": "Türkiye",
            "host": str(lrg),
            "visibility": "participants",
            "language": ["en", "fr"],
            "crisis": ["health"],
            "tag": ["gcm-1", "sdg-11"],
            "forums": ["imrf-2022"],
            "networks-rows": "1",
            "networks-0-code": str(network),
            "sessions-rows": "2",
            "sessions-0-number": "1",
            "sessions-0-title": "Data",
            "sessions-0-kind": "presentations",
            "sessions-1-number": "2",
            "sessions-1-title": "Small cities",
            "sessions-1-kind": "roundtable",
            "participations-rows": "2",
            "participations-0-person": "Yasmin Alhayek",
            "participations-0-position_title": "Coordinator",
            "participations-0-role": "opening",
            "participations-1-organisation": str(body),
            "participations-1-role": "moderator",
            "participations-1-session": "1",
            "materials-rows": "1",
            "materials-0-kind": "recording",
            "materials-0-url": "https://example.org/video",
            "materials-0-visibility": "public",
            "materials-0-starts_at": "14:11",
        }
    )
    assert answer.status_code == 302, answer.context["errors"]
    event = page.now
    assert (event.title_en, event.kind, str(event.starts_on), str(event.starts_time)) == (
        "Second meeting",
        "technical-meeting",
        "2021-02-03",
        "14:30:00",
    )
    assert (event.country.code, event.host, event.visibility) == ("TR", lrg, "participants")
    assert [term.value for term in event.terms.all()] == ["health", "en", "fr"]
    assert {one.code for one in event.objectives.all()} == {"gcm-1", "sdg-11"}
    assert [one.code for one in event.forums.all()] == ["imrf-2022"]
    assert [session.number for session in event.sessions.all()] == [1, 2]
    opening, moderator = event.participations.all()
    assert (opening.person.slug, opening.position_title_en, opening.session) == ("yasmin-alhayek", "Coordinator", None)
    assert (moderator.person, moderator.organisation, moderator.session.number) == (None, body, 1)
    assert event.materials.get().starts_at == 851
    assert event.networks.get() == network


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ({"starts_on_day": "31", "starts_on_month": "2", "starts_on_year": "2021"}, "starts_on"),
        ({"ends_on_day": "1", "ends_on_month": "1", "ends_on_year": "2019"}, "ends_on"),
        ({"starts_time": "noon"}, "starts_time"),
        ({"time_zone": "Mars"}, "time_zone"),
        ({"number": "2"}, "number"),
        ({"number": "99999999999999999999"}, "number"),
        ({"series": "No such series"}, "series"),
        ({"country": "Atlantis"}, "country"),
        ({"source_url": "not an address"}, "source_url"),
        ({"capacity": "-1"}, "capacity"),
        ({"registration_url": "https://example.org/", "takes_registrations": "on"}, "registration_url"),
    ],
)
def test_what_is_wrong_stays_on_the_page_and_the_rest_is_saved(editor, typed, place):
    page = Page(editor, make.event(by=editor))
    answer = page.save({"title": "A better title", **typed})
    assert answer.status_code == 422
    assert any(place in line["url"] for line in answer.context["errors"]), answer.context["errors"]
    assert page.now.title_en == "A better title"
    name, value = next(iter(typed.items()))
    assert f'value="{value}"' in answer.content.decode() or value == "on" or name.endswith("month")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"organisers-rows": "2", "organisers-1-organisation": "Nobody knows us"}, "Organizer 2: “Nobody knows us”"),
        ({"materials-rows": "1", "materials-0-kind": "agenda"}, "Link or file 1: Give an address or a file."),
        ({"materials-rows": "1", "materials-0-kind": "recording", "materials-0-starts_at": "soon"}, "minutes"),
        ({"participations-rows": "1", "participations-0-person": "Ana", "participations-0-session": "7"}, "no session"),
        ({"participations-rows": "1", "participations-0-person": "x" * 200}, "too long"),
        ({"participations-rows": "1", "participations-0-name_as_written": "Ana"}, "Give a person, an organization"),
        ({"figures-rows": "1", "figures-0-number": "1" * 30, "figures-0-measure": "cases"}, "less than or equal"),
        (
            {"sessions-rows": "2", "sessions-0-number": "1", "sessions-0-title": "A"}
            | {"sessions-1-number": "1", "sessions-1-title": "B"},
            "already has a session",
        ),
    ],
)
def test_a_row_that_cannot_be_kept_is_shown_again(editor, typed, words):
    page = Page(editor, make.event(by=editor))
    answer = page.save(typed | {"title": "A better title"})
    assert answer.status_code == 422
    assert any(words in line["text"] for line in answer.context["errors"]), answer.context["errors"]
    assert page.now.title_en == "A better title"


@pytest.mark.parametrize("typed", ["\x00", "\ud800", "é" * 2_500, "<script>"])
def test_no_text_breaks_the_page(editor, typed):
    page = Page(editor, make.event(by=editor))
    sent = page.fill({"title": typed, "participations-rows": "1", "participations-0-person": typed, "step": typed})
    body = urlencode(sent, doseq=True, errors="surrogatepass")
    answer = page.client.post(page.url, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (302, 422)


def test_several_bodies_are_added_by_a_list_of_names(editor):
    page = Page(editor, make.event(by=editor))
    bodies = OrganisationFactory.create_batch(3)
    lines = "\r\n".join(str(body) for body in bodies)
    answer = page.save({"organisers-paste": lines, "organisers-paste-role": "co-manager"}, step="paste:organisers")
    assert answer.status_code == 302
    added = page.now.organisers.filter(role="co-manager")
    assert [row.organisation for row in added] == bodies


def test_a_pasted_name_that_is_not_known_stays_on_the_page(editor):
    page = Page(editor, make.event(by=editor))
    answer = page.save({"delegations-paste": "Nowhere-on-Sea"}, step="paste:delegations")
    assert answer.status_code == 422
    assert 'value="Nowhere-on-Sea"' in answer.content.decode()


def test_rows_come_and_go_without_a_script(editor):
    page = Page(editor, make.event(by=editor, sessions=[ROWS["sessions"](1), ROWS["sessions"](2)]))
    answer = page.save({}, step="add:quotes")
    assert answer.status_code == 302
    assert answer.url == f"{page.url}?add=quotes#quotes-last"
    assert 'name="quotes-0-words"' in page.client.get(answer.url).content.decode()
    offered = re.findall(r'value="(remove:sessions[^"]*)"', page.client.get(page.url).content.decode())
    assert offered[:2] == ["remove:sessions-0", "remove:sessions-1"]  # though a session has a field called number
    page.save({}, step=offered[0])
    assert [session.number for session in page.now.sessions.all()] == [2]


def test_the_days_of_an_event_do_not_leave_a_session_outside(editor):
    sessions = [{"number": 1, "held_on": "2021-03-17"}]
    page = Page(editor, make.event(by=editor, starts_on="2021-03-16", ends_on="2021-03-18", sessions=sessions))
    answer = page.save({"ends_on_day": "16", "title": "A better title"})
    assert answer.status_code == 422
    problem = next(line for line in answer.context["errors"] if "ends_on" in line["url"])
    assert "Session 1 is on 17 March 2021" in problem["text"]
    now = page.now
    assert (str(now.ends_on), now.title_en) == ("2021-03-18", "A better title")
    assert page.save({"ends_on_day": "17"}).status_code == 302


def test_the_page_says_what_is_not_saved(editor):
    page = Page(editor, make.event(by=editor))
    typed = {"participations-rows": "2", "participations-0-person": "Ana", "participations-1-role": "moderator"}
    answer = page.save(typed | {"title": "A better title"})
    label = next(
        one.label for group in answer.context["form"].groups for one in group.answers if one.name == "participations"
    )
    assert f"Not saved yet: {label}." in answer.content.decode()


def test_a_session_that_is_named_elsewhere_does_not_go(editor):
    page = Page(
        editor, make.event(by=editor, sessions=[ROWS["sessions"](1)], participations=[ROWS["participations"](1)])
    )
    answer = page.save({}, step="remove:sessions-0")
    assert answer.status_code == 422
    assert page.now.sessions.count() == page.now.participations.count() == 1


def test_rows_keep_their_other_languages_and_files(editor):
    """The second of three rows goes and the third is changed: each stays itself."""
    rows = [{"kind": "news", "url": f"https://example.org/{n}", "title": {"en": f"Row {n}"}} for n in range(3)]
    page = Page(editor, make.event(by=editor, materials=rows))
    _first, _second, third = page.now.materials.all()
    texts = {f"materials-{third.pk}-title": "Fila"}
    actions.translate(entry=page.entry, by=editor, language="es", texts=texts, is_reviewed=False)
    page.save({"materials-2-title": "Third"}, step="remove:materials-1")
    kept = page.now.materials.last()
    assert (kept.pk, kept.title_en, kept.title_es) == (third.pk, "Third", "Fila")


def test_a_new_row_is_the_same_one_at_the_next_save(editor):
    page = Page(editor, make.event(by=editor))
    opened = page.open()
    typed = {"participations-rows": "1", "participations-0-person": "Ana Silva", "participations-0-role": "speaker"}
    first = page.autosave(typed, page=opened)
    assert first.status_code == 200, first.json()
    row = page.now.participations.get()
    typed |= {"participations-0-position_title": "Mayor", "base": first.json()["base"]}
    assert page.autosave(typed, page=opened).status_code == 200
    again = page.now.participations.get()
    assert (again.pk, again.position_title_en, Person.objects.count()) == (row.pk, "Mayor", 1)


def test_two_people_of_one_name_in_other_letters_are_one(editor):
    page = Page(editor, make.event(by=editor))
    for number, name in enumerate(("Éric Piolle", "Eric  Piolle", "ياسمين")):
        page.save({"participations-rows": str(number + 1), f"participations-{number}-person": name})
    assert Person.objects.count() == 2
    assert page.now.participations.count() == 3


def test_a_conflict_shows_both_texts(editor, publisher):
    event = make.event(by=editor)
    mine, theirs = Page(editor, event), Page(publisher, event)
    opened = mine.open()
    theirs.save({"summary": "Their words", "platform": "Zoom"})
    answer = mine.save({"summary": "My words", "hashtag": "#Ours"}, page=opened)
    assert answer.status_code == 412
    page = answer.content.decode()
    assert "Their words" in page
    assert "My words" in page
    assert (mine.now.summary_en, mine.now.hashtag, mine.now.platform) == ("Their words", "#Ours", "Zoom")
    chosen = dict(answer.context["posted"]) | {"choice-summary": "mine", "base": answer.context["form"].base_text}
    assert mine.client.post(mine.url, chosen).status_code == 302
    assert mine.now.summary_en == "My words"


def test_a_conflict_in_rows_shows_both_lists(editor, publisher):
    event = make.event(by=editor)
    mine, theirs = Page(editor, event), Page(publisher, event)
    opened = mine.open()
    theirs.save({"sessions-rows": "1", "sessions-0-number": "1", "sessions-0-title": "Theirs"})
    answer = mine.save({"sessions-rows": "1", "sessions-0-number": "1", "sessions-0-title": "Mine"}, page=opened)
    assert answer.status_code == 412
    assert "Theirs" in answer.content.decode()
    assert "Mine" in answer.content.decode()


def test_two_windows_of_one_person_lose_nothing(editor):
    page = Page(editor, make.event(by=editor))
    first, second = page.open(), page.open()
    page.save({"summary": "From the first"}, page=first)
    page.save({"platform": "From the second"}, page=second)
    assert (page.now.summary_en, page.now.platform) == ("From the first", "From the second")


def test_the_background_save_says_what_was_not_kept(editor):
    page = Page(editor, make.event(by=editor))
    answer = page.autosave({"summary": "Words", "source_url": "nonsense"})
    assert answer.status_code == 422
    assert [line["url"] for line in answer.json()["problems"]] == ["#id_source_url"]
    assert page.now.summary_en == "Words"


def test_a_colleague_is_seen_for_a_minute(editor, publisher):
    event = make.event(by=editor)
    mine, theirs = Page(editor, event), Page(publisher, event, "about")
    words = f"{publisher.name} is editing this page."
    with time_machine.travel(timezone.now(), tick=False) as clock:
        theirs.open()
        assert words in mine.open().content.decode()
        clock.shift(61)
        assert words not in mine.open().content.decode()
        theirs.autosave({"summary": "Words"})
        assert mine.autosave({"platform": "Zoom"}).json()["beside"] == words
        clock.shift(61)
        call_command("clean_up", verbosity=0)
    assert not Presence.objects.exists()


def test_the_background_save_says_who_changed_the_same(editor):
    event, other = make.event(by=editor), UserFactory(editor=True, name="Olga")
    page = Page(editor, event)
    opened = page.open()
    Page(other, event).save({"summary": "Hers"})
    answer = page.autosave({"summary": "Mine"}, page=opened)
    assert (answer.status_code, answer.json()["changed_by"]) == (412, "Olga")


def test_what_was_typed_outlives_the_session(editor):
    page = Page(editor, make.event(by=editor))
    sent = page.fill({"summary": "Long work"})
    page.client.logout()
    assert page.client.post(page.url, sent, headers={"X-Autosave": "1"}).status_code == 401
    answer = page.client.post(page.url, sent)
    assert answer.status_code == 302
    assert page.now.summary_en is None
    page.client.force_login(editor)
    assert "Long work" in page.open().content.decode()


def test_a_page_with_too_many_fields_says_so(editor):
    page = Page(editor, make.event(by=editor))
    answer = page.client.post(page.url, {f"x{number}": "1" for number in range(5001)})
    assert answer.status_code == 400
    assert "too long to be saved at once" in answer.content.decode()


def test_a_large_event_is_saved(editor):
    page = Page(editor, make.event(by=editor))
    typed = {"sessions-rows": "12", "participations-rows": "60"}
    for number in range(12):
        typed |= {f"sessions-{number}-number": str(number + 1), f"sessions-{number}-title": f"Session {number}"}
    for number in range(60):
        typed |= {f"participations-{number}-person": f"Person {number}", f"participations-{number}-session": "1"}
    answer = page.save(typed)
    assert answer.status_code == 302, answer.context["errors"]
    assert (page.now.sessions.count(), page.now.participations.count()) == (12, 60)


def test_the_way_through_the_groups(editor):
    publication = make.publication(by=editor)
    page = Page(editor, publication, "about")
    answer = page.save({"subtitle": "Below"}, step="next")
    assert answer.url == reverse("events:entry-group", args=[publication.pk, "from"])
    assert page.now.subtitle_en == "Below"
    last = Page(editor, publication, "visibility").save({}, step="next")
    assert last.url == reverse("events:entry-review", args=[publication.pk])


def test_a_number_is_given_once(editor):
    make.publication(by=editor, kind="note", number=28)
    page = Page(editor, make.publication(by=editor, kind="note", number=20))
    answer = page.save({"number": "28"})
    assert answer.status_code == 422
    assert any("next free number is 29" in line["text"] for line in answer.context["errors"])


def test_names_are_offered(editor, client):
    client.force_login(editor)
    network = NetworkFactory()
    make.event(by=editor, participations=[{"person": ":Éric Piolle"}], title="Second meeting of the task force")
    for kind, typed, offered in (
        ("people", "eric", "Éric Piolle"),
        ("events", "task", "Second meeting of the task force"),
        ("networks", str(network), str(network)),
    ):
        answer = client.get(reverse("events:names", args=[kind]), {"q": typed})
        assert offered in answer.json()["completions"]
