"""Finding events, their sessions and publications by their words, analysed and asked as those of actions are.

There are hundreds of them and not millions: the texts themselves are read, without an index of the database.
"""

import math
from dataclasses import dataclass

from django.db import transaction
from pyroaring import BitMap

from portal.shared import languages
from practices.search import lexicon, store
from practices.search.analysis import IN_TITLE, analyse
from practices.search.query import Search

from . import texts
from .enums import EntryType
from .models import Entry, Event, Publication, SearchText, Series

#: How much a word counts by where it stands.
WEIGHTS = {"heading": 12, "names": 6, "tags": 5, "summary": 3, "body": 1}


@dataclass(frozen=True, slots=True)
class _Words:
    """The analysed words of a text, as the lexicon learns them."""

    language: str
    words: list
    title_words: list
    also: tuple = ()


# Upkeep -------------------------------------------------------------------------------------------


@transaction.atomic
def index(entry):
    """Write the search texts of a public entry anew, its sessions' too; take those of any other out."""
    SearchText.objects.filter(entry=entry.pk).delete()
    found = Entry.objects.public().filter(pk=entry.pk).first()
    if found is None:
        return
    rows, learned = [], []
    for text in texts.of(found.whole):
        words = {column: analyse("\n".join(pieces), text.language) for column, pieces in text.pieces.items()}
        columns = {column: _line(word.term for word in words.get(column, ())) for column in WEIGHTS}
        title = words.get("heading", [])
        columns["heading"] = _line([*(word.term for word in title), *(IN_TITLE + word.term for word in title)])
        sort_title = " ".join(word.folded for word in title)
        rows.append(
            SearchText(
                entry_id=entry.pk, session_id=text.session, language=text.language, sort_title=sort_title, **columns
            )
        )
        learned.append(_Words(text.language, [word for found in words.values() for word in found], title))
    SearchText.objects.bulk_create(rows)
    lexicon.learn(learned)


def rebuild():
    """Make every text anew (``manage.py rebuild_search``)."""
    SearchText.objects.exclude(entry__in=Entry.objects.public()).delete()
    for entry in Entry.objects.public().order_by("pk").iterator():
        index(entry)


def _line(terms):
    """Return terms with a space before and after each."""
    return " ".join(["", *terms, ""])


# Asking -------------------------------------------------------------------------------------------


class Corpus:
    """The texts of entries, asked as ``practices.search.store`` is."""

    rows = SearchText.objects.filter(session=None)

    def everything(self):
        """Return every entry that has a text."""
        return BitMap(self.rows.all().values_list("entry_id", flat=True))

    def find(self, expression):
        """Return the entries of which a text matches."""
        return BitMap(self.rows.filter(store.holding(expression)).values_list("entry_id", flat=True))

    find_in_texts = find

    def is_sound(self):
        """There is no index that could be broken."""
        return True

    def score(self, expression, language, entries, numbers):
        """Return entry → score, the better the higher; rare words weigh more where ``numbers`` says how rare."""
        rare = [1 / math.log(2 + number) for number in numbers] if numbers else [1] * len(expression.clauses)
        scores = {}
        for row in self.rows.filter(language=language, entry__in=entries):
            found = [
                sum(weight * _count(getattr(row, column), clause) for column, weight in WEIGHTS.items())
                for clause in expression.clauses
            ]
            if any(found) if expression.is_any else all(found):
                weighed = (math.log1p(number) * weight for number, weight in zip(found, rare, strict=True))
                scores[row.entry_id] = sum(weighed)
        return scores

    def passages(self, language, keys):
        """Yield (entry, its long texts) in one language."""
        for model in (Series, Event, Publication):
            entries = list(model.objects.public().filter(pk__in=keys))
            texts.load(entries)
            yield from ((entry.pk, texts.passages(entry, language)) for entry in entries)

    def names(self, _language, _keys):
        """What an entry is called by stands in its texts."""
        return ()


def _count(line, clause):
    """Return how often one of the sequences of a clause stands in a line of terms."""
    return sum(
        line.count(f" {' '.join(option.terms)}" + ("" if option.is_prefix else " ")) for option in clause.options
    )


class EntrySearch(Search):
    """A search in the texts of events, sessions and publications."""

    corpus = Corpus()

    def sessions(self, entries):
        """Return entry → key of the session that holds most of the words, for those of ``entries`` that have one."""
        best = {}
        for language, expression in self._outcome.expressions.items():
            rows = SearchText.objects.filter(language=language, entry__in=entries, session__isnull=False)
            for row in rows:
                held = sum(
                    any(_count(getattr(row, column), clause) for column in WEIGHTS) for clause in expression.clauses
                )
                if held > best.get(row.entry_id, (0, None))[0]:
                    best[row.entry_id] = held, row.session_id
        return {entry: session for entry, (_held, session) in best.items()}


def bitmap(keys):
    """Return primary keys as the search takes them."""
    return BitMap(keys)


def search_for(typed):
    """Return the search that a reader typed, in their language; None without a word."""
    return EntrySearch(typed, language=languages.current()) if (typed or "").strip() else None


def counts(typed):
    """Return type → how many public entries a search finds, for the tabs of the search."""
    search = search_for(typed)
    found = Entry.objects.public()
    found = found.filter(pk__in=search.hits()) if search else found
    types = [*found.order_by().values_list("type", flat=True)]
    return {type.value: types.count(type) for type in EntryType}
