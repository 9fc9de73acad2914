"""Read one local action."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import page
from ..enums import Status
from ..models import Practice


@require_safe
def detail(request, code, slug=""):
    """The public page of an action; an archived one answers 410 with what may still be known of it."""
    practice = get_object_or_404(Practice.objects.readable().for_page(), code=code)
    if slug != practice.slug:
        return redirect(practice, permanent=True)
    context = {
        "nav_current": "practices",
        "practice": practice,
        "title": practice.text("title"),
        "breadcrumbs": [
            {"label": _("Local actions"), "url": reverse("practices:browse")},
            {"label": practice.code},
        ],
    }
    if practice.status == Status.ARCHIVED:
        return render(request, "practices/archived.html", context, status=410)
    return render(request, "practices/detail.html", context | page.compose(practice))


@require_safe
def permanent_link(request, code):
    """``/id/<code>``: the address to cite; leads to the page in the reader's language."""
    practice = Practice.objects.readable().filter(code=code).first()
    if practice is None:
        raise Http404(_("There is no public action with this code."))
    return redirect(practice)
