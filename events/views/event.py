"""Read one event."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import calendars, page, structured
from ..enums import Status
from ..facts import has_day
from ..models import Event
from .browse import ics


@require_safe
def event(request, slug):
    """The page of an event; an archived one answers 410 with what may still be known of it."""
    visible = Event.objects.visible_to(request.user)
    record = get_object_or_404(visible.for_page(), slug=slug)
    if record.status == Status.ARCHIVED:
        return archived(request, record, caption=_("This event has been archived"))
    context = frame(_("Events"), "events:browse", str(record.text("title")))
    context |= {
        "section": "events",
        "is_public": record.is_public,
        "structured": structured.as_json_ld(record, request.build_absolute_uri) if record.is_public else "",
        **page.compose(record, request.user),
    }
    return render(request, "events/event.html", context)


def frame(label, name, title):
    """Where a page of peer learning stands."""
    home = {"label": _("Peer learning"), "url": reverse("events:browse")}
    above = [] if name == "events:browse" else [{"label": label, "url": reverse(name)}]
    return {"nav_current": "events", "breadcrumbs": [home, *above, {"label": title}]}


def archived(request, record, *, caption):
    """Answer 410 with what may still be known of an archived record: title, dates, why it is gone."""
    context = frame("", "events:browse", str(record.text("title"))) | {
        "record": record,
        "title": record.text("title"),
        "when": getattr(record, "when", ""),
        "caption": caption,
    }
    return render(request, "events/archived.html", context, status=410)


@require_safe
def calendar(request, slug):
    """One event for calendars, as long as its day is known."""
    visible = Event.objects.visible_to(request.user).published()
    record = get_object_or_404(visible.for_cards(), slug=slug)
    if not has_day(record):
        raise Http404(_("The day of this event is not known."))
    title = str(record.text("title"))
    return ics(calendars.calendar_of([record], title=title, address=request.build_absolute_uri), name=record.slug)
