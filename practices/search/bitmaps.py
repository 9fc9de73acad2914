"""Which published actions have which value, as one compressed bitmap per value, in the memory of each worker.

Counting in SQL costs seconds at 100,000 actions; counting bits costs milliseconds. The bitmaps are read from the
ordinary tables by the definitions of ``facets.py`` and kept in step through ``changes``. Only published actions are in.
"""

import datetime
import threading
from bisect import bisect_left, insort
from collections import defaultdict
from itertools import islice

from django.utils import timezone
from pyroaring import BitMap

from compacts.models import Objective
from portal.shared import languages

from ..enums import OPEN_ENDED
from ..facets import FACETS
from ..models import Practice, SearchText
from . import changes

#: Up to this many results are sorted one by one; more are read off the sorted list of all actions.
FEW = 4_000
#: Actions re-read in one SQL statement.
BATCH = 500


class Order:
    """Every published action in the order of one key; single ones come and go without sorting again."""

    def __init__(self):
        self.rows, self.keys = [], {}

    def fill(self, keys):
        """Start with ``keys``: action → sort key."""
        self.keys = keys
        self.rows = sorted((key, pk) for pk, key in keys.items())

    def change(self, gone, come):
        """Take out ``gone`` actions, put in ``come`` (action → key)."""
        for pk in gone:
            if pk in self.keys:
                del self.rows[bisect_left(self.rows, (self.keys.pop(pk), pk))]
        for pk, key in come.items():
            insort(self.rows, (key, pk))
            self.keys[pk] = key

    def slice(self, found, start, stop, *, is_reversed):
        """Return the actions ``start`` to ``stop`` of ``found`` in this order."""
        if len(found) <= FEW:
            ranked = sorted(((self.keys[pk], pk) for pk in found), reverse=is_reversed)
            return [pk for _key, pk in ranked[start:stop]]
        rows = reversed(self.rows) if is_reversed else self.rows
        return list(islice((pk for _key, pk in rows if pk in found), start, stop))


