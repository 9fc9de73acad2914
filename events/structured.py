"""An event as schema.org describes one, for search engines and other readers of pages."""

import json
import zoneinfo
from datetime import datetime

from django.utils.safestring import mark_safe

from portal.shared import dates

from .enums import Format, Holding, Vocabulary

SCHEMA = "https://schema.org/"
ATTENDANCE = {Format.ONLINE: "Online", Format.IN_PERSON: "Offline", Format.HYBRID: "Mixed"}
#: Characters that would end the script element or be read as markup.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_json_ld(event, address):
    """Return the event as JSON-LD for a script element; public words only. ``address`` makes a path absolute."""
    title, summary = event.text("title"), event.text("summary")
    data = {
        "@context": SCHEMA.rstrip("/"),
        "@type": "Event",
        "@id": address(event.get_absolute_url()),
        "url": address(event.get_absolute_url()),
        "name": title.value,
        "description": summary.value,
        "startDate": _moment(event, event.starts_on, event.starts_precision, event.starts_time),
        "endDate": _moment(event, event.ends_on, event.ends_precision, event.ends_time),
        "eventStatus": SCHEMA + ("EventCancelled" if event.holding == Holding.CANCELLED else "EventScheduled"),
        "eventAttendanceMode": f"{SCHEMA}{ATTENDANCE[event.format]}EventAttendanceMode" if event.format else "",
        "location": _places(event, address),
        "organizer": [
            {"@type": "Organization", "name": str(body), "url": address(body.get_absolute_url())}
            for body in dict.fromkeys(row.organisation for row in event.organisers.all())
        ],
        "inLanguage": [term.value for term in event.terms.all() if term.vocabulary == Vocabulary.LANGUAGE],
        "keywords": [str(theme) for theme in event.themes.all()],
    }
    text = json.dumps({name: value for name, value in data.items() if value}, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))


def _moment(event, day, precision, hour):
    """A date as far as it is known, with the hour and its zone where there is one."""
    if not day:
        return ""
    if hour and precision == dates.Precision.DAY:
        return datetime.combine(day, hour, zoneinfo.ZoneInfo(event.time_zone)).isoformat()
    return dates.iso(day, precision)


def _places(event, address):
    """Where it takes place: rooms and screens."""
    places = []
    if event.format in (Format.ONLINE, Format.HYBRID):
        places.append({"@type": "VirtualLocation", "url": address(event.get_absolute_url()), "name": event.platform})
    names = {"name": event.text("venue").value or event.text("place_name").value}
    where = {"addressLocality": event.text("place_name").value}
    where |= {"addressCountry": event.country.code} if event.country else {}
    if any(names.values()) or event.country:
        places.append({"@type": "Place", **names, "address": {"@type": "PostalAddress", **where}})
    return [{name: value for name, value in place.items() if value} for place in places]
