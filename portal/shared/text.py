"""Folding of text, so that "Identité", "IDENTITE" and "identité" (two code points) are one word."""

import re
import unicodedata

#: Letters that Unicode does not decompose and that people type without their mark.
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "’": "'"})
_BREAKS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_NOT_A_WORD = re.compile(r"[^\w]+|_+")


def fold(text):
    """Return ``text`` in lower case, without accents, in one spelling per letter."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFKC", bare).translate(_PLAIN)


def words(text):
    """Return the folded words of ``text``, in order."""
    return [word for word in _NOT_A_WORD.split(fold(text)) if word]


def clean(text):
    """Return typed ``text`` as it may be stored and searched: NFC, no control characters, no lone surrogates."""
    text = text.encode("utf-8", "ignore").decode("utf-8")
    text = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) != "Cc")
    return unicodedata.normalize("NFC", text)


def one_line(text):
    """Return ``text`` as one line, for headers and lists; no-break spaces stay."""
    return _BREAKS.sub(" ", text).strip()
