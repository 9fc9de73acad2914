"""A search as people type it: words, "phrases", -without, begin*; and what was found for it.

Any text is allowed; what means nothing is left out, and ``Search.notes`` says so.
"""

import re
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import islice, product

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import override
from pyroaring import BitMap

from compacts.models import LABELS
from portal.directory.models import Organisation
from portal.shared import languages
from portal.shared.filters import MAX_TYPED
from portal.shared.text import clean

from ..models import Practice
from . import lexicon, store
from .analysis import WRITTEN_WORD, is_stop_word, look_up, split, term
from .expression import Clause, Expression, Sequence
from .snippets import snippets

#: More words than this are ignored; the page says so.
MAX_WORDS = 12
#: A beginning needs this many letters.
SHORTEST_BEGINNING = 3
#: Characters of an ignored sign that are repeated to the reader.
LONGEST_SHOWN = 20
#: Ways to read one phrase that are tried (each word may have several stems).
MOST_OPTIONS = 16
#: Stems that a beginning stands for, beside those that begin with it.
MOST_STEMS = 50
#: Actions that the database ranks; of more only the most promising are ranked, the rest follows by age.
MOST_RANKED = 2_000
#: From so many hits on the words are so common that only their number, their place and the age count.
TOO_COMMON = 20_000
#: If fewer actions than this hold all words, those with some of them are shown as well (measured: tests/relevance).
FEW = 3
#: How much better a hit in the reader's language is.
OWN_LANGUAGE = 3.0
#: Letters after which a word is completed, how many words are looked at, and up to how many titles each is counted.
SHORTEST_COMPLETED, MOST_COMPLETED, MOST_COUNTED = 2, 30, 1_000

_QUOTES = str.maketrans(dict.fromkeys("“”„«»‟＂", '"') | {"−": "-", "–": "-", "＊": "*"})
_CODE = re.compile(r"(?P<label>[^\W\d_]+)(?P<number>\d+)")
_OPERATORS = {"AND", "OR", "NOT"}
_PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Part:
    """One word or phrase of a search, as typed."""

    text: str
    words: tuple  # in lower case, with their accents
    is_phrase: bool = False
    is_excluded: bool = False
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """An action that was found, and the language of the text that matched best."""

    pk: int
    language: str


def parse(typed):
    """Return the parts of a typed text, and notes on what of it does not count."""
    cleaned, notes = clean(typed), []
    is_unreadable = len(cleaned.strip()) < len(typed.strip())
    text = cleaned.translate(_QUOTES)[:MAX_TYPED]
    if text.count('"') % 2:
        notes.append(_("A quotation mark without its other half was ignored."))
        place = text.rindex('"')
        text = f"{text[:place]} {text[place + 1 :]}"
    parts, ignored = [], []
    for match in _PART.finditer(text):
        said = match["phrase"] if match["phrase"] is not None else match["word"]
        words = tuple(split(said))
        if not words:
            ignored.append(match[0])
            continue
        is_word = match["phrase"] is None
        parts += _parts_of(said, words, is_word=is_word, is_excluded=bool(match["minus"]))
        if is_word and said.endswith("*") and not parts[-1].is_beginning:
            notes.append(
                _("“%(word)s” is too short: give at least %(number)d letters before the asterisk.")
                % {"word": said, "number": SHORTEST_BEGINNING}
            )
    if operators := _OPERATORS.intersection(text.split()):
        said = _("“%(word)s” is read as a word. All words are looked for; -word leaves one out.")
        notes.append(said % {"word": min(operators)})
    signs = [shown for sign in ignored if (shown := "".join(filter(str.isprintable, sign))[:LONGEST_SHOWN])]
    if signs:
        notes.append(_("Ignored in your search: %(signs)s") % {"signs": " ".join(signs[:MAX_WORDS])})
    if is_unreadable or len(signs) < len(ignored):
        notes.append(_("Characters that cannot be read were ignored."))
    kept = _first_words(_with_codes(parts))
    if len(cleaned) > MAX_TYPED or sum(len(part.words) for part in kept) < sum(len(part.words) for part in parts):
        notes.append(
            _("Your search was long: only its first %(words)d words or %(characters)d characters count.")
            % {"words": MAX_WORDS, "characters": MAX_TYPED}
        )
    return kept, notes


