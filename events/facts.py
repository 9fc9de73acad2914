"""What public events and publications answer to the filters of their lists, read once for a request.

There are few of either: their answers fit into memory as sets, and so no filter needs a query of its own.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from portal.directory.models import Organisation
from portal.shared import dates, languages
from portal.shared.text import clean, fold
from practices.facets import FACETS as OF_ACTIONS
from practices.filters import catalogue

from . import enums
from .models import Event

UPCOMING, PAST, UNDATED = "upcoming", "past", "undated"
#: Nobody meets for longer; a mistyped year must not count for centuries.
MAX_YEARS = 9
#: Filters by objective; what they list is the same as for actions.
OBJECTIVES = ("gcm", "gcr", "sdg")
BODIES = ("lrg", "country")
#: An event that everybody may read; what hidden ones say of a publication is said to nobody.
_PUBLIC_EVENT = {"event__status": enums.Status.PUBLISHED, "event__visibility": enums.Visibility.PUBLIC}


class Facts:
    """The public records of one kind with their answers; ``everything`` is the set of all, as primary keys.

    What stands in the rows themselves is read at once, the rest when it is asked for.
    """

    #: Name of a filter → the ways from a record to its values, each with what must hold on the way.
    ways = {
        "theme": [("themes__code", {})],
        "network": [("networks__slug", {})],
        "forum": [("forums__code", {}), ("round_tables__forum__code", {})],
    }
    #: The filters that the rows themselves answer.
    columns = ()
    #: The ways to the bodies of which the local governments and their countries are values.
    to_bodies = []

    def __init__(self, records, params):
        """``records`` are public; ``params`` is the query string: what it names is known even without an answer."""
        self.records = records.order_by()
        self.params = params
        self._answers = {name: defaultdict(set) for name in self.columns}
        self.everything = frozenset(self._read_columns())

    def answers(self, name):
        """Return value → the set of the records that give this answer to a filter."""
        if name not in self._answers:
            names, rows = self._read(name)
            self._answers |= {each: defaultdict(set) for each in names}
            for each, value, record in rows:
                self._add(each, value, record)
        return self._answers[name]

    def _add(self, name, value, record):
        if value:
            self._answers[name][value].add(record)

    def _read_columns(self):
        """Read what stands in the rows; return their primary keys."""
        raise NotImplementedError

    def _read(self, name):
        """Return the filters whose answers are read with those of ``name``, and (filter, value, record) of each."""
        if name in OBJECTIVES:
            return OBJECTIVES, self._objectives()
        if name in BODIES:
            return BODIES, self._bodies()
        return (name,), self._along(name)

    def _along(self, name):
        for path, conditions in self.ways.get(name, []):
            for record, value in self.records.filter(**conditions).values_list("pk", path):
                yield name, value, record

    def _objectives(self):
        values = {
            option.key: (name, option.value) for name in OBJECTIVES for option in self.listed.options(OF_ACTIONS[name])
        }
        for record, code in self.records.values_list("pk", "objectives__covered_by__code"):
            if code in values:
                yield *values[code], record

    def _bodies(self):
        yield from self._along("country")
        for path, conditions in self.to_bodies:
            rows = self.records.filter(**conditions, **{f"{path}__kind": Organisation.Kind.LRG})
            for record, slug, country in rows.values_list("pk", f"{path}__slug", f"{path}__country__code"):
                yield "lrg", slug, record
                yield "country", country, record

    @cached_property
    def listed(self):
        """The values of the filters that actions have as well."""
        return catalogue()

    def _slugs(self, name):
        """Return the address names that are answers to a filter, or were asked for."""
        return {*self.answers(name), *map(clean, self.params.getlist(name))}

    def titled(self, model, name):
        """Return the public series or events that are values of a filter, by title."""
        rows = model.objects.public().filter(slug__in=self._slugs(name)).for_titles()
        return _sorted((record.slug, str(record)) for record in rows)

    def named(self, name, *, is_lrg):
        """Return the local governments, or the networks, that are values of a filter, by name."""
        rows = Organisation.objects.filter(slug__in=self._slugs(name)).defer(*languages.columns("description"))
        return _sorted((body.slug, str(body.text("name"))) for body in rows if body.is_lrg == is_lrg)


class EventFacts(Facts):
    """What the public events answer; ``dates`` says when each is, ``with_day`` holds those that a calendar can."""

    columns = ("kind", "status", "when", "year")
    ways = Facts.ways | {
        "series": [("series__slug", {})],
        "country": [("country__code", {})],
        "crisis": [("terms__value", {"terms__vocabulary": enums.Vocabulary.CRISIS})],
        "language": [
            ("terms__value", {"terms__vocabulary__in": [enums.Vocabulary.LANGUAGE, enums.Vocabulary.INTERPRETATION]})
        ],
    }
    #: Local governments that meet, come, speak or organise.
    to_bodies = [
        (path, {})
        for path in (
            *("host", "delegations__lrg", "participations__organisation", "participations__on_behalf_of"),
            "organisers__organisation",
        )
    ]

    def __init__(self, params):
        self.dates, self.with_day = {}, set()
        super().__init__(Event.objects.public(), params)

    def _read_columns(self):
        today = timezone.localdate()
        columns = ("kind", "holding", "starts_on", "starts_precision", "ends_on", "ends_precision")
        for row in self.records.values_list("pk", *columns, named=True):
            self._add("kind", row.kind, row.pk)
            self._add("status", row.holding, row.pk)
            if has_day(row):
                self.with_day.add(row.pk)
            self.dates[row.pk] = when = dates_of(row, today)
            self._add("when", UPCOMING if when.is_upcoming else PAST if when.first else UNDATED, row.pk)
            if when.first:
                first, last = row.starts_on.year, (row.ends_on or row.starts_on).year
                for year in range(first, min(last, first + MAX_YEARS) + 1):
                    self._add("year", year, row.pk)
        return self.dates


class PublicationFacts(Facts):
    """What public publications answer; ``rows`` has the number and the date of each."""

    columns = ("kind", "year")
    ways = Facts.ways | {
        "language": [("editions__language", {"editions__state": enums.EditionState.AVAILABLE})],
        "series": [("series__slug", {})],
        "event": [("event__slug", _PUBLIC_EVENT)],
        "country": [("event__country__code", _PUBLIC_EVENT)],
    }
    #: Local governments that it names, tells of, or comes from the meeting of.
    to_bodies = [("lrgs", {}), ("case_studies__lrg", {}), ("event__host", _PUBLIC_EVENT)]

    def _read_columns(self):
        rows = self.records.values_list("pk", "kind", "number", "published_on", named=True)
        self.rows = {row.pk: row for row in rows}
        for row in self.rows.values():
            self._add("kind", row.kind, row.pk)
            self._add("year", row.published_on and row.published_on.year, row.pk)
        return self.rows


@dataclass(frozen=True, slots=True)
class Dates:
    """When an event is: its first day, the last day that it may mean, and whether it is still to come."""

    first: object
    last: object
    is_upcoming: bool


def has_day(event):
    """Whether an event (any object with its columns) can stand in a calendar: the day on which it starts is known."""
    return bool(event.starts_on) and event.starts_precision == dates.Precision.DAY


def dates_of(event, today=None):
    """Return when an event is (any object with its columns). What was held is past; a partial date lasts to its end."""
    if not event.starts_on:
        return Dates(None, None, False)
    last = dates.last_day(event.starts_on, event.starts_precision)
    if event.ends_on:
        last = max(last, dates.last_day(event.ends_on, event.ends_precision))
    is_upcoming = event.holding != enums.Holding.HELD and last >= (today or timezone.localdate())
    return Dates(event.starts_on, last, is_upcoming)


def _sorted(options):
    """Return (value, label) by label, accents and capitals apart."""
    return sorted(options, key=lambda option: fold(option[1]))
