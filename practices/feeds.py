"""An Atom feed of any filter: the newest actions that match a query string."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.shared import languages, querystring

from .filters import PracticeFilter

NEWEST = 50


@require_safe
def feed(request):
    """The newest actions of the list with this query string, for feed readers."""
    filters, _notices = PracticeFilter.for_readers(request.GET)
    params = [(name, value) for name, value in querystring.pairs(request.GET) if name not in ("page", "sort")]
    page = reverse("practices:browse") + (querystring.build(params) if params else "")
    atom = Atom1Feed(
        title=_("Local Action on Migration: local actions"),
        link=request.build_absolute_uri(page),
        description="",
        language=languages.current(),
        feed_url=request.build_absolute_uri(),
        feed_guid=request.build_absolute_uri(page),
    )
    for practice in filters.newest()[:NEWEST]:
        title = practice.text("title")
        atom.add_item(
            title=languages.labelled(practice.lead_lrg, title),
            link=request.build_absolute_uri(practice.get_absolute_url()),
            description=str(practice.text("summary")),
            unique_id=request.build_absolute_uri(reverse("permanent-link", args=[practice.code])),
            pubdate=practice.published_at,
            updateddate=practice.confirmed_at or practice.published_at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)
