"""What templates show of events, series and people: plain values, the same on every page."""

import uuid

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.shared import dates, languages, querystring
from portal.shared.dates import Precision

from . import publication_presenters
from .enums import Format, Holding, OrganiserRole, Visibility, Vocabulary
from .facts import dates_of, has_day
from .models import Event

#: How many events the home page shows.
AT_HOME = 2


def link(body, name=""):
    """A body as a link: ``name`` as a source writes it, else its own."""
    own = body.text("name")
    return {"label": name or own.value, "lang": "" if name else own.lang, "url": body.get_absolute_url()}


def identity(entry):
    """The name that calendars and feed readers know a record by; it never changes."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"peer-learning/{entry.slug}/{entry.created_at:%Y%m%dT%H%M%S}")


def times(event):
    """The hours of an event, or of a session of it, as a reader reads them; empty where they are not known."""
    if not event.starts_time:
        return ""
    shown = [time_format(hour) for hour in (event.starts_time, event.ends_time) if hour]
    return "–".join(shown)


def when(event):
    """The dates with the hours; in words where nothing is known."""
    hours = times(event)
    return (f"{event.when}, {hours}" if hours else event.when) or _("Date not known")


def place(event):
    """Where people meet: the place, its country, or that it is online."""
    parts = [event.text("place_name").value]
    if not parts[0] and event.host and event.host.is_lrg:
        parts = [str(event.host)]
    if event.country:
        parts.append(str(event.country))
    if not any(parts) and event.format == Format.ONLINE:
        return event.get_format_display()
    return ", ".join(part for part in parts if part)


def card(event):
    """An event as a card of a list (load with ``for_cards``)."""
    known = dates_of(event)
    return {
        "url": event.get_absolute_url(),
        "title": event.text("title"),
        "summary": event.text("summary"),
        "kind": event.get_kind_display(),
        "when": when(event),
        "place": place(event),
        "format": event.get_format_display(),
        "status": _status(event, known),
        "is_cancelled": event.holding == Holding.CANCELLED,
        "series": _series(event),
        "languages": event.values_of(Vocabulary.LANGUAGE),
        "calendar_url": calendar_url(event) if known.is_upcoming and event.holding != Holding.CANCELLED else "",
    }


def _status(event, known):
    """How far the event is where that is not plain from its date."""
    is_plain = event.holding == Holding.HELD and known.first
    return "" if is_plain else event.get_holding_display()


def _series(event):
    """The series in whose list the event stands, if everybody may know it."""
    if not event.series_id or not event.series.is_public:
        return None
    title = event.series.text("title")
    return {"title": title, "url": event.series.get_absolute_url(), "number": event.number}


def calendar_url(event):
    """The address of the event for calendars; empty while its day is not known."""
    return reverse("events:event-calendar", args=[event.slug]) if has_day(event) else ""


def groups(events, order, passages):
    """Events under headings: upcoming, past and undated ones in the usual order, and within them year and month.

    ``passages`` is key → what a search found (``Searched.passages``).
    """
    found = []
    for event in events:
        known = dates_of(event)
        if order in ("title", "relevance"):
            part, month = "", ""
        elif not known.first:
            part, month = _("Date not known"), ""
        else:
            part = "" if order != "calendar" else _("Upcoming") if known.is_upcoming else _("Past")
            month = _month(event)
        if not found or found[-1]["heading"] != part:
            found.append({"heading": part, "months": []})
        months = found[-1]["months"]
        if not months or months[-1]["heading"] != month:
            months.append({"heading": month, "cards": []})
        months[-1]["cards"].append(card(event) | {"passage": passages.get(event.pk)})
    return found


def _month(event):
    if event.starts_precision in (Precision.DAY, Precision.MONTH):
        return capfirst(date_format(event.starts_on, "YEAR_MONTH_FORMAT"))
    return capfirst(dates.display(event.starts_on, event.starts_precision))


def result_count(number):
    """How many events were found, as a heading and an announcement."""
    return ngettext("%(number)d event", "%(number)d events", number) % {"number": number}


def relaxations(filters, params):
    """For an empty list: each single filter whose removal brings results, with their number."""
    offers = []
    for name in filters.chosen:
        number = len(filters.found(without="year" if name in ("year_from", "year_to") else name))
        if number:
            label = _("Without the words “%(words)s”") if name == "q" else _("Without the filter “%(filter)s”")
            offers.append(
                {
                    "label": label % {"filter": filters.form.fields[name].label, "words": filters.chosen[name][0]},
                    "count": result_count(number),
                    "url": querystring.without(params, name),
                }
            )
    return offers


def address_of(name, params):
    """The same choices for a calendar or a feed, which have their own order."""
    kept = [(key, value) for key, value in querystring.pairs(params) if key not in ("page", "sort", "format")]
    return reverse(name) + (querystring.build(kept) if kept else "")


def organisers(entry):
    """The bodies behind a series or event by role, in the order in which they are entered."""
    rows = {}
    for organiser in entry.organisers.all():
        rows.setdefault(OrganiserRole(organiser.role), []).append(link(organiser.organisation))
    return [{"label": role.label_of(links), "links": links} for role, links in rows.items()]


def figures(entry):
    """The numbers that a record gives of itself, as sentences with their day."""
    return [
        {
            "text": (_("more than %(number)s %(what)s") if figure.is_minimum else "%(number)s %(what)s")
            % {"number": number_format(figure.number, force_grouping=True), "what": figure.get_measure_display()},
            "note": figure.text("note"),
            "as_of": figure.as_of_display,
        }
        for figure in entry.figures.all()
    ]


def for_home():
    """The next events for the home page, or the latest ones when none is to come."""
    today = timezone.localdate()
    public = Event.objects.public().exclude(holding=Holding.CANCELLED).filter(starts_on__isnull=False)
    near = public.filter(Q(starts_on__year__gte=today.year) | Q(ends_on__year__gte=today.year)).in_time()
    columns = ("pk", "holding", "starts_on", "starts_precision", "ends_on", "ends_precision")
    coming = [row.pk for row in near.values_list(*columns, named=True) if dates_of(row, today).is_upcoming][:AT_HOME]
    shown = public.filter(pk__in=coming).in_time() if coming else public.order_by("-starts_on", "-pk")[:AT_HOME]
    return {"is_upcoming": bool(coming), "cards": [card(event) for event in shown.for_cards()]}


def publication(record):
    """A publication as a line that leads to it (load with ``for_links``)."""
    return {
        "url": record.get_absolute_url(),
        "title": record.text("title"),
        "kind": publication_presenters.designation(record),
        "published": record.published,
        "languages": publication_presenters.available(record),
        "visibility": "" if record.is_public else record.get_visibility_display(),
    }


def materials(entry, parts):
    """The files and links that the reader may open, by kind, as entered; those of a session stand with it."""
    kinds = {}
    for row in entry.materials.all():
        if row.visibility in parts and not row.session_id:
            kinds.setdefault(row.get_kind_display(), []).append(material(row))
    return [{"heading": kind, "rows": rows} for kind, rows in kinds.items()]


def material(row):
    """One file or link: what it is called, its language, size and the place where it begins to matter."""
    title = row.text("title")
    return {
        "title": title or languages.LocalText(row.original_name or row.get_kind_display(), languages.current()),
        "url": reverse("events:material", args=[row.pk]) if row.file else row.url,
        "is_file": bool(row.file),
        "ending": row.original_name.rpartition(".")[2].upper() if row.file else "",
        "size": row.size,
        "language": row.language,
        "language_name": row.get_language_display(),
        "starts_at": row.starts_at_display,
        "visibility": "" if row.visibility == Visibility.PUBLIC else row.get_visibility_display(),
    }


def quote(row):
    """What somebody said: in the reader's language, with the original words beside a translation."""
    words = row.text("words")
    return {
        "words": words,
        "original": getattr(row, languages.column("words", row.language)) if words.language != row.language else "",
        "original_language": row.language,
        "original_name": languages.name(row.language),
        "position": row.text("position_title"),
    }
