"""What the lists of the directory can be narrowed by, for pages and API alike."""

import functools

import django_filters
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from portal.shared import text
from portal.shared.filters import ReaderFilterSet, Values, Words

from .models import Country, Organisation, Section
from .querysets import LRG, NETWORKS

Kind = Organisation.Kind


class NameFilter(django_filters.CharFilter):
    """Bodies with one name that has every word."""

    field_class = Words

    def filter(self, qs, value):
        """Keep the bodies of that name."""
        return qs.named(value) if value else qs


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class AnyOf(django_filters.MultipleChoiceFilter):
    """Bodies that have one of the chosen values; ``options`` gives all values with their labels."""

    def __init__(self, options, **extra):
        super().__init__(**extra)
        self.options = options

    @property
    def field(self):
        """The values, read once for each request and only when they are needed."""
        if not hasattr(self, "_field"):
            self._field = Values(label=self.label, required=False, choices=functools.cache(self.options))
        return self._field

    def filter(self, qs, value):
        """Keep the bodies that have one of the values; a body stays one row."""
        if not value:
            return qs
        return qs.filter(pk__in=qs.model.objects.filter(**{f"{self.field_name}__in": value}).values("pk"))


def countries():
    """Return every country as (code, name), by the name a reader sees."""
    options = [(country.code, country.display_name) for country in Country.objects.all()]
    return sorted(options, key=lambda option: text.fold(option[1]))


def sections():
    """Return every UCLG section as (code, name)."""
    return [(section.code, section.name) for section in Section.objects.all()]


def kinds(*, networks):
    """Return the kinds of networks, or those of bodies that are neither LRG nor network."""
    return [(kind, Kind(kind).label) for kind in Kind.values if kind != LRG and (kind in NETWORKS) == networks]


class DirectoryFilter(ReaderFilterSet):
    """The query string of every list of the directory."""

    q = NameFilter(label=_("Name"))
    country = AnyOf(countries, field_name="country__code", label=_("Country or area"))
    section = AnyOf(sections, field_name="sections__code", label=_("UCLG section"))

    class Meta:
        model = Organisation
        fields = []

    @property
    def facets(self):
        """The filters with a closed list of values: name → filter."""
        return {name: choice for name, choice in self.filters.items() if isinstance(choice, AnyOf)}

    def counts(self, name):
        """Return value → number of bodies; the facet's own choice is left out of account."""
        path = self.filters[name].field_name
        rows = self.filtered(without=name).order_by().values_list(path).annotate(n=Count("pk", distinct=True))
        return dict(rows)


class LocalGovernmentFilter(DirectoryFilter):
    """Local governments; ``kind`` is their type."""

    kind = AnyOf(lambda: Organisation.LRGType.choices, field_name="lrg_type", label=_("Type"))


class OrganisationFilter(DirectoryFilter):
    """Bodies that are neither local governments nor networks."""

    kind = AnyOf(lambda: kinds(networks=False), field_name="kind", label=_("Kind"))


class NetworkFilter(DirectoryFilter):
    """Networks and projects."""

    kind = AnyOf(lambda: kinds(networks=True), field_name="kind", label=_("Kind"))
