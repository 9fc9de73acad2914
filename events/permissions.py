"""Who may do what with peer learning, each answer with its reason."""

from django.utils.translation import gettext as _

from portal.shared.errors import YES, Answer, WrongState, no

from .enums import Status, Visibility
from .models import Event
from .workflow import TRANSITIONS, WRITABLE


def may_keep(user):
    """Whether ``user`` may write series, events and publications: the secretariat."""
    is_editor = user.is_authenticated and user.is_active and user.is_editor
    return YES if is_editor else no(_("This page is for the secretariat."))


def may_edit(user, entry):
    """Whether ``user`` may write in ``entry`` now; the person is judged before the state."""
    if not (answer := may_keep(user)):
        return answer
    if Status(entry.status) not in WRITABLE:
        return Answer(WrongState(_("An archived record is not edited: restore it first."), entry.status))
    return YES


def may(user, entry, name):
    """Whether ``user`` may carry out the transition ``name`` now; the person is judged before the state."""
    if not (answer := may_keep(user)):
        return answer
    if Status(entry.status) not in TRANSITIONS[name].sources:
        reason = _("This step is not possible while the record is “%(status)s”.")
        return Answer(WrongState(reason % {"status": entry.get_status_display()}, entry.status))
    return YES


def transitions_for(user, entry):
    """Return the transitions that ``user`` may carry out now, in the order of the table: the buttons."""
    return [transition for transition in TRANSITIONS.values() if may(user, entry, transition.name)]


def readable_parts(user, entry):
    """Return the visibilities of parts (outcome, files) of ``entry`` that ``user`` may read."""
    if may_keep(user):
        return frozenset(Visibility)
    is_event = isinstance(entry, Event)
    if is_event and Event.objects.attended_by(user).filter(pk=entry.pk).exists():
        return frozenset({Visibility.PUBLIC, Visibility.PARTICIPANTS})
    return frozenset({Visibility.PUBLIC})
