"""What local governments mean to change after an event: stating, answering, reading."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.shared import lists, querystring
from portal.shared.errors import no
from portal.shared.forms import sent, status_of
from portal.shared.pages import page_of
from practices.views.review import frame

from .. import actions, exports_registration, permissions, presenters_changes
from ..filters_registration import ChangeFilter
from ..forms_registration import AnswerForm, ChangeForm
from ..models import Event, IntendedChange

PAGE_SIZE = 25


def _workspace(*crumbs):
    """Where a page of the officer stands; the last of ``crumbs`` is the page itself."""
    first = {"label": _("Workspace"), "url": reverse("practices:workspace")}
    return {"nav_current": "workspace", "breadcrumbs": [first, *crumbs]}


def _own():
    return {"label": _("Intended changes"), "url": reverse("events:changes")}


@require_safe
@never_cache
@login_required
def changes(request):
    """What the local governments that the person acts for mean to change, and what they have not said yet."""
    mine = IntendedChange.objects.filter(lrg__in=request.user.mandates.confirmed().values("lrg"))
    page = page_of(Paginator(mine.for_desk(), PAGE_SIZE), request)
    context = {
        "lines": [presenters_changes.own_line(row) for row in page],
        "to_state": presenters_changes.to_state(request.user),
        **lists.pagination(page, request.GET),
    }
    return render(request, "events/changes.html", _workspace({"label": _("Intended changes")}) | context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def change(request, slug):
    """Say what a local government will change after an event, or say it better."""
    event = get_object_or_404(Event.objects.visible_to(request.user).published(), slug=slug)
    lrgs = permissions.lrgs_that_learned(request.user, event)
    if not lrgs:
        no(_("Officers of the local governments that took part say what they mean to change.")).require()
    permissions.may_state_change(request.user, event, lrgs[0]).require()
    form = ChangeForm(sent(request), event=event, lrgs=lrgs, initial=_stated(request, event, lrgs))
    if request.method == "POST" and form.is_valid():
        try:
            actions.state_change(event=event, by=request.user, **form.values)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Thank you. In six months we ask you how far it is."))
            return redirect("events:changes")
    page = _workspace(_own(), {"label": str(event.text("title"))})
    return render(
        request,
        "events/change.html",
        page | {"event": event, "title": event.text("title"), "form": form},
        status=status_of(form),
    )


def _stated(request, event, lrgs):
    """Return what was said already, as the start of the form; with several local governments, of the one asked for."""
    start = {"language": request.user.language}
    asked = request.GET.get("lrg") or lrgs[0].slug
    known = event.intended_changes.filter(lrg__in=lrgs).select_related("lrg", "inspired_by")
    if found := next((row for row in known if row.lrg.slug == asked), None):
        code = found.inspired_by.code if found.inspired_by else ""
        start |= {"lrg": asked, "what": found.what, "language": found.language, "other_action": code or ""}
        start |= {"is_public": found.is_public}
    return start


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def answer(request, pk):
    """Say how far a change is."""
    found = get_object_or_404(IntendedChange.objects.of(request.user).for_desk(), pk=pk)
    permissions.may_answer(request.user, found).require()
    form = AnswerForm(sent(request), change=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_follow_up(change=found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Thank you. Your answer is kept."))
            return redirect("events:changes")
    page = _workspace(_own(), {"label": _("How far is it?")})
    shown = {"change": found, "title": found.event.text("title"), "form": form}
    return render(request, "events/answer.html", page | shown, status=status_of(form))


@require_safe
@never_cache
@login_required
def all_changes(request):
    """For the secretariat: every change with what became of it."""
    permissions.may_keep(request.user).require()
    filters, notices = ChangeFilter.for_readers(request.GET, IntendedChange.objects.all())
    rows = filters.filtered().for_desk()
    if request.GET.get("format") == "csv":
        return exports_registration.download(exports_registration.changes(rows), "intended-changes", "csv")
    page = page_of(Paginator(rows, PAGE_SIZE), request)
    number = page.paginator.count
    context = {
        "place": "changes",
        "lines": [presenters_changes.desk_line(row) for row in page],
        "count": ngettext("%(n)d intended change", "%(n)d intended changes", number) % {"n": number},
        "filters": filters,
        "notices": notices,
        "chips": lists.chips(filters, request.GET),
        "download_url": querystring.replaced(request.GET, "format", "csv"),
        **lists.pagination(page, request.GET),
    }
    return render(request, "events/all_changes.html", frame({"label": _("Intended changes")}) | context)
