"""What public events can be filtered and counted by, read once for a request.

A facet is an OR of its chosen values, facets are ANDed, and the counts of a facet ignore its own choice, as for
actions. There are few events: their answers fit into memory as sets, and so no facet needs a query of its own.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Organisation
from portal.shared import dates, languages
from portal.shared.text import clean, fold
from practices.enums import Crisis
from practices.facets import FACETS as OF_ACTIONS
from practices.filters import catalogue

from . import enums
from .models import Delegation, Event, Organiser, Participation, Series

UPCOMING, PAST = "upcoming", "past"
WHEN = [(UPCOMING, _("Upcoming")), (PAST, _("Past"))]
#: Nobody meets for longer; a mistyped year must not count for centuries.
MAX_YEARS = 9
#: Facets of objectives; what they list is the same as for actions.
OBJECTIVES = ("gcm", "gcr", "sdg")


@dataclass(frozen=True, slots=True)
class Dates:
    """When an event is: its first day, the last day that it may mean, and whether it is still to come."""

    first: object
    last: object
    is_upcoming: bool


class Facts:
    """The public events with their answers: ``events[name][value]`` is the set of those that answer so."""

    def __init__(self, params):
        """``params`` is the query string: bodies that it names are known even without an event."""
        self.params = params
        self.events = {name: defaultdict(set) for name in (*FACETS, "year")}
        self.dates = {}
        public = Event.objects.public().order_by()
        self._read_columns(public)
        self._read_tags(public)
        self._read_bodies(public)

    def add(self, name, value, event):
        """Say that ``event`` answers ``value``."""
        if value:
            self.events[name][str(value)].add(event)

    def _read_columns(self, public):
        today = timezone.localdate()
        rows = public.annotate(
            series_slug=F("series__slug"),
            host_slug=F("host__slug"),
            country_code=F("country__code"),
            host_country=F("host__country__code"),
        )
        for row in rows.values_list(
            *("pk", "kind", "holding", "series_slug", "host_slug", "country_code", "host_country"),
            *("starts_on", "starts_precision", "ends_on", "ends_precision"),
            named=True,
        ):
            self.add("kind", row.kind, row.pk)
            self.add("status", row.holding, row.pk)
            self.add("series", row.series_slug, row.pk)
            self.add("lrg", row.host_slug, row.pk)
            self.add("country", row.country_code, row.pk)
            self.add("country", row.host_country, row.pk)
            self.dates[row.pk] = when = dates_of(row, today)
            if when.first:
                self.add("when", UPCOMING if when.is_upcoming else PAST, row.pk)
                first, last = row.starts_on.year, (row.ends_on or row.starts_on).year
                for year in range(first, min(last, first + MAX_YEARS) + 1):
                    self.events["year"][year].add(row.pk)

    def _read_tags(self, public):
        paths = {"theme": ["themes__code"], "network": ["networks__slug"]}
        paths["forum"] = ["forums__code", "round_tables__forum__code"]
        for name, several in paths.items():
            for path in several:
                for event, value in public.values_list("pk", path):
                    self.add(name, value, event)
        for event, code in public.values_list("pk", "objectives__covered_by__code"):
            if code in self.objective_values:
                self.add(*self.objective_values[code], event)
        listed = {"crisis": "crisis", "language": "language", "interpretation": "language"}
        for event, vocabulary, value in public.values_list("pk", "terms__vocabulary", "terms__value"):
            if vocabulary in listed:
                self.add(listed[vocabulary], value, event)

    def _read_bodies(self, public):
        """The local governments that come, speak or organise, and their countries."""
        columns = [
            (Delegation, "event", ("lrg",)),
            (Participation, "event", ("organisation", "on_behalf_of")),
            (Organiser, "entry", ("organisation",)),
        ]
        for model, owner, links in columns:
            paths = [f"{link}__{path}" for link in links for path in ("kind", "slug", "country__code")]
            rows = model.objects.filter(**{f"{owner}__in": public.values("pk")}).order_by()
            for event, *values in rows.values_list(owner, *paths):
                for kind, slug, country in zip(values[::3], values[1::3], values[2::3], strict=True):
                    if kind == Organisation.Kind.LRG:
                        self.add("lrg", slug, event)
                        self.add("country", country, event)

    @cached_property
    def everything(self):
        """All public events."""
        return frozenset(self.dates)

    @cached_property
    def listed(self):
        """The values of the facets that actions have as well."""
        return catalogue()

    @cached_property
    def objective_values(self):
        """Code of an objective → (facet, value)."""
        return {
            option.key: (name, option.value) for name in OBJECTIVES for option in self.listed.options(OF_ACTIONS[name])
        }

    @cached_property
    def series(self):
        """The public series as (address name, title)."""
        rows = Series.objects.public().prefetch_related("language_states").defer(*languages.columns("summary"))
        return sorted(((series.slug, str(series)) for series in rows), key=lambda option: fold(option[1]))

    @cached_property
    def bodies(self):
        """Local governments and networks that have events or were asked for: address name → body."""
        asked = [clean(slug) for name in ("lrg", "network") for slug in self.params.getlist(name)]
        slugs = {*self.events["lrg"], *self.events["network"], *asked}
        rows = Organisation.objects.filter(slug__in=slugs).defer(*languages.columns("description"))
        return {body.slug: body for body in rows}

    def named(self, name, *, is_lrg):
        """Return the bodies that are values of one facet, by name."""
        found = [
            (slug, str(body.text("name")))
            for slug, body in self.bodies.items()
            if (slug in self.events[name] or slug in self.params.getlist(name)) and body.is_lrg == is_lrg
        ]
        return sorted(found, key=lambda option: fold(option[1]))


def dates_of(event, today=None):
    """Return when an event is (any object with its columns). What was held is past; a partial date lasts to its end."""
    if not event.starts_on:
        return Dates(None, None, False)
    last = dates.last_day(event.starts_on, event.starts_precision)
    if event.ends_on:
        last = max(last, dates.last_day(event.ends_on, event.ends_precision))
    is_upcoming = event.holding != enums.Holding.HELD and last >= (today or timezone.localdate())
    return Dates(event.starts_on, last, is_upcoming)


def _as_for_actions(name):
    return lambda facts: [(option.value, option.label) for option in facts.listed.options(OF_ACTIONS[name])]


def _from_list(choices):
    return lambda _facts: choices


@dataclass(frozen=True, slots=True)
class Facet:
    """A question that events answer; ``options`` gives its values as (value, label)."""

    label: str | Promise
    options: Callable


#: In the order of the page.
FACETS = {
    "when": Facet(_("Upcoming or past"), _from_list(WHEN)),
    "kind": Facet(_("Kind of event"), _from_list(enums.Kind.choices)),
    "series": Facet(_("Series"), lambda facts: facts.series),
    "theme": Facet(_("Theme"), _as_for_actions("theme")),
    "gcm": Facet(OF_ACTIONS["gcm"].label, _as_for_actions("gcm")),
    "gcr": Facet(OF_ACTIONS["gcr"].label, _as_for_actions("gcr")),
    "sdg": Facet(OF_ACTIONS["sdg"].label, _as_for_actions("sdg")),
    "lrg": Facet(_("Local government"), lambda facts: facts.named("lrg", is_lrg=True)),
    "country": Facet(_("Country or area"), _as_for_actions("country")),
    "language": Facet(_("Spoken or interpreted"), _from_list(enums.Language.choices)),
    "crisis": Facet(_("Crisis context"), _from_list(Crisis.choices)),
    "forum": Facet(_("Review forum"), lambda facts: [(forum.code, str(forum)) for forum in facts.listed.forums]),
    "network": Facet(_("Network or project"), lambda facts: facts.named("network", is_lrg=False)),
    "status": Facet(_("Status"), _from_list(enums.Holding.choices)),
}
