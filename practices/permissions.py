"""Who may do what to an action, each answer with its reason."""

from django.utils.translation import gettext as _

from portal.directory.models import Mandate
from portal.shared.errors import YES, Answer, WrongState, no

from .enums import Status
from .workflow import ANSWERERS, REMARKERS, TRANSITIONS, TRANSLATORS, WAITING, WRITERS, Actor


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
    return _may_now(user, practice, WRITERS, _("The action cannot be edited in its present state."))


def may_translate(user, practice):
    """Whether ``user`` may write its texts in other languages now."""
    return _may_now(user, practice, TRANSLATORS, _("The action cannot be translated in its present state."))


def may_remark(user, practice, *, held=None):
    """Whether ``user`` may remark on the submission and assess it: its reviewer, and the secretariat."""
    why_not_now = _("Only a submitted action is reviewed.")
    return _may_now(user, practice, REMARKERS, why_not_now, held=held, is_judgement=True)


def may_answer(user, practice, *, held=None):
    """Whether ``user`` may answer the remarks of the review."""
    return _may_now(user, practice, ANSWERERS, _("Remarks are answered while changes are requested."), held=held)


def _may_now(user, practice, actors_by_status, why_not_now, *, held=None, is_judgement=False):
    """Judge the person before the state: who never may is not told how the action stands."""
    held = capacities(user, practice) if held is None else held
    if hindrance := _role_hindrance(frozenset().union(*actors_by_status.values()), held, is_judgement):
        return no(hindrance)
    if held & actors_by_status.get(Status(practice.status), frozenset()):
        return YES
    return Answer(WrongState(why_not_now, practice.status))


def _role_hindrance(actors, held, is_judgement):
    """Why somebody with the capacities ``held`` never takes a step of ``actors``; empty when they do."""
    if is_judgement and Actor.OFFICER in held and held & {Actor.REVIEWER, Actor.EDITOR}:
        return _("You act for this local government: somebody else reviews its actions and decides on them.")
    return "" if held & actors else _("Your role does not include this step.")


def may_review(user):
    """Whether ``user`` may open the queue of the review."""
    is_reviewer = user.is_active and user.is_reviewer
    return YES if is_reviewer else no(_("The review is open to reviewers and to the secretariat."))


def may_keep(user):
    """Whether ``user`` may open the pages of the secretariat: dashboard and translations."""
    return YES if user.is_active and user.is_editor else no(_("This page is for the secretariat."))


def may_remind(user, practice):
    """Whether ``user`` may remind those on whom ``practice`` waits: the secretariat, while it waits for somebody."""
    if not (user.is_active and user.is_editor):
        return no(_("Only the secretariat sends reminders."))
    if practice.status not in WAITING:
        return Answer(WrongState(_("This action waits for nobody."), practice.status))
    return YES


def may_merge(user, practice, into):
    """Whether ``user`` may declare ``practice`` the same action as ``into``."""
    if not (user.is_active and user.is_editor):
        return no(_("Only the secretariat merges actions."))
    if practice.pk in (into.pk, into.merged_into_id) or practice.working_copy_of_id:
        return no(_("An action cannot be merged with itself or with its own revision."))
    if into.status != Status.PUBLISHED:
        return Answer(WrongState(_("Choose a published action to merge into."), into.status))
    return YES


def may(user, practice, name, *, held=None):
    """Whether ``user`` may carry out the transition ``name`` now; the person is judged before the state.

    ``held`` are the person's capacities where they are known already.
    """
    transition = TRANSITIONS[name]
    held = capacities(user, practice) if held is None else held
    if hindrance := _role_hindrance(transition.actors, held, transition.is_judgement):
        return no(hindrance)
    if practice.status not in transition.sources:
        return Answer(
            WrongState(
                _("This step is not possible while the action is “%(status)s”.")
                % {"status": practice.get_status_display()},
                practice.status,
            )
        )
    if hindrance := _HINDRANCES.get(name, lambda user, practice: "")(user, practice):
        is_personal = name == "publish"
        return no(hindrance) if is_personal else Answer(WrongState(hindrance, practice.status))
    return YES


def _is_claimed(_user, practice):
    if practice.reviewer_id:
        return _("%(name)s is reviewing this action already.") % {"name": practice.reviewer}
    return ""


def _is_free(_user, practice):
    return "" if practice.reviewer_id else _("Nobody is reviewing this action.")


def _is_being_revised(_user, practice):
    return _("This action is being revised already.") if practice.working_copy else ""


def _has_a_successor(_user, practice):
    if practice.working_copy_of_id and practice.working_copy_of.working_copy:
        return _("Another revision of this action is under way.")
    return ""


def _wrote_it_alone(user, practice):
    if _is_sole_author(user, practice):
        return _("You cannot publish a text that nobody else has worked on: ask a colleague to publish it.")
    return ""


#: What else stands in the way of a transition, as a reason.
_HINDRANCES = {
    "claim": _is_claimed,
    "release": _is_free,
    "revise": _is_being_revised,
    "reopen": _has_a_successor,
    "publish": _wrote_it_alone,
}


def _is_sole_author(user, practice):
    writers = {practice.created_by_id, practice.updated_by_id or practice.created_by_id}
    authors = writers | {*practice.history.filter(transition="submit").values_list("by", flat=True)}
    return authors == {user.pk}


def transitions_for(user, practice, *, held=None):
    """Return the transitions that ``user`` may carry out now, in the order of the table: the buttons."""
    held = capacities(user, practice) if held is None else held
    return [transition for transition in TRANSITIONS.values() if may(user, practice, transition.name, held=held)]