class FacetIndex:
    """The index of one worker; ``refresh`` takes in what changed, every answer calls it first."""

    def __init__(self):
        self.lock = threading.RLock()
        self.reset()

    def reset(self):
        """Forget everything; the next ``refresh`` builds the index anew."""
        with self.lock:
            self.mark, self.today = None, None
            self._clear()

    def _clear(self):
        self.bits = defaultdict(lambda: defaultdict(BitMap))  # facet → value → actions
        self.published = BitMap()
        self.open_ended = BitMap()
        self.orders = {}
        self.lights = (None, {})
        self.served = {}  # objective → codes of itself and its ancestors

    # Keeping in step ------------------------------------------------------------------------------

    def refresh(self):
        """Take in every change that is committed; returns the mark (``changes.Mark``) of the data."""
        now, self.today = changes.current(), timezone.localdate()
        if now != self.mark:
            with self.lock:
                steps = changes.since(self.mark)
                if steps is None or any(step.kind == step.Kind.REBUILD for step in steps):
                    self._build()
                else:
                    self._reread({step.practice_id for step in steps if step.kind == step.Kind.PRACTICE})
                self.mark = changes.Mark(steps[-1].number, steps[-1].token) if steps else now
        return self.mark

    def _build(self):
        self._clear()
        self.served = _served()
        everything = Practice.objects.published().order_by()
        self._read(everything)
        for name, keys in _dates(everything).items():
            self.orders[name] = Order()
            self.orders[name].fill(keys)

    def _reread(self, touched):
        touched = sorted(touched)
        for start in range(0, len(touched), BATCH):
            pks = touched[start : start + BATCH]
            gone = BitMap(pks)
            columns = [bitmap for column in self.bits.values() for bitmap in column.values()]
            for bitmap in (self.published, self.open_ended, *columns):
                bitmap.difference_update(gone)
            practices = Practice.objects.published_among(pks).order_by()
            self._read(practices)
            for name, keys in _dates(practices).items():
                self.orders[name].change(pks, keys)
            for language in languages.CODES:
                if language in self.orders:
                    self.orders[language].change(pks, _titles(practices, language))
        self.lights = (None, {})

    def _read(self, practices):
        """Set the bits of ``practices`` from the tables."""
        self.published.update(practices.values_list("pk", flat=True))
        for objective, pks in _grouped(practices.values_list("pk", "tags__objective_id")):
            for code in self.served.get(objective, ()):
                self.bits["objective"][code].update(pks)
        for facet in FACETS.values():
            if facet.path:
                self._set(facet.column, practices.filter(**facet.where).values_list("pk", facet.path))
        for path in ("lead_lrg__slug", "other_lrgs__slug"):
            self._set("lrg", practices.values_list("pk", path))
        self._read_years(practices)

    def _set(self, column, rows):
        for value, pks in _grouped(rows):
            self.bits[column][value].update(pks)

    def _read_years(self, practices):
        this_year, rows = timezone.localdate().year, []
        periods = practices.exclude(starts_on=None).values_list("pk", "starts_on", "ends_on", "implementation_status")
        for pk, start, end, status in periods:
            is_open = end is None and status in OPEN_ENDED
            if is_open:
                self.open_ended.add(pk)
            last = end.year if end else max(start.year, this_year) if is_open else start.year
            rows += [(pk, year) for year in range(start.year, last + 1)]
        self._set("year", rows)

    # Questions ------------------------------------------------------------------------------------

    def values(self, column, chosen):
        """Return the actions that have one of the ``chosen`` values."""
        with self.lock:
            bits = self._column(column)
            return BitMap.union(BitMap(), *(bits[value] for value in chosen if value in bits))

    def years(self, first, last):
        """Return the actions of which some part lies in the years ``first`` to ``last`` (either may be None)."""
        with self.lock:
            wanted = [y for y in self.bits["year"] if (not first or y >= first) and (not last or y <= last)]
            found = self.values("year", wanted)
            is_ahead = first and first > timezone.localdate().year and (not last or last >= first)
            return found | self.open_ended if is_ahead else found

    def count(self, column, found, values=None):
        """Return how many of ``found`` have each value of ``column`` (or of ``values``), those without any left out."""
        with self.lock:
            bits = self._column(column)
            if values is not None:
                bits = {value: bits[value] for value in values if value in bits}
            numbers = zip(bits, map(found.intersection_cardinality, bits.values()), strict=True)
            return {value: number for value, number in numbers if number}

    def matrix(self, rows, columns, found):
        """Return how many of ``found`` have each pair of values: value of ``rows`` → value of ``columns`` → number.

        Pairs that no action has are left out.
        """
        with self.lock:
            parts = {value: pks & found for value, pks in self._column(columns).items()}
            table = {
                row: {value: number for value, part in parts.items() if (number := part.intersection_cardinality(pks))}
                for row, pks in self._column(rows).items()
            }
        return {row: numbers for row, numbers in table.items() if numbers}

    def _column(self, column):
        """The bitmaps of a column; the lights of freshness move with the calendar."""
        if column != "fresh":
            return self.bits[column]
        today = timezone.localdate()
        if self.lights[0] != today:
            rows = self.orders["updated"].rows
            year, two = (bisect_left(rows, (_days_ago(today, days), 0)) for days in (365, 730))
            parts = {"fresh": rows[year:], "ageing": rows[two:year], "stale": rows[:two]}
            self.lights = (today, {light: BitMap(pk for _key, pk in part) for light, part in parts.items()})
        return self.lights[1]

    def totals(self, column):
        """Return how many published actions have each value of ``column``, as the data are now."""
        self.refresh()
        return self.count(column, self.published)

    def page(self, found, order, start, stop):
        """Return the actions ``start`` to ``stop`` of ``found``: newest, oldest, updated, or title."""
        with self.lock:
            if order == "title":
                return self._by_title().slice(found, start, stop, is_reversed=False)
            name = "updated" if order == "updated" else "newest"
            return self.orders[name].slice(found, start, stop, is_reversed=order != "oldest")

    def _by_title(self):
        language = languages.current()
        if language not in self.orders:
            self.orders[language] = Order()
            self.orders[language].fill(_titles(Practice.objects.published().order_by(), language))
        return self.orders[language]


def _grouped(rows):
    """Return the actions of each value: pairs of value and list."""
    groups = defaultdict(list)
    for pk, value in rows:
        if value is not None:
            groups[value].append(pk)
    return groups.items()


def _served():
    """Return for each objective the codes that a tag with it counts for: its own and its ancestors'."""
    codes = dict(Objective.objects.values_list("pk", "code"))
    served = defaultdict(list)
    for pair in Objective.covers.through.objects.all():
        served[pair.to_objective_id].append(codes[pair.from_objective_id])
    return served


def _dates(practices):
    """Return the sort keys of ``practices``: publication and last confirmation, in seconds."""
    newest, updated = {}, {}
    for pk, published_at, confirmed_at in practices.values_list("pk", "published_at", "confirmed_at"):
        newest[pk] = published_at.timestamp()
        updated[pk] = (confirmed_at or published_at).timestamp()
    return {"newest": newest, "updated": updated}


def _titles(practices, language):
    """Return the folded title that a reader of ``language`` sees of each action."""
    titles = defaultdict(dict)
    rows = SearchText.objects.filter(practice__in=practices).values_list("practice_id", "language", "title")
    for pk, written, title in rows:
        titles[pk][written] = title
    originals = dict(practices.values_list("pk", "original_language"))
    shown = {}
    for pk, original in originals.items():
        known = titles.get(pk, {})
        shown[pk] = next((known[code] for code in languages.preference(language, original) if code in known), "")
    return shown


def _days_ago(today, days):
    """Return the first moment of the day ``days`` before ``today``, in seconds."""
    day = today - datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time())).timestamp()


#: The index of this process.
index = FacetIndex()
