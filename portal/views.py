"""Pages that gather from several rooms, the error pages, and the addresses for machines."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.core.paginator import Paginator
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from compacts.models import Agenda
from events import presenters as events
from portal.directory.models import Organisation
from portal.shared import beside, lists
from portal.shared.forms import typed
from portal.shared.pages import NoSuchPage, page_of
from practices import facets, presenters, search
from practices.filters import catalogue
from practices.models import Endorsement
from practices.search.bitmaps import index
from practices.search.results import Results

LATEST = 6
PAGE_SIZE = 10


@require_safe
def home(request):
    """What the portal is, how much it holds, and the ways in: by objective, by theme, by place, actions, events."""
    values = catalogue()

    def ways(name):
        """Each value of a facet with its number of actions and its address."""
        facet = facets.FACETS[name]
        numbers = index.totals(facet.column)
        return [
            {
                "label": option.label,
                "full_label": option.full_label or option.label,
                "count": numbers.get(option.key, 0),
                "url": presenters.browse_url(**{name: option.value}),
                "code": option.key,
            }
            for option in values.options(facet)
        ]

    context = {
        "nav_current": "home",
        "totals": {
            "practices": len(index.published),
            "lrgs": len(index.totals("lrg")),
            "countries": len(index.totals("country")),
        },
        "objectives": ways("gcm"),
        "themes": ways("theme"),
        "sections": ways("section"),
        "agendas": Agenda.objects.all(),
        "cards": presenters.Cards(Results(index.published))[:LATEST],
        "events": events.for_home(),
    }
    return render(request, "home.html", context)


@require_safe
def about(request):
    """Who is behind the portal, what it records, how an action becomes public, how to reuse it."""
    return render(request, "about.html", {"nav_current": "about", "breadcrumbs": [{"label": _("About")}]})


@require_safe
def local_government(request, slug):
    """What one LRG does: its actions, the texts it signed, the networks it belongs to."""
    lrg = get_object_or_404(Organisation.objects.select_related("country"), slug=slug)
    if not lrg.is_lrg:
        return redirect(lrg, permanent=True)
    index.refresh()
    page = page_of(Paginator(presenters.Cards(Results(index.values("lrg", [lrg.slug]))), PAGE_SIZE), request)
    context = {
        "nav_current": "local-governments",
        "breadcrumbs": [
            {"label": _("Local governments"), "url": reverse("directory:local-governments")},
            {"label": str(lrg)},
        ],
        "lrg": lrg,
        "name": lrg.text("name"),
        "description": lrg.text("description"),
        "aliases": lrg.aliases.all(),
        "sections": lrg.sections.all(),
        "endorsements": Endorsement.objects.filter(lrg=lrg).select_related("agenda"),
        "memberships": lrg.member_of.select_related("network"),
        "result_count": presenters.result_count(page.paginator.count),
        "cards": page.object_list,
        "browse_url": presenters.browse_url(lrg=lrg.slug),
        "beside": beside.of("local-government", lrg),
        **lists.pagination(page, request.GET),
    }
    return render(request, "directory/local_government.html", context)


# Errors -------------------------------------------------------------------------------------------


def bad_request(request, exception=None):
    """400: the request itself is broken."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": _("Bad request.")}, status=400)
    context = {"is_too_much": isinstance(exception, TooManyFieldsSent | RequestDataTooBig)}
    return HttpResponse(
        render_to_string("400.html", context), status=400
    )  # without the request: its host may be the fault


def forbidden(request, exception=None):
    """403: the reader may see it, but not do this."""
    return _error(request, 403)


def csrf_failure(request, reason=""):
    """403: the token of a form is missing or old; what was typed on a page of the portal can be sent again.

    From another site nothing is offered: the text would not be the reader's own.
    """
    is_own = request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
    return _error(request, 403, page="csrf", typed=typed(request.POST) if is_own and not request.FILES else [])


def not_found(request, exception=None):
    """404, the same for what is hidden and what never was; a wrong page of a list offers the list."""
    way_back = exception.way_back if isinstance(exception, NoSuchPage) else ""
    return _error(request, 404, way_back=way_back)


def too_many_requests(request):
    """429: the same thing was asked for too often."""
    return _error(request, 429)


def server_error(request):
    """500: needs neither the database nor a session."""
    return HttpResponse(render_to_string("500.html"), status=500)


def _error(request, status, *, page="", **context):
    if request.path.startswith("/api/"):
        details = {404: _("Not found."), 429: _("Too many requests.")}
        return JsonResponse({"detail": details.get(status, _("Not allowed."))}, status=status)
    return render(request, f"{page or status}.html", context, status=status)


# Machines -----------------------------------------------------------------------------------------


@never_cache
@require_safe
def healthz(request):
    """Alive: answers without touching anything."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request):
    """Ready to serve: the database, its migrations and the search index are there; else 503 with what is not."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    is_searchable = search.is_ready()
    problems = [f"migration {migration.app_label}.{migration.name}" for migration, _backwards in waiting]
    problems += [] if is_searchable else ["search index: run manage.py rebuild_search"]
    return JsonResponse({"ready": not problems, "missing": problems}, status=503 if problems else 200)


@require_safe
def robots(request):
    """What crawlers may read: everything public, but not every combination of filters."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*?*",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
