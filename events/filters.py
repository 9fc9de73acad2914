"""One definition of the query strings of events and of publications, for lists, calendars, feeds and the API.

A filter is an OR of its chosen values, filters are ANDed, and the counts of a filter ignore its own choice, as for
actions.
"""

import django_filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.shared import querystring
from portal.shared.filters import ReaderFilterSet, Values, YearFilter
from portal.shared.text import fold
from practices.enums import Crisis
from practices.facets import FACETS as OF_ACTIONS

from . import enums, facts, search
from .models import Event, Publication, Series
from .searching import Searched, SearchFilter, sort_filter


class FacetFilter(django_filters.MultipleChoiceFilter):
    """The choice made among ``options(facts)``: values with their labels."""

    def __init__(self, label, options):
        super().__init__(label=label)
        self.options = options

    @property
    def field(self):
        """The values, read only when something was chosen or is shown."""
        if not hasattr(self, "_field"):
            choices = lambda: self.options(self.parent.facts)  # noqa: E731 — Django calls it
            self._field = Values(label=self.label, required=False, choices=choices)
        return self._field


def _listed(label, choices):
    """A filter with a list of values that never changes."""
    return FacetFilter(label, lambda _facts: choices)


def _as_for_actions(name):
    """A filter that lists what the one of the actions lists."""
    facet = OF_ACTIONS[name]
    return FacetFilter(
        facet.label, lambda facts: [(option.value, option.label) for option in facts.listed.options(facet)]
    )


def _bodies(label, name, *, is_lrg):
    return FacetFilter(label, lambda facts: facts.named(name, is_lrg=is_lrg))


def _titles(label, name, model):
    return FacetFilter(label, lambda facts: facts.titled(model, name))


def _forums():
    return FacetFilter(_("Review forum"), lambda facts: [(forum.code, str(forum)) for forum in facts.listed.forums])


class EntryFilter(Searched, ReaderFilterSet):
    """The filters of public records of peer learning; ``sort`` and ``page`` are read by those who show a list."""

    @cached_property
    def facts(self):
        """What the public records answer."""
        raise NotImplementedError

    def in_order(self, found):
        """Return primary keys in the order in force, where that is neither by title nor by relevance."""
        raise NotImplementedError

    @property
    def facets(self):
        """The filters with a closed list of values: name → filter."""
        return {name: choice for name, choice in self.filters.items() if isinstance(choice, FacetFilter)}

    @cached_property
    def masks(self):
        """The records that each choice admits: name of the filter → set; both ends of the period are "year"."""
        chosen = {name: self.form.cleaned_data[name] for name in self.chosen}
        first, last = chosen.pop("year_from", None), chosen.pop("year_to", None)
        chosen.pop("q", None)
        masks = {
            name: set().union(*(self.facts.answers(name)[value] for value in values)) for name, values in chosen.items()
        }
        if self.search:
            masks["q"] = {*self.search.hits()}
        if first and last and first > last:
            first, last = last, first  # typed the wrong way round
        if first or last:
            years = range(first or 0, (last or 9999) + 1)
            masks["year"] = set().union(*(found for year, found in self.facts.answers("year").items() if year in years))
        return masks

    def found(self, *, without=None):
        """Return the records that match every filter but ``without``, as a set of primary keys."""
        return self.facts.everything.intersection(*(mask for name, mask in self.masks.items() if name != without))

    def filter_queryset(self, queryset):
        """django-filter's own way to ask, for a queryset."""
        return queryset.filter(pk__in=self.found())

    def counts(self, name):
        """Return value → number of records; the filter's own choice is left out of account. ``year`` counts years."""
        others = self.found(without=name)
        numbers = {value: len(found & others) for value, found in self.facts.answers(name).items()}
        return {value: number for value, number in numbers.items() if number}

    def keys(self):
        """Return the primary keys of the matching records in the order in force."""
        found = self.found()
        match self.order:
            case "relevance":
                return [hit.pk for hit in self.search.ranked(search.bitmap(found), 0, len(found))]
            case "title":
                rows = self._meta.model.objects.filter(pk__in=found).for_titles()
                return [row.pk for row in sorted(rows, key=lambda row: (fold(str(row)), row.pk))]
        return self.in_order(found)


