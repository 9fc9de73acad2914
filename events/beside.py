"""What peer learning adds to the pages of other records: links both ways, to what everybody may read."""

import dataclasses

from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.shared import beside, querystring
from portal.shared.beside import Row, Section
from portal.shared.languages import LocalText
from portal.shared.text import fold
from practices.facets import FACETS
from practices.models import Practice

from . import presenters_changes, publication_presenters, searching, times
from .enums import Holding, Kind, PublicationKind, Visibility
from .models import (
    Announcement,
    CaseStudy,
    Contributor,
    Delegation,
    Event,
    IntendedChange,
    Need,
    Organiser,
    Participation,
    Publication,
    Registration,
    Showing,
)

#: A section has at most so many rows; the list that it leads to has them all.
SHOWN = 6
#: The story of a town is the page's main part and may be longer.
TOLD = 12
#: Facets of objectives that the lists of events and publications have.
LISTED = ("gcm", "gcr", "sdg")


def connect():
    """Register the providers with the pages of the lower rooms."""
    beside.register("local-government", of_local_government)
    beside.register("practice", of_practice)
    beside.register("objective", of_objective)
    beside.register("agenda", of_agenda)
    beside.register("network", of_network)
    beside.register("organisation", of_organisation)
    beside.register("search", searching.of_search)
    beside.register("workspace", of_workspace)


# Lines --------------------------------------------------------------------------------------------


def _events(**conditions):
    """Public events, the newest first, with what a line shows."""
    events = Event.objects.public().filter(**conditions).prefetch_related("language_states")
    return events.order_by(F("starts_on").desc(nulls_last=True), "-pk")


def _publications(**conditions):
    """Public publications, the newest first, with what a line shows."""
    return Publication.objects.public().filter(**conditions).newest().for_links()


def _event_row(event, *facts, group="", below=()):
    """An event as a line: what it was, when, and further facts."""
    state = "" if event.holding == Holding.HELD else event.get_holding_display()
    meta = _joined(event.get_kind_display(), event.when, state, *facts)
    return Row(event.text("title"), event.get_absolute_url(), meta, group, below)


def _publication_row(publication, group=""):
    """A publication as a line: what it is, when, in which languages."""
    line = publication_presenters.line(publication)
    return Row(line["title"], line["url"], line["meta"], group)


def _practice_row(practice):
    """A public action as a line below another."""
    return Row(practice.text("title"), practice.get_absolute_url())


def _joined(*facts, sign=" · "):
    """Facts side by side, empty ones left out."""
    return sign.join(str(fact) for fact in facts if fact)


def _public_action(relation):
    """Load the action of a row where everybody may read it; otherwise the row has none."""
    return Prefetch(relation, Practice.objects.published().prefetch_related("language_states"))


def _cut(rows, url, label, shown=SHOWN):
    """Return the rows to show and the way to the others, of a queryset or list."""
    rows = list(rows[: shown + 1])
    return rows[:shown], ({"label": label, "url": url},) if len(rows) > shown else ()


def _events_url(**choice):
    return reverse("events:browse") + querystring.build(list(choice.items()))


def _event_section(events, **choice):
    """The section "Events" with the way to the filtered list."""
    rows, more = _cut(events, _events_url(**choice), _("All events")) if choice else (events[:TOLD], ())
    return Section("events", _("Events"), tuple(_event_row(event) for event in rows), more=more)


def _publication_section(publications, **choice):
    """The section "Publications" with the way to the filtered list."""
    url = publication_presenters.list_url(**choice)
    rows, more = _cut(publications, url, _("All publications")) if choice else (publications[:TOLD], ())
    return Section("publications", _("Publications"), tuple(_publication_row(row) for row in rows), more=more)


# A local government -------------------------------------------------------------------------------


