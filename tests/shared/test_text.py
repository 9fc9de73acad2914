"""Folding, words and cleaning of texts."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.shared.text import clean, fold, one_line, words

anything = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Identité", "identite"),
        ("IDENTITÉ", "identite"),
        ("identite\u0301", "identite"),
        ("Łódź", "lodz"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Ağrı", "agri"),
        ("İSTANBUL", "istanbul"),
        ("ISPARTA", "isparta"),
        ("cœur", "coeur"),
        ("Ærø", "aero"),
        ("d’accueil", "d'accueil"),
        ("ｆｕｌｌ", "full"),
        ("ﬁn", "fin"),
        ("مَدينة", "مدينة"),
        ("한국", "한국"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@given(anything)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(anything)
def test_composed_and_decomposed_text_fold_alike(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Carte d’identité", ["carte", "d", "identite"]),
        ("a_b%c-d", ["a", "b", "c", "d"]),
        ("10.7", ["10", "7"]),
        ("!!! 👩‍👩‍👧", []),
        ("  ", []),
        ("LA-2026-0001", ["la", "2026", "0001"]),
    ],
)
def test_words(text, found):
    assert words(text) == found


@given(anything)
def test_words_hold_no_sign_and_no_wildcard(text):
    for word in words(text):
        assert word
        assert not set(word) & set("%_\\ \x00'\"")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a\x00b", "ab"),
        ("\ud800a\udfff", "a"),
        ("e\u0301", "é"),
        ("e\x00\u0301", "é"),
        ("two\r\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\x1b[31mred", "[31mred"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("\u202eright to left", "\u202eright to left"),
    ],
)
def test_clean(typed, stored):
    assert clean(typed) == stored


@given(anything)
def test_clean_text_can_be_stored_anywhere_and_is_clean_already(text):
    stored = clean(text)
    assert stored.encode().decode() == stored
    assert "\x00" not in stored
    assert unicodedata.is_normalized("NFC", stored)
    assert clean(stored) == stored


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("a\r\nBcc: b", "a Bcc: b"),
        (" a  b\t", "a b"),
        ("Publiée\u00a0: «\u00a0x\u00a0»", "Publiée\u00a0: «\u00a0x\u00a0»"),
        ("a\x00\x85\u2028b", "a b"),
    ],
)
def test_one_line_keeps_no_break_spaces_and_no_breaks(typed, line):
    assert one_line(typed) == line
