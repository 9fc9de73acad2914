"""What the operations of the other modules are made of; nobody else calls these."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.shared.errors import Conflict

from .. import completeness, notifications, permissions, search
from ..enums import TextState
from ..models import HistoryEntry, LanguageState, Practice
from ..search import changes
from ..workflow import TRANSITIONS


@transaction.atomic
def move(practice, name, by, *, reason="", before=None, after=None):
    """Carry out one transition: permission, ``before`` on the locked row, status, history, ``after``."""
    practice = lock(practice)
    permissions.may(by, practice, name).require()
    transition = TRANSITIONS[name]
    if transition.needs_reason:
        if not reason.strip():
            raise ValidationError({"reason": [_("Give a reason: it is shown with the decision.")]})
        practice.decision = reason
    if before:
        before(practice)
    source = practice.status
    practice.status = transition.target or source
    practice.save()
    write_history(practice, name, source, by, note=reason)
    if after:
        after(practice)
    notifications.moved(practice, name, by, reason)
    return practice


def show(practice):
    """Let readers find what is public of an action from now on."""
    search.index(practice)
    changes.record(practice)


def hide(practice):
    """Take an action out of every search and list."""
    search.forget(practice)
    changes.record(practice)


def lock(practice):
    """Return the action as it is now, locked until the transaction ends."""
    return Practice.objects.select_for_update().get(pk=practice.pk)


def require_unchanged(practice, seen):
    """Raise Conflict when somebody saved since the revision ``seen``."""
    if seen is not None and seen != practice.revision:
        raise Conflict(
            _("%(name)s saved this action while you were writing.") % {"name": practice.updated_by}, practice.revision
        )


def write_language_state(practice, language, state):
    """Say in what state the texts of one language are; unless outdated, they follow this version."""
    known = practice.language_states.filter(language=language).first()
    text_state = known or LanguageState(practice=practice, language=language)
    text_state.state = state
    if state != TextState.OUTDATED:
        text_state.source_version = practice.version
    text_state.full_clean()
    text_state.save()


def require_complete(practice):
    """Raise ValidationError by field while something needed is missing."""
    if problems := completeness.missing(practice):
        raise ValidationError({name: [message] for name, message in problems.items()})


def write_history(practice, transition, source, by, note=""):
    """Note who did what, from which status to which."""
    HistoryEntry.objects.create(
        practice=practice, transition=transition, from_status=source, to_status=practice.status, by=by, note=note
    )
