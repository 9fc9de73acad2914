"""How a record of peer learning moves: one table that answers "may I?", "why not?" and "which buttons?".

The secretariat writes what an event or a publication is; no review stands between. A published record is changed in
place, and every save is a line of its history.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .enums import Status


@dataclass(frozen=True, slots=True)
class Transition:
    """One arrow of the workflow; editors alone walk along it."""

    name: str
    label: str
    sources: frozenset[Status]
    target: Status
    needs_reason: bool = False


TRANSITIONS = {
    arrow.name: arrow
    for arrow in (
        Transition("publish", _("Publish"), frozenset({Status.DRAFT}), Status.PUBLISHED),
        Transition("unpublish", _("Take back to draft"), frozenset({Status.PUBLISHED}), Status.DRAFT, True),
        Transition("archive", _("Archive"), frozenset({Status.PUBLISHED}), Status.ARCHIVED, True),
        Transition("restore", _("Restore"), frozenset({Status.ARCHIVED}), Status.PUBLISHED, True),
    )
}

#: Statuses in which a record may be written.
WRITABLE = frozenset({Status.DRAFT, Status.PUBLISHED})
