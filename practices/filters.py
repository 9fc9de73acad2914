"""One definition of the query string of actions, for pages, API, exports and feeds."""

import django_filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from pyroaring import BitMap

from portal.directory.models import Organisation
from portal.shared import languages
from portal.shared.filters import ReaderFilterSet, Values, Words, YearFilter
from portal.shared.text import clean

from . import facets
from .models import Practice
from .search import Search
from .search.bitmaps import index
from .search.results import Results

ORDERS = {
    "relevance": gettext_lazy("Relevance"),
    "newest": gettext_lazy("Newest first"),
    "oldest": gettext_lazy("Oldest first"),
    "title": gettext_lazy("Title, A to Z"),
    "updated": gettext_lazy("Recently confirmed"),
}


_catalogues = {}  # language → (mark of the data, its catalogue)


def catalogue():
    """Return the values of all facets in the reader's language, read once for each version of the data."""
    mark, language = index.refresh(), languages.current()
    known, values = _catalogues.get(language, (None, None))
    if known != mark:
        values = facets.Catalogue()
        _catalogues[language] = (mark, values)
    return values


class SearchFilter(django_filters.CharFilter):
    """Actions whose texts match what was typed (``search.Search``)."""

    field_class = Words

    def bits(self, value):
        """Return the actions that match; None when nothing was typed."""
        return self.parent.search.hits() if self.parent.search else None


class FacetFilter(django_filters.MultipleChoiceFilter):
    """The choice made in one facet."""

    def __init__(self, facet):
        super().__init__(label=facet.label)
        self.facet = facet

    @cached_property
    def options(self):
        """The values of this request's catalogue."""
        return self.parent.catalogue.options(self.facet)

    @property
    def field(self):
        """The choice among them; they are read only when something was chosen or is shown."""
        if not hasattr(self, "_field"):
            choices = lambda: [(option.value, option.label) for option in self.options]  # noqa: E731 — Django calls it
            self._field = Values(label=self.label, required=False, choices=choices)
        return self._field

    def bits(self, value):
        """Return the actions that have one of the chosen values."""
        return index.values(self.facet.column, [option.key for option in self.options if option.value in value])


class LeadFilter(django_filters.MultipleChoiceFilter):
    """Actions that one of these LRGs leads or joins."""

    @property
    def field(self):
        """The LRGs that were asked for and exist; all of them would be too many to list."""
        if not hasattr(self, "_field"):
            asked = [clean(slug) for slug in self.parent.data.getlist("lrg")]
            named = Organisation.objects.local_governments().filter(slug__in=asked)
            choices = lambda: [(lrg.slug, str(lrg)) for lrg in named]  # noqa: E731 — Django calls it
            self._field = Values(label=self.label, required=False, choices=choices)
        return self._field

    def bits(self, value):
        """Return the actions of the LRGs."""
        return index.values("lrg", value)


class ForumFilter(django_filters.MultipleChoiceFilter):
    """Actions that count for a review forum: they serve its agendas and went on in its period."""

    @property
    def field(self):
        """The forums of this request's catalogue."""
        if not hasattr(self, "_field"):
            choices = lambda: [(forum.code, forum.title) for forum in self.parent.catalogue.forums]  # noqa: E731
            self._field = Values(label=self.label, required=False, choices=choices)
        return self._field

    def bits(self, value):
        """Return the actions that count for one of the forums."""
        found = BitMap()
        for forum in self.parent.catalogue.forums:
            if forum.code in value:
                agendas = {agenda.pk for agenda in forum.agendas.all()}
                codes = [row.code for row in self.parent.catalogue.objectives if row.agenda_id in agendas]
                period = index.years(forum.counts_from.year, forum.counts_to.year)
                found |= index.values("objective", codes) & period
        return found


