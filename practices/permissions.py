"""Who may do what to an action, each answer with its reason."""

from django.utils.translation import gettext as _

from portal.directory.models import Mandate
from portal.shared.errors import YES, Answer, WrongState, no

from .enums import Status
from .workflow import TRANSITIONS, WRITERS, Actor


def acts_for(user, lrg):
    """Whether ``user`` holds a confirmed mandate for ``lrg``."""
    return Mandate.objects.confirmed().filter(officer=user, lrg=lrg).exists()


def capacities(user, practice):
    """Return the capacities in which ``user`` acts on ``practice``."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    held = set()
    if user.is_editor:
        held.add(Actor.EDITOR)
    if user.is_reviewer:
        held.add(Actor.REVIEWER)
        if practice.reviewer_id == user.pk:
            held.add(Actor.ASSIGNED)
    if acts_for(user, practice.lead_lrg_id):
        held.add(Actor.OFFICER)
    return frozenset(held)


def may_create(user, lrg):
    """Whether ``user`` may start an action of ``lrg``: its officers, and editors on its behalf."""
    if user.is_authenticated and user.is_active and (user.is_editor or acts_for(user, lrg)):
        return YES
    return no(_("Start an action once the secretariat has confirmed that you act for this LRG."))


def may_edit(user, practice):
    """Whether ``user`` may write in the record now."""
    writers = WRITERS.get(Status(practice.status), frozenset())
    if not writers:
        return Answer(WrongState(_("The action cannot be edited in its present state."), practice.status))
    if writers & capacities(user, practice):
        return YES
    return no(_("Only the officers of this LRG and the secretariat may edit this action."))


def may(user, practice, name):
    """Whether ``user`` may carry out the transition ``name`` now; the person is judged before the state."""
    transition = TRANSITIONS[name]
    if not transition.actors & capacities(user, practice):
        return no(_("Your role does not include this step."))
    if practice.status not in transition.sources:
        return Answer(
            WrongState(
                _("This step is not possible while the action is “%(status)s”.")
                % {"status": practice.get_status_display()},
                practice.status,
            )
        )
    if name == "publish" and _is_sole_author(user, practice):
        return no(_("You cannot publish a text that nobody else has worked on: ask a colleague to publish it."))
    return YES


def _is_sole_author(user, practice):
    authors = {practice.created_by_id, *practice.history.filter(transition="submit").values_list("by", flat=True)}
    return authors == {user.pk}


def transitions_for(user, practice):
    """Return the transitions that ``user`` may carry out now, in the order of the table: the buttons."""
    return [transition for transition in TRANSITIONS.values() if may(user, practice, transition.name)]
