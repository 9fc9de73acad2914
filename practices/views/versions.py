"""The versions of a public action: what readers read from when on, and what changed from one to the next."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.shared import languages

from .. import differences, outline
from ..enums import Status
from ..models import Practice
from .detail import archived, merged

#: Contacts are shown on the present page only: their consent may have ended since.
NEVER_SHOWN = {"contacts"}


def _found(request, code, slug, number=None):
    """Return (action, its versions, newest first; the one of ``number``), or an answer that takes their place."""
    practice = Practice.objects.readable().select_related("lead_lrg__country").filter(code=code).first()
    if practice is None:
        raise Http404(_("There is no public action with this code."))
    if practice.status == Status.ARCHIVED:
        return None, None, None, merged(practice) or archived(request, practice.pk)
    if slug != practice.slug:
        kept = {**request.resolver_match.kwargs, "slug": practice.slug}
        return None, None, None, redirect(request.resolver_match.view_name, permanent=True, **kept)
    versions = list(practice.versions.all())
    version = next((version for version in versions if version.number == number), None)
    if number is not None and version is None:
        raise Http404(_("This action has no such version."))
    return practice, versions, version, None


def _page(request, practice, label):
    """What every page about versions shows around its content; the page to cite is that of the action."""
    crumbs = [
        {"label": _("Local actions"), "url": reverse("practices:browse")},
        {"label": practice.code, "url": practice.get_absolute_url()},
        {"label": label},
    ]
    return {
        "nav_current": "practices",
        "breadcrumbs": crumbs,
        "practice": practice,
        "title": practice.text("title"),
        "canonical_url": request.build_absolute_uri(practice.get_absolute_url()),
        "newest": practice.version,
    }


def _public(version):
    """Return what may be shown of a version now."""
    return {name: value for name, value in version.content.items() if name not in NEVER_SHOWN}


@require_safe
def versions(request, code, slug):
    """Every version with its date, newest first."""
    practice, found, _version, answer = _found(request, code, slug)
    if answer:
        return answer
    numbers = {version.number for version in found}
    rows = [{"version": version, "has_changes": version.number - 1 in numbers} for version in found]
    return render(request, "practices/versions.html", _page(request, practice, _("Versions")) | {"rows": rows})


@require_safe
def version(request, code, slug, number):
    """One version as the public read it, marked as old when it is."""
    practice, found, shown, answer = _found(request, code, slug, number)
    if answer:
        return answer
    content = _public(shown)
    texts = content["title"]
    order = languages.preference(languages.current(), content["original_language"])
    language = next((code for code in order if texts.get(code)), "")
    context = {
        "version": shown,
        "heading": texts.get(language, practice.code),
        "heading_lang": language if language != languages.current() else "",
        "fallback_language": languages.name(language) if language and language != languages.current() else "",
        "sections": [section for section in outline.Outline(content).sections(content) if section.filled],
        "has_changes": any(other.number == number - 1 for other in found),
    }
    label = _("Version %(number)d") % {"number": number}
    return render(request, "practices/version.html", _page(request, practice, label) | context)


@require_safe
def version_changes(request, code, slug, number):
    """What changed from the version before to this one."""
    practice, found, shown, answer = _found(request, code, slug, number)
    if answer:
        return answer
    before = next((other for other in found if other.number == number - 1), None)
    if before is None:
        raise Http404(_("There is no version before this one."))
    sections = differences.compare(_public(before), _public(shown))
    context = {
        "version": shown,
        "before": before,
        "sections": sections,
        "has_changes": any(section.fields for section in sections),
        "before_label": _("Version %(number)d") % {"number": before.number},
        "after_label": _("Version %(number)d") % {"number": number},
    }
    label = _("Changes in version %(number)d") % {"number": number}
    return render(request, "practices/version_changes.html", _page(request, practice, label) | context)
