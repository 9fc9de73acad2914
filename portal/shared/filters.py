"""Query strings for people and machines: one definition, two ways to answer what does not exist.

Machines get an error that names the field; people get a notice and the rest of what they asked for.
"""

import functools
from copy import copy

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from . import languages, querystring
from .text import clean

#: A typed text longer than this is cut.
MAX_TYPED = 200


class Words(forms.CharField):
    """What people type into a search box: any text at all."""

    def to_python(self, value):
        """Leave out what cannot be searched; never refuse."""
        return clean(super().to_python(value or ""))[:MAX_TYPED]


class Values(forms.MultipleChoiceField):
    """Values of a closed list; the message names the one that is not in it."""

    default_error_messages = {"invalid_choice": _("“%(value)s” is not a value of this filter.")}

    def to_python(self, value):
        """Leave out what is empty: an open field of a form asks for nothing."""
        return [item for item in super().to_python(value) if item]


class YearFilter(django_filters.NumberFilter):
    """One end of a period; the set of filters applies both together."""

    field_class = forms.IntegerField

    def __init__(self, label):
        super().__init__(label=label, min_value=1900, max_value=2100)


class _Declared(dict):
    """The filters of a class. Each request takes shallow copies: copying what never changes took longer than asking."""

    def __deepcopy__(self, memo):
        return {name: copy(declared) for name, declared in self.items()}

    def only(self, *names):
        """Return some of them."""
        return _Declared({name: self[name] for name in names})


class ReaderFilterSet(django_filters.FilterSet):
    """Filters of a list that can also be read without the choice of one of them, for counts."""

    #: Names of the query string that belong to the page of the list and are no filters.
    beside = ()

    @classmethod
    def get_filters(cls):
        """Return the declared filters."""
        return _Declared(super().get_filters())

    @property
    def form(self):
        """The form of the query string: a field for each filter that is asked for, made for this request alone."""
        if not hasattr(self, "_form"):
            self._form = self._meta.form(self.data if self.is_bound else None, prefix=self.form_prefix)
            asked = {name: declared.field for name, declared in self.filters.items() if name in self.data}
            self._form.fields = asked
        return self._form

    @classmethod
    def for_readers(cls, params, queryset=None):
        """Return the filters with every value that makes sense, and notices on what was left out."""
        filters = cls(params, queryset)
        asked, notices = filters.data, filters.ignored()
        kept = asked.copy()
        for name, field in filters.form.fields.items():
            good = []
            for value in dict.fromkeys(asked.getlist(name)):
                try:
                    field.clean([value] if isinstance(field, forms.MultipleChoiceField) else value)
                    good.append(value)
                except ValidationError as error:
                    notices.append(languages.labelled(field.label, error.messages[0]))
            kept.setlist(name, good)
        if kept != asked:
            filters = cls(kept, queryset)
        filters.form.full_clean()
        return filters, notices

    def ignored(self, *known):
        """Return a notice for each name that is asked for and that no filter has; ``known`` are others' names."""
        return querystring.ignored(self.data, {*self.filters, *self.beside, *known})

    @property
    def notes(self):
        """What the filters say of the results, once these were read."""
        return []

    @property
    def notices(self):
        """What machines are told, whose answers have a ``lang``; to be read after the results, as ``notes``."""
        return [*self.ignored("lang"), *self.notes]

    @property
    def controls(self):
        """Every filter as a plain form shows it, asked for or not: name, label, values, those in force."""
        chosen = self.chosen
        return [
            {
                "name": name,
                "label": declared.field.label,
                "choices": getattr(declared.field, "choices", None),  # a text has none
                "chosen": chosen.get(name, []),
            }
            for name, declared in self.filters.items()
        ]

    @property
    def chosen(self):
        """The choices in force: name of the filter → values."""
        return {
            name: value if isinstance(value, list) else [value]
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "", [])
        }

    def filtered(self, *, without=None):
        """Return the rows that match every filter but ``without``."""
        found = self.queryset.all()
        for name, value in self.form.cleaned_data.items():
            if name != without:
                found = self.filters[name].filter(found, value)
        return found

    def filter_queryset(self, queryset):
        """django-filter's own name for ``filtered``."""
        return self.filtered()


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class AnyOf(django_filters.MultipleChoiceFilter):
    """Records that have one of the chosen values; ``options`` gives all values with their labels."""

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
        """Keep the records that have one of the values; a record stays one row."""
        if not value:
            return qs
        return qs.filter(pk__in=qs.model.objects.filter(**{f"{self.field_name}__in": value}).values("pk"))

    def count(self, qs):
        """Return value → number of records of ``qs``."""
        return dict(qs.order_by().values_list(self.field_name).annotate(n=Count("pk", distinct=True)))


class CountedFilterSet(ReaderFilterSet):
    """Filters of a short list whose values are counted in the database."""

    @property
    def facets(self):
        """The filters with a closed list of values: name → filter."""
        return {name: choice for name, choice in self.filters.items() if isinstance(choice, AnyOf)}

    def counts(self, name):
        """Return value → number of records; the facet's own choice is left out of account."""
        return self.filters[name].count(self.filtered(without=name))
