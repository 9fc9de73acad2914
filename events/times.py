"""When an event is over, where only a month or a part of a year may be known; and how long ago that was."""

import calendar
import datetime
import zoneinfo

from django.utils import timezone

from portal.shared import dates

from .enums import Holding


def last_day(event):
    """Return the last day on which ``event`` may still go on, or None while no date is known."""
    if event.ends_on:
        return dates.last_day(event.ends_on, event.ends_precision)
    return dates.last_day(event.starts_on, event.starts_precision) if event.starts_on else None


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