def of_local_government(lrg):
    """The story of a local government over time: where it was and what it showed, what was written, what it intends."""
    roles, shown, needs = _roles_of(lrg), _shown_by(lrg), _needs_of(lrg)
    events = _events(pk__in={*roles, *shown, *needs})
    events, more_events = _cut(events, _events_url(lrg=lrg.slug), _("All events with it"), TOLD)
    told = [
        (event.starts_on, _event_row(event, *roles.get(event.pk, ()), group=_year(event.starts_on), below=below))
        for event in events
        for below in [(*shown.get(event.pk, ()), *needs.get(event.pk, ()))]
    ]
    publications, more_publications = _cut(
        _publications().about(lrg),
        publication_presenters.list_url(lrg=lrg.slug),
        _("All publications about it"),
        TOLD,
    )
    told += [(one.published_on, _publication_row(one, _year(one.published_on))) for one in publications]
    told += [(change.stated_at.date(), _change_row(change)) for change in _changes(lrg=lrg)]
    dated = sorted((item for item in told if item[0]), key=lambda item: item[0], reverse=True)
    rows = [row for _day, row in (*dated, *(item for item in told if not item[0]))]
    return [Section("story", _("Peer learning over time"), tuple(rows), more=(*more_events, *more_publications))]


def _year(day):
    """The heading under which something stands."""
    return str(day.year) if day else _("Year not known")


def _roles_of(lrg):
    """What ``lrg`` does at public events: event → roles, each once."""
    public, roles = Event.objects.public().values("pk"), {}
    for event in Event.objects.public().filter(host=lrg).order_by().values_list("pk", flat=True):
        roles.setdefault(event, []).append(_("Host"))
    for row in Delegation.objects.filter(lrg=lrg, event__in=public):
        roles.setdefault(row.event_id, []).append(row.get_role_display())
    spoken = Participation.objects.filter(Q(organisation=lrg) | Q(on_behalf_of=lrg), event__in=public)
    for row in spoken.select_related("person"):
        said = f"{row.name} ({row.get_role_display()})" if row.name else row.get_role_display()
        roles.setdefault(row.event_id, []).append(said)
    for row in Organiser.objects.filter(organisation=lrg, entry__in=public):
        roles.setdefault(row.entry_id, []).append(row.get_role_display())
    return {event: [*dict.fromkeys(map(str, found))] for event, found in roles.items()}


def _shown_by(lrg):
    """What ``lrg`` showed at public events: event → lines, each an action that is public or a few words."""
    shown = {}
    rows = Showing.objects.filter(Q(lrg=lrg) | Q(practice__lead_lrg=lrg), event__in=Event.objects.public().values("pk"))
    for row in rows.select_related("event").prefetch_related("event__language_states", _public_action("practice")):
        line = _practice_row(row.practice) if row.practice else Row(row.text("mention"))
        if line.title and line not in shown.setdefault(row.event_id, []):
            shown[row.event_id].append(line)
    return shown


def _needs_of(lrg):
    """What ``lrg`` said that it needs, where everybody may read the outcome: event → lines."""
    needs = {}
    rows = Need.objects.filter(lrg=lrg, event__in=_open_outcomes().values("pk"))
    for row in rows.select_related("event").prefetch_related("event__language_states"):
        meta = _("Need, %(area)s") % {"area": row.get_area_display()}
        needs.setdefault(row.event_id, []).append(Row(row.text("what"), meta=meta))
    return needs


def _open_outcomes():
    """Public events whose outcome everybody may read."""
    return Event.objects.public().filter(outcome_visibility=Visibility.PUBLIC)


def _changes(**conditions):
    """Intended changes that their local governments show, with the actions that are public."""
    changes = IntendedChange.objects.public().filter(**conditions).select_related("event", "lrg")
    return changes.prefetch_related("event__language_states", _public_action("inspired_by"), _public_action("became"))


def _change_row(change, group=None):
    """An intended change as a line, in the words and the language of its local government."""
    below = [
        Row(action.text("title"), action.get_absolute_url(), meta)
        for action, meta in ((change.inspired_by, _("Inspired by")), (change.became, _("Became")))
        if action
    ]
    meta = _("Intended change, now: %(state)s") % {"state": change.get_state_display()}
    group = _year(change.stated_at) if group is None else group
    return Row(LocalText(change.what, change.language), change.event.get_absolute_url(), meta, group, tuple(below))


