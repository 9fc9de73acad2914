"""An Atom feed of any filter: the newest actions that match a query string."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.shared import languages
from portal.shared.feeds import NEWEST, Feed

from .filters import PracticeFilter


@require_safe
def feed(request):
    """The newest actions of the list with this query string, for feed readers."""
    filters, _notices = PracticeFilter.for_readers(request.GET)
    atom = Feed(request, title=_("Local Action on Migration: local actions"), page="practices:browse")
    for practice in filters.newest()[:NEWEST]:
        title = practice.text("title")
        atom.add(
            title=replace(title, value=languages.labelled(practice.lead_lrg, title)),
            summary=practice.text("summary"),
            address=request.build_absolute_uri(practice.get_absolute_url()),
            key=request.build_absolute_uri(reverse("permanent-link", args=[practice.code])),
            published_at=practice.published_at,
            updated_at=practice.confirmed_at or practice.published_at,
        )
    return atom.answer()
