"""Pages of mandates: an officer asks to act for a local government, the secretariat decides."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared import lists
from portal.shared.filters import Words
from portal.shared.forms import errors_of, sent, status_of
from portal.shared.pages import page_of

from . import actions, permissions
from .forms import ConfirmForm, EndForm, NewLRGForm, ProposalForm, RequestForm
from .models import Mandate

PAGE_SIZE = 20


def _typed(request):
    """Return the name that is searched for, clean."""
    return Words(required=False).clean(request.POST.get("q", request.GET.get("q", "")))


# The officer ---------------------------------------------------------------------------------------


@require_safe
@never_cache
@login_required
def mandates(request):
    """For whom the person acts, has asked to act, or no longer acts."""
    context = {"mandates": Mandate.objects.of(request.user).for_lists(), "breadcrumbs": _trail()}
    return render(request, "directory/mandates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def ask(request):
    """Find a local government by any of its names and ask to act for it."""
    typed = _typed(request)
    form = RequestForm(sent(request), typed=typed)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        mandate = actions.request_mandate(officer=request.user, lrg=values["lrg"], message=values["message"])
        return _asked(request, mandate)
    context = {"form": form, "query": typed, "breadcrumbs": _trail(_("Act for a local government"))}
    return render(request, "directory/mandate_ask.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def propose(request):
    """Ask to act for a local government that the directory does not have."""
    form = ProposalForm(sent(request), initial={"name": _typed(request)})
    if request.method == "POST" and form.is_valid():
        return _asked(request, actions.propose_lrg(officer=request.user, **form.cleaned_data))
    context = {"form": form, "breadcrumbs": _trail(_("Propose a local government"))}
    return render(request, "directory/mandate_propose.html", context, status=status_of(form))


def _asked(request, mandate):
    text = _("The secretariat has your request to act for %(lrg)s and answers by mail.")
    messages.success(request, text % {"lrg": mandate.lrg_name})
    return redirect("directory:mandates")


@require_POST
@never_cache
@login_required
def withdraw(request, pk):
    """Withdraw one's own request, or stop acting for a local government."""
    mandate = get_object_or_404(Mandate.objects.of(request.user), pk=pk)
    actions.end_mandate(mandate=mandate, by=request.user)
    messages.success(request, _("You do not act for %(lrg)s.") % {"lrg": mandate.lrg_name})
    return redirect("directory:mandates")


def _trail(*labels):
    """Where a page of the officer stands."""
    trail = [{"label": _("Your account"), "url": reverse("accounts:home")}, {"label": _("Your mandates")}]
    if labels:
        trail[1]["url"] = reverse("directory:mandates")
    return [*trail, *({"label": label} for label in labels)]


# The secretariat -----------------------------------------------------------------------------------


@require_safe
@never_cache
@login_required
def requests(request):
    """Requests that wait, oldest first, and who acts for whom."""
    permissions.may_confirm_mandate(request.user).require()
    page = page_of(Paginator(Mandate.objects.confirmed().for_lists().order_by("lrg__slug", "pk"), PAGE_SIZE), request)
    context = {
        "waiting": Mandate.objects.waiting().for_lists(),
        "confirmed": page.object_list,
        "breadcrumbs": [{"label": _("Requests to act")}],
        **lists.pagination(page, request.GET),
    }
    return render(request, "directory/mandate_requests.html", context)


@require_safe
@never_cache
@login_required
def one_request(request, pk):
    """One request or mandate: who, for whom, who else acts there, and what can be decided."""
    return _decision(request, _found(request, pk))


@require_POST
@never_cache
@login_required
def confirm(request, pk):
    """Let the officer act; a proposed local government is chosen from the directory."""
    mandate = _found(request, pk)
    form = None if mandate.lrg else ConfirmForm(request.POST, typed=_typed(request))
    if form and not form.is_valid():
        return _decision(request, mandate, confirm_form=form)
    lrg = form.cleaned_data["lrg"] if form else None
    return _decide(request, mandate, form, actions.confirm_mandate, lrg=lrg)


@require_POST
@never_cache
@login_required
def confirm_new(request, pk):
    """Enter the proposed local government and let the officer act for it."""
    mandate = _found(request, pk)
    form = NewLRGForm(request.POST, mandate=mandate)
    if not form.is_valid():
        return _decision(request, mandate, new_form=form)
    values = {name: form.cleaned_data[name] for name in ("slug", "country", "lrg_type")}
    return _decide(request, mandate, form, actions.confirm_new_lrg, names=form.names, **values)


@require_POST
@never_cache
@login_required
def end(request, pk):
    """Turn a request down, or end a mandate and hand over."""
    mandate = _found(request, pk)
    form = EndForm(request.POST, mandate=mandate)
    if not form.is_valid():
        return _decision(request, mandate, end_form=form)
    return _decide(request, mandate, form, actions.end_mandate, **form.cleaned_data)


def _found(request, pk):
    """Return the mandate for a decision; raises NotAllowed for everybody but the secretariat."""
    permissions.may_confirm_mandate(request.user).require()
    return get_object_or_404(Mandate.objects.for_lists(), pk=pk)


def _decide(request, mandate, form, action, **values):
    """Carry a decision out; what the database refuses is shown on the form."""
    try:
        mandate = action(mandate=mandate, by=request.user, **values)
    except ValidationError as error:
        if form is None:
            messages.error(request, " ".join(error.messages))
            return redirect("directory:mandate-request", pk=mandate.pk)
        form.add_error(None, error.messages)
        name = {ConfirmForm: "confirm_form", NewLRGForm: "new_form", EndForm: "end_form"}[type(form)]
        return _decision(request, mandate, **{name: form})
    texts = {"confirmed": _("%(officer)s now acts for %(lrg)s."), "ended": _("%(officer)s does not act for %(lrg)s.")}
    messages.success(request, texts[mandate.state] % {"officer": mandate.officer, "lrg": mandate.lrg_name})
    return redirect("directory:mandate-requests")


def _decision(request, mandate, **refused):
    """Show one request with the forms that fit its state; ``refused`` are those that were sent and are wrong."""
    typed = _typed(request) or mandate.proposed_name
    shown = dict(refused)
    if mandate.state != Mandate.State.ENDED:
        shown.setdefault("end_form", EndForm(mandate=mandate))
    if mandate.state == Mandate.State.REQUESTED and not mandate.lrg:
        shown.setdefault("confirm_form", ConfirmForm(typed=typed))
        shown.setdefault("new_form", NewLRGForm(mandate=mandate))
    context = {
        "mandate": mandate,
        "query": typed,
        "colleagues": mandate.colleagues().for_lists(),
        "errors": errors_of(*refused.values()),
        "breadcrumbs": [
            {"label": _("Requests to act"), "url": reverse("directory:mandate-requests")},
            {"label": str(mandate.officer)},
        ],
        **shown,
    }
    return render(request, "directory/mandate_request.html", context, status=status_of(*refused.values()))
