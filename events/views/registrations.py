"""The secretariat's pages of registrations: who comes, who was there, what is told to them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.shared import lists, querystring
from portal.shared.forms import sent, status_of
from portal.shared.pages import page_of
from practices.views.kept import button_sent_again, sent_again
from practices.views.review import frame

from .. import actions, exports_registration, permissions, presenters_registration
from ..filters_registration import RegistrationFilter
from ..forms_registration import CancelForm, TellForm
from ..models import Event, Registration

PAGE_SIZE = 25
#: A form holds fewer fields than a request may have (DATA_UPLOAD_MAX_NUMBER_FIELDS).
MOST_FIELDS = 900


def _load(request, pk):
    """Return the event; raises NotAllowed for everybody but the secretariat."""
    permissions.may_keep(request.user).require()
    return get_object_or_404(Event.objects.prefetch_related("language_states"), pk=pk)


def _crumbs(event, *labels):
    entry = {"label": str(event.text("title")), "url": reverse("events:entry", args=[event.pk])}
    page = {"label": _("Registrations")}
    if labels:
        page["url"] = reverse("events:registrations", args=[event.pk])
    return frame(entry, page, *({"label": label} for label in labels))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sent_again
def registrations(request, pk):
    """Who registered, page by page; who was at which session is noted for all of them at once."""
    event = _load(request, pk)
    if request.method == "POST":
        return _note(request, event)
    filters, notices = RegistrationFilter.for_readers(request.GET, event.registrations.all())
    rows = filters.filtered().for_desk()
    sessions = list(event.sessions.all())
    if request.GET.get("format") in exports_registration.FORMATS:
        return _export(request, event, rows, sessions)
    size = max(1, min(PAGE_SIZE, MOST_FIELDS // max(1, len(sessions))))
    page = page_of(Paginator(rows, size), request)
    number = page.paginator.count
    chips = lists.chips(filters, request.GET)
    context = {
        "place": "events",
        "event": event,
        "title": event.text("title"),
        "sessions": sessions,
        "lines": presenters_registration.lines(page, sessions),
        "figures": presenters_registration.figures(event, sessions),
        "count": ngettext("%(n)d registration", "%(n)d registrations", number) % {"n": number},
        "filters": filters,
        "notices": notices,
        "chips": chips,
        "downloads": [
            {"label": name.upper(), "url": querystring.replaced(request.GET, "format", name)}
            for name in exports_registration.FORMATS
        ],
        "tell_form": TellForm(),
        "told": event.history.filter(transition="tell_registered").select_related("by").last(),
        **lists.pagination(page, request.GET),
    }
    return render(request, "events/registrations.html", _crumbs(event) | context)


def _note(request, event):
    """Keep what was noted of the people on the page."""
    try:
        number = actions.note_attendance(event=event, by=request.user, rows=_noted(request.POST))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = ngettext("%(n)d note of attendance kept.", "%(n)d notes of attendance kept.", number)
        messages.success(request, text % {"n": number})
    return redirect(request.get_full_path())


def _noted(posted):
    """Yield (registration, session, state) of the fields "attended-12-3"."""
    for name, state in posted.items():
        kind, _dash, keys = name.partition("-")
        person, _dash, session = keys.partition("-")
        if kind == "attended":
            yield _number(person), _number(session), state


def _number(text):
    """Return a primary key, or 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def _export(request, event, rows, sessions):
    """Give the list on screen as a file; the history says who took it along."""
    format, table = request.GET["format"], exports_registration.registrations(rows, sessions)
    actions.note_export(event=event, by=request.user, format=format, number=len(table[1]))
    return exports_registration.download(table, f"registrations-{event.slug}", format)


@never_cache
@button_sent_again
def tell(request, pk):
    """Write to everybody who is registered."""
    event, form = _load(request, pk), TellForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect("events:registrations", pk)
    try:
        number = actions.tell_registered(event=event, by=request.user, message=form.cleaned_data["message"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = ngettext("%(n)d person gets a mail.", "%(n)d people get a mail.", number)
        messages.success(request, text % {"n": number})
    return redirect("events:registrations", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def cancel_one(request, pk, registration):
    """Take somebody off the list, after a question."""
    event = _load(request, pk)
    found = get_object_or_404(Registration.objects.filter(event=event, anonymised_at=None), pk=registration)
    permissions.may_change_registration(found).require()
    form = CancelForm(sent(request))
    if request.method == "POST" and form.is_valid():
        actions.cancel_registration(registration=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("The registration is cancelled; the person gets a mail."))
        return redirect("events:registrations", pk)
    context = {"place": "events", "event": event, "title": event.text("title"), "registration": found, "form": form}
    page = _crumbs(event, _("Cancel a registration")) | context
    return render(request, "events/registrations_cancel.html", page, status=status_of(form))
