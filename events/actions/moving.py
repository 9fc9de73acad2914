"""The moves of a record: published, taken back, archived, restored."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import completeness, permissions
from ..workflow import TRANSITIONS
from .steps import lock, show, write_history


def publish(*, entry, by):
    """Show a record to its readers. Raises ValidationError by field while something needed is missing."""

    def check(entry):
        if problems := completeness.missing(entry):
            raise ValidationError(problems)
        entry.published_at = entry.published_at or timezone.now()

    return _move(entry, "publish", by, before=check)


def unpublish(*, entry, by, reason):
    """Take a record back to draft: it is found nowhere any more; ``reason`` stays in its history."""
    return _move(entry, "unpublish", by, reason=reason)


def archive(*, entry, by, reason):
    """Take a record out of the lists for good; its address tells readers the title and ``reason``."""
    return _move(entry, "archive", by, reason=reason)


def restore(*, entry, by, reason):
    """Show an archived record again."""
    return _move(entry, "restore", by, reason=reason)


@transaction.atomic
def _move(entry, name, by, *, reason="", before=None):
    """Carry out one transition: permission, reason, status, history, what readers see."""
    entry, transition = lock(entry), TRANSITIONS[name]
    permissions.may(by, entry, name).require()
    reason = reason.strip()
    if transition.needs_reason and not reason:
        raise ValidationError({"reason": [_("Give a reason.")]})
    if before:
        before(entry)
    before_status = entry.status
    entry.status = transition.target
    entry.decision = reason if name == "archive" else ""
    entry.revision += 1
    entry.updated_by = by
    entry.save()
    write_history(entry, name, by, from_status=before_status, note=reason)
    show(entry)
    return entry
