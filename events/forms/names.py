"""Names that the secretariat types for what the portal knows: bodies, people, actions of any state, records."""

import re
from dataclasses import replace

from django.db.models import Q
from django.utils.text import slugify

from compacts.models import Agenda
from portal.directory.models import Country, Organisation
from portal.shared import languages
from portal.shared.text import fold
from practices.forms import names
from practices.models import Practice

from ..models import Event, Person, Publication, Series

#: The reference of an action without a code; a number of nine digits fits every database.
_DRAFT = re.compile(r"D-(\d{1,9})", re.ASCII)
#: Kind of name → the records among which its codes are unique.
FAMILIES = {"lrgs": "bodies", "networks": "bodies"}


def _people(typed):
    found = Person.objects.all()
    for word in typed.split():
        found = found.filter(Q(slug__contains=slugify(word)) if slugify(word) else Q(name__icontains=word))
    for person in found[: names.MOST_FOUND]:
        yield person.slug, person.name, {person.name}


def _titled(model):
    def find(typed):
        condition = Q(*((f"{column}__icontains", typed) for column in languages.columns("title")), _connector=Q.OR)
        if slug := slugify(typed):
            condition |= Q(slug__contains=slug)
        for entry in model.objects.filter(condition).prefetch_related("language_states")[: names.MOST_FOUND]:
            titles = {getattr(entry, column) or "" for column in languages.columns("title")}
            yield entry.slug, str(entry), titles

    return find


def _agendas(typed):
    wanted = fold(typed)
    for agenda in Agenda.objects.all():
        if wanted in fold(f"{agenda} {agenda.title} {agenda.code}"):
            yield agenda.code, str(agenda), {agenda.code, agenda.title}


def shown_action(practice):
    """Return an action of any state as the secretariat reads it."""
    title = languages.text_of(practice, "title", prefer=[practice.original_language])
    return f"{practice.reference} {title}"


def _actions(typed):
    code, _space, _title = typed.partition(" ")
    columns = languages.columns("title")
    titled = Q(*((f"{column}__icontains", typed) for column in columns), _connector=Q.OR)
    rows = Practice.objects.filter(working_copy_of=None)
    if draft := _DRAFT.fullmatch(code.upper()):
        titled |= Q(pk=int(draft[1]))
    for practice in rows.filter(titled | Q(code=code.upper()))[: names.MOST_FOUND]:
        titles = {getattr(practice, name) or "" for name in columns}
        yield str(practice.pk), shown_action(practice), titles | {practice.code or ""}


KINDS = {
    **{name: names.KINDS[name] for name in ("lrgs", "bodies", "countries")},
    **{
        kind.name: replace(kind, address="events:names")
        for kind in (
            names.Kind("networks", names.bodies(Organisation.objects.networks)),
            names.Kind("agendas", _agendas),
            names.Kind("people", _people),
            names.Kind("any-actions", _actions),
            names.Kind("series", _titled(Series)),
            names.Kind("events", _titled(Event)),
            names.Kind("publications", _titled(Publication)),
        )
    },
}


def shown_body(body):
    """Return a body with what tells it from others of its name."""
    return f"{body}, {body.country.display_name}" if body.is_lrg and body.country else str(body)


def known(codes):
    """Return (family, code) → shown name for ``codes``: family → set of codes; a query for each family."""
    found = {}
    if slugs := codes.get("bodies"):
        rows = Organisation.objects.filter(slug__in=slugs).select_related("country")
        found |= {("bodies", body.slug): shown_body(body) for body in rows}
    if slugs := codes.get("people"):
        found |= {("people", person.slug): person.name for person in Person.objects.filter(slug__in=slugs)}
    if keys := codes.get("any-actions"):
        rows = Practice.objects.filter(pk__in=keys)
        found |= {("any-actions", str(practice.pk)): shown_action(practice) for practice in rows}
    if keys := codes.get("countries"):
        rows = Country.objects.filter(code__in=keys)
        found |= {("countries", country.code): country.display_name for country in rows}
    if keys := codes.get("agendas"):
        found |= {("agendas", agenda.code): str(agenda) for agenda in Agenda.objects.filter(code__in=keys)}
    for kind, model in (("series", Series), ("events", Event), ("publications", Publication)):
        if slugs := codes.get(kind):
            rows = model.objects.filter(slug__in=slugs).prefetch_related("language_states")
            found |= {(kind, entry.slug): str(entry) for entry in rows}
    return found


def body_named(typed, kind="lrgs"):
    """Return (body, near names) for a typed name or alias: the one that it means, or None and what is like it."""
    wanted = fold(" ".join(typed.split()))
    found = list(KINDS[kind].find(typed.partition(",")[0]))
    exact = [row for row in found if fold(row[1]) == wanted]
    exact = exact or [row for row in found if wanted in {fold(name) for name in row[2] if name}]
    if len(exact) == 1:
        return Organisation.objects.get(slug=exact[0][0]), []
    return None, [row[1] for row in (exact or found)[:3]]
