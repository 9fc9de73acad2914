"""What the loader of the demo refuses: it names the file, the record and what is wrong, and keeps nothing."""

import json

import pytest
from django.db import transaction

from events import demo
from events.models import Entry, Person
from portal.shared.errors import NotAllowed
from portal.shared.fixtures import FixtureError
from tests.factories.accounts import UserFactory
from tests.factories.directory import NetworkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    """An event as the files describe it."""
    return {
        "slug": "an-event",
        "original_language": "en",
        "title": {"en": "An event", "fr": "Un événement"},
        "format": "online",
        "starts_on": "2020-04-16",
        "themes": ["housing"],
        "organisers": [{"organisation": NetworkFactory(slug="a-network").slug, "role": "host"}],
    }


@pytest.fixture
def load(tmp_path, editor):
    """A function that writes one event beside empty lists and loads them."""

    def write(row, people=(), by=editor):
        folder = tmp_path / "events"
        (folder / "events").mkdir(parents=True, exist_ok=True)
        (folder / "people.json").write_text(json.dumps([*people]))
        (folder / "series.json").write_text("[]")
        text = row if isinstance(row, str) else json.dumps(row)
        (folder / "events" / "1-one.json").write_text(text)
        with transaction.atomic():
            return demo.load(tmp_path, by=by)

    return write


def test_an_event_becomes_public_with_its_translations(load, event):
    assert load(event, people=[{"slug": "ana", "name": "Ana"}]) == 1
    entry = Entry.objects.public().get(slug="an-event")
    assert sorted(entry.shown_languages) == ["en", "fr"]
    assert Person.objects.get().name == "Ana"
    assert load(event) == 0


def test_a_known_record_is_left_as_it_is(load, event):
    load(event)
    Entry.objects.filter(slug="an-event").update(title_en="What the secretariat calls it")
    assert load({**event, "title": {"en": "Another title"}}) == 0
    assert Entry.objects.get(slug="an-event").title_en == "What the secretariat calls it"


def test_what_became_known_later_is_a_line_of_history(load, event):
    event |= {"starts_on": None, "dates_as_written": "16 April", "corrections": [{"starts_on": "2020-04-16"}]}
    load(event)
    entry = Entry.objects.get(slug="an-event")
    assert [(line.transition, line.changes) for line in entry.history.all()] == [
        ("create", {}),
        ("update", {"starts_on": [None, "2020-04-16"]}),
        ("publish", {}),
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"themes": ["no-such-theme"]}, ["1-one.json: an-event:", "themes", "“no-such-theme” is not known"]),
        ({"organisers": [{"organisation": "nobody", "role": "host"}]}, ["an-event", "“nobody” is not known"]),
        ({"organisers": []}, ["an-event", "Name at least one organizer"]),
        ({"starts_on": "2020-02-31"}, ["an-event", "starts_on"]),
        ({"ends_on": "2020-04-01"}, ["an-event", "The end must not be before the start"]),
        ({"unknown": 1}, ["an-event", "There is no such field"]),
        ({"title": {"fr": "Un événement"}}, ["an-event", "'en' is missing"]),
        ({"slug": ""}, ["1-one.json: -: slug is missing"]),
        (
            {"showings": [{"practice": {"lead_lrg": "grenoble", "title": "Nothing"}}]},
            ["an-event", "no published action of grenoble is called “Nothing”"],
        ),
        ({"showings": [{"practice": {"title": "Nothing"}}]}, ["an-event", "'lead_lrg' is missing"]),
        ({"showings": [{"practice": "Nothing"}]}, ["1-one.json: an-event"]),
    ],
)
def test_a_wrong_file_is_refused_with_its_name(load, event, change, words):
    with pytest.raises(FixtureError) as refused:
        load(event | change)
    for said in words:
        assert said in str(refused.value)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("text", ["", "[]", "{", "null"])
def test_a_file_that_is_no_object_is_refused(load, text):
    with pytest.raises(FixtureError, match=r"1-one\.json"):
        load(text)


def test_a_person_without_a_name_is_refused(load, event):
    with pytest.raises(FixtureError, match=r"people\.json: ana: 'name' is missing"):
        load(event, people=[{"slug": "ana"}])


def test_only_the_secretariat_loads(load, event, member):
    with pytest.raises(NotAllowed):
        load(event, by=member)
    with pytest.raises(NotAllowed):
        load(event, people=[{"slug": "ana", "name": "Ana"}], by=UserFactory(reviewer=True))