class PracticeFilter(ReaderFilterSet):
    """The filters of the practices; ``sort`` and ``page`` are read by those who show a list."""

    q = SearchFilter(label=gettext_lazy("Search"))
    gcm = FacetFilter(facets.FACETS["gcm"])
    gcr = FacetFilter(facets.FACETS["gcr"])
    sdg = FacetFilter(facets.FACETS["sdg"])
    target = FacetFilter(facets.FACETS["target"])
    principle = FacetFilter(facets.FACETS["principle"])
    charter = FacetFilter(facets.FACETS["charter"])
    theme = FacetFilter(facets.FACETS["theme"])
    section = FacetFilter(facets.FACETS["section"])
    country = FacetFilter(facets.FACETS["country"])
    lrg = LeadFilter(label=gettext_lazy("Local government"))
    kind = FacetFilter(facets.FACETS["kind"])
    status = FacetFilter(facets.FACETS["status"])
    population = FacetFilter(facets.FACETS["population"])
    scope = FacetFilter(facets.FACETS["scope"])
    crisis = FacetFilter(facets.FACETS["crisis"])
    year_from = YearFilter(gettext_lazy("From year"))
    year_to = YearFilter(gettext_lazy("To year"))
    forum = ForumFilter(label=gettext_lazy("Review forum"))
    lang = FacetFilter(facets.FACETS["lang"])
    fresh = FacetFilter(facets.FACETS["fresh"])
    sort = django_filters.ChoiceFilter(
        label=gettext_lazy("Sort by"), choices=list(ORDERS.items()), error_messages=Values.default_error_messages
    )

    class Meta:
        model = Practice
        fields = []

    @cached_property
    def catalogue(self):
        """The values of all facets."""
        return catalogue()

    @cached_property
    def search(self):
        """The search that was typed, or None."""
        typed = self.data.get("q") or ""  # as it came: the search says itself what of it does not count
        return Search(typed, language=languages.current()) if typed.strip() else None

    @property
    def notes(self):
        """What the search says of itself; to be read after the results, for ranking may have something to say."""
        return self.search.notes if self.search else []

    @cached_property
    def masks(self):
        """The actions that each choice admits: name of the filter → bitmap; both ends of the period are "year"."""
        index.refresh()
        chosen = {name: self.form.cleaned_data[name] for name in self.chosen}
        first, last = chosen.pop("year_from", None), chosen.pop("year_to", None)
        masks = {name: self.filters[name].bits(value) for name, value in chosen.items()}
        if first and last and first > last:
            first, last = last, first  # typed the wrong way round
        if first or last:
            masks["year"] = index.years(first, last)
        return {name: bits for name, bits in masks.items() if bits is not None}

    def found(self, *, without=None):
        """Return the actions that match every filter but ``without``, as a bitmap."""
        masks = [bits for name, bits in self.masks.items() if name != without]
        return BitMap.intersection(index.published, *masks)

    def filter_queryset(self, queryset):
        """django-filter's own way to ask, for a queryset."""
        return queryset.filter(pk__in=self.found())

    @property
    def order(self):
        """The order in force: the one asked for, else relevance for a search and newest otherwise."""
        asked = self.form.cleaned_data.get("sort")
        return asked if asked in self.orders else next(iter(self.orders))

    @property
    def orders(self):
        """The orders that make sense now, the usual one first: relevance only for a search."""
        return {name: label for name, label in ORDERS.items() if self.search or name != "relevance"}

    def results(self):
        """Return the matching actions in the order in force, to be counted and sliced."""
        return Results(self.found(), self.order, self.search)

    def newest(self):
        """Return the matching actions, the newest first whatever order was asked for (feeds)."""
        return Results(self.found(), "newest")

    @property
    def chosen(self):
        """The choices in force; the order is none."""
        return {name: values for name, values in super().chosen.items() if name != "sort"}

    def counts(self):
        """Return the numbers of every facet and of the years: name → key → number of actions.

        The counts of a facet ignore its own choice, so that every number says what one more click would bring.
        """
        everything, shared, numbers = self.found(), {}, {}
        for name, facet in facets.FACETS.items():
            if name in self.masks:
                own = [option.key for option in self.filters[name].options]  # a column may serve several facets
                numbers[name] = index.count(facet.column, self.found(without=name), own)
                continue
            if facet.column not in shared:
                shared[facet.column] = index.count(facet.column, everything)
            numbers[name] = shared[facet.column]
        return numbers | {"year": index.count("year", self.found(without="year"))}
