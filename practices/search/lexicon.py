"""The words of the texts: for words without their accents, beginnings, completion and "did you mean"."""

from collections import defaultdict

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from portal.shared import languages

from ..models import Lexeme

#: Words shorter than this are not corrected: too many others are near. Two letters may be wrong in a long word only.
SHORTEST, LONG = 5, 8
_LAST = "\U0010ffff"


def learn(texts):
    """Add the words of ``texts`` that are new; in one order, so that two writers never wait for each other."""
    Lexeme.objects.bulk_create(
        (Lexeme(**dict(zip(_FIELDS, row, strict=True))) for row in sorted(rows(texts))),
        ignore_conflicts=True,
        batch_size=1_000,
    )


_FIELDS = ("language", "word", "stem", "is_title", "written")


def rows(texts):
    """Return the rows of the lexicon that ``texts`` need: language, word, stem, whether in a title → as written."""
    found = {}
    for text in (part for whole in texts for part in (whole, *whole.also)):
        for words, is_title in ((text.words, False), (text.title_words, True)):
            for word in {id(word): word for word in words}.values():  # each is one object; comparing costs more
                found.setdefault((text.language, word.folded, word.stem, is_title), word.written)
    return [(*key, written) for key, written in found.items()]


def stems(words):
    """Return (language, folded word) → stems, for those of ``words`` that some text holds."""
    found = defaultdict(set)
    for language, word, stem in Lexeme.objects.filter(word__in=words).values_list("language", "word", "stem"):
        found[language, word].add(stem)
    return found


def beginning(prefix, **conditions):
    """Return the words (``Lexeme``) that begin with the folded ``prefix``."""
    found = Lexeme.objects.filter(word__startswith=prefix, **conditions)
    if connection.vendor == "sqlite":  # LIKE reads every row there, a range uses the index
        found = found.filter(word__gte=prefix, word__lt=prefix + _LAST)
    return found


def nearest(word, language):
    """Return the known words (``Lexeme``) nearest to a folded ``word``, those of ``language`` before the others'.

    Hardly anybody mistypes the first letter: "London" is no misspelling of "fondo".
    """
    if len(word) < SHORTEST or word.isdecimal():
        return []
    distance = 1 if len(word) < LONG else 2
    for code in languages.preference(language):
        known = [*{*beginning(word[0], language=code).values_list("word", flat=True)}]
        near = process.extract(word, known, scorer=OSA.distance, score_cutoff=distance, limit=5)
        if near:
            best = near[0][1]
            names = [name for name, far, _place in near if far == best and not name.isdecimal()]
            return list(Lexeme.objects.filter(language=code, word__in=names).order_by("pk"))
    return []
