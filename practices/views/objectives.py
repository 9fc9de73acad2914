"""The agendas as ways in: each objective with the actions that serve it."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compacts.models import Agenda, Linkage, Objective
from portal.shared import beside, lists
from portal.shared.pages import page_of

from .. import presenters
from ..models import Endorsement
from ..search.bitmaps import index
from ..search.results import Results

PAGE_SIZE = 10


@require_safe
def agenda(request, agenda):
    """One agenda: what it is, its objectives, and how many actions serve each of them."""
    agenda = get_object_or_404(Agenda, code=agenda)
    numbers = index.totals("objective")
    objectives = list(agenda.objectives.for_labels())
    children = {}
    for objective in objectives:
        children.setdefault(objective.parent_id, []).append(objective)

    def branch(parent):
        return [
            {
                "objective": objective,
                "title": objective.text("title"),
                "gloss": objective.text("gloss"),
                "count": numbers.get(objective.code, 0),
                "children": branch(objective.pk),
            }
            for objective in children.get(parent, [])
        ]

    tree = branch(None)
    levels = dict.fromkeys(node["objective"].level for node in tree)
    context = {
        "nav_current": "agendas",
        "breadcrumbs": [{"label": _("Agendas"), "url": reverse("compacts:agendas")}, {"label": str(agenda)}],
        "agenda": agenda,
        "groups": [
            {
                "label": Objective.Level(level).label,
                "nodes": [node for node in tree if node["objective"].level == level],
            }
            for level in levels
        ],
        "endorsements": Endorsement.objects.filter(agenda=agenda).select_related("lrg__country"),
        "beside": beside.of("agenda", agenda),
    }
    return render(request, "practices/agenda.html", context)


@require_safe
def objective(request, agenda, code):
    """One objective: official title, plain words, source, linked objectives, and the actions that serve it."""
    objective = get_object_or_404(Objective.objects.select_related("agenda", "parent__agenda"), code=code)
    if objective.agenda.code != agenda:
        return redirect(objective, permanent=True)
    numbers = index.totals("objective")
    serving = presenters.Cards(Results(index.values("objective", [objective.code])))
    page = page_of(Paginator(serving, PAGE_SIZE), request)
    context = {
        "nav_current": "agendas",
        "breadcrumbs": [
            {"label": _("Agendas"), "url": reverse("compacts:agendas")},
            {"label": str(objective.agenda), "url": objective.agenda.get_absolute_url()},
            *(
                [{"label": objective.parent.label, "url": objective.parent.get_absolute_url()}]
                if objective.parent
                else []
            ),
            {"label": objective.label},
        ],
        "objective": objective,
        "agenda": objective.agenda,
        "title": objective.text("title"),
        "gloss": objective.text("gloss"),
        "children": [
            {"objective": child, "title": child.text("title"), "count": numbers.get(child.code, 0)}
            for child in objective.children.for_labels()
        ],
        "links": _links(objective),
        "result_count": presenters.result_count(page.paginator.count),
        "cards": page.object_list,
        "browse_url": presenters.objective_browse_url(objective),
        "beside": beside.of("objective", objective),
        **lists.pagination(page, request.GET),
    }
    return render(request, "practices/objective.html", context)


def _crumbs(objective):
    return [{"label": objective.label, "url": objective.get_absolute_url()}] if objective else []


def _links(objective):
    """What published statements link ``objective`` to: each other thing once, with every statement and its source."""
    linkages = (
        Linkage.objects.published()
        .touching(objective)
        .select_related("from_objective__agenda", "to_objective__agenda", "from_agenda", "source")
    )
    links = {}
    for linkage in linkages:
        other = linkage.to_objective if linkage.from_objective_id == objective.pk else linkage.from_objective
        subject = str(linkage.from_agenda or linkage.from_subject or "")
        link = links.setdefault(
            other or subject,
            {
                "objective": other,
                "title": other.text("short_title") or other.text("title") if other else None,
                "subject": subject,
                "statements": [],
            },
        )
        link["statements"].append(linkage)
    return list(links.values())
