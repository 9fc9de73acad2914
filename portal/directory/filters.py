"""What the lists of the directory can be narrowed by, for pages and API alike.

Machines get an error for a value that does not exist; people get a notice and the rest of what they asked for.
"""

import functools

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from portal.shared import text

from .models import Country, Organisation, Section
from .querysets import LRG, MAX_TYPED, NETWORKS

Kind = Organisation.Kind


class Words(forms.CharField):
    """What people type into a search box: any text at all."""

    def to_python(self, value):
        """Leave out what cannot be searched; never refuse."""
        return text.clean(super().to_python(value or ""))[:MAX_TYPED]


class Values(forms.MultipleChoiceField):
    """Values of a closed list; the message names the one that is not in it."""

    default_error_messages = {"invalid_choice": _("“%(value)s” is not a value of this filter.")}


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


class DirectoryFilter(django_filters.FilterSet):
    """The query string of every list of the directory."""

    q = NameFilter(label=_("Name"))
    country = AnyOf(countries, field_name="country__code", label=_("Country or area"))
    section = AnyOf(sections, field_name="sections__code", label=_("UCLG section"))

    class Meta:
        model = Organisation
        fields = []

    @classmethod
    def for_readers(cls, params, queryset):
        """Return the filters with every value that exists, and notices on what was left out."""
        filters, kept, notices = cls(params, queryset), params.copy(), []
        for name, choice in filters.facets.items():
            good = []
            for value in dict.fromkeys(params.getlist(name)):
                try:
                    good += choice.field.clean([value])
                except ValidationError as error:
                    notices.append(f"{choice.label}: {error.messages[0]}")
            kept.setlist(name, good)
        filters.data = kept
        filters.form.full_clean()
        return filters, notices

    @property
    def facets(self):
        """The filters with a closed list of values: name → filter."""
        return {name: choice for name, choice in self.filters.items() if isinstance(choice, AnyOf)}

    def filtered(self, *, without=None):
        """Return the bodies that match every filter but ``without``."""
        found = self.queryset.all()
        for name, value in self.form.cleaned_data.items():
            if name != without:
                found = self.filters[name].filter(found, value)
        return found

    def filter_queryset(self, queryset):
        """django-filter's own name for ``filtered``."""
        return self.filtered()

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