# An action ----------------------------------------------------------------------------------------


def of_practice(practice):
    """Where an action was shown, who writes about it, which promises it fulfils, what it inspired."""
    return [
        _shown_at(practice),
        _publication_section(_publications(pk__in=_citing(practice))),
        _promises(practice),
        _inspired(practice),
    ]


def _citing(practice):
    return CaseStudy.objects.filter(practice=practice).values("publication")


def _shown_at(practice):
    """The events where the action was shown, each with its session."""
    rows = Showing.objects.filter(practice=practice, event__in=Event.objects.public().values("pk"))
    rows = rows.select_related("event", "session").prefetch_related("event__language_states")
    sessions, events = {}, {}
    for row in rows.order_by(F("event__starts_on").desc(nulls_last=True), "-event", "position"):
        events[row.event_id] = row.event
        if row.session:
            row.session.event = row.event
            sessions.setdefault(row.event_id, []).append(row.session)
    shown = [_event_row(event, *dict.fromkeys(map(str, sessions.get(pk, ())))) for pk, event in events.items()]
    return Section("shown", _("Shown and discussed at"), tuple(shown[:TOLD]))


def _promises(practice):
    """The commitments announced at events that the action records."""
    rows = Announcement.objects.filter(practice=practice, event__in=_open_outcomes().values("pk"))
    rows = [
        Row(row.text("what"), row.event.get_absolute_url(), _joined(row.text("who"), row.event.text("title")))
        for row in rows.select_related("event").prefetch_related("event__language_states")
    ]
    return Section("promises", _("Commitments it fulfils"), tuple(rows))


def _inspired(practice):
    """What local governments mean to change because of the action."""
    changes = _changes(pk__in=IntendedChange.objects.filter(Q(inspired_by=practice) | Q(became=practice)).values("pk"))
    rows = [
        Row(LocalText(one.what, one.language), one.event.get_absolute_url(), _joined(one.lrg, one.get_state_display()))
        for one in changes
    ]
    return Section("inspired", _("Changes it inspired"), tuple(rows))


# An objective, an agenda --------------------------------------------------------------------------


def of_objective(objective):
    """Events and publications about an objective or what stands below it."""
    choice = next(({name: objective.value} for name in LISTED if FACETS[name].serves(objective)), {})
    events = Event.objects.filter(objectives__covered_by=objective).values("pk")
    publications = Publication.objects.filter(objectives__covered_by=objective).values("pk")
    return [
        _event_section(_events(pk__in=events), **choice),
        _publication_section(_publications(pk__in=publications), **choice),
    ]


def of_agenda(agenda):
    """The text of an agenda with its adoption, the events and publications about it."""
    texts = Publication.objects.public().filter(text_of=agenda).newest().for_cards()
    rows = tuple(_text_row(text) for text in texts)
    about = Publication.objects.filter(agendas=agenda).exclude(text_of=agenda).values("pk")
    adopted = Q(agendas=agenda) | Q(publications__in=Publication.objects.public().filter(text_of=agenda))
    return [
        Section("text", _("The text and its adoption"), rows),
        _event_section(_events(pk__in=Event.objects.filter(adopted).values("pk"))),
        _publication_section(_publications(pk__in=about)),
    ]


def _text_row(text):
    """The text of an agenda as a line, the event that adopted it below."""
    event = text.event
    below = (Row(event.text("title"), event.get_absolute_url(), _("Adopted at")),) if event else ()
    return dataclasses.replace(_publication_row(text), below=below)


# Bodies -------------------------------------------------------------------------------------------


def of_network(body):
    """What a network or project does: its missions and events, where it spoke, its profiles and publications."""
    own = Q(networks=body) | Q(organisers__organisation=body)
    events = _events(pk__in=Event.objects.filter(own).values("pk"))
    wrote = Q(networks=body) | Q(contributors__organisation=body)
    publications = _publications(pk__in=Publication.objects.filter(wrote).values("pk"))
    return [
        _missions(events.filter(kind=Kind.STUDY_VISIT)),
        _event_section(events.exclude(kind=Kind.STUDY_VISIT), network=body.slug),
        _appearances(body, but=events),
        _profiles(publications.filter(kind=PublicationKind.MIGRATION_PROFILE)),
        _publication_section(publications.exclude(kind=PublicationKind.MIGRATION_PROFILE), network=body.slug),
    ]


