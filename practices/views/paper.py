"""Before one begins: who may submit and what is asked; the form on paper; a draft to be signed off."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import paper
from .working import load


def _trail(*labels):
    here = {"label": _("Submit an action"), "url": reverse("practices:submit-guide") if labels else ""}
    return [{"label": _("About"), "url": reverse("about")}, here, *({"label": label} for label in labels)]


@require_safe
def guide(request):
    """Who may submit, what is looked for, how long it takes, what to have at hand; for everybody."""
    return render(request, "practices/submit/guide.html", {"nav_current": "about", "breadcrumbs": _trail()})


@require_safe
def blank_page(request):
    """The blank form as a page, to be read, printed or saved as PDF."""
    context = {"nav_current": "about", "breadcrumbs": _trail(_("Blank form")), "pages": paper.pages()}
    return render(request, "practices/submit/blank.html", context)


@require_safe
def blank_document(request):
    """The blank form as a Word document."""
    return _send(paper.blank(), f"local-action-{get_language()}.docx")


@require_safe
@never_cache
@login_required
def draft_document(request, pk):
    """An action with its answers as a Word document, for those who write it."""
    practice = load(request, pk, is_whole=True)
    return _send(paper.of_draft(practice), f"{practice.reference}.docx", is_private=True)


def _send(content, name, *, is_private=False):
    answer = HttpResponse(content, content_type=paper.DOCX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    if is_private:
        answer["Cache-Control"] = "private, no-store"
    return answer
