"""One definition of the query string of actions, for pages, API, exports and feeds."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.directory.models import Organisation
from portal.shared.filters import MAX_TYPED, ReaderFilterSet, Values, Words
from portal.shared.text import clean, words

from . import facets, search
from .models import Practice

ORDERS = {
    "relevance": gettext_lazy("Relevance"),
    "newest": gettext_lazy("Newest first"),
    "oldest": gettext_lazy("Oldest first"),
    "title": gettext_lazy("Title, A to Z"),
    "updated": gettext_lazy("Recently confirmed"),
}


class Slugs(Values):
    """Address names of LRGs, looked up rather than listed."""

    default_error_messages = {"invalid_choice": gettext_lazy("There is no local government “%(value)s”.")}

    def valid_value(self, value):
        """Whether there is such an LRG."""
        known = Organisation.objects.local_governments()
        return value == clean(value) and known.filter(slug=value).exists()


class SearchFilter(django_filters.CharFilter):
    """Actions that hold every word."""

    field_class = Words

    def filter(self, qs, value):
        """Keep the actions that hold every word."""
        return search.matching(qs, value) if value and words(value) else qs


class YearFilter(django_filters.NumberFilter):
    """A year; both ends of the period are applied together (``PracticeFilter.filtered``)."""

    field_class = forms.IntegerField

    def __init__(self, label):
        super().__init__(label=label, min_value=1900, max_value=2100)

    def filter(self, qs, value):
        """Leave the actions as they are."""
        return qs


class OrderChoice(django_filters.ChoiceFilter):
    """The order of the list; filters nothing."""

    def filter(self, qs, value):
        """Leave the actions as they are."""
        return qs


class FacetFilter(django_filters.MultipleChoiceFilter):
    """The choice made in one facet."""

    field_class = Values

    def __init__(self, facet):
        super().__init__(label=facet.label)
        self.facet = facet

    @cached_property
    def options(self):
        """The values of this request's catalogue."""
        return self.facet.options(self.parent.catalogue)

    @property
    def field(self):
        """The choice among them; they are read only when something was chosen or is shown."""
        if not hasattr(self, "_field"):
            choices = lambda: [(option.value, option.label) for option in self.options]  # noqa: E731 — Django calls it
            self._field = Values(label=self.label, required=False, choices=choices)
        return self._field

    def filter(self, qs, value):
        """Keep the actions that have one of the chosen values."""
        if not value:
            return qs
        return self.facet.narrow(qs, [option.key for option in self.options if option.value in value])


class LeadFilter(django_filters.MultipleChoiceFilter):
    """Actions that one of these LRGs leads or joins."""

    field_class = Slugs

    def filter(self, qs, value):
        """Keep the actions of the LRGs."""
        if not value:
            return qs
        found = Practice.objects.filter(Q(lead_lrg__slug__in=value) | Q(other_lrgs__slug__in=value))
        return qs.filter(pk__in=found.values("pk"))


class ForumFilter(django_filters.MultipleChoiceFilter):
    """Actions that count for a review forum: they serve its agendas and went on in its period."""

    field_class = Values

    @property
    def field(self):
        """The forums of this request's catalogue."""
        if not hasattr(self, "_field"):
            choices = lambda: [(forum.code, forum.title) for forum in self.parent.catalogue.forums]  # noqa: E731
            self._field = Values(label=self.label, required=False, choices=choices)
        return self._field

    def filter(self, qs, value):
        """Keep the actions that count for one of the forums."""
        if not value:
            return qs
        counting = Q(pk__in=[])
        for forum in self.parent.catalogue.forums:
            if forum.code in value:
                tagged = Practice.objects.filter(tags__objective__agenda__in=forum.agendas.all())
                ongoing = tagged.going_on(first=forum.counts_from.year, last=forum.counts_to.year)
                counting |= Q(pk__in=ongoing.values("pk"))
        return qs.filter(counting)


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
    sort = OrderChoice(label=gettext_lazy("Sort by"), choices=list(ORDERS.items()))

    class Meta:
        model = Practice
        fields = []

    @cached_property
    def catalogue(self):
        """The values of all facets, read once for this request."""
        return facets.Catalogue()

    @classmethod
    def for_readers(cls, params, queryset):
        """Add the notice that a long search was cut."""
        filters, notices = super().for_readers(params, queryset)
        typed = clean(params.get("q", ""))
        if len(typed) > MAX_TYPED or len(words(typed)) > search.MAX_WORDS:
            notices.append(
                _("Your search was long: only its first %(words)d words or %(characters)d characters count.")
                % {"words": search.MAX_WORDS, "characters": MAX_TYPED}
            )
        return filters, notices

    def filtered(self, *, without=None):
        """Return the actions that match every filter but ``without`` ("year" stands for both ends of the period)."""
        found = super().filtered(without=without).with_light()
        if without != "year":
            chosen = self.form.cleaned_data
            found = found.going_on(first=chosen.get("year_from"), last=chosen.get("year_to"))
        return found

    @property
    def order(self):
        """The order in force: the one asked for, else relevance for a search and newest otherwise."""
        asked = self.form.cleaned_data.get("sort")
        return asked if asked in self.orders else next(iter(self.orders))

    @property
    def orders(self):
        """The orders that make sense now, the usual one first: relevance only for a search."""
        is_search = bool(words(self.form.cleaned_data.get("q") or ""))
        return {name: label for name, label in ORDERS.items() if is_search or name != "relevance"}

    def ordered(self):
        """Return the matching actions in the order in force."""
        found = self.filtered()
        match self.order:
            case "relevance":
                return search.by_relevance(found, self.form.cleaned_data["q"])
            case "title":
                return search.by_title(found)
            case "oldest":
                return found.order_by("published_at", "pk")
            case "updated":
                return found.order_by("-seen", "-pk")
        return found.order_by("-published_at", "-pk")

    @property
    def chosen(self):
        """The choices in force; the order is none."""
        return {name: values for name, values in super().chosen.items() if name != "sort"}

    def counts(self):
        """Return the numbers of every facet and of the years."""
        numbers = facets.counts(self.filtered, self.chosen)
        return numbers | {"year": facets.count_years(self.filtered(without="year"))}
