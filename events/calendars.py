"""Events in people's calendars (iCalendar, RFC 5545): of one event, of a series, of any filter."""

import datetime
import zoneinfo

from django.utils.text import Truncator
from django.utils.translation import ngettext
from icalendar import Calendar
from icalendar import Event as Entry

from portal.shared import dates, languages

from . import presenters
from .enums import Holding
from .facts import has_day

#: Years for which the rules of time zones are written out.
FIRST_YEAR, LAST_YEAR = 1970, 2100
#: Characters of a summary in a calendar, which also goes out with mails; the page has the whole of it.
LONGEST = 2_000
STATUS = {Holding.PLANNED: "TENTATIVE", Holding.CANCELLED: "CANCELLED"}


def calendar_of(events, *, title, address):
    """Return the events (load with ``for_cards``) as the bytes of a calendar; ``address`` makes a path absolute.

    An event of which no day is known has no place in a calendar: it is left out, and the calendar says how many were.
    """
    known = [event for event in events if has_day(event)]
    calendar = Calendar()
    calendar.add("prodid", f"-//Local Action on Migration//Peer learning//{languages.current().upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    said = left_out(len(events) - len(known))
    for name, value in (("name", title), ("x-wr-calname", title), ("description", said), ("x-wr-caldesc", said)):
        if value:
            calendar.add(name, value)
    for event in known:
        calendar.add_component(_entry(event, address))
    _add_time_zones(calendar, known)
    return calendar.to_ical()


def left_out(number):
    """What a calendar says of the events that it does not hold."""
    if not number:
        return ""
    text = ngettext(
        "The calendar leaves out %(number)d event whose day is not known.",
        "The calendar leaves out %(number)d events whose day is not known.",
        number,
    )
    return text % {"number": number}


def _entry(event, address):
    """One event as a calendar holds it; it is known again by its UID, whatever changes."""
    page = address(event.get_absolute_url())
    entry = Entry()
    entry.add("uid", str(presenters.identity(event)))
    entry.add("dtstamp", event.updated_at)
    entry.add("created", event.created_at)
    entry.add("last-modified", event.updated_at)
    entry.add("sequence", event.revision)
    entry.add("status", STATUS.get(event.holding, "CONFIRMED"))
    entry.add("summary", event.text("title").value)
    entry.add("description", "\n\n".join(filter(None, [Truncator(event.text("summary").value).chars(LONGEST), page])))
    entry.add("url", page)
    entry.add("categories", [str(event.get_kind_display())])
    if where := ", ".join(filter(None, [event.text("venue").value, presenters.place(event)])):
        entry.add("location", where)
    starts, ends = _span(event)
    entry.add("dtstart", starts)
    if ends:
        entry.add("dtend", ends)
    if not event.starts_time:
        entry.add("transp", "TRANSPARENT")  # a day that is marked, not a day that is taken
    return entry


def _span(event):
    """Return start and end: hours in their zone, else whole days, whose end is the day after."""
    last = event.ends_on if event.ends_precision == dates.Precision.DAY and event.ends_on else event.starts_on
    if not event.starts_time:
        return event.starts_on, None if last == datetime.date.max else last + datetime.timedelta(days=1)
    zone = zoneinfo.ZoneInfo(event.time_zone)
    starts = datetime.datetime.combine(event.starts_on, event.starts_time, zone)
    ends = datetime.datetime.combine(last, event.ends_time, zone) if event.ends_time else None
    return starts, ends if ends and ends > starts else None


def _add_time_zones(calendar, events):
    """Write out the rules of the zones for the years of the events, as programs need that do not know the names."""
    years = [event.starts_on.year for event in events if event.starts_time] or [FIRST_YEAR]
    first, last = (min(max(year, FIRST_YEAR), LAST_YEAR) for year in (min(years) - 1, max(years) + 2))
    calendar.add_missing_timezones(datetime.date(first, 1, 1), datetime.date(last, 1, 1))
