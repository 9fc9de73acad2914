"""The translation desk of the secretariat."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.shared import languages, lists
from portal.shared.errors import Conflict
from portal.shared.forms import status_of
from portal.shared.pages import page_of

from .. import actions, permissions
from ..enums import Status, TextState
from ..review import desk
from ..review.steps import tell
from .kept import sent_again
from .review import frame, load

PAGE_SIZE = 25
CONFLICT = 409


@require_safe
@never_cache
@login_required
def table(request):
    """Actions by language: what is missing, drafted, reviewed, outdated."""
    permissions.may_keep(request.user).require()
    chosen = {name: request.GET.get(name, "") for name in ("language", "state", "scope")}
    page = page_of(Paginator(desk.actions_in(**chosen), PAGE_SIZE), request)
    context = {
        "place": "translations",
        "rows": [desk.row(practice) for practice in page],
        "chosen": chosen,
        "languages": [(code, languages.OWN_NAMES[code]) for code in languages.CODES],
        "states": [("unfinished", _("Not finished")), *TextState.choices],
        "scopes": [(status.value, status.label) for status in map(Status, desk.TRANSLATED)],
        "numbers": numbers_of(desk.counts()),
        **lists.pagination(page, request.GET),
    }
    return render(request, "review/translations.html", frame({"label": _("Translations")}) | context)


def numbers_of(counts):
    """Return the table of numbers by language and state."""
    return [
        {
            "code": code,
            "name": languages.OWN_NAMES[code],
            "cells": [
                {"state": state, "label": label, "number": counts.get((code, state), 0)}
                for state, label in TextState.choices
            ],
        }
        for code in languages.CODES
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sent_again
def edit(request, pk, language):
    """One language of one action beside its original."""
    permissions.may_keep(request.user).require()
    practice = load(request, pk, is_whole=True)
    if language not in languages.CODES or language == practice.original_language:
        raise Http404(_("There is nothing to translate into this language."))
    permissions.may_translate(request.user, practice).require()
    texts = desk.texts_of(practice, language)
    form = desk.TranslationForm(request.POST if request.method == "POST" else None, texts=texts, language=language)
    conflict = ""
    if form.is_bound and form.is_valid():
        try:
            return _save(request, practice, language, form)
        except ValidationError as error:
            tell(form, error)
        except Conflict as error:
            conflict = error.reason
    status = CONFLICT if conflict else status_of(form)
    return render(request, "review/translation.html", _page(practice, language, texts, form, conflict), status=status)


def _save(request, practice, language, form):
    """Keep the texts and lead on to the next action, or back to this page. Raises Conflict and ValidationError."""
    is_reviewed = request.POST.get("do") == "reviewed"
    seen = request.POST.get("seen", "")
    actions.translate(
        practice=practice,
        by=request.user,
        language=language,
        texts=form.cleaned_data,
        is_reviewed=is_reviewed,
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1,
    )
    messages.success(request, _said(form, is_reviewed))
    _before, after = desk.neighbours(practice, language)
    if is_reviewed and "next" in request.POST and after:
        return redirect("practices:translation", after, language)
    return redirect("practices:translation", practice.pk, language)


def _said(form, is_reviewed):
    """What was done, and what readers still do not find in this language."""
    if not is_reviewed:
        return _("The draft is kept.")
    empty = sum(not text for text in form.cleaned_data.values())
    if not empty:
        return _("The translation is reviewed.")
    text = ngettext(
        "The translation is reviewed. %(number)d text has none yet: readers see the original.",
        "The translation is reviewed. %(number)d texts have none yet: readers see the original.",
        empty,
    )
    return text % {"number": empty}


def _page(practice, language, texts, form, conflict):
    """The context of the page of one translation."""
    before, after = (
        pk and reverse("practices:translation", args=[pk, language]) for pk in desk.neighbours(practice, language)
    )
    state = next((row for row in practice.language_states.all() if row.language == language), None)
    crumbs = {"label": _("Translations"), "url": reverse("practices:translations")}, {"label": practice.reference}
    return frame(*crumbs) | {
        "place": "translations",
        "practice": practice,
        "record": practice,
        "reference": practice.reference,
        "whole_url": reverse("practices:review-one", args=[practice.pk]),
        "whole_label": _("The whole action"),
        "title": languages.text_of(practice, "title", prefer=[practice.original_language]),
        "language": language,
        "language_name": languages.name(language),
        "original": practice.original_language,
        "original_name": languages.name(practice.original_language),
        "state": TextState(state.state if state else TextState.MISSING),
        "rows": desk.rows_of(texts, form, is_conflict=bool(conflict)),
        "form": form,
        "conflict": conflict,
        "is_public": desk.is_public(practice, language),
        "is_published": practice.status == Status.PUBLISHED,
        "before": before,
        "after": after,
    }
