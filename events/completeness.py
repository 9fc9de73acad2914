"""What a publication of each sort of record needs (the fields marked S in domain.md), as one table."""

from django.utils.translation import gettext_lazy as _

from portal.shared import languages

from .enums import EntryType, PublicationKind

_WRITE = _("Write this text in the original language.")
_TAG = _("Choose at least one theme or objective.")


def _has_text(field):
    return lambda entry, _known: bool(getattr(entry, languages.column(field, entry.original_language)))


def _has(relation):
    return lambda entry, known: known[relation] if relation in known else getattr(entry, relation).exists()


def _is_tagged(entry, known):
    return _has("themes")(entry, known) or _has("objectives")(entry, known)


#: Sort of record → (field, what must hold, what to tell the editor when it does not).
NEEDED = {
    EntryType.SERIES: (
        ("title", _has_text("title"), _WRITE),
        ("organisers", _has("organisers"), _("Say who hosts the series.")),
    ),
    EntryType.EVENT: (
        ("title", _has_text("title"), _WRITE),
        ("format", lambda event, _known: event.format, _("Say whether people meet online or in a place.")),
        (
            "starts_on",
            lambda event, _known: event.starts_on or event.dates_as_written,
            _("Give the date, as far as it is known, or the words of the source."),
        ),
        ("organisers", _has("organisers"), _("Name at least one organizer.")),
        ("themes", _is_tagged, _TAG),
    ),
    EntryType.PUBLICATION: (
        ("title", _has_text("title"), _WRITE),
        (
            "number",
            lambda publication, _known: publication.number or publication.kind != PublicationKind.NOTE,
            _("A peer learning note has a number."),
        ),
        ("editions", _has("editions"), _("Add at least one language in which it can be read, heard or seen.")),
        ("themes", _is_tagged, _TAG),
    ),
}


def missing(entry, known=None):
    """Return what is missing before ``entry`` can be published: field → what to tell the editor.

    ``known`` is what was read of it already, as plain data (``Shape.content``).
    """
    rules = NEEDED[EntryType(entry.type)]
    return {name: [text] for name, is_there, text in rules if not is_there(entry, known or {})}
