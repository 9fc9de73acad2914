"""The pages of one draft: its home, the pages of the form, the check before the submission."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.shared.errors import WrongState
from portal.shared.forms import REFUSED

from .. import actions, checking, forms, page, permissions
from ..enums import Status
from ..forms import tasks
from ..forms.start import DeclarationForm
from . import kept, working
from .working import load, trail

#: What the home of an action offers beside its pages.
STEPS = ("reopen", "revise", "confirm", "withdraw")
SUBMITTED = (Status.SUBMITTED, Status.RECOMMENDED)


@require_safe
@never_cache
@login_required
def draft(request, pk):
    """The home of an action: its pages while it is written, afterwards where it stands and what can be done."""
    practice = load(request, pk)
    may_edit = permissions.may_edit(request.user, practice)
    listed = tasks.tasks_of(practice, request.user) if may_edit else []
    needed = [task for task in listed if task.is_needed]
    context = {
        "nav_current": "workspace",
        "breadcrumbs": trail(practice),
        "practice": practice,
        "title": practice.text("title"),
        "tasks": listed,
        "needed": len(needed),
        "completed": sum(task.state == tasks.COMPLETED for task in needed),
        "remarks": working.remarks_of(practice),
        "may_answer": bool(permissions.may_answer(request.user, practice)),
        "can": {name for name in STEPS if permissions.may(request.user, practice, name)},
        "may_edit": may_edit,
        "saved_by": practice.updated_by or practice.created_by,
    }
    return render(request, "workspace/draft.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@kept.nothing_lost
def section(request, pk, name):
    """One page of the form: shown, saved, saved in the background, or given back after a new sign-in."""
    practice = load(request, pk)
    permissions.may_edit(request.user, practice).require()
    found = forms.BY_NAME.get(name)
    if found not in forms.sections_of(practice):
        raise Http404(_("The form has no such page."))
    step = working.Step.of(request)
    notice = kept.late_notice() if request.is_late else ""
    posted = step.posted(request)
    if request.method != "POST" and (posted := kept.take(request)):
        notice = kept.kept_notice()
    form = forms.SectionForm(found, practice, posted=posted, adds=request.GET.get("add", ""), removes=step.removes)
    actions.note_presence(practice=practice, by=request.user, page=found.name)
    if request.method == "POST" and not request.is_late:
        outcome = forms.save(form, by=request.user)
        if kept.wants_json(request):
            return _saved_in_background(request, outcome)
        if outcome.conflicts:
            return working.conflict_page(request, outcome)
        refused = working.declare(request, outcome)
        step.carry_out(request, outcome.practice)
        if outcome.is_whole and not refused:
            return redirect(step.target(outcome.practice, found))
        return working.section_page(request, form, declaration=refused)
    return working.section_page(request, form, notice=notice)


def _saved_in_background(request, outcome):
    """Tell the script what was kept and what was not."""
    form = outcome.form
    answer = {
        "base": form.base_text,
        "problems": form.problems(),
        "beside": working.beside(form.practice, request.user, form.section.name),
        "changed_by": str(outcome.colleague or ""),
    }
    status = 412 if outcome.conflicts else 200 if outcome.is_whole else REFUSED
    return JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False})


@never_cache
@kept.button_sent_again
def answer_remark(request, pk, remark):
    """Answer a remark of the review, mark it as done, or open it again, from the home of the draft."""
    practice = load(request, pk)
    remark = get_object_or_404(practice.remarks.sent(), pk=remark)
    working.Step.of(request).carry_out(request, practice)
    return redirect(reverse("practices:draft", args=[practice.pk]) + f"#remark-{remark.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def check(request, pk):
    """All answers on one page; what is missing; the declaration; the submission, once however often it is sent."""
    practice = load(request, pk, is_whole=True)
    if practice.status in SUBMITTED:
        return redirect("practices:submitted", practice.pk)
    permissions.may(request.user, practice, "submit").require()
    declaration = DeclarationForm(practice, request.POST if request.method == "POST" else None)
    if request.method == "POST" and declaration.is_valid():
        try:
            return _submit(request, practice)
        except ValidationError:
            practice = load(request, pk, is_whole=True)
    problems = checking.problems(practice, declaration)
    context = {
        "nav_current": "workspace",
        "breadcrumbs": trail(practice, _("Check your answers")),
        "practice": practice,
        "form": declaration,
        "problems": problems,
        "sections": checking.answers(practice),
        "likely": checking.likely(practice, request.user),
        "is_refused": request.method == "POST",
    }
    return render(request, "workspace/check.html", context, status=REFUSED if request.method == "POST" else 200)


def _submit(request, practice):
    """Give the consent and submit; a second click finds it submitted and shows the same confirmation."""
    try:
        if not (practice.consented_at and practice.is_data_protection_confirmed):
            actions.give_consent(practice=practice, by=request.user)
        actions.submit(practice=practice, by=request.user)
    except WrongState as error:
        if error.state not in SUBMITTED:
            raise
    return redirect("practices:submitted", practice.pk)


@require_safe
@never_cache
@login_required
def submitted(request, pk):
    """The confirmation: the reference, and what happens next."""
    practice = load(request, pk)
    if practice.status not in SUBMITTED:
        return redirect("practices:draft", practice.pk)
    context = {"nav_current": "workspace", "breadcrumbs": trail(practice, _("Submitted")), "practice": practice}
    return render(request, "workspace/submitted.html", context)


@require_safe
@never_cache
@login_required
def preview(request, pk):
    """The action exactly as its public page will show it."""
    practice = load(request, pk, is_whole=True)
    context = {
        "nav_current": "workspace",
        "breadcrumbs": trail(practice, _("Preview")),
        "practice": practice,
        "title": practice.text("title"),
        "may_edit": bool(permissions.may_edit(request.user, practice)),
        "base": f"{request.scheme}://{request.get_host()}",
        **page.compose(practice),
    }
    return render(request, "workspace/preview.html", context)
