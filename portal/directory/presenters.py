"""What the pages of the directory show, ready for the templates."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.shared import languages, lists

from .models import Membership
from .querysets import TAKES_PART

Role = Membership.Role
#: How the page of a network names those who share a role.
HEADINGS = {
    Role.MEMBER: gettext_lazy("Members"),
    Role.COORDINATOR: gettext_lazy("Coordination"),
    Role.CO_MANAGER: gettext_lazy("Co-managers"),
    Role.SECRETARIAT: gettext_lazy("Secretariat"),
    Role.PARTNER: gettext_lazy("Partners"),
    Role.FUNDER: gettext_lazy("Funding"),
}


def card(body):
    """One line of a list (load with ``for_lists``)."""
    name, acronym = body.text("name"), body.text("acronym")
    return {
        "url": body.get_absolute_url(),
        "name": name,
        "acronym": acronym if str(acronym) not in str(name) else "",
        "type": body.type_label,
        "country": body.country.display_name if body.country else "",
        "sections": [section.name for section in body.sections.all()],
        "size": body.get_size_class_display(),
        "places": places_summary(body) if hasattr(body, "confirmed_count") else "",
        "is_synthetic": body.is_synthetic,
    }


def places_summary(network):
    """How many take part and how many places wait (load with ``with_place_counts``)."""
    parts = []
    if network.confirmed_count:
        parts.append(
            ngettext("%(number)d confirmed member", "%(number)d confirmed members", network.confirmed_count)
            % {"number": network.confirmed_count}
        )
    if network.open_count:
        parts.append(
            ngettext("%(number)d open place", "%(number)d open places", network.open_count)
            % {"number": network.open_count}
        )
    return ", ".join(parts)


def facts(body):
    """Key facts of an organisation or network (load with ``for_page``), empty ones left out."""
    rows = [
        (_("Kind"), {"value": body.type_label}),
        (_("Acronym"), _as_value(body.text("acronym"))),
        (_("Other names"), {"links": [{"label": alias.name} for alias in body.aliases.all()]}),
        (_("Part of"), _as_link(body.parent)),
        (_("Country or area"), {"value": body.country.display_name if body.country else ""}),
        (_("UCLG sections"), {"links": [{"label": section.name} for section in body.sections.all()]}),
        (_("Period"), {"value": body.period}),
        (_("Website"), {"value": body.website, "url": body.website}),
    ]
    return [{"label": label, **row} for label, row in rows if row.get("value") or row.get("links")]


def _as_value(local_text):
    return {"value": str(local_text), "value_lang": local_text.lang}


def _as_link(body):
    if body is None:
        return {}
    name = body.text("name")
    return {"links": [{"label": str(name), "lang": name.lang, "url": body.get_absolute_url()}]}


def places(network):
    """The places of a network by role, in the order of the roles (load with ``with_members``)."""
    groups = {}
    for membership in network.memberships.all():
        groups.setdefault(membership.role, []).append(_place(membership))
    return [
        {"role": role, "label": heading, "places": groups[role]} for role, heading in HEADINGS.items() if role in groups
    ]


def _place(membership):
    """One place: who holds it or what it waits for, in which state, and how it came to that."""
    member = membership.member
    changes = list(membership.changes.all())
    return {
        "name": member.text("name") if member else languages.text_of(membership, "description"),
        "url": member.get_absolute_url() if member else "",
        "country": member.country.display_name if member and member.country and member.is_lrg else "",
        "state": membership.get_state_display() if membership.role in TAKES_PART or not membership.is_confirmed else "",
        "since": membership.since_display,
        "history": [
            {"state": change.get_state_display(), "member": change.member, "since": change.since_display}
            for change in changes[:-1]
        ],
    }


def belongs_to(body):
    """The networks that ``body`` takes part in, with its role and state."""
    return [
        {
            "name": place.network.text("name"),
            "url": place.network.get_absolute_url(),
            "role": place.get_role_display(),
            "state": "" if place.is_confirmed else place.get_state_display(),
        }
        for place in body.member_of.with_networks()
    ]


def facet_groups(filters):
    """The filters of a list for components/filter_form.html; values that count nothing and were not chosen are
    left out of the long list of countries and disabled elsewhere.
    """
    groups = []
    for name, facet in filters.facets.items():
        chosen, numbers = filters.form.cleaned_data.get(name, []), filters.counts(name)
        options = [
            {
                "value": value,
                "label": label,
                "count": numbers.get(value, 0),
                "state": lists.state(value in chosen, numbers.get(value)),
            }
            for value, label in facet.field.choices
            if name != "country" or value in chosen or value in numbers
        ]
        if any(option["state"] != lists.DISABLED for option in options):
            groups.append(
                {
                    "name": name,
                    "label": facet.label,
                    "is_open": True,
                    "is_long": len(options) > 10,
                    "selected_count": len(chosen),
                    "options": options,
                }
            )
    return groups
