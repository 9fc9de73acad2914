"""Read one local action."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import fragments, page
from ..enums import Status
from ..models import Practice
from ..search.bitmaps import index


@require_safe
def detail(request, code, slug=""):
    """The public page of an action; an archived one answers 410 with what may still be known of it."""
    known = Practice.objects.readable().filter(code=code).values("pk", "slug", "status").first()
    if known is None:
        raise Http404(_("There is no public action with this code."))
    if known["status"] == Status.ARCHIVED:
        return merged(Practice.objects.get(pk=known["pk"])) or archived(request, known["pk"], slug)
    if slug != known["slug"]:
        return redirect("practices:detail", code, known["slug"], permanent=True)
    context = _frame(code) | {"pk": known["pk"], "base": f"{request.scheme}://{request.get_host()}"}
    index.refresh()
    key = ("detail", known["pk"], context["base"])
    shown = fragments.recall(key) or _show(key, known["pk"], context["base"])
    return render(request, "practices/detail.html", context | shown)


def _frame(code):
    return {
        "nav_current": "practices",
        "breadcrumbs": [{"label": _("Local actions"), "url": reverse("practices:browse")}, {"label": code}],
        "code": code,
    }


def merged(practice):
    """Return the way to the public action that a merged one leads to, or None."""
    successor = practice.successor
    return redirect(successor, permanent=True) if successor else None


def archived(request, pk, slug=None):
    """Answer 410 with what may still be known of an archived action."""
    practice = Practice.objects.for_page().get(pk=pk)
    if slug not in (None, practice.slug):
        return redirect(practice, permanent=True)
    context = _frame(practice.code) | {"practice": practice, "title": practice.text("title")}
    return render(request, "practices/archived.html", context, status=410)


def _show(key, pk, base):
    """Render what the page shows of an action, and keep it."""
    practice = Practice.objects.for_page().get(pk=pk)
    title, composed = practice.text("title"), page.compose(practice)
    known = {"practice": practice, "title": title, "base": base, "site_name": settings.SITE_NAME}
    body = fragments.render("practices/_record.html", **known, **composed)
    return fragments.keep(key, {"title": title, "description": composed["summary"].value, "body": body}, len(body))


@require_safe
def permanent_link(request, code):
    """``/id/<code>``: the address to cite; leads to the page in the reader's language."""
    practice = Practice.objects.readable().filter(code=code).first()
    if practice is None:
        raise Http404(_("There is no public action with this code."))
    return merged(practice) or redirect(practice)
