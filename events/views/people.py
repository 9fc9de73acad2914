"""Read what somebody did in public: appearances, quotes and publications over time."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .. import people
from ..models import Person
from .event import frame


@require_safe
def person(request, slug):
    """The page of somebody whom a public record names; not for search engines (docs/data-protection.md)."""
    record = get_object_or_404(Person.objects.public(), slug=slug)
    context = frame("", "events:browse", record.name) | {"person": record, **people.compose(record)}
    return render(request, "events/person.html", context)
