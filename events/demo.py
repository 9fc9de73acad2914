"""The demo of peer learning: the five source scenarios, entered through the same actions that the secretariat uses."""

from django.core.exceptions import ValidationError

from portal.shared import fixtures, languages
from practices.enums import TextState
from practices.models import Practice

from . import actions
from .enums import EntryType
from .models import Entry, Person

#: Kinds of rows that may name an action by its lead LRG and title, for it has no code before it is published.
NAMING_ACTIONS = ("showings", "announcements", "case_studies")


def load(directory, *, by):
    """Enter the people, series, events and publications of ``directory`` as ``by``, an editor.

    Returns how many records are new; one that is there already, known by its address name, is left as it is. Raises
    FixtureError with the file, the record and what is wrong in it; the caller's transaction then undoes everything.
    """
    _enter_people(directory / "events" / "people.json", by)
    known = {*Entry.objects.values_list("slug", flat=True)}
    created = 0
    for kind, path, row in _rows(directory):
        slug = row.pop("slug", "")
        if not slug:
            raise fixtures.FixtureError(path.name, "-", "slug is missing")
        if slug in known:
            continue
        try:
            _publish(kind, slug, row, by)
        except (ValidationError, KeyError, TypeError, AttributeError, Practice.DoesNotExist) as error:
            raise fixtures.FixtureError(path.name, slug, _problem(error)) from error
        known.add(slug)
        created += 1
    return created


def _rows(directory):
    """Yield the sort, file and content of each record, in an order in which what is linked to comes first."""
    series = directory / "events" / "series.json"
    yield from ((EntryType.SERIES, series, row) for row in fixtures.read(series))
    for kind, folder in ((EntryType.EVENT, "events/events"), (EntryType.PUBLICATION, "events/publications")):
        for path in sorted((directory / folder).glob("*.json")):
            yield kind, path, fixtures.read_one(path)


def _enter_people(path, by):
    known = {*Person.objects.values_list("slug", flat=True)}
    for row in fixtures.read(path):
        try:
            if row["slug"] not in known:
                actions.add_person(by=by, name=row["name"], slug=row["slug"])
        except (ValidationError, KeyError) as error:
            raise fixtures.FixtureError(path.name, row.get("slug", "-"), _problem(error)) from error


def _publish(kind, slug, row, by):
    """Bring one record from nothing to public, with what became known of it later as changes in its history."""
    corrections = row.pop("corrections", [])
    original = row["original_language"]
    for name in NAMING_ACTIONS:
        for part in row.get(name, ()):
            _name_action(part)
    entry = actions.create(
        by=by, type=kind, original_language=original, title=row["title"][original], slug=slug, data=row
    )
    for data in corrections:
        entry = actions.update(entry=entry, by=by, data=data)
    for language in languages.CODES:
        if language != original and language in row["title"]:
            actions.set_language_state(entry=entry, by=by, language=language, state=TextState.HUMAN)
    actions.publish(entry=entry, by=by)


def _name_action(part):
    """Put the number of an action in the place of its lead LRG and title (in any language)."""
    if named := part.get("practice"):
        towns = Practice.objects.published().filter(lead_lrg__slug=named["lead_lrg"])
        found = [one for one in towns if named["title"] in (getattr(one, name) for name in languages.columns("title"))]
        if not found:
            raise Practice.DoesNotExist(f"no published action of {named['lead_lrg']} is called “{named['title']}”")
        part["practice"] = found[0].pk


def _problem(error):
    """Return what is wrong in words: the fields of a refused record, or the missing key."""
    if isinstance(error, KeyError):
        return f"{error} is missing"
    return str(getattr(error, "message_dict", error))
