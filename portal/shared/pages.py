"""Paging of lists, and the way back from an address that is no page."""

from urllib.parse import urlsplit

from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import Http404
from django.urls import is_valid_path
from django.utils.http import url_has_allowed_host_and_scheme
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


def way_back(request):
    """Return the page of this host that a request came from; else the nearest address above its own."""
    came_from = request.headers.get("Referer", "")
    is_own = url_has_allowed_host_and_scheme(came_from, request.get_host(), require_https=request.is_secure())
    if is_own and urlsplit(came_from).path != request.path:
        return came_from
    path = request.path
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        if is_valid_path(path):
            return path
    return path
