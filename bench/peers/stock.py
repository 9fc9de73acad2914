"""The list and its counts as a Django project usually writes them: querysets, subqueries, ``Count``, prefetch.

It is the careful version: a filter is a subquery, so that joins neither repeat actions nor narrow the counts. Markup
and remembered lists of choices are the portal's own, to the advantage of the stock way.
"""

import datetime

from django.db.models import Count, DateTimeField, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from practices import fragments, presenters
from practices.enums import OPEN_ENDED
from practices.facets import FACETS
from practices.filters import PracticeFilter
from practices.models import Practice
from practices.presenters import Card

#: A tag counts for its objective and everything above.
OBJECTIVE = "tags__objective__covered_by__code"
FRESHNESS = {"fresh": (0, 365), "ageing": (365, 730), "stale": (730, 100_000)}  # days since the last confirmation


def path_of(facet):
    """Return the way from an action to the values of a facet."""
    return OBJECTIVE if facet.column == "objective" else facet.path


def with_light(practices):
    """Add the moment of the last confirmation, by which freshness is told."""
    return practices.annotate(last=Coalesce("confirmed_at", "published_at", output_field=DateTimeField()))


def of_light(light):
    """Return the condition for one light of freshness: whole days of the calendar."""
    midnight = timezone.make_aware(datetime.datetime.combine(timezone.localdate(), datetime.time()))
    newest, oldest = (midnight - datetime.timedelta(days=days) for days in FRESHNESS[light])
    return Q(last__gte=oldest) if light == "fresh" else Q(last__gte=oldest, last__lt=newest)


class StockFilter(PracticeFilter):
    """The same query string, answered by the database."""

    def found(self, *, without=None):
        """Return the actions that match every filter but ``without``, as a queryset."""
        found = Practice.objects.published()
        for name, facet in FACETS.items():
            chosen = self.form.cleaned_data.get(name)
            if chosen and name != without:
                keys = [option.key for option in self.filters[name].options if option.value in chosen]
                found = found.filter(pk__in=self._having(facet, keys))
        first, last = (self.form.cleaned_data.get(name) for name in ("year_from", "year_to"))
        if (first or last) and without != "year":
            found = found.filter(_going_on(first or 1, last or 9999))
        return found

    def _having(self, facet, keys):
        if facet.name == "fresh":
            lights = [of_light(light) for light in keys]
            return with_light(Practice.objects.all()).filter(Q(*lights, _connector=Q.OR)).values("pk")
        # Both conditions in one filter(): of the same related row.
        return Practice.objects.filter(**facet.where, **{f"{path_of(facet)}__in": keys}).values("pk")

    def counts(self):
        """Return the numbers of every facet and of the years: name → key → number of actions."""
        numbers = {name: self._count(facet, self.found(without=name)) for name, facet in FACETS.items()}
        return numbers | {"year": self._count_years(self.found(without="year"))}

    def _count(self, facet, found):
        # A plain queryset around the filters: their joins would narrow the counts.
        found = Practice.objects.filter(pk__in=found.values("pk")).order_by()
        if facet.name == "fresh":
            lights = {light: Count("pk", filter=of_light(light)) for light in FRESHNESS}
            return {light: number for light, number in with_light(found).aggregate(**lights).items() if number}
        path = path_of(facet)
        if facet.column == "objective":
            keys = [option.key for option in self.filters[facet.name].options]
            found = found.filter(**{f"{path}__in": keys})
        found = found.filter(**facet.where).exclude(**{path: None}) if facet.where else found
        rows = found.values_list(path).annotate(number=Count("pk", distinct=True))
        return {key: number for key, number in rows if key is not None}

    def _count_years(self, found):
        this_year, numbers = timezone.localdate().year, {}
        periods = found.exclude(starts_on=None).order_by()
        rows = periods.values_list("starts_on__year", "ends_on__year", "implementation_status").annotate(Count("pk"))
        for start, end, status, number in rows:
            last = end or (max(start, this_year) if status in OPEN_ENDED else start)
            for year in range(start, last + 1):
                numbers[year] = numbers.get(year, 0) + number
        return numbers

    def results(self):
        """Return the matching actions, the newest first, with what their cards show."""
        return self.found().order_by("-published_at", "-pk").for_cards()


def _going_on(first, last):
    """Return the condition that some part of the action lies in these years."""
    is_open = Q(ends_on=None, implementation_status__in=OPEN_ENDED)
    is_late_enough = Q(ends_on__year__gte=first) | is_open | Q(ends_on=None, starts_on__year__gte=first)
    return Q(starts_on__year__lte=last) & is_late_enough


class StockCards:
    """The cards of a queryset for a paginator: counted, sliced and rendered at every request."""

    def __init__(self, practices):
        self.practices = practices

    def count(self):
        """How many actions were found."""
        return self.practices.count()

    def __getitem__(self, part):
        """Return the cards of a slice."""
        return [
            Card(practice.code, fragments.render("components/practice_card.html", card=presenters.card(practice)))
            for practice in self.practices[part]
        ]
