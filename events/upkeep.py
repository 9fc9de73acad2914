"""Keeps the search of peer learning fresh when records around it change (technical upkeep, no rule of the domain)."""

from django.db.models import Q

from portal.directory.signals import names_changed
from practices.search import rebuild

from . import search
from .models import Entry

#: What leads from an entry to the bodies whose names find it.
_BODIES = (
    "networks",
    "organisers__organisation",
    "as_event__host",
    "as_event__delegations__lrg",
    "as_event__participations__organisation",
    "as_event__showings__lrg",
    "as_publication__lrgs",
    "as_publication__contributors__organisation",
    "as_publication__case_studies__lrg",
)


def connect():
    """Listen to renamed bodies; take part when the search is made anew."""
    names_changed.connect(_names_changed, dispatch_uid="names-of-events")
    if search.rebuild not in rebuild.ALSO:
        rebuild.ALSO.append(search.rebuild)


def _names_changed(organisations, **_signal):
    """Write the search texts of the entries that name renamed bodies anew."""
    for entry in Entry.objects.public().filter(pk__in=_naming(organisations)):
        search.index(entry)


def _naming(organisations):
    """Return the keys of the entries that name one of ``organisations``."""
    keys = [body.pk for body in organisations]
    theirs = Q(*[Q(**{f"{path}__in": keys}) for path in _BODIES], _connector=Q.OR)
    return Entry.objects.filter(theirs).values("pk")
