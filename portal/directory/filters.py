"""What the lists of the directory can be narrowed by, for pages and API alike."""

import django_filters
from django.utils.translation import gettext_lazy as _

from portal.shared import text
from portal.shared.filters import AnyOf, CountedFilterSet, Words

from .models import Country, Organisation, Section
from .querysets import LRG, NETWORKS

Kind = Organisation.Kind


class NameFilter(django_filters.CharFilter):
    """Bodies with one name that has every word."""

    field_class = Words

    def filter(self, qs, value):
        """Keep the bodies of that name."""
        return qs.named(value) if value else qs


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


class DirectoryFilter(CountedFilterSet):
    """The query string of every list of the directory."""

    q = NameFilter(label=_("Name"))
    country = AnyOf(countries, field_name="country__code", label=_("Country or area"))
    section = AnyOf(sections, field_name="sections__code", label=_("UCLG section"))

    class Meta:
        model = Organisation
        fields = []


class LocalGovernmentFilter(DirectoryFilter):
    """Local governments; ``kind`` is their type."""

    kind = AnyOf(lambda: Organisation.LRGType.choices, field_name="lrg_type", label=_("Type"))


class OrganisationFilter(DirectoryFilter):
    """Bodies that are neither local governments nor networks."""

    kind = AnyOf(lambda: kinds(networks=False), field_name="kind", label=_("Kind"))


class NetworkFilter(DirectoryFilter):
    """Networks and projects."""

    kind = AnyOf(lambda: kinds(networks=True), field_name="kind", label=_("Kind"))
