"""One definition of the query string of publications, for the list, the notes and the feeds."""

import functools
import operator

from django.db.models import Case, Count, F, Q, When
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.directory.models import Organisation
from portal.shared import languages, text
from portal.shared.filters import AnyOf, CountedFilterSet, Values, YearFilter
from practices.facets import FACETS, Option
from practices.filters import catalogue

from . import search
from .enums import EditionState, Language, PublicationKind, Status, Visibility
from .models import Edition, Event, Publication, Series
from .searching import Searched, SearchFilter, sort_filter

ORDERS = {
    "newest": _("Newest first"),
    "oldest": _("Oldest first"),
    "title": _("Title, A to Z"),
    "number": _("Number of the note"),
}
#: An event that everybody may read; what hidden ones say of a publication is said to nobody.
_PUBLIC_EVENT = {"event__status": Status.PUBLISHED, "event__visibility": Visibility.PUBLIC}
#: Ways from a publication to the local governments it is about, each with what must hold on the way.
TO_LRGS = (("lrgs", {}), ("case_studies__lrg", {}), ("event__host", _PUBLIC_EVENT))
TO_COUNTRIES = tuple((f"{path}__country", conditions) for path, conditions in (*TO_LRGS, ("event", _PUBLIC_EVENT)))


class Listed:
    """A facet whose values are those of the actions; the catalogue is read once for a request."""

    def __init__(self, listed, *args, **extra):
        super().__init__(None, *args, **extra)
        self.listed = listed

    @property
    def field(self):
        """The choice among the values."""
        if not hasattr(self, "_field"):
            choices = lambda: [(option.value, option.label) for option in self.values()]  # noqa: E731 — Django calls it
            self._field = Values(label=self.label, required=False, choices=choices)
        return self._field

    def values(self):
        """Return the values with the keys that the database has."""
        return self.listed(self.parent.catalogue)


class Tagged(Listed, AnyOf):
    """Publications tagged with one of the objectives or themes, or with what stands below it."""

    def __init__(self, name, field_name):
        facet = FACETS[name]
        super().__init__(lambda catalogue: catalogue.options(facet), field_name=field_name, label=facet.label)

    def filter(self, qs, value):
        """Keep what has one of the codes that the values stand for."""
        return super().filter(qs, [option.key for option in self.values() if option.value in value]) if value else qs

    def count(self, qs):
        """Return value → number of publications."""
        numbers = super().count(qs)
        return {option.value: numbers[option.key] for option in self.values() if option.key in numbers}


class OfForum(Listed, AnyOf):
    """Publications for one of the review forums."""

    def __init__(self, **extra):
        super().__init__(lambda catalogue: catalogue.forums, **extra)

    def values(self):
        """Return the forums as values."""
        return [Option(forum.code, forum.code, str(forum)) for forum in super().values()]


class Along(AnyOf):
    """A facet to which several ways lead: paths with what must hold on each; ``last`` is the end of each path."""

    def __init__(self, options, ways, last, **extra):
        super().__init__(options, **extra)
        self.ways = [(f"{path}__{last}", conditions) for path, conditions in ways]

    def filter(self, qs, value):
        """Keep what one of the ways leads to one of the values."""
        if not value:
            return qs
        found = [Q(**{f"{path}__in": value}, **conditions) for path, conditions in self.ways]
        either = functools.reduce(operator.or_, found)
        return qs.filter(pk__in=Publication.objects.filter(either).values("pk"))

    def count(self, qs):
        """Return value → number of publications; one that several ways lead to counts once."""
        # Not rewritten: modeltranslation keeps columns in a set, so that each part of a union has an order of its own.
        pairs = [
            qs.rewrite(False).filter(**conditions).order_by().exclude(**{path: None}).values_list(path, "pk")
            for path, conditions in self.ways
        ]
        numbers = {}
        for value, _pk in pairs[0].union(*pairs[1:]):
            numbers[value] = numbers.get(value, 0) + 1
        return numbers


class OfCountry(Listed, Along):
    """Publications that tell of a country or come from an event in it."""

    def __init__(self):
        facet = FACETS["country"]
        super().__init__(lambda catalogue: catalogue.options(facet), TO_COUNTRIES, "code", label=facet.label)


class AvailableIn(AnyOf):
    """Publications that can be had in one of the languages."""

    def filter(self, qs, value):
        """Keep those with an edition that is there."""
        if not value:
            return qs
        editions = Edition.objects.filter(state=EditionState.AVAILABLE, language__in=value)
        return qs.filter(pk__in=editions.values("publication"))

    def count(self, qs):
        """Return language → number of publications."""
        editions = Edition.objects.filter(state=EditionState.AVAILABLE, publication__in=qs.order_by().values("pk"))
        rows = editions.order_by().values_list("language").annotate(n=Count("publication", distinct=True))
        return dict(rows)