def _parts_of(said, words, *, is_word, is_excluded):
    """Return the parts of one word or phrase: "socio-economic" is two words, "10.7" and "LA-2026-0001" phrases."""
    is_beginning = is_word and said.endswith("*") and len(words[-1]) >= SHORTEST_BEGINNING
    has_digits = any(char.isdecimal() for char in said)
    if not is_word or is_excluded or (has_digits and len(words) > 1):
        return [Part(said, words, len(words) > 1, is_excluded, is_beginning)]
    last = len(words) - 1
    return [Part(word, (word,), False, False, is_beginning and n == last) for n, word in enumerate(words)]


def _with_codes(parts):
    """Return ``parts`` with what people say for an objective ("GCM 8", "SDG 10.7") as one phrase."""
    joined = []
    for part in parts:
        is_number = part.text[:1].isdecimal() and not part.is_excluded and not part.is_beginning
        before = next((size for size in (3, 2, 1) if is_number and _said(joined[-size:]) in _numbered()), 0)
        code = _CODE.fullmatch(part.text.lower())
        if before:
            label = joined[-before:]
            said, words = " ".join(one.text for one in label), sum((one.words for one in label), ())
            joined[-before:] = [Part(f"{said} {part.text}", words + part.words, is_phrase=True)]
        elif code and (code["label"],) in _numbered() and not part.is_excluded and len(part.words) == 1:
            joined.append(Part(part.text, (code["label"], code["number"]), is_phrase=True))
        else:
            joined.append(part)
    return joined


def _said(parts):
    """Return the words of parts that are one plain word each; nothing else stands before a number."""
    plain = [part for part in parts if len(part.words) == 1 and not part.is_excluded]
    return tuple(part.words[0] for part in plain) if len(plain) == len(parts) else ()


@cache
def _numbered():
    """Return what stands before the number of an objective, in every language: ("gcm",), ("gcr", "objective")."""
    words = set()
    for language in languages.CODES:
        with override(language):
            words |= {tuple(split(str(label) % {"number": ""})) for label in LABELS.values()}
    return words


