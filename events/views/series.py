"""Read the series: rows of events under one name."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from .. import calendars, page, permissions, presenters
from ..enums import Holding, Status, Visibility
from ..facts import dates_of, has_day
from ..models import Delegation, Event, Publication, Series
from .browse import ics
from .event import archived, frame


@require_safe
def series_list(request):
    """Every public series with its hosts and the number of its events."""
    shown = Q(events__status=Status.PUBLISHED, events__visibility=Visibility.PUBLIC)
    rows = Series.objects.public().for_cards().annotate(event_count=Count("events", filter=shown)).order_by("slug")
    cards = [
        {
            "url": row.get_absolute_url(),
            "title": row.text("title"),
            "summary": row.text("summary"),
            "hashtag": row.hashtag,
            "hosts": presenters.organisers(row),
            "events": presenters.result_count(row.event_count),
        }
        for row in rows
    ]
    context = {
        "nav_current": "events",
        "section": "series",
        "breadcrumbs": frame("", "events:browse", pgettext("several", "Series"))["breadcrumbs"],
        "cards": cards,
    }
    return render(request, "events/series_list.html", context)


@require_safe
def series(request, slug):
    """One series: who hosts it, what it has reached, its events and publications."""
    record = get_object_or_404(Series.objects.visible_to(request.user).for_page(), slug=slug)
    if record.status == Status.ARCHIVED:
        return archived(request, record, caption=_("This series has been archived"))
    said, events = page.Speaker(), _events(record)
    upcoming = [event for event in events if dates_of(event).is_upcoming]
    past = [event for event in reversed(events) if event not in upcoming]
    context = frame(pgettext("several", "Series"), "events:series-list", str(record.text("title"))) | {
        "section": "series",
        "series": record,
        "is_public": record.is_public,
        "banner": page.banner(record),
        "title": said(record, "title"),
        "summary": said(record, "summary"),
        "rhythm": said(record, "rhythm"),
        "planned_topics": said(record, "planned_topics"),
        "hosts": presenters.organisers(record),
        "networks": [presenters.link(network) for network in record.networks.all()],
        "agendas": record.agendas.all(),
        "figures": presenters.figures(record),
        "counted": _counted(record, events),
        "undated": calendars.left_out(sum(not has_day(event) for event in events)),
        "upcoming": [presenters.card(event) for event in upcoming],
        "past": [presenters.card(event) for event in past],
        "publications": _publications(record),
        "materials": presenters.materials(record, permissions.readable_parts(request.user, record)),
        **page.notice(record, said),
    }
    return render(request, "events/series.html", context)


def _events(record):
    """The public events of a series, the first one first; those without a date by their number, at the end."""
    return list(Event.objects.public().for_cards().filter(series=record).in_time())


def _publications(record):
    """The public publications of a series or of one of its events."""
    public = Publication.objects.public().for_links().filter(Q(series=record) | Q(event__series=record))
    return [presenters.publication(row) for row in public.distinct()]


def _counted(record, events):
    """What the portal itself counts, in the words of a sentence each."""
    held = sum(event.holding == Holding.HELD for event in events)
    towns = Delegation.objects.filter(event__in=[event.pk for event in events], lrg__isnull=False)
    numbers = towns.aggregate(lrgs=Count("lrg", distinct=True), countries=Count("lrg__country", distinct=True))
    lines = [
        ngettext("%(number)d event on this portal", "%(number)d events on this portal", len(events))
        % {"number": len(events)},
        ngettext("%(number)d of them held", "%(number)d of them held", held) % {"number": held},
        ngettext("%(number)d local government", "%(number)d local governments", numbers["lrgs"])
        % {"number": numbers["lrgs"]},
        ngettext("%(number)d country or area", "%(number)d countries or areas", numbers["countries"])
        % {"number": numbers["countries"]},
    ]
    return [line for line, number in zip(lines, (len(events), held, *numbers.values()), strict=True) if number]


@require_safe
def calendar(request, slug):
    """The events of a series for calendars."""
    record = get_object_or_404(Series.objects.visible_to(request.user).published(), slug=slug)
    title = str(record.text("title"))
    address = request.build_absolute_uri
    return ics(calendars.calendar_of(_events(record), title=title, address=address), name=record.slug)
