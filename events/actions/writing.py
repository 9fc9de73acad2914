"""Writing series, events and publications: the record itself, its translations, its files."""

from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.shared import dates, languages
from portal.shared.errors import Conflict
from practices import uploads
from practices.enums import PUBLIC_TEXT_STATES, TextState

from .. import permissions, record
from ..enums import EntryType, Status, Visibility
from ..models import Edition, Entry, LanguageState, Material, Presence
from .people import add_person
from .steps import lock, saved_meanwhile, show_if_public, write_history

#: Address names that pages of the portal have (events/urls.py).
RESERVED = frozenset({"series", "feed", "files"})


@transaction.atomic
def create(*, by, type, original_language, title, slug="", data=None):
    """Start a series, event or publication with a title in its original language, and plain ``data`` if there are.

    Side effects: an address name is made of the title unless one is given; a history row is written.
    Raises NotAllowed, and ValidationError by field.
    """
    permissions.may_keep(by).require()
    shape = record.SHAPES[EntryType(type)]
    entry = shape.model(type=type, original_language=original_language, created_by=by, updated_by=by)
    if slug in RESERVED:
        raise ValidationError({"slug": [_("A page of the portal has this address: choose another name.")]})
    entry.slug = slug or _free_slug(title)
    shape.fill(entry, {"title": {original_language: title}, **_with_people(shape, data or {}, by)})
    LanguageState.objects.create(entry_id=entry.pk, language=original_language, state=TextState.HUMAN)
    write_history(entry, "create", by, from_status="")
    return entry


def _with_people(shape, data, by):
    """Return plain ``data`` in which a person who is named only (":Ana Silva") is entered and has a code."""
    written = dict(data)
    for name in [name for name in data if name in shape.rows and "person" in shape.rows[name].links]:
        if isinstance(rows := data[name], list | tuple):
            written[name] = [_with_person(row, by) for row in rows]
    return written


def _with_person(row, by):
    typed = row.get("person") if isinstance(row, dict) else None
    if not isinstance(typed, str) or not typed.startswith(":"):
        return row
    return {**row, "person": add_person(by=by, name=typed[1:]).slug}


def _free_slug(title):
    """Return an address name made of ``title`` that nothing else has."""
    beginning = slugify(title)[:70].strip("-") or "record"
    taken = {*RESERVED, *Entry.objects.filter(slug__startswith=beginning).values_list("slug", flat=True)}
    numbers = (f"{beginning}-{number}" for number in range(2, len(taken) + 3))
    return beginning if beginning not in taken else next(slug for slug in numbers if slug not in taken)


@transaction.atomic
def update(*, entry, by, data, seen=None):
    """Write plain ``data`` (``record``) into an entry; ``seen`` is the revision that ``by`` had before them.

    Side effects: people who are named only are entered; the difference is a line of history; files of rows that are
    taken away are deleted once that is committed; reviewed translations are outdated where the original text
    changed; readers see a published entry at once. Raises Conflict when somebody saved since, NotAllowed, WrongState,
    and ValidationError by field; then nothing is written.
    """
    entry = lock(entry)
    permissions.may_edit(by, entry).require()
    if seen is not None and seen != entry.revision:
        raise Conflict(saved_meanwhile(), entry.revision)
    shape, files = record.shape_of(entry), _files_of(entry)
    before = shape.content(entry, data)
    entry.revision += 1
    entry.updated_by = by
    shape.fill(entry, _with_people(shape, data, by))
    dated = [name for name in ("ends_on", "starts_on") if name in data]
    if dated and entry.type == EntryType.EVENT:
        _require_sessions_within(entry, dated[0])
    _forget({row.file for row in files} - {row.file for row in _files_of(entry)})
    after = shape.content(entry, data)
    difference = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if difference:
        _outdate(entry, difference)
        write_history(entry, "update", by, difference=difference)
        show_if_public(entry)
    return entry


def _require_sessions_within(event, name):
    """Refuse new dates of an event, under ``name``, that leave one of its sessions outside."""
    for session in event.sessions.order_by("number"):
        if session.is_outside:
            text = _("Session %(number)d is on %(day)s: that would be outside the days of the event.")
            said = {"number": session.number, "day": dates.display(session.held_on)}
            raise ValidationError({name: [text % said]})


def _outdate(entry, difference):
    """Mark reviewed translations as outdated whose original changed while they stayed the same."""
    original = entry.original_language
    if not any(_said(old, original) != _said(new, original) for old, new in difference.values()):
        return
    for state in entry.language_states.filter(state=TextState.HUMAN).exclude(language=original):
        if all(_said(old, state.language) == _said(new, state.language) for old, new in difference.values()):
            state.state = TextState.OUTDATED
            state.save()


def _said(value, language):
    """Return every text of plain data in one language, row by row."""
    if isinstance(value, list):
        return [_said(row, language) for row in value]
    if not isinstance(value, dict):
        return None
    if {*value} <= {*languages.CODES}:
        return value.get(language)
    return [_said(text, language) for text in value.values()]


