"""The translation desk for series, events and publications; the pages are those of the actions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.shared import languages, lists
from portal.shared.errors import Conflict
from portal.shared.forms import status_of
from portal.shared.pages import page_of
from practices.enums import TextState
from practices.review import desk as practice_desk
from practices.review.steps import tell
from practices.views.kept import sent_again
from practices.views.review import frame
from practices.views.translations import CONFLICT, PAGE_SIZE, numbers_of

from .. import actions, desk, permissions, translating
from ..enums import EntryType, Status
from .editing import load


@require_safe
@never_cache
@login_required
def table(request):
    """Records by language: what is missing, drafted, reviewed, outdated."""
    permissions.may_keep(request.user).require()
    chosen = {name: request.GET.get(name, "") for name in ("type", "language", "state", "scope")}
    page = page_of(Paginator(translating.entries_in(**chosen), PAGE_SIZE), request)
    selects = {
        "type": (_("Kind of record"), EntryType.choices),
        "language": (_("Language"), [(code, languages.OWN_NAMES[code]) for code in languages.CODES]),
        "state": (_("State"), [("unfinished", _("Not finished")), *TextState.choices]),
        "scope": (_("Status"), [(status.value, status.label) for status in translating.TRANSLATED]),
    }
    context = {
        "place": "translations",
        "rows": [desk.row(entry) for entry in page],
        "selects": [(name, *selects[name], chosen[name]) for name in chosen],
        "numbers": numbers_of(translating.counts()),
        **lists.pagination(page, request.GET),
    }
    return render(request, "events/desk/translations.html", frame({"label": _("Translations")}) | context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sent_again
def edit(request, pk, language):
    """One language of one record beside its original."""
    entry = load(request, pk)
    if language not in languages.CODES or language == entry.original_language:
        raise Http404(_("There is nothing to translate into this language."))
    permissions.may_edit(request.user, entry).require()
    texts = translating.texts_of(entry, language)
    sent = request.POST if request.method == "POST" else None
    form = practice_desk.TranslationForm(sent, texts=texts, language=language)
    conflict = ""
    if form.is_bound and form.is_valid():
        try:
            return _save(request, entry, language, form)
        except ValidationError as error:
            tell(form, error)
        except Conflict as error:
            conflict = error.reason
    status = CONFLICT if conflict else status_of(form)
    return render(request, "review/translation.html", _page(entry, language, texts, form, conflict), status=status)


def _save(request, entry, language, form):
    """Keep the texts and lead on to the next record, or back to this page. Raises Conflict and ValidationError."""
    is_reviewed, seen = request.POST.get("do") == "reviewed", request.POST.get("seen", "")
    actions.translate(
        entry=entry,
        by=request.user,
        language=language,
        texts=form.cleaned_data,
        is_reviewed=is_reviewed,
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1,
    )
    messages.success(request, _("The translation is reviewed.") if is_reviewed else _("The draft is kept."))
    _before, after = translating.neighbours(entry, language)
    following = after if is_reviewed and "next" in request.POST and after else entry.pk
    return redirect("events:desk-translation", following, language)


def _page(entry, language, texts, form, conflict):
    """The context of the page of one translation."""
    before, after = (
        pk and reverse("events:desk-translation", args=[pk, language]) for pk in translating.neighbours(entry, language)
    )
    state = next((row for row in entry.language_states.all() if row.language == language), None)
    reference = entry.get_type_display()
    crumbs = {"label": _("Translations"), "url": reverse("events:desk-translations")}, {"label": str(entry)}
    return frame(*crumbs) | {
        "place": "translations",
        "record": entry,
        "reference": reference,
        "whole_url": reverse("events:entry", args=[entry.pk]),
        "whole_label": _("The whole record"),
        "title": languages.text_of(entry, "title", prefer=[entry.original_language]),
        "language": language,
        "language_name": languages.name(language),
        "original": entry.original_language,
        "original_name": languages.name(entry.original_language),
        "state": TextState(state.state if state else TextState.MISSING),
        "rows": practice_desk.rows_of(texts, form, is_conflict=bool(conflict)),
        "form": form,
        "conflict": conflict,
        "is_public": translating.is_public(entry, language),
        "is_published": entry.status == Status.PUBLISHED,
        "before": before,
        "after": after,
    }
