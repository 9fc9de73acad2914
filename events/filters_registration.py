"""What the secretariat's lists of registrations and of intended changes can be narrowed by."""

import django_filters
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.directory.filters import countries
from portal.directory.models import Organisation
from portal.shared import languages
from portal.shared.filters import AnyOf, CountedFilterSet, Words

from .enums import Attended, ChangeState, RegistrationState
from .models import Event, IntendedChange, Registration


class WordsIn(django_filters.CharFilter):
    """Rows that hold every typed word in one of ``columns`` (names of columns, or a function that gives them)."""

    field_class = Words

    def __init__(self, columns, **extra):
        super().__init__(**extra)
        self.columns = columns

    def filter(self, qs, value):
        """Keep the rows that hold every word."""
        for word in (value or "").split()[:8]:
            qs = qs.filter(Q(*((f"{column}__icontains", word) for column in self.columns()), _connector=Q.OR))
        return qs


class RegistrationFilter(CountedFilterSet):
    """The query string of the list of registrations of one event."""

    q = WordsIn(
        lambda: ["name", "email", "organisation_name", *languages.columns("organisation__name")],
        label=_("Name, address or organization"),
    )
    state = AnyOf(lambda: RegistrationState.choices, field_name="state", label=_("State"))
    country = AnyOf(countries, field_name="country__code", label=_("Country or area"))
    language = AnyOf(lambda: settings.LANGUAGES, field_name="language", label=_("Language"))
    attended = AnyOf(lambda: Attended.choices, field_name="attendances__state", label=_("Attendance"))

    class Meta:
        model = Registration
        fields = []


class ChangeFilter(CountedFilterSet):
    """The query string of the list of all intended changes."""

    q = WordsIn(lambda: ["what", *languages.columns("lrg__name")], label=_("Words, or a local government"))
    state = AnyOf(lambda: ChangeState.choices, field_name="state", label=_("How far it is"))
    event = AnyOf(lambda: _options(Event), field_name="event__slug", label=_("Event"))
    lrg = AnyOf(lambda: _options(Organisation), field_name="lrg__slug", label=_("Local government"))

    class Meta:
        model = IntendedChange
        fields = []


def _options(model):
    """Return the events, or local governments, that have a change."""
    found = model.objects.filter(intended_changes__isnull=False).distinct().order_by("slug")
    if model is Event:
        found = found.prefetch_related("language_states")
    return [(record.slug, str(record)) for record in found]
