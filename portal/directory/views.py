"""Public pages of the directory; the page of one LRG gathers from other rooms and lives in ``portal.views``."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.shared import beside, lists
from portal.shared.pages import page_of

from . import presenters
from .filters import LocalGovernmentFilter, NetworkFilter, OrganisationFilter
from .models import Organisation

PAGE_SIZE = 20


@require_safe
def local_governments(request):
    """Local and regional governments by name, found by any spelling."""
    rows = Organisation.objects.local_governments()
    count = lambda n: ngettext("%(n)d local government", "%(n)d local governments", n) % {"n": n}  # noqa: E731
    texts = {
        "title": _("Local governments"),
        "lead": _("The cities, towns, regions and associations whose work the portal records."),
        "search_label": _("Search local governments by name"),
        "search_hint": _("In any language or spelling, for example “Notse”"),
    }
    return _list(request, rows, LocalGovernmentFilter, count, texts)


@require_safe
def organisations(request):
    """Bodies that are neither LRGs nor networks: agencies, NGOs, funders, media."""
    count = lambda n: ngettext("%(n)d organization", "%(n)d organizations", n) % {"n": n}  # noqa: E731
    texts = {
        "title": _("Organizations"),
        "lead": _("The bodies that support, fund or take part in local action."),
        "search_label": _("Search organizations by name"),
        "search_hint": _("In any language, or by acronym"),
    }
    return _list(request, Organisation.objects.others(), OrganisationFilter, count, texts)


@require_safe
def networks(request):
    """Networks, partnerships and projects with the number of their members and open places."""
    count = lambda n: ngettext("%(n)d network or project", "%(n)d networks and projects", n) % {"n": n}  # noqa: E731
    texts = {
        "title": _("Networks and projects"),
        "lead": _("Where local governments and their partners work together."),
        "search_label": _("Search networks and projects by name"),
        "search_hint": _("In any language, or by acronym"),
    }
    return _list(request, Organisation.objects.networks().with_place_counts(), NetworkFilter, count, texts)


def _list(request, rows, filter_class, count, texts):
    """Answer a list: filters, chips, cards, pages."""
    filters, notices = filter_class.for_readers(request.GET, rows)
    page = page_of(Paginator(filters.filtered().by_name().for_lists(), PAGE_SIZE), request)
    chips = lists.chips(filters, request.GET)
    context = {
        "nav_current": "local-governments",
        "breadcrumbs": [{"label": texts["title"]}],
        "others": [link for link in _lists() if link["url"] != request.path],
        **texts,
        "notices": notices,
        "query": filters.form.cleaned_data.get("q", ""),
        "result_count": count(page.paginator.count),
        "cards": [presenters.card(body) for body in page],
        "facets": lists.facet_groups(filters),
        "chips": chips,
        "clear_url": request.path,
        **lists.pagination(page, request.GET),
    }
    return render(request, "directory/list.html", context)


def _lists():
    """The lists of the directory, which lead to each other."""
    return [
        {"label": _("Local governments"), "url": reverse("directory:local-governments")},
        {"label": _("Networks and projects"), "url": reverse("directory:networks")},
        {"label": _("Organizations"), "url": reverse("directory:organisations")},
    ]


@require_safe
def organisation(request, slug):
    """One body: what it is, what it belongs to."""
    body = get_object_or_404(Organisation.objects.for_page(), slug=slug)
    if body.is_lrg or body.is_network:
        return redirect(body, permanent=True)
    parent = {"label": _("Organizations"), "url": reverse("directory:organisations")}
    context = _page(body, parent) | {"beside": beside.of("organisation", body)}
    return render(request, "directory/organisation.html", context)


@require_safe
def network(request, slug):
    """One network or project: who takes part in which role and state, which places are open, who pays."""
    body = get_object_or_404(Organisation.objects.for_page().with_place_counts().with_members(), slug=slug)
    if not body.is_network:
        return redirect(body, permanent=True)
    parent = {"label": _("Networks and projects"), "url": reverse("directory:networks")}
    context = _page(body, parent) | {
        "places_summary": presenters.places_summary(body),
        "groups": presenters.places(body),
        "beside": beside.of("network", body),
    }
    return render(request, "directory/network.html", context)


def _page(body, parent):
    """What the page of any body shows."""
    return {
        "nav_current": "local-governments",
        "breadcrumbs": [parent, {"label": str(body.text("name"))}],
        "body": body,
        "name": body.text("name"),
        "description": body.text("description"),
        "facts": presenters.facts(body),
        "belongs_to": presenters.belongs_to(body),
        "parts": [{"name": part.text("name"), "url": part.get_absolute_url()} for part in body.parts.by_name()],
    }