def _first_words(parts):
    """Return the parts up to the longest search that is carried out."""
    number, kept = 0, []
    for part in parts:
        number += len(part.words)
        if number > MAX_WORDS:
            break
        kept.append(part)
    return kept


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a search was asked, and what it found."""

    expressions: dict = field(default_factory=dict)  # language → what was asked of its texts
    found: BitMap = field(default_factory=BitMap)
    complete: BitMap = field(default_factory=BitMap)  # those that hold every word
    corrected: dict = field(default_factory=dict)  # word as typed → word that was looked for
    is_any: bool = False  # whether one of the words is enough


class Search:
    """A search and its hits; each question to the database is asked once, when it is needed."""

    #: The texts that are searched; the room above searches its own in the same way.
    corpus = store

    def __init__(self, typed, *, language):
        self.typed, self.language = typed or "", language
        self.parts, self._notes = parse(self.typed)
        if not self.parts and self.typed.strip():
            self._notes.append(_("There is no word in your search, so it finds nothing."))
        self.is_unranked = False

    @property
    def is_empty(self):
        """Whether no word was typed."""
        return not self.parts

    @property
    def notes(self):
        """What the reader should know of how the search was understood, in their language."""
        notes, outcome = [*self._notes], self._outcome
        if outcome.corrected:
            pairs = ", ".join(f"“{old}” → “{new}”" for old, new in outcome.corrected.items())
            notes.append(
                _("Nothing holds these words as typed; similar ones were looked for: %(words)s") % {"words": pairs}
            )
        if outcome.is_any:
            notes.append(
                _("Few results hold all your words; others that hold some of them follow.")
                if outcome.complete & outcome.found
                else _("Nothing holds all your words; these results hold some of them.")
            )
        if self.is_unranked:
            notes.append(_("The search works at reduced strength just now: the results are not ordered by relevance."))
        return notes

    # Hits -----------------------------------------------------------------------------------------

    def hits(self):
        """Return the published actions that match, as a bitmap of primary keys."""
        return self._outcome.found

    @cached_property
    def _outcome(self):
        """What was asked in the end and what it found; if that is nothing, the index must show that it is sound."""
        outcome = self._carried_out()
        if self.parts and not outcome.found and not self.is_unranked and not self.corpus.is_sound():
            self.is_unranked = True
            self._answers.clear()
            outcome = self._carried_out()
        return outcome

    def _carried_out(self):
        """Ask until something is found.

        Every word must be there; if nothing has them all, similar words are tried for unknown ones. If hardly anything
        has them all, actions with some of them follow; a phrase stays whole.
        """
        wanted = [part for part in self.parts if not part.is_excluded]
        unwanted = [part for part in self.parts if part.is_excluded]
        outcome = Outcome()
        if wanted:
            outcome = self._all_of(wanted)
            if not outcome.found and (corrected := self._corrections(wanted)):
                wanted = [_replaced(part, corrected) for part in wanted]
                outcome = replace(self._all_of(wanted), corrected=corrected)
            if len(wanted) > 1 and len(outcome.found) < FEW:
                loose = self._ask(wanted, is_any=True)
                if loose.found - outcome.found:
                    outcome = replace(loose, corrected=outcome.corrected, complete=outcome.found)
        elif self.parts:
            outcome = Outcome(found=self.corpus.everything())
        if unwanted and outcome.found:
            outcome = replace(outcome, found=outcome.found - self._ask(unwanted, is_any=True).found)
        return outcome

    def _all_of(self, parts):
        """Ask for every word in one text; if hardly any has them all, in the texts of one action in any language."""
        outcome = self._ask(parts)
        telling = [part for part in parts if not self._says_nothing(part, self.language)]
        if len(telling) > 1 and len(outcome.found) < FEW:
            known = self._known(telling)
            across = BitMap.intersection(*(self._anywhere(part, known) for part in telling)) | outcome.found
            if across != outcome.found:
                either = {code: replace(asked, is_any=True) for code, asked in outcome.expressions.items()}
                return Outcome(either, across, across)
        return outcome

    def _anywhere(self, part, known):
        """Return the actions that hold one part in a text of any language."""
        asked = ((code, Expression((_clause(part, code, known),))) for code in languages.preference(self.language))
        return BitMap().union(*(self._find(code, expression) for code, expression in asked))

    def _ask(self, parts, *, is_any=False):
        expressions = self._expressions(parts, is_any=is_any)
        found = BitMap()
        for language, expression in expressions.items():
            found |= self._find(language, expression)
        return Outcome(expressions, found, BitMap() if is_any else found, {}, is_any)

    def _find(self, language, expression):
        """Return the actions whose text in ``language`` matches; without the index, by reading the texts."""
        if (language, expression) not in self._answers:
            found = None if self.is_unranked else self.corpus.find(expression)
            if found is None:
                self.is_unranked, found = True, self.corpus.find_in_texts(expression)
            self._answers[language, expression] = found
        return self._answers[language, expression]

    @cached_property
    def _answers(self):
        return {}

    def _known(self, parts):
        """Return what the lexicon knows of the words of ``parts``."""
        return lexicon.stems({look_up(word, self.language).folded for part in parts for word in part.words})

    def _expressions(self, parts, *, is_any=False):
        """Return language → what to ask of its texts."""
        known = self._known(parts)
        expressions = {}
        for language in languages.preference(self.language):
            telling = [part for part in parts if not self._says_nothing(part, language)] or parts
            clauses = tuple(dict.fromkeys(_clause(part, language, known) for part in telling))
            expressions[language] = Expression(clauses, is_any)
        return expressions

    def _says_nothing(self, part, language):
        """Whether the part is a word such as "the", in its own language or in the reader's."""
        if part.is_phrase or part.is_beginning or part.is_excluded:
            return False
        folded = look_up(part.words[0], language).folded
        return is_stop_word(folded, language) or is_stop_word(folded, self.language)

    # Order ----------------------------------------------------------------------------------------

    def ranked(self, found, start, stop):
        """Return the hits ``start`` to ``stop`` (``Hit``) of those in ``found``, the best first."""
        by_language = self._by_language(found)
        best = self._best(found, by_language)
        ranked = [*best]
        if stop > len(ranked):
            ranked += reversed(found - BitMap(best))
        return [Hit(pk, self._language_of(pk, by_language, best.get(pk))) for pk in ranked[start:stop]]

    def _by_language(self, found):
        return {
            language: self._find(language, expression) & found
            for language, expression in self._outcome.expressions.items()
        }

    def _language_of(self, pk, by_language, language):
        return language or next((code for code, hits in by_language.items() if pk in hits), "")

    def _best(self, found, by_language):
        """Return the actions worth ranking, in their order: action → language in which it matched best."""
        if self.is_unranked or not self._outcome.expressions:
            return {}
        chosen, is_common = self._worth_ranking(found, by_language)
        if is_common:
            return chosen
        scores = {}
        for language, hits in by_language.items():
            few = hits & chosen
            if not few:
                continue
            expression = self._outcome.expressions[language]
            bonus = OWN_LANGUAGE if language == self.language else 1
            ranks = self.corpus.score(expression, language, few, self._numbers(language))
            if ranks is None:
                self.is_unranked = True
                return {}
            for pk, score in ranks.items():
                if score * bonus > scores.get(pk, (-1.0, ""))[0]:
                    scores[pk] = (score * bonus, language)
        complete = self._outcome.complete
        order = sorted(scores, key=lambda pk: (pk not in complete, -scores[pk][0], -pk))
        return {pk: scores[pk][1] for pk in order}

    def _worth_ranking(self, found, by_language):
        """Return which of ``found`` are ranked, and whether their order is settled by title and age alone.

        A few are all ranked; of many the most promising, the newest among equals.
        """
        is_common = len(self.hits()) > TOO_COMMON
        if len(found) <= MOST_RANKED and not is_common:
            return found, False
        chosen = {}
        for language, tier in self._tiers():
            for pk in islice(reversed(tier & by_language[language]), max(MOST_RANKED - len(chosen), 0)):
                chosen.setdefault(pk, language)
        return (chosen, True) if is_common else (BitMap(chosen), False)

    def _tiers(self):
        """Yield language and hits, the most promising first: most of the words, words in the title, the rest."""
        expressions = self._outcome.expressions
        if self._outcome.is_any:
            holding = {language: self._holding(language) for language in expressions}
            for number in range(MAX_WORDS, 1, -1):
                yield from ((language, hits[number]) for language, hits in holding.items() if number in hits)
        for language, expression in expressions.items():
            yield language, self._find(language, expression.in_title())
        for language, expression in expressions.items():
            yield language, self._find(language, expression)

    def _holding(self, language):
        """Return number of clauses → the actions whose text holds at least so many of them."""
        holding = {0: self.hits()}
        for clause in self._outcome.expressions[language].clauses:
            bits = self._find(language, self._alone(language, clause))
            for number in range(len(holding), 0, -1):
                holding[number] = holding.get(number, BitMap()) | (holding[number - 1] & bits)
        return holding

    def _alone(self, language, clause):
        return replace(self._outcome.expressions[language], clauses=(clause,))

    def _numbers(self, language):
        """Return in how many texts each clause stands, or None where nothing has to be weighed against anything."""
        expression = self._outcome.expressions[language]
        if not expression.is_any and sum(map(bool, self._by_language(self.hits()).values())) == 1:
            return None
        return [len(self._find(language, self._alone(language, clause))) for clause in expression.clauses]

    # What a reader sees of it ---------------------------------------------------------------------

    def snippets(self, hits):
        """Return action → passage (``snippets.Snippet``) in which the words stand, marked, for a page of ``hits``."""
        wanted = {
            language: [option for clause in expression.clauses for option in clause.options]
            for language, expression in (self._outcome.expressions.items() if self.parts else ())
        }
        return snippets(hits, wanted, self.corpus)

    def suggestion(self):
        """Return the search as it may have been meant, when nothing was found as typed; else the empty string.

        Words that no text holds are corrected, a phrase that stands nowhere loses its quotation marks.
        """
        typed = clean(self.typed)[:MAX_TYPED]
        if self._outcome.corrected:
            typed = WRITTEN_WORD.sub(self._corrected_word, typed)
        elif not self.hits() and not any(part.is_excluded for part in self.parts):
            typed = typed.translate(_QUOTES).replace('"', " ").strip()
        if typed == clean(self.typed)[:MAX_TYPED]:
            return ""
        better = type(self)(typed, language=self.language)
        return typed if better._outcome.complete else ""

    def _corrected_word(self, match):
        words = split(match[0])
        return self._outcome.corrected.get(words[0], match[0]) if len(words) == 1 else match[0]

    def _corrections(self, parts):
        """Return word as typed → nearest word of the lexicon, for words that no text holds."""
        typed = {look_up(word, self.language).folded: word for part in parts for word in part.words}
        known = {word for _language, word in lexicon.stems(typed)}
        corrections = {}
        for folded, written in typed.items():
            if folded not in known and not is_stop_word(folded, self.language):
                near = (row for row in lexicon.nearest(folded, self.language) if is_held(row, self.corpus))
                if best := next(near, None):
                    corrections[written] = best.written
        return corrections