@transaction.atomic
def set_language_state(*, entry, by, language, state):
    """Say in what state the texts of one language are. Raises NotAllowed, WrongState and ValidationError by field."""
    entry = lock(entry)
    permissions.may_edit(by, entry).require()
    _set_language_state(entry, language, state)
    show_if_public(entry)
    return entry


def _set_language_state(entry, language, state):
    if language not in languages.CODES:
        raise ValidationError({"language": [_("The portal does not speak this language.")]})
    if language == entry.original_language and state not in PUBLIC_TEXT_STATES:
        raise ValidationError({"state": [_("The original texts are always shown.")]})
    LanguageState.objects.update_or_create(entry_id=entry.pk, language=language, defaults={"state": state})


@transaction.atomic
def translate(*, entry, by, language, texts, is_reviewed, seen=None):
    """Write ``texts`` (``records.Slot.key`` → text) in another language than the original one.

    Side effects: a history row; once reviewed, readers of a published entry find it at once. Raises Conflict,
    NotAllowed, WrongState, and ValidationError by key.
    """
    entry = lock(entry)
    permissions.may_edit(by, entry).require()
    if seen is not None and seen != entry.revision:
        raise Conflict(saved_meanwhile(), entry.revision)
    if language == entry.original_language or language not in languages.CODES:
        raise ValidationError({"language": [_("The original language is changed on the page of the record itself.")]})
    is_public = entry.status != Status.DRAFT and language in entry.shown_languages
    if is_public and not is_reviewed:
        raise ValidationError({"is_reviewed": [_("This language is public: what you save is read at once.")]})
    record.shape_of(entry).translate(entry, language, texts)
    if is_reviewed and not getattr(entry, languages.column("title", language)):
        raise ValidationError({"title": [_("A reviewed translation needs a title.")]})
    entry.revision += 1
    entry.updated_by = by
    entry.save()
    _set_language_state(entry, language, TextState.HUMAN if is_reviewed else TextState.DRAFT)
    write_history(entry, "translate", by, note=language)
    entry = type(entry).objects.get(pk=entry.pk)
    show_if_public(entry)
    return entry


def note_presence(*, entry, by):
    """Say that ``by`` has the page of a record open; colleagues see the name for a minute."""
    permissions.may_edit(by, entry).require()
    Presence.note(entry, by)


@transaction.atomic
def remove_draft(*, entry, by):
    """Delete a record that was never public; a published one is archived instead."""
    entry = lock(entry)
    permissions.may_edit(by, entry).require()
    if entry.published_at:
        raise ValidationError(_("This record was public: archive it instead."))
    _forget(row.file for row in _files_of(entry))
    if entry.type == EntryType.PUBLICATION and entry.cover:
        _forget([entry.cover])
    entry.delete()


def _forget(files):
    """Delete ``files`` from the disk once the change is committed."""
    for file in files:
        transaction.on_commit(partial(file.storage.delete, file.name))


def _files_of(entry):
    """Return the rows of ``entry`` that keep a file."""
    materials = Material.objects.filter(entry=entry.pk).exclude(file="")
    return [*materials, *Edition.objects.filter(publication=entry.pk).exclude(file="")]


# Files --------------------------------------------------------------------------------------------


@transaction.atomic
def attach(*, entry, by, upload, row=None, **fields):
    """Keep a file with an event, a series (``Material``) or a publication (``Edition``), on ``row`` or a new one.

    ``fields`` are the columns of a new row; without a visibility it has that of the outcome. Raises ValidationError,
    naming the file.
    """
    entry = lock(entry)
    permissions.may_edit(by, entry).require()
    media_type, name = uploads.media_type(upload), uploads.file_name(upload)
    if row is None:
        kept_in = Edition if entry.type == EntryType.PUBLICATION else Material
        owner = {kept_in.owner: entry} if kept_in is Edition else {"entry_id": entry.pk}
        if kept_in is Material:  # of a meeting whose outcome is not for everybody, nor are the files
            fields.setdefault("visibility", getattr(entry, "outcome_visibility", Visibility.PUBLIC))
        row = kept_in(**owner, **fields)
    elif row.file:
        transaction.on_commit(partial(row.file.storage.delete, row.file.name))
    upload.seek(0)
    row.file = ContentFile(upload.read(), name=f"file.{uploads.ATTACHMENTS[media_type]}")
    row.original_name, row.media_type, row.size = name, media_type, upload.size
    row.full_clean()
    row.save()
    entry.revision += 1
    entry.updated_by = by
    entry.save()
    write_history(entry, "attach", by, note=name)
    show_if_public(entry)
    return row


@transaction.atomic
def set_cover(*, publication, by, upload):
    """Give a publication its cover, encoded anew without metadata. Raises ValidationError, naming the file."""
    publication = lock(publication)
    permissions.may_edit(by, publication).require()
    if publication.cover:
        transaction.on_commit(partial(publication.cover.storage.delete, publication.cover.name))
    publication.cover = uploads.encode(upload).small
    publication.revision += 1
    publication.updated_by = by
    publication.save()
    write_history(publication, "cover", by)
    show_if_public(publication)
    return publication
