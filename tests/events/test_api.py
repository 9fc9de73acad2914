"""Peer learning by the API: what everybody reads, and what the secretariat writes."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from events import actions
from events.models import Entry, Event
from practices.enums import TextState
from tests.factories.accounts import UserFactory
from tests.factories.directory import MandateFactory
from tests.factories.events import again, event, person, published_event, published_publication, published_series
from tests.factories.practices import draft, published, town
from tests.practices.test_uploads import PDF

pytestmark = pytest.mark.django_db
ENTRIES = "/api/v1/entries/"


def signed_in(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


@pytest.fixture
def editor():
    return UserFactory(editor=True)


@pytest.fixture
def api(editor):
    return signed_in(editor)


# Reading ------------------------------------------------------------------------------------------


def test_content_of_an_event_names_what_is_public(client):
    shown, hidden = published(), draft()
    speaker = person("Ricardo Example")
    one = published_event(
        sessions=[{"number": 1, "title": {"en": "Opening"}}],
        participations=[{"person": speaker.slug, "session": 1, "role": "opening", "position_title": {"en": "Mayor"}}],
        showings=[
            {"practice": shown.pk, "session": 1},
            {"practice": hidden.pk, "session": 1, "mention": {"en": "A card"}},
        ],
        quotes=[{"words": {"en": "We are open"}, "language": "en", "approved_by": "Press office"}],
    )
    content = client.get(f"/api/v1/events/{one.slug}/").json()["content"]
    assert content["participations"] == [
        {
            "name_as_written": "",
            "role": "opening",
            "position_title": {"en": "Mayor"},
            "person": "ricardo-example",
            "organisation": None,
            "on_behalf_of": None,
            "session": 1,
        }
    ]
    assert [row["practice"] for row in content["showings"]] == [shown.code, None]
    assert content["quotes"][0]["words"] == {"en": "We are open"}


SECRETS = {
    "key_messages": {"en": "canary"},
    "next_steps": [{"what": {"en": "canary"}}],
    "announcements": [{"what": {"en": "canary"}}],
    "needs": [{"area": "resources", "what": {"en": "canary"}}],
    "outcome_visibility": "participants",
    "materials": [
        {"kind": "data", "url": "https://canary.example/", "visibility": "participants"},
        {"kind": "data", "url": "https://canary.example/2", "visibility": "internal"},
    ],
    "quotes": [{"words": {"en": "canary"}, "language": "en"}],
    "description": {"es": "canary"},
}


def test_what_is_not_for_everybody_is_in_no_answer(client):
    """Also not for a participant: the API shows one public record to all."""
    town_ = town()
    one = published_event(delegations=[{"lrg": town_.slug, "state": "attended"}], **SECRETS)
    event(title="canary draft")
    published_event(title="canary internal", visibility="internal")
    published_event(title="canary participants", visibility="participants")
    published_publication(
        contributors=[{"role": "author", "position_title": {"en": "Author"}, "email": "canary@town.example"}]
    )
    officer = MandateFactory(lrg=town_, confirmed_by=UserFactory(editor=True)).officer
    for who in (client, signed_in(officer)):
        for address in ("events/", f"events/{one.slug}/", "sessions/", "participations/", "publications/", "series/"):
            answer = who.get(f"/api/v1/{address}")
            assert answer.status_code == 200
            assert "canary" not in answer.content.decode()
        first = who.get("/api/v1/publications/").json()["results"][0]["slug"]
        assert "canary" not in who.get(f"/api/v1/publications/{first}/").content.decode()


@pytest.mark.parametrize("visibility", ["internal", "participants"])
def test_hidden_and_unknown_answer_alike(client, visibility):
    one = published_event(visibility=visibility)
    hidden, unknown = client.get(f"/api/v1/events/{one.slug}/"), client.get("/api/v1/events/never-was/")
    assert (hidden.status_code, hidden.content) == (404, unknown.content)


def test_hidden_series_of_a_public_event_is_not_named(client):
    series = published_series(visibility="internal")
    one = published_event(series=series.slug, number=1)
    assert client.get(f"/api/v1/events/{one.slug}/").json()["content"]["series"] is None


def test_sessions_and_speakers_of_one_event(client):
    one = published_event(sessions=[{"number": 1}], participations=[{"position_title": {"en": "Mayor"}, "session": 1}])
    published_event(sessions=[{"number": 1}, {"number": 2}])
    assert client.get("/api/v1/sessions/").json()["count"] == 3
    assert client.get("/api/v1/sessions/", {"event": one.slug}).json()["count"] == 1
    assert client.get("/api/v1/participations/", {"event": one.slug}).json()["results"][0]["session"] == 1
    assert client.get("/api/v1/sessions/", {"event": "never\x00was"}).status_code == 400


LISTS = {
    "events/": (published_event, 5),
    "series/": (published_series, 5),
    "publications/": (published_publication, 6),
    "sessions/": (lambda: published_event(sessions=[{"number": 1, "title": {"en": "One"}}]), 3),
    "participations/": (lambda: published_event(participations=[{"position_title": {"en": "Mayor"}}]), 3),
}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("address", LISTS)
def test_queries_of_a_list(client, django_assert_num_queries, address, number):
    make, queries = LISTS[address]
    for _ in range(number):
        make()
    client.get("/api/v1/facets/")  # what is asked once in a process
    with django_assert_num_queries(queries):
        assert client.get(f"/api/v1/{address}").json()["count"] == number


@pytest.mark.parametrize(("name", "make"), [("events", published_event), ("publications", published_publication)])
def test_what_the_search_says_of_itself_stands_in_the_answer(client, name, make):
    make(title="Zebra crossing")
    assert client.get(f"/api/v1/{name}/", {"q": "zebra"}).json()["notices"] == []
    corrected = client.get(f"/api/v1/{name}/", {"q": "zebrra"}).json()
    assert corrected["count"] == 1
    assert "similar ones were looked for" in corrected["notices"][0]


def test_no_date_has_no_precision(client):
    published_event(starts_on="2020-04-01", starts_precision="month")
    row = client.get("/api/v1/events/").json()["results"][0]
    assert (row["starts_precision"], row["ends_on"], row["ends_precision"]) == ("month", None, "")


# Writing ------------------------------------------------------------------------------------------

NEW = {"type": "event", "original_language": "en", "title": "Second meeting"}
WHOLE = {
    "format": "online",
    "starts_on": "2021-02-03",
    "themes": ["data-sharing"],
    "sessions": [{"number": 1, "title": {"en": "Data", "fr": "Données"}}],
}


def test_from_nothing_to_published(api, client):
    body = town()
    content = {**WHOLE, "themes": ["housing"], "organisers": [{"organisation": body.slug, "role": "co-manager"}]}
    made = api.post(ENTRIES, {**NEW, "content": content}, format="json")
    assert made.status_code == 201, made.json()
    assert made.json()["missing"] == {}
    one = f"{ENTRIES}{made.json()['id']}/"
    changed = api.patch(one, {"platform": "Zoom"}, format="json", headers={"If-Match": made["ETag"]})
    assert changed.json()["content"]["platform"] == "Zoom"
    assert api.post(f"{one}languages/", {"language": "fr", "state": "human"}, format="json").status_code == 200
    assert api.post(f"{one}transitions/publish/").json()["status"] == "published"
    assert client.get("/api/v1/events/second-meeting/").json()["content"]["sessions"][0]["title"] == {
        "en": "Data",
        "fr": "Données",
    }
    history = [row["transition"] for row in api.get(f"{one}history/").json()]
    assert history == ["create", "update", "publish"]
    assert api.post(f"{one}transitions/archive/").status_code == 400
    archived = api.post(f"{one}transitions/archive/", {"reason": "Superseded."}, format="json")
    assert archived.json()["status"] == "archived"
    assert client.get("/api/v1/events/second-meeting/").status_code == 404


def test_update_needs_the_present_revision_and_shows_both_texts(api, editor):
    one = event(title="Meeting")
    address = f"{ENTRIES}{one.pk}/"
    assert api.patch(address, {"platform": "A"}, format="json").status_code == 428
    actions.update(entry=one, by=editor, data={"platform": "Theirs"})
    stale = api.patch(address, {"platform": "Mine"}, format="json", headers={"If-Match": '"0"'})
    assert stale.status_code == 412
    assert (stale.json()["current"], stale.json()["yours"]) == ({"platform": "Theirs"}, {"platform": "Mine"})
    assert again(one).platform == "Theirs"


def test_same_key_gives_the_first_answer_again(api):
    first = api.post(ENTRIES, NEW, format="json", headers={"Idempotency-Key": "k1"})
    second = api.post(ENTRIES, NEW, format="json", headers={"Idempotency-Key": "k1"})
    assert (second.status_code, second.json()["id"]) == (201, first.json()["id"])
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"starts_on": "2021-02-30"}, "starts_on"),
        ({"starts_on": "2021-02-03", "ends_on": "2021-02-01"}, "__all__"),
        ({"starts_on": 1.5}, "starts_on"),
        ({"starts_time": "25:00"}, "starts_time"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"number": 2}, "__all__"),
        ({"title": "not by language"}, "title"),
        ({"title": {"en": ""}}, "title"),
        ({"title": {"de": "Treffen"}}, "title"),
        ({"themes": "housing"}, "themes"),
        ({"themes": ["no-such"]}, "themes"),
        ({"sessions": {"number": 1}}, "sessions"),
        ({"sessions": [{"number": 1}, {"number": 1}]}, "sessions"),
        ({"sessions": [{"number": -1}]}, "sessions"),
        ({"sessions": [{"number": 2**70}]}, "sessions"),
        ({"sessions": [{"title": {"en": "Without a number"}}]}, "sessions"),
        ({"sessions": [{"number": 1, "held_on": "1999-01-01"}]}, "sessions"),
        ({"participations": [{"session": 9, "position_title": {"en": "Mayor"}}]}, "participations"),
        ({"participations": [{"role": "speaker"}]}, "participations"),
        ({"organisers": [{"organisation": "never-was"}]}, "organisers"),
        ({"organisers": [{}]}, "organisers"),
        ({"delegations": [{"role": "host"}]}, "delegations"),
        ({"showings": [{"practice": "x\x00"}]}, "showings"),
        ({"showings": [{"practice": 2**80, "mention": {"en": "x"}}]}, "showings"),
        ({"materials": [{"kind": "data"}]}, "materials"),
        ({"materials": [{"kind": "data", "url": "javascript:alert(1)"}]}, "materials"),
        ({"crisis": ["war"]}, "crisis"),
        ({"status": "published"}, "status"),
        ({"created_by": 1}, "created_by"),
        ({"revision": 99}, "revision"),
    ],
    ids=lambda value: json.dumps(value)[:60] if isinstance(value, dict) else value,
)
def test_bad_input_names_the_field_and_changes_nothing(api, data, field):
    one = event(title="Meeting", starts_on="2021-02-03")
    before = (again(one).revision, Event.objects.values().get(pk=one.pk))
    refused = api.patch(f"{ENTRIES}{one.pk}/", data, format="json", headers={"If-Match": '"0"'})
    assert refused.status_code == 400, refused.content
    assert [*refused.json()] == [field]
    assert (again(one).revision, Event.objects.values().get(pk=one.pk)) == before


@pytest.mark.parametrize("data", [[], "text", {"type": "event"}, {**NEW, "type": "x"}, {**NEW, "title": "a" * 201}])
def test_bad_start_is_refused(api, data):
    assert api.post(ENTRIES, data, format="json").status_code == 400
    assert not Entry.objects.exists()


def test_number_of_a_note_is_taken_once(api):
    published_publication(kind="note", number=28)
    new = {"type": "publication", "original_language": "en", "title": "Note", "content": {"kind": "note", "number": 28}}
    refused = api.post(ENTRIES, new, format="json")
    assert refused.json() == {"__all__": ["There is already a peer learning note with this number."]}


def test_file_of_an_event_and_edition_of_a_publication(api):
    one, study = event(), published_publication()
    pdf = {"file": SimpleUploadedFile("note.pdf", PDF)}
    assert api.post(f"{ENTRIES}{one.pk}/files/", {**pdf, "kind": "agenda"}).status_code == 201
    assert one.materials.get().original_name == "note.pdf"
    closed = event(outcome_visibility="participants")
    pdf = {"file": SimpleUploadedFile("note.pdf", PDF)}
    assert api.post(f"{ENTRIES}{closed.pk}/files/", {**pdf, "kind": "agenda"}).status_code == 201
    assert closed.materials.get().visibility == "participants"  # nobody said that it is for everybody
    again_ = {"file": SimpleUploadedFile("nota.pdf", PDF)}
    assert api.post(f"{ENTRIES}{study.pk}/files/", {**again_, "language": "es"}).status_code == 201
    assert study.editions.get(language="es").size == len(PDF)
    lie = {"file": SimpleUploadedFile("note.pdf", b"MZ not a pdf")}
    refused = api.post(f"{ENTRIES}{one.pk}/files/", {**lie, "kind": "agenda"})
    assert refused.status_code == 400
    assert "note.pdf" in refused.content.decode()
    assert api.post(f"{ENTRIES}{one.pk}/files/").status_code == 400


@pytest.mark.parametrize("role", ["member", "reviewer"])
def test_only_the_secretariat_writes(role):
    one, api = published_event(), signed_in(UserFactory(**({} if role == "member" else {"reviewer": True})))
    assert api.post(ENTRIES, NEW, format="json").status_code == 403
    assert api.get(ENTRIES).json()["count"] == 0
    assert api.get(f"{ENTRIES}{one.pk}/").status_code == 404
    assert api.patch(f"{ENTRIES}{one.pk}/", {}, format="json", headers={"If-Match": '"0"'}).status_code == 404
    assert api.post(f"{ENTRIES}{one.pk}/transitions/archive/", {"reason": "x"}, format="json").status_code == 404
    assert again(one).status == "published"


def test_reviewed_translation_is_outdated_by_a_change_of_the_original_alone(editor):
    one = published_event(title={"en": "Meeting", "es": "Reunión"}, states={"es": "human"})
    one = actions.update(entry=one, by=editor, data={"title": {"en": "Meeting again", "es": "Reunión"}})
    assert one.language_states.get(language="es").state == TextState.OUTDATED
    actions.set_language_state(entry=one, by=editor, language="es", state="human")
    one = actions.update(entry=one, by=editor, data={"title": {"en": "Third", "es": "Tercera"}})
    assert one.language_states.get(language="es").state == TextState.HUMAN
    one = actions.update(entry=one, by=editor, data={"platform": "Zoom"})
    assert one.language_states.get(language="es").state == TextState.HUMAN
