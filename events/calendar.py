"""Events as calendars write them (RFC 5545)."""

import datetime
import zoneinfo

from django.conf import settings
from django.utils.translation import override
from icalendar import Calendar, Event, vText

from portal.shared import languages
from portal.shared.dates import Precision
from portal.shared.text import clean, one_line

from .enums import Holding

_STATUS = {Holding.PLANNED: "TENTATIVE", Holding.CANCELLED: "CANCELLED"}


def invitation(event, language=None):
    """Return a calendar file (bytes) with ``event``, for a mail; None while its day is not known."""
    if event.starts_on is None or event.starts_precision != Precision.DAY:
        return None
    with override(language or languages.current()):
        calendar = Calendar()
        calendar.add("prodid", f"-//{settings.SITE_NAME}//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add_component(_component(event))
        calendar.add_missing_timezones()
        return calendar.to_ical()


def _component(event):
    entry = Event()
    entry.add("uid", f"{event.slug}@{settings.SITE_URL.partition('://')[2] or 'portal'}")
    entry.add("dtstamp", event.updated_at)
    entry.add("sequence", event.revision)
    entry.add("summary", _text(event.text("title")))
    starts, ends = _times(event)
    entry.add("dtstart", starts)
    entry.add("dtend", ends)
    entry.add("status", _STATUS.get(event.holding, "CONFIRMED"))
    if place := ", ".join(filter(None, [event.venue, event.place_name, event.platform])):
        entry.add("location", _text(place))
    entry.add("url", settings.SITE_URL + event.get_absolute_url())
    return entry


def _times(event):
    """Return begin and end; without a time of day whole days, of which the end is the first day after."""
    last = event.ends_on if event.ends_on and event.ends_precision == Precision.DAY else event.starts_on
    if event.starts_time is None:
        return event.starts_on, last + datetime.timedelta(days=1)
    zone = zoneinfo.ZoneInfo(event.time_zone)
    starts = datetime.datetime.combine(event.starts_on, event.starts_time, zone)
    ends = datetime.datetime.combine(last, event.ends_time, zone) if event.ends_time else starts
    return starts, max(ends, starts)


def _text(value):
    """Return one clean line: what people typed adds no line of its own to a calendar."""
    return vText(one_line(clean(str(value))))
