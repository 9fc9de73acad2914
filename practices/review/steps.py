"""The steps of the workflow as pages: what each asks, says before and says afterwards."""

from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.utils.translation import gettext_lazy as _

from portal.shared import languages

from .. import actions, outline
from ..workflow import TRANSITIONS
from . import forms


@dataclass(frozen=True, slots=True)
class Step:
    """How one transition is asked for: what follows from it, what to say when it is done, which form."""

    before: str
    done: str
    form: type = forms.StepForm
    is_direct: bool = False  # one click is enough: nothing is decided
    is_grave: bool = False


STEPS = {
    "submit": Step(
        _("The secretariat gets the action on behalf of its officers. Nobody can edit it while it is reviewed."),
        _("The action is submitted."),
    ),
    "claim": Step(
        _("You become its reviewer. The officers read that somebody is looking at it."),
        _("You are its reviewer now."),
        is_direct=True,
    ),
    "release": Step(_("It goes back to the queue."), _("It is back in the queue."), is_direct=True),
    "request_changes": Step(
        _("The officers get your remarks and can edit the action again. Private notes stay here."),
        _("Your remarks are sent."),
    ),
    "recommend": Step(
        _("The secretariat reads that you propose to publish the action."),
        _("You have recommended the publication."),
    ),
    "publish": Step(
        _("Everybody can read the action from now on, and a version is kept for good."),
        _("The action is published."),
        forms.PublishForm,
    ),
    "decline": Step(
        _("The officers read your reason. The action is not published and leaves the queue."),
        _("The action is declined."),
        forms.ReasonForm,
        is_grave=True,
    ),
    "assign": Step(
        _("The person becomes its reviewer and is told, whoever had it before."),
        _("The action has a reviewer."),
        forms.AssignForm,
    ),
    "revise": Step(
        _("A copy is made that can be edited. Readers see the published text until the copy is published."),
        _("This is the copy to work on."),
    ),
    "confirm": Step(
        _("Readers see that the action was confirmed as current today."), _("The action is confirmed as current.")
    ),
    "withdraw": Step(
        _("The action leaves the review. Its officers can take it up again."),
        _("The action is withdrawn."),
        is_grave=True,
    ),
    "reopen": Step(_("The action becomes a draft again."), _("The action is a draft again.")),
    "archive": Step(
        _("The action leaves every list. Its address shows title, local government, dates and your reason."),
        _("The action is archived."),
        forms.ReasonForm,
        is_grave=True,
    ),
    "restore": Step(_("Everybody finds the action again."), _("The action is public again."), forms.ReasonForm),
}


def take(name, form, *, practice, by):
    """Take the step ``name`` with the answers of a valid ``form``.

    Returns the action to go on with, or None: then the form says what is missing. Raises NotAllowed and WrongState.
    """
    try:
        return getattr(actions, name)(practice=practice, by=by, **form.cleaned_data)
    except ValidationError as error:
        tell(form, error)
        return None


def tell(form, error):
    """Put the messages of an action beside the fields of ``form``; what has no field there is named."""
    found = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for name, texts in found.items():
        if name in form.fields or name in (None, NON_FIELD_ERRORS):
            form.add_error(None if name == NON_FIELD_ERRORS else name, texts)
        elif label := step_label(name):
            form.add_error(None, [languages.labelled(label, text) for text in texts])
        else:
            form.add_error(None, texts)


def step_label(name):
    """Return what a field is called in a message of completeness or of a step; empty when it is no field."""
    labels = {
        "consent": _("Consent"),
        "gcm": _("Objectives"),
        "remarks": _("Remarks"),
        "rubric": _("Rubric"),
        "images": _("Images"),
        "sdg": _("2030 Agenda"),
    }
    if name in labels:
        return labels[name]
    try:
        return outline.label(name)
    except FieldDoesNotExist:
        return ""


def history_label(transition):
    """Return what happened, in words: the label of a transition, or of what is no transition."""
    if transition in TRANSITIONS:
        return TRANSITIONS[transition].label
    others = {
        "create": _("Draft started"),
        "translate": _("Translation reviewed"),
        "hand_over": _("Handed over to a colleague"),
    }
    return others.get(transition, transition)
