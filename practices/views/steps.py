"""What is done to one submission: the steps of the workflow, remarks, the rubric, reminders."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.shared.forms import status_of

from .. import actions, outline, permissions
from ..models import Practice
from ..review import forms
from ..review.steps import STEPS, take
from ..workflow import TRANSITIONS
from .kept import sent_again
from .review import crumb, frame, load


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sent_again
def step(request, pk, name):
    """One step of the workflow: what follows from it and what it needs, then the step itself."""
    practice = load(request, pk)
    if name not in STEPS:
        raise Http404(_("There is no such step."))
    permissions.may(request.user, practice, name).require()
    form = STEPS[name].form(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (done := take(name, form, practice=practice, by=request.user)):
        messages.success(request, STEPS[name].done)
        return redirect(_after(name, done, request.user))
    label = TRANSITIONS[name].label
    context = {
        "practice": practice,
        "step": STEPS[name],
        "label": label,
        "form": form,
        "remarks": _unsent(practice) if name == "request_changes" else [],
    }
    page = frame(crumb(practice), {"label": label}) | context
    return render(request, "review/step.html", page, status=status_of(form))


def _unsent(practice):
    """Remarks that the officers will read, each with the field that it stands at."""
    labels = {name: label for _heading, fields in outline.fields() for name, label in fields}
    labels[""] = _("The action as a whole")
    return [{"remark": one, "field": labels.get(one.field, one.field)} for one in practice.remarks.unsent()]


def _after(name, practice, user):
    """Where somebody goes on: with the action, or with the queue when it is theirs no more."""
    if name == "revise":
        return reverse("practices:draft", args=[practice.pk])
    if Practice.objects.in_review_for(user).filter(pk=practice.pk).exists():
        return reverse("practices:review-one", args=[practice.pk])
    return reverse("practices:review")


@require_POST
@never_cache
@login_required
def remind(request, pk):
    """Remind those on whom the action waits."""
    practice = load(request, pk)
    actions.remind(practice=practice, by=request.user)
    messages.success(request, _("A reminder is on its way."))
    return redirect("practices:review-one", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sent_again
def remark(request, pk):
    """Note what should change; it waits until it is sent with the request for changes."""
    practice = load(request, pk)
    permissions.may_remark(request.user, practice).require()
    sent = request.POST if request.method == "POST" else None
    form = forms.RemarkForm(sent, initial={"field": request.GET.get("field", "")})
    if form.is_bound and form.is_valid():
        actions.remark(practice=practice, by=request.user, **form.cleaned_data)
        messages.success(request, _("The remark is noted. It is sent when you request changes."))
        place = form.cleaned_data["field"] or "remarks"
        return redirect(f"{reverse('practices:review-one', args=[pk])}#{place}")
    page = frame(crumb(practice), {"label": _("Remark")}) | {"practice": practice, "form": form}
    return render(request, "review/remark.html", page, status=status_of(form))


@require_POST
@never_cache
@login_required
def drop_remark(request, pk, remark):
    """Take back a remark that was not sent yet."""
    practice = load(request, pk)
    permissions.may_remark(request.user, practice).require()
    actions.drop_remark(remark=get_object_or_404(practice.remarks.unsent(), pk=remark), by=request.user)
    messages.success(request, _("The remark is taken back."))
    return redirect("practices:review-one", pk)


@require_POST
@never_cache
@login_required
def resolve_remark(request, pk, remark):
    """Mark a remark as done, or open it again."""
    found = get_object_or_404(load(request, pk).remarks.sent(), pk=remark)
    actions.resolve_remark(remark=found, by=request.user, is_resolved=request.POST.get("is_resolved") != "no")
    return redirect(f"{reverse('practices:review-one', args=[pk])}#{found.field or 'remarks'}")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sent_again
def rubric(request, pk):
    """The criteria of this round, as the reader judges them."""
    practice = load(request, pk)
    permissions.may_remark(request.user, practice).require()
    known = practice.assessments.filter(reviewer=request.user, round=practice.submissions.count()).first()
    form = forms.RubricForm(request.POST if request.method == "POST" else None, instance=known)
    if form.is_bound and form.is_valid():
        actions.assess(practice=practice, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your rubric is kept."))
        return redirect(f"{reverse('practices:review-one', args=[pk])}#rubric")
    page = frame(crumb(practice), {"label": _("Rubric")}) | {"practice": practice, "form": form}
    return render(request, "review/rubric.html", page, status=status_of(form))