def _clause(part, language, known):
    """Return what ``part`` asks of texts in ``language``: each word by its own stem and those of its known forms."""
    choices = []
    for word in part.words:
        found = look_up(word, language)
        stems = sorted(known.get((language, found.folded), ()))
        choices.append(dict.fromkeys([found.term, *(term(stem, language) for stem in stems)]))
    options = [Sequence(terms) for terms in islice(product(*choices), MOST_OPTIONS)]
    if part.is_beginning:
        prefix = look_up(part.words[-1], language).folded
        before = [next(iter(choice)) for choice in choices[:-1]]
        options.append(Sequence((*before, term(prefix, language)), is_prefix=True))
        rows = lexicon.beginning(prefix, language=language).exclude(stem__startswith=prefix)
        stems = rows.values_list("stem", flat=True).distinct().order_by("stem")[:MOST_STEMS]
        options += [Sequence((*before, term(stem, language))) for stem in stems]
    return Clause(tuple(dict.fromkeys(options)))


def _replaced(part, corrections):
    return replace(part, words=tuple(corrections.get(word, word) for word in part.words))


def is_held(lexeme, corpus=store):
    """Whether a text still holds the word; the lexicon forgets only at a rebuild."""
    return bool(corpus.find(_word(lexeme)))


def _word(lexeme):
    """Return the question for one word of the lexicon."""
    return Expression((Clause((Sequence((term(lexeme.stem, lexeme.language),)),)),))