def of_organisation(body):
    """What another body does: the events that it organises, where it spoke, what it published."""
    events = _events(pk__in=Organiser.objects.filter(organisation=body).values("entry"))
    wrote = Contributor.objects.filter(organisation=body).values("publication")
    return [
        _event_section(events),
        _appearances(body, but=events),
        _publication_section(_publications(pk__in=wrote)),
    ]


def _missions(visits):
    """The study visits of a project, with how many of them are done; cancelled ones do not count."""
    visits = list(visits.exclude(holding=Holding.CANCELLED))
    done = sum(visit.holding == Holding.HELD for visit in visits)
    lead = ngettext("%(done)d of %(total)d mission done", "%(done)d of %(total)d missions done", len(visits))
    return Section(
        "missions",
        _("Study visits and missions"),
        tuple(_event_row(visit) for visit in visits),
        lead % {"done": done, "total": len(visits)} if visits else "",
    )


def _profiles(publications):
    """The migration profiles of a project, local government by local government."""
    rows = [
        (lrg, Row(lrg.text("name"), profile.get_absolute_url(), _joined(profile.text("title"), profile.published)))
        for profile in publications.prefetch_related("lrgs")
        for lrg in profile.lrgs.all()
    ]
    rows.sort(key=lambda row: fold(str(row[0])))
    return Section("profiles", _("City migration profiles"), tuple(row for _lrg, row in rows))


def _appearances(body, *, but):
    """Public events where somebody spoke for ``body``, as they were then; the events ``but`` are listed already."""
    spoken = Participation.objects.filter(Q(organisation=body) | Q(on_behalf_of=body))
    events = list(_events(pk__in=spoken.values("event")).exclude(pk__in=but.order_by().values("pk"))[:TOLD])
    said = {}
    for row in spoken.filter(event__in=events).select_related("person"):
        row.event = next(event for event in events if event.pk == row.event_id)
        said.setdefault(row.event_id, []).append(_joined(row.name, row.text("position_title"), sign=", "))
    rows = [_event_row(event, *dict.fromkeys(filter(None, said.get(event.pk, ())))) for event in events]
    return Section("appearances", _("Spoke at"), tuple(rows))


# The workspace ------------------------------------------------------------------------------------


def of_workspace(person):
    """What ``person`` has to do with events: where they are registered, what they are asked. For their eyes only."""
    return [Section("events", _("Events"), (*_asked(person), *_registered(person)), more=_ways(person))]


def _registered(person):
    rows = Registration.objects.of(person).filter(anonymised_at=None).select_related("event")
    for row in rows.prefetch_related("event__language_states").order_by("event__starts_on", "pk"):
        if not times.has_ended(row.event):
            address = reverse("events:registration", args=[row.token])
            state = row.event.get_holding_display() if row.event.holding == Holding.CANCELLED else ""
            yield Row(row.event.text("title"), address, _joined(row.event.when, state), _("You are registered"))


def _asked(person):
    group = _("What will change after these events?")
    for line in presenters_changes.to_state(person)[:SHOWN]:
        yield Row(line["event"].text("title"), line["link"]["url"], str(line["lrg"]), group)
    waiting = IntendedChange.objects.filter(lrg__in=person.mandates.confirmed().values("lrg"))
    waiting = waiting.filter(follow_ups__answered_at=None, follow_ups__isnull=False).distinct()
    for change in waiting.select_related("event", "lrg").prefetch_related("event__language_states")[:SHOWN]:
        address = reverse("events:answer", args=[change.pk])
        yield Row(change.event.text("title"), address, str(change.lrg), _("How far is what you meant to change?"))


def _ways(person):
    if not person.mandates.confirmed().exists():
        return ()
    return ({"label": _("All intended changes"), "url": reverse("events:changes")},)
