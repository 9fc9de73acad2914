"""Registrations as the secretariat's page shows them: lines with attendance, and figures that outlive the names."""

from collections import Counter

from django.utils.translation import gettext as _

from portal.directory.models import Country, Organisation

from .enums import Attended, RegistrationState
from .models import Attendance


def lines(registrations, sessions):
    """Return one line per registration (load with ``for_desk``), with a choice for each session."""
    return [
        {
            "registration": row,
            "name": row.name or _("Anonymous"),
            "organisation": str(row.organisation or row.organisation_name or row.get_organisation_kind_display()),
            "country": row.country.display_name if row.country else "",
            "can_cancel": row.state == RegistrationState.REGISTERED and not row.anonymised_at,
            "choices": _choices(row, sessions) if row.state == RegistrationState.REGISTERED else [],
        }
        for row in registrations
    ]


def _choices(row, sessions):
    attended = {one.session_id: one.state for one in row.attendances.all()}
    return [
        {
            "name": f"attended-{row.pk}-{session.pk}",
            "session": session,
            "options": [
                {"value": value, "label": label, "is_chosen": attended.get(session.pk, "") == value}
                for value, label in [("", "–"), *Attended.choices]
            ],
        }
        for session in sessions
    ]


def figures(event, sessions):
    """Return what is counted of an event's registrations: the same before and after they are anonymous."""
    found = event.registrations.values_list("state", "country", "organisation__kind", "organisation_kind")
    standing = [row for row in found if row[0] == RegistrationState.REGISTERED]
    names = {country.pk: country.display_name for country in Country.objects.all()}
    kinds = dict(Organisation.Kind.choices)
    states = Counter(Attendance.objects.filter(registration__event=event).values_list("session", "state"))
    return {
        "registered": len(standing),
        "cancelled": len(found) - len(standing),
        "capacity": event.capacity,
        "countries": _counted(names.get(country, _("Not given")) for _state, country, _kind, _kept in standing),
        "kinds": _counted(kinds.get(kind or kept, _("Not in the directory")) for *_rest, kind, kept in standing),
        "sessions": [
            {
                "session": session,
                "states": [
                    {"label": label, "count": states[session.pk, state]}
                    for state, label in Attended.choices
                    if states[session.pk, state]
                ],
            }
            for session in sessions
        ],
    }


def _counted(labels):
    """Return [{label, count}], the most frequent first."""
    return [{"label": label, "count": number} for label, number in Counter(map(str, labels)).most_common()]
