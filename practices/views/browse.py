"""Browse and search the local actions."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.shared import lists
from portal.shared.pages import page_of

from .. import exports, presenters
from ..filters import PracticeFilter

PAGE_SIZE = 20


@require_safe
def browse(request):
    """The list of published actions that match the query string, with the counts of every other choice."""
    filters, notices = PracticeFilter.for_readers(request.GET)
    if request.GET.get("format") in exports.FORMATS:
        return exports.download(filters.results(), request.GET["format"], request)
    page = page_of(Paginator(presenters.Cards(filters.results()), PAGE_SIZE), request)
    groups, years = presenters.facet_groups(filters)
    context = {
        "nav_current": "practices",
        "breadcrumbs": [{"label": _("Local actions")}],
        "filters": filters,
        "query": filters.form.cleaned_data.get("q", ""),
        "notices": [*notices, *filters.notes],
        "result_count": presenters.result_count(page.paginator.count),
        "total": page.paginator.count,
        "cards": page.object_list,
        "facets": groups,
        "years": presenters.year_options(filters, years),
        "tabs": presenters.search_tabs(filters),
        "chips": lists.chips(filters, request.GET),
        "relaxations": presenters.relaxations(filters, request.GET) if not page.paginator.count else [],
        "did_you_mean": presenters.did_you_mean(filters, request.GET),
        "sort_options": presenters.sort_options(filters),
        "clear_url": request.path,
        "api_url": presenters.api_url(request.GET),
        "feed_url": presenters.feed_url(request.GET),
        "downloads": presenters.downloads(request.GET),
        **lists.pagination(page, request.GET),
    }
    return render(request, "practices/browse.html", context)
