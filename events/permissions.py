"""Who may do what with peer learning, each answer with its reason."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.shared.errors import YES, Answer, WrongState, no

from . import times
from .enums import Holding, RegistrationState, Status, Visibility
from .models import Event
from .querysets import TAKES_PART
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


# Registration -------------------------------------------------------------------------------------


def may_register(event):
    """Whether people who may read ``event`` may register for it now."""
    if event.status != Status.PUBLISHED or event.visibility == Visibility.INTERNAL or not event.takes_registrations:
        return Answer(WrongState(_("This event takes no registrations on this portal."), event.status))
    if event.holding == Holding.CANCELLED:
        return Answer(WrongState(_("This event is cancelled."), event.holding))
    if times.has_ended(event):
        return Answer(WrongState(_("This event is over."), event.holding))
    if event.registration_closes_on and event.registration_closes_on < times.today(event):
        reason = _("Registration closed on %(date)s.")
        day = date_format(event.registration_closes_on, "DATE_FORMAT")
        return Answer(WrongState(reason % {"date": day}, event.holding))
    if event.places_left == 0:
        return Answer(WrongState(_("All places are taken."), event.holding))
    return YES


def may_change_registration(registration):
    """Whether who registered may still change or cancel it; that it is theirs, the caller has seen."""
    if registration.state == RegistrationState.CANCELLED:
        return Answer(WrongState(_("This registration is cancelled."), registration.state))
    if times.has_ended(registration.event):
        return Answer(WrongState(_("This event is over."), registration.state))
    return YES


# Follow-up ----------------------------------------------------------------------------------------


def lrgs_that_learned(user, event):
    """Return the local governments that ``user`` acts for and that take part in ``event``."""
    mandates = user.mandates.confirmed().values("lrg")
    rows = event.delegations.filter(lrg__in=mandates, state__in=TAKES_PART).select_related("lrg")
    return [row.lrg for row in rows]


def may_state_change(user, event, lrg):
    """Whether ``user`` may say what ``lrg`` means to change after ``event``."""
    if not user.is_active or lrg not in lrgs_that_learned(user, event):
        return no(_("Officers of the local governments that took part say what they mean to change."))
    if event.status != Status.PUBLISHED or event.holding == Holding.CANCELLED or not times.has_ended(event):
        return Answer(WrongState(_("A change is stated once the event is over."), event.holding))
    return YES


def may_answer(user, change):
    """Whether ``user`` may say how far a change is: an officer of its local government."""
    is_officer = user.is_active and user.mandates.confirmed().filter(lrg=change.lrg_id).exists()
    return YES if is_officer else no(_("Officers of this local government answer."))
