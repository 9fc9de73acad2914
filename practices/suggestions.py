"""Which objectives an action may serve, from its own words: without any service, and with the words that say so.

Three sources: what an objective is called and its keywords, the words of published actions that are tagged to it, and
the published linkages of the crosswalk. The person decides; what was turned down is not proposed again.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from math import log

from compacts.models import Linkage, Objective
from portal.shared import languages

from .models import Practice, Tag
from .search import changes
from .search.analysis import analyse, is_stop_word

#: What is proposed: targets, principles and arrangements are too many or too general; the form lists them.
LEVELS = {"gcm": ("objective",), "gcr": ("objective", "area"), "sdg": ("goal",)}
#: How much a word counts by where it stands in the agenda. Measured: ``manage.py measure_suggestions``.
KEYWORD, TITLE, GLOSS, LEARNED, LINKED = 4.0, 2.0, 0.6, 2.5, 1.5
#: The texts of an action that say what it is about, and how much the words of each count.
TEXTS = {"title": 3.0, "keywords": 3.0, "summary": 2.0, "aims": 1.5, "activities": 1.0, "context": 0.7, "results": 0.5}
#: Tagged actions from which words are learned, the newest first.
MOST_LEARNED = 2_000
#: A word is learned from at least so many other actions.
LEAST_LEARNED = 3
#: Longest keyword in words.
LONGEST = 3
#: Less than this is chance.
LEAST = 3.0
#: Words shown with a proposal.
SHOWN_WORDS = 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An objective that is proposed: the words of the action that speak for it, and published linkages that do."""

    objective: Objective
    words: tuple
    linkages: tuple
    score: float


def suggest(practice, *, limit=5):
    """Return up to ``limit`` proposals for each agenda (``Suggestion``), agenda by agenda, the best first.

    What is tagged already or was dismissed is left out.
    """
    vocabulary = vocabulary_of(practice.original_language)
    scores, reasons = score(practice, vocabulary)
    tagged = {tag.objective_id for tag in practice.tags.all()}
    links = _links(tagged, scores)
    for pk, found in links.items():
        scores[pk] += LINKED * len(found)
    left_out = tagged | {*practice.dismissed_suggestions.values_list("objective", flat=True)}
    suggestions = []
    for agenda in LEVELS:
        ranked = sorted(
            (
                pk
                for pk, objective in vocabulary.objectives.items()
                if objective.agenda.code == agenda and pk not in left_out and scores[pk] >= LEAST
            ),
            key=lambda pk: (-scores[pk], pk),
        )
        suggestions += [
            Suggestion(vocabulary.objectives[pk], _shown(reasons[pk]), tuple(links.get(pk, ())), scores[pk])
            for pk in ranked[:limit]
        ]
    return suggestions


def _shown(reasons):
    """Return the words that weigh most, as written in the action."""
    ranked = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    return tuple(dict.fromkeys(word for word, _weight in ranked))[:SHOWN_WORDS]


def score(practice, vocabulary):
    """Return objective → score, and objective → word as written → its part of the score (primary keys)."""
    heard, written = Counter(), {}
    for field, weight in TEXTS.items():
        text = getattr(practice, languages.column(field, practice.original_language)) or ""
        for phrase, words in _phrases(text, practice.original_language):
            heard[phrase] = max(heard[phrase], weight)
            written.setdefault(phrase, words)
    own = {tag.objective_id for tag in practice.tags.all()} if practice.code else set()
    scores, reasons = defaultdict(float), defaultdict(dict)
    for phrase, weight in heard.items():
        for pk, said in vocabulary.weights.get(phrase, {}).items():
            part = weight * said * vocabulary.rarity(phrase)
            scores[pk] += part
            reasons[pk][written[phrase]] = part
        for pk, learned in vocabulary.learned(phrase, own).items():
            part = weight * LEARNED * learned
            scores[pk] += part
            reasons[pk][written[phrase]] = reasons[pk].get(written[phrase], 0) + part
    return scores, reasons


def _phrases(text, language):
    """Yield every run of up to three telling words as its stems, with the words as written."""
    words = analyse(text, language)
    for start, word in enumerate(words):
        if is_stop_word(word.folded, language):
            continue
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            run = words[start:end]
            if not is_stop_word(run[-1].folded, language):
                yield tuple(one.stem for one in run), " ".join(one.written for one in run)


