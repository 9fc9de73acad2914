"""Actions that may be the same one, or an earlier state of it: shown before a submission and in the review."""

import re
from dataclasses import dataclass

from django.db.models import Q
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from portal.shared import languages
from portal.shared.text import fold

from . import search
from .models import Practice
from .search.analysis import analyse, is_stop_word

#: Titles alike from here on (0–100, order of the words aside).
LIKE_TITLE = 78
#: Summaries that share this part of their words: of one LRG, and of two.
LIKE_TEXT, LIKE_TEXT_ELSEWHERE = 0.3, 0.5
#: Names and numbers that two texts share whatever their language.
SHARED_NAMES = 2
YEAR = re.compile(r"(?:19|20)\d\d")
#: Actions compared, and shown.
MOST_COMPARED, MOST_SHOWN = 200, 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """An action that resembles the one at hand, and why."""

    practice: Practice
    reasons: tuple
    score: float


def likely(practice, user):
    """Return up to five actions (``Likeness``) that ``user`` may see and that may be the same, the likeliest first."""
    own = {practice.pk, practice.working_copy_of_id} - {None}
    found = []
    for other in _candidates(practice, user).exclude(pk__in=own).exclude(working_copy_of__in=own)[:MOST_COMPARED]:
        likeness = _compare(practice, other)
        if likeness:
            found.append(likeness)
    return sorted(found, key=lambda likeness: (-likeness.score, likeness.practice.pk))[:MOST_SHOWN]


def _candidates(practice, user):
    """Return visible actions of the same LRG, and published ones that hold the words of the title."""
    title = getattr(practice, languages.column("title", practice.original_language)) or ""
    hits = search.alike(title, language=practice.original_language, most=MOST_SHOWN * 4)
    same_lrg = Q(lead_lrg=practice.lead_lrg_id) | Q(other_lrgs=practice.lead_lrg_id)
    keys = Practice.objects.filter(same_lrg | Q(pk__in=hits)).values("pk")
    visible = Practice.objects.visible_to(user).filter(pk__in=keys, merged_into=None).exclude(status="archived")
    return visible.select_related("lead_lrg__country").prefetch_related("tags", "language_states")


def _compare(practice, other):
    """Return how ``other`` resembles ``practice``, or None."""
    is_same_lrg = other.lead_lrg_id == practice.lead_lrg_id
    title = max((fuzz.token_sort_ratio(*pair) for pair in _pairs(practice, other, "title")), default=0)
    text = max((_overlap(*pair) for pair in _stem_pairs(practice, other)), default=0)
    names = _names(practice) & _names(other)
    reasons = []
    if title >= LIKE_TITLE:
        reasons.append(_("The titles are alike."))
    if text >= (LIKE_TEXT if is_same_lrg else LIKE_TEXT_ELSEWHERE):
        reasons.append(_("The summaries are alike."))
    if is_same_lrg and len(names) >= SHARED_NAMES:
        shown = ", ".join(sorted(names)[:4])
        reasons.append(_("Both name the same things: %(names)s.") % {"names": shown})
    if not reasons:
        return None
    if is_same_lrg:
        reasons.insert(0, _("Both are of %(lrg)s.") % {"lrg": other.lead_lrg})
    shared_tags = {tag.objective_id for tag in practice.tags.all()} & {tag.objective_id for tag in other.tags.all()}
    score = title / 100 + text + 0.5 * is_same_lrg + 0.1 * len(names) + 0.1 * len(shared_tags)
    return Likeness(other, tuple(reasons), score)


def _pairs(practice, other, field):
    """Yield the folded texts of both in every language that both have."""
    for column in languages.columns(field):
        first, second = getattr(practice, column), getattr(other, column)
        if first and second:
            yield fold(first), fold(second)


def _stem_pairs(practice, other):
    for code in languages.CODES:
        stems = [_stems(getattr(one, languages.column("summary", code)), code) for one in (practice, other)]
        if all(stems):
            yield stems


def _stems(text, language):
    return {word.stem for word in analyse(text or "", language) if not is_stop_word(word.folded, language)}


def _overlap(first, second):
    """Return the part of their words that two texts share (Jaccard)."""
    return len(first & second) / len(first | second)


def _names(practice):
    """Return the names and figures of title and summary in any language: they stay the same in a translation."""
    lrg, found = practice.lead_lrg, set()
    known = {fold(str(month)) for month in MONTHS.values()}
    for record in filter(None, (lrg, lrg.country)):
        columns = [*languages.columns("name"), *(languages.columns("everyday_name") if record is not lrg else ())]
        texts = (getattr(record, column) or "" for column in columns)
        known |= {fold(word) for text in texts for word in text.split()}
    for column in [*languages.columns("title"), *languages.columns("summary")]:
        words = (getattr(practice, column) or "").replace("’", " ").replace("'", " ").split()
        for before, word in zip([".", *words], words, strict=False):
            bare = word.strip('.,;:()«»“”"!?¿¡')
            if len(bare) > 2 and (_is_name(bare, before) or (bare.isdigit() and not YEAR.fullmatch(bare))):
                found.add(bare)
    return {name for name in found if fold(name) not in known}


def _is_name(word, before):
    """Whether a word is an acronym, or has a capital that does not come from the beginning of a sentence."""
    return word.isupper() or (word[0].isupper() and not before.endswith((".", "!", "?", ":")))
