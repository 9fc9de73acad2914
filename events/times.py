"""When an event is over, where only a month or a part of a year may be known."""

import calendar
import datetime
import zoneinfo

from django.utils import timezone

from portal.shared.dates import Precision

from .enums import Holding

#: Months that each part of a year lasts; the stored day is the first one.
_MONTHS = {
    Precision.MONTH: 1,
    Precision.EARLY: 4,
    Precision.MID: 4,
    Precision.LATE: 4,
    Precision.YEAR: 12,
}


def last_day(event):
    """Return the last day on which ``event`` may still go on, or None while no date is known."""
    day, precision = (
        (event.ends_on, event.ends_precision) if event.ends_on else (event.starts_on, event.starts_precision)
    )
    if day is None or precision == Precision.DAY:
        return day
    return _end_of_month(months_later(day, _MONTHS[Precision(precision)] - 1))


def today(event):
    """Return the day it is where the event takes place."""
    return timezone.localdate(timezone=zoneinfo.ZoneInfo(event.time_zone))


def is_over(event):
    """Whether the last day of ``event`` is behind us; an event without a date is not over."""
    day = last_day(event)
    return day is not None and day < today(event)


def has_ended(event):
    """Whether ``event`` took place: it is marked as held, or its last day is behind us."""
    return event.holding == Holding.HELD or is_over(event)


def months_later(day, months):
    """Return the same day ``months`` later, or the last one of a shorter month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _end_of_month(day):
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