class EventFilter(EntryFilter):
    """The filters of the public events."""

    listed = {
        "calendar": _("Upcoming first, then the latest"),
        "newest": _("Newest first"),
        "oldest": _("Oldest first"),
        "title": _("Title, A to Z"),
    }
    whens = [(facts.UPCOMING, _("Upcoming")), (facts.PAST, _("Past")), (facts.UNDATED, _("Date not known"))]

    q = SearchFilter(label=_("Search"))
    when = _listed(_("Upcoming or past"), whens)
    kind = _listed(_("Kind of event"), enums.Kind.choices)
    series = _titles(_("Series"), "series", Series)
    theme = _as_for_actions("theme")
    gcm = _as_for_actions("gcm")
    gcr = _as_for_actions("gcr")
    sdg = _as_for_actions("sdg")
    lrg = _bodies(_("Local government"), "lrg", is_lrg=True)
    country = _as_for_actions("country")
    language = _listed(_("Spoken or interpreted"), enums.Language.choices)
    crisis = _listed(_("Crisis context"), Crisis.choices)
    forum = _forums()
    network = _bodies(_("Network or project"), "network", is_lrg=False)
    status = _listed(_("Status"), enums.Holding.choices)
    year_from = YearFilter(_("From year"))
    year_to = YearFilter(_("To year"))
    sort = sort_filter(listed)

    class Meta:
        model = Event
        fields = []

    @cached_property
    def facts(self):
        """What the public events answer."""
        return facts.EventFacts(self.data)

    def in_order(self, found):
        """By date; events of an unknown date come last."""
        dates = self.facts.dates
        known = sorted((pk for pk in found if dates[pk].first), key=lambda pk: (dates[pk].first, pk))
        unknown = sorted(found - {*known})
        if self.order == "oldest":
            return known + unknown
        newest = known[::-1]
        if self.order == "newest":
            return newest + unknown
        upcoming = [pk for pk in known if dates[pk].is_upcoming]
        return upcoming + [pk for pk in newest if not dates[pk].is_upcoming] + unknown


class PublicationFilter(EntryFilter):
    """The filters of the public publications."""

    listed = {
        "newest": _("Newest first"),
        "oldest": _("Oldest first"),
        "title": _("Title, A to Z"),
        "number": _("Number of the note"),
    }

    q = SearchFilter(label=_("Search"))
    kind = _listed(_("Kind of publication"), enums.PublicationKind.choices)
    theme = _as_for_actions("theme")
    language = _listed(pgettext_lazy("text available in", "Language"), enums.Language.choices)
    gcm = _as_for_actions("gcm")
    gcr = _as_for_actions("gcr")
    sdg = _as_for_actions("sdg")
    lrg = _bodies(_("Local government"), "lrg", is_lrg=True)
    country = _as_for_actions("country")
    network = _bodies(_("Network or project"), "network", is_lrg=False)
    series = _titles(_("Series"), "series", Series)
    event = _titles(_("Event"), "event", Event)
    forum = _forums()
    year_from = YearFilter(_("From year"))
    year_to = YearFilter(_("To year"))
    sort = sort_filter(listed)

    class Meta:
        model = Publication
        fields = []

    def __init__(self, data=None, *args, **options):
        """Take ``lang``, which is "text available in" everywhere, for the language of an edition."""
        super().__init__(data and querystring.renamed(data, "lang", "language"), *args, **options)

    @cached_property
    def facts(self):
        """What the public publications answer."""
        return facts.PublicationFacts(Publication.objects.public(), self.data)

    def in_order(self, found):
        """By date or by number; what has neither comes last."""
        rows = self.facts.rows
        newest = sorted(found, key=lambda pk: _falling(rows[pk].published_on, rows[pk].number, pk))
        if self.order == "number":
            return sorted(newest, key=lambda pk: _falling(rows[pk].number))
        if self.order == "oldest":
            dated = [pk for pk in newest if rows[pk].published_on]
            return dated[::-1] + sorted({*newest} - {*dated})
        return newest


class NoteFilter(PublicationFilter):
    """What peer learning notes are narrowed by; the highest number comes first, in a search as well."""

    order = "number"

    @classmethod
    def get_filters(cls):
        """Only some of the filters of publications make sense for notes alone."""
        declared = super().get_filters()
        return declared.only("q", "theme", "language")

    @cached_property
    def facts(self):
        """What the public notes answer."""
        return facts.PublicationFacts(Publication.objects.public().notes(), self.data)


def _falling(*values):
    """A key that sorts dates and numbers from the highest to the lowest, what is missing at the end."""
    ordinals = (value.toordinal() if hasattr(value, "toordinal") else value for value in values)
    return tuple(-ordinal if ordinal is not None else 1 for ordinal in ordinals)
