"""Peer learning for tests: every record is made by the actions that the secretariat uses."""

import itertools

from events import actions, record
from events.enums import EntryType
from events.models import Entry
from practices.enums import TextState

from .accounts import UserFactory
from .directory import NetworkFactory

_number = itertools.count(1)


def _organiser():
    return [{"organisation": NetworkFactory().slug, "role": "organiser"}]


def _made(type, *, by=None, language="en", title=None, slug="", states=None, spoken=(), **data):
    """Start a record with ``data`` (the keys of ``events.record``) in its original ``language``.

    ``states`` are those of the other languages; ``spoken`` are the languages that people speak at an event.
    """
    data = {**data, "language": [*spoken]} if spoken else data
    by = by or UserFactory(editor=True)
    title = title or f"{EntryType(type).label} {next(_number)}"
    texts = title if isinstance(title, dict) else {language: title}
    entry = actions.create(
        by=by, type=type, original_language=language, title=texts[language], slug=slug, data={**data, "title": texts}
    )
    for other, state in (states or {}).items():
        actions.set_language_state(entry=entry, by=by, language=other, state=TextState(state))
    return record.SHAPES[EntryType(type)].model.objects.get(pk=entry.pk)


def _published(entry, by):
    return actions.publish(entry=entry, by=by or UserFactory(editor=True))


def series(*, by=None, **data):
    """A series as a draft, with all that a publication needs."""
    return _made("series", by=by, **{"organisers": _organiser(), **data})


def published_series(*, by=None, **data):
    """A series that everybody reads, unless ``visibility`` says otherwise."""
    return _published(series(by=by, **data), by)


def event(*, by=None, **data):
    """An event as a draft, with all that it needs: online, on 16 April 2020, unless ``data`` says otherwise."""
    usual = {"format": "online", "starts_on": "2020-04-16", "themes": ["housing"]}
    return _made("event", by=by, **{**usual, "organisers": _organiser(), **data})


def published_event(*, by=None, **data):
    """An event that everybody reads, unless ``visibility`` says otherwise."""
    return _published(event(by=by, **data), by)


def archived_event(*, by=None, reason="Superseded.", **data):
    """An event that was public and is not any more."""
    by = by or UserFactory(editor=True)
    return actions.archive(entry=published_event(by=by, **data), by=by, reason=reason)


def publication(*, by=None, **data):
    """A publication as a draft, with all that it needs: a policy study in English, unless ``data`` says otherwise.

    ``kind="note"`` gives a peer learning note with a free number.
    """
    usual = {
        "kind": "policy-study",
        "themes": ["housing"],
        "editions": [{"language": "en", "url": "https://publications.example.org/study.pdf"}],
    }
    data = {**usual, **data}
    if data["kind"] == "note":
        data.setdefault("number", 100 + next(_number))
    return _made("publication", by=by, **data)


def published_publication(*, by=None, **data):
    """A publication that everybody reads, unless ``visibility`` says otherwise."""
    return _published(publication(by=by, **data), by)


def archived_publication(*, by=None, reason="Superseded.", **data):
    """A publication that was public and is not any more."""
    by = by or UserFactory(editor=True)
    return actions.archive(entry=published_publication(by=by, **data), by=by, reason=reason)


def person(name=None, *, by=None, slug=""):
    """Somebody who speaks in public; the same name gives the same person."""
    return actions.add_person(by=by or UserFactory(editor=True), name=name or f"Speaker {next(_number)}", slug=slug)


def again(entry):
    """The record as the database has it now."""
    return Entry.objects.get(pk=entry.pk).whole
