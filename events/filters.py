"""One definition of the query string of events, for the list, calendars and feeds."""

import django_filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.shared.filters import ReaderFilterSet, Values, YearFilter
from portal.shared.text import fold

from . import search
from .facets import FACETS, Facts
from .models import Event
from .searching import Searched, SearchFilter, sort_filter

ORDERS = {
    "calendar": _("Upcoming first, then the latest"),
    "newest": _("Newest first"),
    "oldest": _("Oldest first"),
    "title": _("Title, A to Z"),
}


class FacetFilter(django_filters.MultipleChoiceFilter):
    """The choice made in one facet."""

    def __init__(self, name):
        super().__init__(label=FACETS[name].label)
        self.facet = FACETS[name]

    @property
    def field(self):
        """The values, read only when something was chosen or is shown."""
        if not hasattr(self, "_field"):
            choices = lambda: self.facet.options(self.parent.facts)  # noqa: E731 — Django calls it
            self._field = Values(label=self.label, required=False, choices=choices)
        return self._field


class EventFilter(Searched, ReaderFilterSet):
    """The filters of the public events; ``sort`` and ``page`` are read by those who show a list."""

    listed = ORDERS

    q = SearchFilter(label=_("Search"))
    when = FacetFilter("when")
    kind = FacetFilter("kind")
    series = FacetFilter("series")
    theme = FacetFilter("theme")
    gcm = FacetFilter("gcm")
    gcr = FacetFilter("gcr")
    sdg = FacetFilter("sdg")
    lrg = FacetFilter("lrg")
    country = FacetFilter("country")
    language = FacetFilter("language")
    crisis = FacetFilter("crisis")
    forum = FacetFilter("forum")
    network = FacetFilter("network")
    status = FacetFilter("status")
    year_from = YearFilter(_("From year"))
    year_to = YearFilter(_("To year"))
    sort = sort_filter(ORDERS)

    class Meta:
        model = Event
        fields = []

    @cached_property
    def facts(self):
        """What the public events answer."""
        return Facts(self.data)

    @property
    def facets(self):
        """The filters with a closed list of values: name → filter."""
        return {name: self.filters[name] for name in FACETS}

    @cached_property
    def masks(self):
        """The events that each choice admits: name of the filter → set; both ends of the period are "year"."""
        chosen = {name: self.form.cleaned_data[name] for name in self.chosen}
        first, last = chosen.pop("year_from", None), chosen.pop("year_to", None)
        chosen.pop("q", None)
        events = self.facts.events
        masks = {name: set().union(*(events[name][value] for value in values)) for name, values in chosen.items()}
        if self.search:
            masks["q"] = {*self.search.hits()}
        if first and last and first > last:
            first, last = last, first  # typed the wrong way round
        if first or last:
            years = range(first or 0, (last or 9999) + 1)
            masks["year"] = set().union(*(found for year, found in events["year"].items() if year in years))
        return masks

    def found(self, *, without=None):
        """Return the events that match every filter but ``without``, as a set of primary keys."""
        return self.facts.everything.intersection(*(mask for name, mask in self.masks.items() if name != without))

    def filter_queryset(self, queryset):
        """django-filter's own way to ask, for a queryset."""
        return queryset.filter(pk__in=self.found())

    def counts(self, name):
        """Return value → number of events; the facet's own choice is left out of account."""
        others = self.found(without=name)
        numbers = {value: len(found & others) for value, found in self.facts.events[name].items()}
        return {value: number for value, number in numbers.items() if number}

    def keys(self):
        """Return the primary keys of the matching events in the order in force; unknown dates come last."""
        found, dates = self.found(), self.facts.dates
        if self.order == "relevance":
            return [hit.pk for hit in self.search.ranked(search.bitmap(found), 0, len(found))]
        if self.order == "title":
            return _by_title(found)
        known = sorted((pk for pk in found if dates[pk].first), key=lambda pk: (dates[pk].first, pk))
        unknown = sorted(found - {*known})
        if self.order == "oldest":
            return known + unknown
        newest = known[::-1]
        if self.order == "newest":
            return newest + unknown
        upcoming = [pk for pk in known if dates[pk].is_upcoming]
        return upcoming + [pk for pk in newest if not dates[pk].is_upcoming] + unknown


def _by_title(found):
    """Return events by the title that the reader sees, accents and capitals apart."""
    rows = Event.objects.filter(pk__in=found).for_titles()
    return [event.pk for event in sorted(rows, key=lambda event: (fold(str(event)), event.pk))]
