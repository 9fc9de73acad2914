"""The officer's workspace: what needs them, what they have written, what is public; and how an action begins."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts import notices
from portal.shared import beside, languages, lists
from portal.shared.forms import status_of
from portal.shared.pages import page_of

from .. import actions, completeness, confirmations, permissions
from ..enums import Status
from ..forms import names
from ..forms.start import StartForm, lrgs_of
from ..models import IN_BIN, Practice
from .working import load, trail

PAGE_SIZE = 10
MOST_NOTICES = 10
#: The lists of the workspace: name → (heading, states, what to say when there is nothing).
LISTS = {
    "writing": (
        gettext_lazy("In writing"),
        (Status.CHANGES_REQUESTED, Status.DRAFT),
        gettext_lazy("Nothing is being written."),
    ),
    "submitted": (
        gettext_lazy("Submitted"),
        (Status.SUBMITTED, Status.RECOMMENDED),
        gettext_lazy("Nothing waits for the secretariat."),
    ),
    "published": (gettext_lazy("Published"), (Status.PUBLISHED,), gettext_lazy("Nothing is published yet.")),
    "closed": (
        gettext_lazy("Archived, declined, withdrawn"),
        (Status.ARCHIVED, Status.DECLINED, Status.WITHDRAWN),
        gettext_lazy("Nothing is archived, declined or withdrawn."),
    ),
}
#: Steps that need one click.
STEPS = {
    "reopen": (actions.reopen, gettext_lazy("You can go on writing.")),
    "confirm": (actions.confirm, gettext_lazy("Thank you. The action counts as current for another year.")),
}


@require_safe
@never_cache
@login_required
def workspace(request):
    """Everything that the person acts for: one list by state, what is new, and the way to start."""
    own = Practice.objects.in_workspace_of(request.user)
    numbers = dict(own.order_by().values_list("status").annotate(Count("pk")))
    counts = {name: sum(numbers.get(state, 0) for state in states) for name, (_label, states, _none) in LISTS.items()}
    shown = request.GET.get("show") if request.GET.get("show") in LISTS else "writing"
    heading, states, none = LISTS[shown]
    rows = own.filter(status__in=states).for_workspace().order_by("status", "-updated_at", "pk")
    page = page_of(Paginator(rows, PAGE_SIZE), request)
    context = {
        "nav_current": "workspace",
        "breadcrumbs": [{"label": _("Workspace")}],
        "tabs": [
            {"url": f"?show={name}", "label": LISTS[name][0], "count": counts[name], "is_current": name == shown}
            for name in LISTS
        ],
        "heading": heading,
        "none": none,
        "shown": shown,
        "rows": [_line(practice) for practice in page.object_list],
        "notices": _news(request.user),
        "waiting": request.user.mandates.waiting().for_lists(),
        "acts_for": lrgs_of(request.user),
        "beside": beside.of("workspace", request.user),
        **lists.pagination(page, request.GET),
    }
    return render(request, "workspace/workspace.html", context)


def _line(practice):
    """An action as a line: where it stands, and how complete it is while it is written."""
    is_written = practice.status in LISTS["writing"][1]
    is_public = practice.status in (Status.PUBLISHED, Status.ARCHIVED)
    return {
        "practice": practice,
        "share": completeness.share(practice) if is_written else None,
        "url": practice.get_absolute_url() if is_public else reverse("practices:draft", args=[practice.pk]),
        "working_copy": practice.working_copy if practice.status == Status.PUBLISHED else None,
    }


def _news(person):
    found = notices.unread(person)
    return {
        "count": found.count(),
        "lines": [
            {"notice": one, "text": notices.text(one), "url": one.url and translate_url(one.url, languages.current())}
            for one in found[:MOST_NOTICES]
        ],
    }


@require_POST
@never_cache
@login_required
def read_notices(request):
    """Put the notices away that the page showed."""
    asked = [value for value in request.POST.getlist("notice") if value.isdecimal() and len(value) < 18]
    notices.mark_read(person=request.user, notices=request.user.notices.filter(pk__in=asked))
    return redirect("practices:workspace")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def start(request):
    """What is asked and of whom; then title, language and local government of a new action."""
    form = StartForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            practice = actions.create_draft(by=request.user, **{"copy_of": None, **form.cleaned_data})
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return redirect("practices:draft", practice.pk)
    context = {
        "nav_current": "workspace",
        "breadcrumbs": [
            {"label": _("Workspace"), "url": reverse("practices:workspace")},
            {"label": _("Start an action")},
        ],
        "form": form,
    }
    return render(request, "workspace/start.html", context, status=status_of(form))


@require_safe
@never_cache
@login_required
def offered_names(request, kind):
    """Names that the typed text may become."""
    if kind not in names.KINDS:
        raise Http404
    return JsonResponse(
        {"completions": names.offered(names.KINDS[kind], request.GET.get("q", ""))},
        json_dumps_params={"ensure_ascii": False},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def withdraw(request, pk):
    """Take an action back, after a question; it can be taken up again."""
    practice = load(request, pk)
    permissions.may(request.user, practice, "withdraw").require()
    if request.method == "POST":
        actions.withdraw(practice=practice, by=request.user)
        messages.success(request, _("The action is withdrawn. You can take it up again."))
        return redirect("practices:draft", practice.pk)
    context = {
        "nav_current": "workspace",
        "breadcrumbs": trail(practice, _("Withdraw")),
        "practice": practice,
        "deleted_on": None if practice.submitted_at else timezone.localdate(timezone.now() + IN_BIN),
    }
    return render(request, "workspace/withdraw.html", context)


@require_POST
@never_cache
@login_required
def step(request, pk, name):
    """Take up again, confirm as current, or revise."""
    practice = load(request, pk)
    if name == "revise":
        return redirect("practices:draft", actions.revise(practice=practice, by=request.user).pk)
    if name not in STEPS:
        raise Http404
    act, text = STEPS[name]
    practice = act(practice=practice, by=request.user)
    messages.success(request, text)
    return redirect("practices:draft", practice.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm_by_mail(request, code, token):
    """The link of a mail: one button says that the action is still current; no sign-in is needed."""
    found = confirmations.read(code, token)
    if found is None:
        return render(request, "workspace/confirm_gone.html", {"code": code}, status=404)
    practice, person = found
    if request.method == "POST":
        practice = actions.confirm(practice=practice, by=person)
    context = {"practice": practice, "person": person, "is_done": request.method == "POST"}
    return render(request, "workspace/confirm.html", context)
