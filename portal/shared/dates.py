"""Partial dates: "16 April 2020", "June 2019", "early 2016", "2022"."""

import calendar

from django.db import models
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import languages


class Precision(models.TextChoices):
    """How much of a date is known; the stored day is the first one that fits."""

    DAY = "day", _("exact day")
    MONTH = "month", _("month")
    EARLY = "early", _("early in the year")
    MID = "mid", _("middle of the year")
    LATE = "late", _("late in the year")
    YEAR = "year", _("year")


class PrecisionField(models.CharField):
    """How exact the date beside it is; whole days unless said otherwise."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max_length": 5, "choices": Precision, "default": Precision.DAY, **options})


def display(date, precision=Precision.DAY):
    """Return ``date`` in the reader's language, saying no more than is known; empty without a date."""
    if date is None:
        return ""
    match precision:
        case Precision.DAY:
            return _first(date, formats.date_format(date, "DATE_FORMAT"))
        case Precision.MONTH:
            return formats.date_format(date, "YEAR_MONTH_FORMAT")
        case Precision.EARLY:
            return gettext("early %(year)s") % {"year": date.year}
        case Precision.MID:
            return gettext("mid-%(year)s") % {"year": date.year}
        case Precision.LATE:
            return gettext("late %(year)s") % {"year": date.year}
    return str(date.year)


def _first(date, shown):
    """Return a date, which begins with its day, as French writes the first of a month: "1er mai"."""
    return f"1er{shown[1:]}" if date.day == 1 and languages.current() == "fr" else shown


def span(starts_on, starts_precision, ends_on, ends_precision):
    """Return a period as short as it can be said: "11–13 April 2022", "29 March – 2 April 2022", "June 2019 – 2021".

    The start alone where no other end is known; empty without a start. Every language here writes the day first.
    """
    first, last = display(starts_on, starts_precision), display(ends_on, ends_precision)
    if not first or not last or first == last:
        return first
    if starts_precision == ends_precision == Precision.DAY and starts_on.year == ends_on.year:
        if starts_on.month == ends_on.month:
            return f"{_first(starts_on, str(starts_on.day))}–{last}"
        first = _first(starts_on, formats.date_format(starts_on, "MONTH_DAY_FORMAT"))
    return f"{first} – {last}"


def last_day(date, precision=Precision.DAY):
    """Return the last day that ``date`` may mean: a day itself, the end of its month, of the part of the year."""
    if precision == Precision.DAY:
        return date
    month = {Precision.MONTH: date.month, Precision.EARLY: 4, Precision.MID: 8}.get(precision, 12)
    return date.replace(month=month, day=calendar.monthrange(date.year, month)[1])


def iso(date, precision=Precision.DAY):
    """Return ``date`` as machines read it, as far as it is known: 2020-04-16, 2019-06, 2016."""
    return date.isoformat()[: {Precision.DAY: 10, Precision.MONTH: 7}.get(precision, 4)]


def since(date, precision=Precision.DAY):
    """Return from when on something holds: "from 16 April 2020 on", "since June 2019"; empty without a date."""
    shown = display(date, precision)
    if shown and precision == Precision.DAY:
        return gettext("from %(date)s on") % {"date": shown}
    return gettext("since %(date)s") % {"date": shown} if shown else ""
