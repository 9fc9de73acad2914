"""From text to the terms of the index: words, folding, stems. One analysis for every database.

A term is a language and a stem, "enrefuge", in plain letters and digits; so one index holds all languages and no
database has an opinion about words. The stem is Snowball's, after corrections for what it splits or joins wrongly.
"""

import re
import sys
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from portal.shared import languages
from portal.shared.text import fold

from .words import IRREGULAR, RULES, STOP_WORDS

#: Longer words are cut; the longest of the three languages in common use have about 30 letters.
MAX_LETTERS = 40
#: Before a term: the word stands in the title. No language has the code "zz".
IN_TITLE = "zz"
_SNOWBALL = {"en": "english", "es": "spanish", "fr": "french"}

_MARK_RANGES = "".join(c for c in map(chr, range(sys.maxunicode)) if unicodedata.combining(c))
_MARKS = re.compile(f"[{_MARK_RANGES}]+")
_MARK_SET = frozenset(_MARK_RANGES)
_WORD = re.compile(r"[^\W_]+")
#: A word in text as written, whose accents may be letters of their own.
WRITTEN_WORD = re.compile(rf"[^\W_]+(?:[{_MARK_RANGES}]+[^\W_]*)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of one language with its analysis."""

    written: str  # in lower case, with its accents
    folded: str
    stem: str
    term: str


class _Stemmers(threading.local):
    """Snowball's stemmers of one thread; they must not be shared."""

    def __init__(self):
        self.of = {code: Stemmer.Stemmer(_SNOWBALL[code], 0) for code in languages.CODES if code in _SNOWBALL}


_stemmers = _Stemmers()


def split(text):
    """Return the words of ``text`` in lower case with their accents: apostrophes, hyphens and points separate."""
    text = text.lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        if not _MARK_SET.isdisjoint(text):  # hardly ever: the search for the marks took a third of the analysis
            text = _MARKS.sub("", text)
    return [word[:MAX_LETTERS] for word in _WORD.findall(text)]


def analyse(text, language):
    """Return the words of ``text`` with their analysis as ``language``."""
    return [look_up(word, language) for word in split(text)]


@lru_cache(maxsize=200_000)
def look_up(word, language):
    """Return the analysis of one word as ``split`` writes it."""
    folded = fold(word)[:MAX_LETTERS]
    stem = fold(_stem(word, folded, language))[:MAX_LETTERS]
    return Word(word, folded, stem, term(stem, language))


def term(stem, language):
    """Return what the index holds for a stem (or for the beginning of one)."""
    return language + (stem if stem.isascii() else "u" + stem.encode().hex())


def is_stop_word(folded, language):
    """Whether the word says nothing by itself in ``language``."""
    return folded in STOP_WORDS.get(language, ())


def _stem(word, folded, language):
    """Return the stem of ``word``: known by heart, else by Snowball after the corrections of ``words``."""
    irregular = IRREGULAR.get(language, {})
    if known := irregular.get(word) or irregular.get(folded):
        return known
    for pattern, replacement in RULES.get(language, ()):
        corrected, is_changed = pattern.subn(replacement, word)
        if is_changed:
            word = corrected
            break
    stemmer = _stemmers.of.get(language)
    return stemmer.stemWord(word) if stemmer else word
