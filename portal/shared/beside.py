"""What a higher room adds to the page of a lower room's record: short lists that lead on.

The lower room asks ``of("objective", objective)`` and shows what comes with components/beside.html; it does not know
who answers. A provider shows only what everybody may read, so that a page may be kept for all its readers; but for
"workspace", whose record is the person who looks at it, and which is kept for nobody.
"""

from dataclasses import dataclass

from .languages import LocalText

#: Kind of record → those who have something to add, in the order of their registration.
_providers = {}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a section; ``below`` are lines that belong to it, ``group`` is the heading it stands under."""

    title: LocalText
    url: str = ""
    meta: str = ""
    group: str = ""
    below: tuple = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: its anchor, its heading, a sentence before its rows, the ways to all there is."""

    id: str
    heading: str
    rows: tuple = ()
    lead: str = ""
    more: tuple = ()  # [{label, url}]


def register(kind, provider):
    """Let ``provider`` (record → sections) add to the pages of one kind of record."""
    _providers.setdefault(kind, []).append(provider)


def of(kind, record):
    """Return the sections that other rooms add to the page of ``record``; those without rows are left out."""
    found = [section for provider in _providers.get(kind, ()) for section in provider(record)]
    return [section for section in found if section.rows or section.lead]
