"""The secretariat's desk of peer learning: every record, and how a new one begins."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.shared import lists
from portal.shared.forms import status_of
from portal.shared.pages import page_of
from practices.forms import names as practice_names
from practices.review.steps import tell
from practices.views.kept import sent_again
from practices.views.review import frame

from .. import actions, desk, permissions
from ..enums import EntryType
from ..forms import names

PAGE_SIZE = 25


def crumb(entry=None):
    """The way back to the desk, or to one record of it."""
    if entry is None:
        return {"label": _("Peer learning"), "url": reverse("events:desk")}
    return {"label": str(entry), "url": reverse("events:entry", args=[entry.pk])}


@require_safe
@never_cache
@login_required
def table(request):
    """Series, events and publications: where each stands, in which languages, when it was changed last."""
    permissions.may_keep(request.user).require()
    filters, notices = desk.DeskFilter.for_readers(request.GET, desk.records())
    page = page_of(Paginator(filters.filtered(), PAGE_SIZE), request)
    context = {
        "place": "events",
        "rows": [desk.row(entry) for entry in page],
        "numbers": desk.counts(),
        "types": EntryType,
        "filters": filters,
        "notices": notices,
        "chips": lists.chips(filters, request.GET),
        **lists.pagination(page, request.GET),
    }
    return render(request, "events/desk/table.html", frame({"label": _("Peer learning")}) | context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sent_again
def new(request, type):
    """A new record: title, language and kind are enough."""
    permissions.may_keep(request.user).require()
    if type not in EntryType.values:
        raise Http404(_("There is no such sort of record."))
    form = desk.NewForm(request.POST if request.method == "POST" else None, type=EntryType(type), user=request.user)
    if form.is_bound and form.is_valid():
        try:
            entry = actions.create(by=request.user, type=type, **form.start)
        except ValidationError as error:
            tell(form, error)
        else:
            return redirect("events:entry", entry.pk)
    label = desk.NEW[EntryType(type)]
    context = {"place": "events", "form": form, "heading": label}
    return render(request, "events/desk/new.html", frame(crumb(), {"label": label}) | context, status=status_of(form))


@require_safe
@never_cache
@login_required
def offered_names(request, kind):
    """Names of people, records, networks and actions of any state that the typed text may become."""
    permissions.may_keep(request.user).require()
    if kind not in names.KINDS:
        raise Http404(_("There are no such names."))
    offered = practice_names.offered(names.KINDS[kind], request.GET.get("q", ""))
    return JsonResponse({"completions": offered}, json_dumps_params={"ensure_ascii": False})
