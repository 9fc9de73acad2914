"""Whatever is typed: an answer, never an exception, the same from the index and from the texts."""

import unicodedata

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.shared import languages
from practices import search
from practices.search import query, store

pytestmark = pytest.mark.django_db

TYPED = [
    *["", " ", "\t\n", "\x00", "\x00\x00flats", "flats\x00", "\ud800", "flats\udfff", "\ud83d", "\ufeff", "\u200b"],
    *["'", '"', '""', '"""', '" "', '"flats', 'flats"', '"flats" "', "“flats", "«»", "'flats' OR 1=1 --"],
    *["*", "**", "*flats", "fl*ts", "flats*", "flats**", "f*", '"flats*"', "* * *", "-*"],
    *["-", "--", "---", "-flats", "--flats", "- flats", "flats -", "flats - market", '-"', '-""', '-"labour market"'],
    *["AND", "OR", "NOT", "NEAR", "flats AND", "AND flats", "flats OR market", "NOT flats", "flats NEAR/2 market"],
    *["(", ")", "(flats", "flats)", "((((", "flats:*", "heading:flats", "{heading}: flats", "^flats", "flats & market"],
    *[
        "flats | market",
        "!flats",
        "flats <-> market",
        "flats:A",
        "flats:*A",
        "\\",
        "\\'",
        "\\\\",
        "%",
        "_",
        "%s",
        "%(x)s",
    ],
    *["{0}", "{{ flats }}", "<b>flats</b>", "<script>alert(1)</script>", "&amp;", "🙂", "👩‍👩‍👧", "flats 🙂", "🇫🇷"],
    *["שלום", "مرحبا", "\u202eflats", "\u202dflats\u202c", "غازي عنتاب", "हिन्दी", "ไทย", "北京", "한국어", "Ἑλλάς"],
    *["é" * 10_000, "flats " * 2_000, '"' * 10_000, "-" * 10_000, "*" * 10_000, "a" * 10_000, "🙂" * 10_000],
    *["z\u0301\u0302\u0303" * 500, "ﷺ" * 200, "ﬁ", "ŉ", "ß", "İ", "ı", "ǆ", "²", "½", "٣", "1" * 300, "0", "-0", "1e9"],
    *["10.7", "10.", ".7", "10..7", "GCM", "GCM 999", "GCM -7", "zz", "zzz", "zzen", "zzenflat", "enflat", "en", "u00"],
    *["the", "the the the", "de la", "a", "-the", '"the"', "the*", "null", "None", "true", "NaN", "../../etc/passwd"],
]


def test_they_are_many():
    assert len({*TYPED}) == len(TYPED) >= 60


def everything(typed, language):
    """Ask for all that a page asks; returns the hits in their order."""
    with translation.override(language):
        asked = search.Search(typed, language=language)
        found = asked.hits()
        hits = asked.ranked(found, 0, 20)
        snippets = asked.snippets(hits)
        notes = asked.notes
        assert not [char for note in notes for char in note if unicodedata.category(char) in ("Cc", "Cf", "Cs")]
        assert all(isinstance(note, str) and len(note) < 500 for note in notes)
        assert {hit.pk for hit in hits} <= {*found}
        assert {*snippets} <= {*found}
        assert all("<b>" not in snippet.html and "<script" not in snippet.html for snippet in snippets.values())
        assert isinstance(asked.suggestion(), str)
        assert len(search.complete(typed, language=language)) <= 8
        assert not asked.is_unranked
        if typed.strip() and asked.is_empty:
            assert notes
            assert not found
        return [hit.pk for hit in hits]


@pytest.mark.parametrize("typed", TYPED, ids=lambda typed: ascii(typed)[:40])
def test_any_text_is_safe(library, typed):
    everything(typed, "en")
    everything(typed, "fr")


@pytest.mark.parametrize(
    "typed", ["flats", "FLATS\x00", "flats!!!", "(flats)", "^flats", "flats:*", "🙂 flats", "'flats'"]
)
def test_what_means_nothing_is_left_out(find, typed):
    assert {*find(typed)} == {"homes", "market"}


@pytest.mark.parametrize("typed", ["AND", "OR", "NOT", "NEAR"])
def test_operators_are_words(find, typed):
    assert {*find(f"flats {typed} labour")} >= {"homes"}


quietly = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
WORDS = [
    "flats",
    "labour",
    "market",
    "ciudad",
    "jovenes",
    "travaux",
    "logement",
    "zither",
    "the",
    "de",
    "GCM",
    "8",
    "x",
]
pieces = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map(lambda word: f"{word[:4]}*"),
    st.sampled_from(WORDS).map(lambda word: f"-{word}"),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    st.text(st.characters(codec=None), max_size=12),
)


@settings(quietly, max_examples=60)
@given(typed=st.lists(pieces, max_size=5).map(" ".join), language=st.sampled_from(languages.CODES))
def test_any_mixture_is_safe(library, typed, language):
    everything(typed, language)


@settings(quietly, max_examples=80)
@given(typed=st.lists(pieces, min_size=1, max_size=4).map(" ".join), language=st.sampled_from(languages.CODES))
def test_the_index_finds_what_stands_in_the_texts(library, typed, language):
    """The plain reading of the texts is the oracle, so that both databases find the same."""
    asked = search.Search(typed, language=language)
    asked.hits()
    for (_language, expression), found in asked._answers.items():
        assert found == store.find_in_texts(expression), expression


@settings(quietly, max_examples=40)
@given(typed=st.lists(pieces, min_size=1, max_size=4).map(" ".join))
def test_parsing_keeps_to_its_limits(typed):
    parts, notes = query.parse(typed)
    assert sum(len(part.words) for part in parts) <= query.MAX_WORDS
    assert all(part.words for part in parts)
    assert len(notes) <= 4