class Vocabulary:
    """What each objective is called in one language, and which words the actions tagged to it use."""

    def __init__(self, language):
        self.language = language
        objectives = Objective.objects.filter(agenda__code__in=LEVELS).select_related("agenda").defer("verified")
        self.objectives = {row.pk: row for row in objectives if row.level in LEVELS[row.agenda.code]}
        self.weights = defaultdict(dict)
        self.above = {row.pk: row.parent_id for row in objectives if row.level == "target"}
        for row in objectives:
            self._read(self.above.get(row.pk, row.pk), row)
        self._learn()

    def _read(self, pk, objective):
        """Note what ``objective`` is called; a target speaks for its goal, softly."""
        if pk not in self.objectives:
            return
        is_target = pk != objective.pk
        texts = [(keyword, KEYWORD) for keyword in objective.keywords.get(self.language, ())]
        texts += [
            (getattr(objective, languages.column(field, self.language)) or "", weight)
            for field, weight in (("short_title", TITLE), ("title", GLOSS if is_target else TITLE), ("gloss", GLOSS))
        ]
        for text, weight in texts:
            is_keyword = weight == KEYWORD
            for phrase, _words in _phrases(text, self.language):
                if is_keyword and len(phrase) < len(text.split()) and len(phrase) < LONGEST:
                    continue  # a keyword of two words counts as a whole
                if is_keyword or len(phrase) == 1:
                    self.weights[phrase][pk] = max(self.weights[phrase].get(pk, 0), weight)

    def _learn(self):
        """Count in how many tagged actions each word stands, by objective."""
        newest = list(Practice.objects.published().values_list("pk", flat=True)[:MOST_LEARNED])
        tagged = defaultdict(set)
        for practice, tag in Tag.objects.filter(practice__in=newest).values_list("practice", "objective"):
            objective = self.above.get(tag, tag)
            if objective in self.objectives:
                tagged[practice].add(objective)
        columns = [languages.column(field, self.language) for field in ("title", "summary", "activities")]
        rows = Practice.objects.filter(pk__in=tagged).values_list("pk", *columns)
        self.actions, self.by_word, self.by_objective = 0, Counter(), Counter()
        self.together = defaultdict(Counter)
        for pk, *texts in rows:
            words = {phrase for phrase, _written in _phrases(" ".join(filter(None, texts)), self.language)}
            words = {phrase for phrase in words if len(phrase) == 1 and phrase[0].isalpha()}
            if not words:
                continue
            self.actions += 1
            self.by_word.update(words)
            self.by_objective.update(tagged[pk])
            for word in words:
                self.together[word].update(tagged[pk])

    def rarity(self, phrase):
        """How telling a phrase is: 1 when it names one objective, less the more of them it names."""
        return 1 / len(self.weights[phrase]) ** 0.5

    def learned(self, phrase, own):
        """Return objective → how much more often its actions use the word than others do.

        ``own`` are the tags of an action that is itself among those learned from: it does not speak for itself.
        """
        found, speaks = {}, int(bool(own))
        for pk, together in self.together.get(phrase, {}).items():
            is_own = speaks and pk in own
            both, tagged = together - is_own, self.by_objective[pk] - is_own
            word, every = self.by_word[phrase] - speaks, self.actions - speaks
            if both >= LEAST_LEARNED and tagged and word and (lift := (both / tagged) / (word / every)) > 1:
                found[pk] = log(lift) * both / (both + 2)
        return found


def vocabulary_of(language):
    """Return the vocabulary of a language on the present data."""
    return _kept(language, changes.current())


@lru_cache(maxsize=8)
def _kept(language, _mark):
    return Vocabulary(language)


def _links(tagged, scores):
    """Return objective → published linkages that join it to what is tagged, or else to the likeliest objective."""
    likeliest = {*sorted(scores, key=lambda pk: -scores[pk])[:1]}
    sources = tagged or likeliest
    found = defaultdict(list)
    linkages = Linkage.objects.published().for_reading()
    for linkage in linkages.filter(from_objective__in=sources) | linkages.filter(to_objective__in=sources):
        ends = {linkage.from_objective_id, linkage.to_objective_id} - {None}
        for other in ends - sources:
            found[other].append(linkage)
    return found
