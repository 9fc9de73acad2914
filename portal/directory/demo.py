"""The bodies that the source documents name, entered through the same actions that the secretariat uses."""

import datetime

from django.db import transaction

from portal.shared import fixtures

from . import actions
from .models import Country, Membership, Organisation

FILES = ("local-governments.json", "organisations.json", "networks.json")


@transaction.atomic
def load_demo(*, by, directory):
    """Enter the bodies and memberships of ``directory`` (a Path) as ``by``, an editor; returns how many are new.

    A body that is there already is left as it is, and so are the members of a network that has some.
    """
    countries = {country.code: country for country in Country.objects.prefetch_related("sections")}
    bodies = {body.slug: body for body in Organisation.objects.all()}
    already = len(bodies)
    for name in FILES:
        for row in fixtures.read(directory / name):
            if row["slug"] not in bodies:
                bodies[row["slug"]] = _create(row, by, bodies, countries)
    settled = {*Membership.objects.values_list("network__slug", flat=True)}
    for position, row in enumerate(fixtures.read(directory / "memberships.json"), 1):
        if row["network"] not in settled:
            _join(row, position, by, bodies)
    return len(bodies) - already


def _create(row, by, bodies, countries):
    """Enter the body that ``row`` describes."""
    fields = {column: value for column, value in row.items() if column not in ("name", "acronym", "description")}
    fields |= {
        **fixtures.columns_of(row, "acronym", "description"),
        "country": countries[row["country"]] if row["country"] else None,
        "parent": bodies[row["parent"]] if row["parent"] else None,
        "starts_on": _date(row["starts_on"]),
        "aliases": [(alias["name"], alias["kind"]) for alias in row["aliases"]],
    }
    return actions.create_organisation(by=by, names=row["name"], **fields)


def _join(row, position, by, bodies):
    """Give the body that ``row`` names its place, or record an open one."""
    actions.add_membership(
        by=by,
        network=bodies[row["network"]],
        member=bodies[row["member"]] if row["member"] else None,
        role=row["role"],
        state=row["state"],
        since=_date(row["since"]),
        since_precision=row["since_precision"],
        position=position,
        **fixtures.columns_of(row, "description"),
    )


def _date(value):
    return datetime.date.fromisoformat(value) if value else None
