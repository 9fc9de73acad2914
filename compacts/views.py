"""The page that lists the agendas; those of one agenda and one objective show actions and live in ``practices``."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.shared import languages

from .models import Agenda, Objective
from .wording import counted


@require_safe
def agendas(request):
    """List the agendas that actions serve or that LRGs endorse."""
    counts = Objective.objects.count_by_level()
    cards = [
        {
            "agenda": agenda,
            "short_title": languages.text_of(agenda, "short_title"),
            "title": languages.text_of(agenda, "title"),
            "gloss": languages.text_of(agenda, "gloss"),
            "place": languages.text_of(agenda, "place"),
            "counts": counted(counts[agenda.pk]),
        }
        for agenda in Agenda.objects.defer("verified")
    ]
    return render(request, "compacts/agendas.html", {"cards": cards, "nav_current": "agendas"})
