"""Paging of lists."""

from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import Http404
from django.utils.translation import gettext as _


class NoSuchPage(Http404):
    """A page number beyond the list; the 404 page offers the list itself (``way_back``)."""

    def __init__(self, way_back):
        super().__init__(_("This list has no such page."))
        self.way_back = way_back


def page_of(paginator, request):
    """Return the page that the query string asks for, the first one without; raises NoSuchPage."""
    try:
        return paginator.page(request.GET.get("page") or 1)
    except (EmptyPage, PageNotAnInteger) as error:
        rest = request.GET.copy()
        rest.pop("page", None)
        raise NoSuchPage(request.path + (f"?{rest.urlencode()}" if rest else "")) from error
