"""The translation desk: which texts lack which language, and one language of one action beside its original."""

from collections import Counter
from dataclasses import dataclass

from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from portal.shared import languages
from portal.shared.forms import LongText

from .. import differences, record
from ..enums import PUBLIC_TEXT_STATES, Status, TextState
from ..models import WORD_TARGETS, LanguageState, Practice

#: Actions whose texts are translated: what readers see, and what is on its way to them.
TRANSLATED = (Status.PUBLISHED, Status.SUBMITTED, Status.RECOMMENDED)
#: States that still need somebody.
UNFINISHED = (TextState.MISSING, TextState.DRAFT, TextState.MACHINE, TextState.OUTDATED)


def actions_in(*, language="", state="", scope=""):
    """Return the actions of the desk, newest first: those whose texts in ``language`` are in ``state``.

    ``state`` may be "unfinished". Without a language it is asked of any but the original one.
    """
    statuses = [scope] if scope in TRANSLATED else TRANSLATED
    rows = Practice.objects.filter(status__in=statuses).select_related("lead_lrg").prefetch_related("language_states")
    return in_state(rows, LanguageState, "practice", language, state)


def in_state(rows, model, owner, language, state):
    """Narrow any records ``rows`` in this way, whose states stand in ``model`` under the relation ``owner``."""
    asked = [language] if language in languages.CODES else languages.CODES
    wanted = UNFINISHED if state == "unfinished" else (state,) if state in TextState.values else ()

    def is_in(code):
        """The condition that the texts of one language, not the original one, are in one of the states."""
        known = model.objects.filter(language=code).exclude(state=TextState.MISSING)
        condition = Q(pk__in=known.filter(state__in=wanted).values(owner))
        if TextState.MISSING in wanted:
            condition |= ~Q(pk__in=known.values(owner))
        return condition & ~Q(original_language=code)

    if language in languages.CODES:
        rows = rows.exclude(original_language=language)
    if wanted:
        rows = rows.filter(Q(*map(is_in, asked), _connector=Q.OR))
    return rows.order_by("-pk")


def counts():
    """Return per language how many actions are in each state, the original texts left out; in two queries."""
    return counts_of(Practice.objects.filter(status__in=TRANSLATED), LanguageState, "practice")


def counts_of(there, model, owner):
    """Return the same of any records ``there``, whose states stand in ``model`` under the relation ``owner``."""
    totals = there.aggregate(**{code: Count("pk", filter=~Q(original_language=code)) for code in languages.CODES})
    states = model.objects.filter(**{f"{owner}__in": there}).exclude(state=TextState.MISSING).order_by()
    original, found = f"{owner}__original_language", {}
    for row in states.values("language", "state", original).annotate(number=Count("pk")):
        if row["language"] != row[original]:
            key = row["language"], row["state"]
            found[key] = found.get(key, 0) + row["number"]
    for code in languages.CODES:
        known = sum(number for (language, _state), number in found.items() if language == code)
        found[code, TextState.MISSING.value] = totals[code] - known
    return found


def row(practice):
    """An action with the state of each language."""
    states = {state.language: state for state in practice.language_states.all()}
    cells = []
    for code in languages.CODES:
        state = TextState(states[code].state if code in states else TextState.MISSING)
        is_original = code == practice.original_language
        cells.append({"code": code, "state": state, "is_original": is_original, "name": languages.OWN_NAMES[code]})
    title = languages.text_of(practice, "title", prefer=[practice.original_language])
    return {"practice": practice, "title": title, "cells": cells}


def neighbours(practice, language):
    """Return the keys of the previous and the next action that lack this language."""
    return around(actions_in(language=language, state="unfinished"), practice.pk)


def around(rows, pk):
    """Return the keys of the rows of a desk before and after ``pk``; None at either end."""
    keys = rows.select_related(None).prefetch_related(None).values_list("pk", flat=True)
    return keys.filter(pk__gt=pk).order_by("pk").first(), keys.filter(pk__lt=pk).first()


# One language of one action ------------------------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """One text: the original, what has changed in it since it was translated, and the field of the translation."""

    slot: record.Slot
    source: str
    source_words: int
    changed: tuple  # parts of the original as it was and as it is; empty when it stayed the same
    saved: str
    saved_words: int


class TranslationForm(forms.Form):
    """Every text of an action in one language; nothing is required but a title."""

    marks_optional = False

    def __init__(self, data=None, *, texts, language):
        super().__init__(data, initial={text.slot.key: text.saved for text in texts})
        for text in texts:
            attrs = {"lang": language, "rows": min(14, max(2, len(text.source) // 70 + 1))}
            words = WORD_TARGETS.get(text.slot.key)
            widget = LongText(attrs, words=words) if words else forms.Textarea(attrs)
            self.fields[text.slot.key] = forms.CharField(
                label=_("%(text)s in %(language)s")
                % {"text": text.slot.label.capitalize(), "language": languages.name(language)},
                required=False,
                strip=True,
                widget=widget,
            )


def texts_of(practice, language):
    """Return the texts that exist in the original or in ``language``, in the order of the record."""
    original, before = practice.original_language, _earlier(practice, language)
    found, places = [], Counter()
    for slot in record.slots(practice):
        kind = slot.key.partition("-")[0], slot.field
        place, places[kind] = places[kind], places[kind] + 1
        source, saved = slot.text(original), slot.text(language)
        if source or saved:
            was = _text_before(before, slot, place, original)
            changed = differences.words(was, source) if was not in (None, source) else ()
            found.append(Text(slot, source, len(source.split()), changed, saved, len(saved.split())))
    return found


def rows_of(texts, form, *, is_conflict):
    """Return each text with its field and, in a conflict, what somebody else saved in it."""
    return [
        {
            "text": text,
            "field": form[text.slot.key],
            "theirs": text.saved if is_conflict and form[text.slot.key].value() != text.saved else None,
        }
        for text in texts
    ]


def _earlier(practice, language):
    """Return the content of the version that the texts in ``language`` follow, unless it is the present one."""
    state = practice.language_states.filter(language=language).first()
    if state is None or state.source_version == practice.version:
        return None
    public = practice.working_copy_of or practice
    version = public.versions.filter(number=state.source_version).first()
    return version and version.content


def _text_before(content, slot, place, language):
    """Return what the original of ``slot`` said in ``content``, or None when that is not known.

    A row is the one at the same ``place``, unless its text stands in another row: then it only moved.
    """
    kind = slot.key.partition("-")[0]
    if not content or kind not in content:
        return None
    if kind == slot.key:
        return content[kind].get(language, "")
    rows = content[kind] or []
    texts = [(row.get(slot.field) or {}).get(language, "") for row in (rows if isinstance(rows, list) else [rows])]
    if slot.text(language) in texts:
        return slot.text(language)
    return texts[place] if place < len(texts) else ""


def is_public(practice, language):
    """Whether what is saved in ``language`` is read at once."""
    return practice.status == Status.PUBLISHED and any(
        state.language == language and state.state in PUBLIC_TEXT_STATES for state in practice.language_states.all()
    )