# Completion ---------------------------------------------------------------------------------------


def alike(title, *, language, most):
    """Return up to ``most`` published actions that hold words of ``title``, in whatever language: the likeliest first.

    Two questions to the index, where a reader's search may take ten.
    """
    asked = Search(title, language=language)
    expressions = asked._expressions(asked.parts) if asked.parts else {}
    clauses = dict.fromkeys(clause for expression in expressions.values() for clause in expression.clauses)
    if not clauses:
        return []
    either = Expression(tuple(clauses), is_any=True)
    found = BitMap(list(islice(reversed(store.find(either) or BitMap()), MOST_RANKED)))
    scores = (store.score(either, languages.CODES, found, None) if found else None) or {}
    return sorted(scores, key=lambda pk: (-scores[pk], -pk))[:most]


def complete(typed, *, language, limit=8):
    """Return whole searches that ``typed`` may become: names of LRGs, words of titles; most frequent first."""
    cleaned = clean(typed or "")[:MAX_TYPED]
    words = split(cleaned)
    if not words or len(words) > MAX_WORDS or not cleaned[-1].isalnum():
        return []
    prefix = look_up(words[-1], language).folded
    if len(prefix) < SHORTEST_COMPLETED:
        return []
    before = cleaned[: [*WRITTEN_WORD.finditer(cleaned)][-1].start()]
    ends = _names(" ".join(look_up(word, language).folded for word in words), limit // 2) if prefix else []
    for code in languages.preference(language):
        if len(ends) < limit:
            ends += [before + word for word in _title_words(prefix, code)]
    once = {end.casefold(): end for end in reversed(ends) if end.casefold() != cleaned.casefold()}
    return [*reversed(once.values())][:limit]


def _names(folded, limit):
    """Return the names of LRGs with published actions of which a word begins like the typed text."""
    leading = Practice.objects.published().filter(lead_lrg=OuterRef("pk"))
    found = Organisation.objects.local_governments().filter(Exists(leading), name_index__folded__contains=f" {folded}")
    return [str(lrg) for lrg in found.order_by("slug")[:limit]]


def _title_words(prefix, language):
    """Return the words of titles that begin with ``prefix``, the most frequent first."""
    rows = lexicon.beginning(prefix, language=language, is_title=True).order_by("word")[:MOST_COMPLETED]
    words = [row.written for row in rows]
    titles = store.count([_word(row).in_title() for row in rows], MOST_COUNTED)
    held = {word: number for word, number in zip(words, titles, strict=True) if number}
    return sorted(held, key=lambda word: (-held[word], word))