def _bodies(ways):
    """Return the bodies that one of ``ways`` leads to from a public publication, by name."""

    def options():
        public = Publication.objects.public().order_by()
        reached = [Q(pk__in=public.filter(**conditions).values(path)) for path, conditions in ways]
        bodies = Organisation.objects.filter(functools.reduce(operator.or_, reached)).by_name()
        return [(body.slug, str(body)) for body in bodies.defer(*languages.columns("description"))]

    return options


def _titles(model):
    """Return the public series or events that public publications come from, by title."""

    def options():
        found = model.objects.public().filter(publications__in=Publication.objects.public()).distinct()
        rows = [(entry.slug, str(entry)) for entry in found.prefetch_related("language_states")]
        return sorted(rows, key=lambda row: text.fold(row[1]))

    return options


class EntryFilter(Searched, CountedFilterSet):
    """What the two lists have in common: the search, and the catalogue of values, read once."""

    @cached_property
    def catalogue(self):
        """The values that actions and publications share."""
        return catalogue()


class NoteFilter(EntryFilter):
    """What peer learning notes are narrowed by."""

    q = SearchFilter(label=_("Search"))
    theme = Tagged("theme", "themes__code")
    language = AvailableIn(lambda: Language.choices, label=pgettext_lazy("text available in", "Language"))

    class Meta:
        model = Publication
        fields = []

    def ordered(self):
        """Return the notes found, the highest number first."""
        return self.filtered().order_by("-number")


class PublicationFilter(EntryFilter):
    """The filters of the publications; ``page`` is read by those who show a list."""

    listed = ORDERS

    q = SearchFilter(label=_("Search"))
    kind = AnyOf(lambda: PublicationKind.choices, field_name="kind", label=_("Kind of publication"))
    theme = Tagged("theme", "themes__code")
    language = AvailableIn(lambda: Language.choices, label=pgettext_lazy("text available in", "Language"))
    gcm = Tagged("gcm", "objectives__covered_by__code")
    gcr = Tagged("gcr", "objectives__covered_by__code")
    sdg = Tagged("sdg", "objectives__covered_by__code")
    lrg = Along(_bodies(TO_LRGS), TO_LRGS, "slug", label=_("Local government"))
    country = OfCountry()
    network = AnyOf(_bodies([("networks", {})]), field_name="networks__slug", label=_("Network or project"))
    series = AnyOf(_titles(Series), field_name="series__slug", label=_("Series"))
    event = AnyOf(_titles(Event), field_name="event__slug", label=_("Event"))
    forum = OfForum(field_name="forums__code", label=_("Review forum"))
    year_from = YearFilter(_("From year"))
    year_to = YearFilter(_("To year"))
    sort = sort_filter(ORDERS)

    class Meta:
        model = Publication
        fields = []

    def filtered(self, *, without=None):
        """Return the publications that match every filter but ``without``; both ends of the period are "year"."""
        found, values = self.queryset.all(), dict(self.form.cleaned_data)
        bounds = [values.pop(name, None) for name in ("year_from", "year_to")]
        values.pop("sort", None)
        for name, value in values.items():
            if name != without:
                found = self.filters[name].filter(found, value)
        return found if without == "year" else _within(found, *bounds)

    def years(self):
        """Return year → number of publications, the choice of years left out of account."""
        rows = self.filtered(without="year").filter(published_on__isnull=False).order_by()
        return dict(rows.values_list("published_on__year").annotate(n=Count("pk")))

    def keys(self):
        """Return the primary keys of what was found, in the order in force."""
        return [*self.ordered().values_list("pk", flat=True)]

    def ordered(self):
        """Return the publications found, in the order in force."""
        found = self.filtered()
        match self.order:
            case "relevance":
                return self._ranked(found)
            case "oldest":
                return found.order_by(F("published_on").asc(nulls_last=True), "pk")
            case "title":
                return found.order_by(Lower(languages.localized("title")), "pk")
            case "number":
                newest = F("published_on").desc(nulls_last=True)
                return found.order_by(F("number").desc(nulls_last=True), newest, "-pk")
        return found.newest()

    def _ranked(self, found):
        """Order ``found`` by how well it answers the search."""
        keys = search.bitmap(found.order_by().values_list("pk", flat=True))
        places = {hit.pk: place for place, hit in enumerate(self.search.ranked(keys, 0, len(keys)))}
        return found.order_by(Case(*(When(pk=pk, then=place) for pk, place in places.items()), default=len(places)))


def _within(publications, first, last):
    """Keep the publications of a period; its ends may be typed the wrong way round."""
    if first and last and first > last:
        first, last = last, first
    if first:
        publications = publications.filter(published_on__year__gte=first)
    return publications.filter(published_on__year__lte=last) if last else publications
