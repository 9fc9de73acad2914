"""Find events: the list with its filters, and the same list as a calendar and as a feed."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.shared import lists
from portal.shared.pages import page_of
from practices.presenters import year_options

from .. import calendars, feeds, presenters
from ..filters import EventFilter
from ..models import Event
from ..searching import tabs

PAGE_SIZE = 20
#: Long lists, of which only values with events are shown, and groups that begin folded.
SPARSE = ("series", "lrg", "country", "language", "network")
CLOSED = ("gcm", "gcr", "sdg", "lrg", "country", "language", "crisis", "forum", "network", "status")


@require_safe
def browse(request):
    """The public events that match the query string, with the counts of every other choice."""
    filters, notices = EventFilter.for_readers(request.GET)
    page = page_of(Paginator(filters.keys(), PAGE_SIZE), request)
    chips = lists.chips(filters, request.GET)
    years = year_options(filters, filters.counts("year"))
    query = filters.form.cleaned_data.get("q", "")
    groups = presenters.groups(_loaded(page.object_list), filters.order, filters.passages(page.object_list))
    context = {
        "nav_current": "events",
        "breadcrumbs": [{"label": _("Peer learning")}],
        "section": "events",
        "query": query,
        "tabs": tabs(query, "events"),
        "did_you_mean": filters.did_you_mean(request.GET),
        "notices": [*notices, *filters.notes],
        "result_count": presenters.result_count(page.paginator.count),
        "total": page.paginator.count,
        "groups": groups,
        "facets": lists.facet_groups(filters, sparse=SPARSE, closed=CLOSED),
        "years": {**years, "hint": _("The number says how many events took place in that year.")},
        "chips": chips,
        "relaxations": presenters.relaxations(filters, request.GET) if not page.paginator.count else [],
        "sort_options": filters.sort_options,
        "clear_url": request.path,
        "calendar_url": presenters.address_of("events:calendar", request.GET),
        "undated": calendars.left_out(len(filters.found() - filters.facts.with_day)),
        "feed_url": presenters.address_of("events:feed", request.GET),
        **lists.pagination(page, request.GET),
    }
    return render(request, "events/browse.html", context)


def _loaded(keys):
    """Return the events of ``keys`` in that order."""
    found = Event.objects.public().for_cards().in_bulk(keys)
    return [found[pk] for pk in keys if pk in found]


@require_safe
def calendar(request):
    """The events of the list with this query string, for calendars."""
    filters, _notices = EventFilter.for_readers(request.GET)
    events = _loaded(filters.keys())
    title = _("Peer learning on migration")
    return ics(calendars.calendar_of(events, title=title, address=request.build_absolute_uri))


@require_safe
def feed(request):
    """The events of the list with this query string that were published last, for feed readers."""
    filters, _notices = EventFilter.for_readers(request.GET)
    return feeds.events(request, filters.found())


def ics(body, name="events"):
    """Answer a calendar."""
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
