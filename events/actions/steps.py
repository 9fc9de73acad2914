"""What the actions have in common: the locked row, the line of history, what readers see of a change."""

from django.utils.translation import gettext as _

from practices.search import changes

from .. import search
from ..enums import Status
from ..models import Entry, HistoryEntry


def lock(entry):
    """Return the series, event or publication read anew, locked until the transaction ends."""
    Entry.objects.select_for_update().get(pk=entry.pk)
    return type(entry.whole).objects.get(pk=entry.pk)


def write_history(entry, transition, by, *, from_status=None, note="", difference=None):
    """Write one line of history."""
    HistoryEntry.objects.create(
        entry_id=entry.pk,
        transition=transition,
        from_status=entry.status if from_status is None else from_status,
        to_status=entry.status,
        by=by,
        note=note,
        changes=difference or {},
    )


def show(entry):
    """Let readers see the entry as it stands now: its words are found, or no longer; every page is rendered anew."""
    search.index(entry)
    changes.record_labels()


def show_if_public(entry):
    """The same after a save, which readers notice only of what is published."""
    if entry.status != Status.DRAFT:
        show(entry)


def saved_meanwhile():
    """Return what somebody reads whose page is older than the record."""
    return _("Somebody else saved this record after you opened it.")
