"""The page of a person: what they did in public, each time with the position that they had on that day."""

from django.db.models import Q

from . import presenters
from .enums import ContributorRole
from .models import Contributor, Event, Participation, Publication, Quote


def compose(person):
    """Return the context of the page of ``person``: only what public records say of them."""
    spoke = Participation.objects.filter(person=person).select_related("organisation", "on_behalf_of", "session")
    quoted = Quote.objects.filter(person=person).exclude(approved_by="")
    mine = Q(pk__in=spoke.values("event")) | Q(pk__in=quoted.values("event"))
    events = {event.pk: event for event in Event.objects.public().for_cards().filter(mine)}
    roles, quotes = _by_event(spoke, events), _by_event(quoted, events)
    appearances = [
        {
            "event": presenters.card(event),
            "roles": [_role(row) for row in roles.get(event.pk, ())],
            "quotes": [presenters.quote(row) for row in quotes.get(event.pk, ())],
        }
        for event in events.values()
    ]
    return {"appearances": appearances, "contributions": _contributions(person), "other_names": _names(person, roles)}


def _by_event(rows, events):
    """Return event → rows; each row is given its event, so that its texts know what they may show."""
    found = {}
    for row in rows.filter(event__in=events):
        row.event = events[row.event_id]
        found.setdefault(row.event_id, []).append(row)
    return found


def _role(row):
    """One role at an event or in one of its sessions."""
    if row.session:
        row.session.event = row.event
    return {
        "role": row.get_role_display(),
        "position": row.text("position_title"),
        "organisation": presenters.link(row.organisation) if row.organisation else None,
        "on_behalf_of": presenters.link(row.on_behalf_of) if row.on_behalf_of else None,
        "session": row.session.text("title") if row.session else None,
    }


def _contributions(person):
    """What they wrote, edited or introduced."""
    rows = Contributor.objects.filter(person=person).exclude(role=ContributorRole.PRESS_CONTACT)
    rows = rows.select_related("organisation")
    public = Publication.objects.public().for_links().filter(pk__in=rows.values("publication"))
    records = {record.pk: record for record in public}
    found = []
    for row in rows.filter(publication__in=records):
        row.publication = records[row.publication_id]
        found.append(
            {
                "publication": presenters.publication(row.publication),
                "role": row.get_role_display(),
                "position": row.text("position_title"),
                "organisation": presenters.link(row.organisation) if row.organisation else None,
            }
        )
    return found


def _names(person, roles):
    """Other spellings of the name in the sources of public events."""
    written = {row.name_as_written for rows in roles.values() for row in rows}
    return sorted(written - {"", person.name})
