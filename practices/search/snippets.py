"""The passage of an action's texts in which the searched words stand, marked as they are written."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.shared import languages

from .analysis import WRITTEN_WORD, look_up, split

#: Characters of one passage, and how many of them stand before the first marked word.
WIDTH, BEFORE = 180, 50
PASSAGES = 2


@dataclass(frozen=True, slots=True)
class Snippet:
    """One or two passages with the words marked, their language, and whether they are of the text or of the tags."""

    html: SafeString
    language: str
    is_of_tags: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    """A searched word in a text: where it stands and which term it is."""

    start: int
    end: int
    term: str


def snippets(hits, wanted, corpus):
    """Return record → Snippet for ``hits`` (``query.Hit``); ``wanted`` is language → sequences of terms.

    ``corpus`` yields the public texts of records in one language (``passages``), and what they are called by and tagged
    with (``names``), for those in whose texts no word stands. Where there is nothing to mark, there is no passage.
    """
    pages, made = defaultdict(list), {}
    for hit in hits:
        pages[hit.language].append(hit.pk)
    for language, keys in pages.items():
        if language not in languages.CODES:
            continue
        exact = {term for sequence in wanted.get(language, ()) for term in sequence.terms}
        beginnings = tuple(sequence.terms[-1] for sequence in wanted.get(language, ()) if sequence.is_prefix)
        for read in (corpus.passages, corpus.names):
            for pk, texts in read(language, [pk for pk in keys if pk not in made]):
                if html := _passages([text for text in texts if text], language, exact, beginnings):
                    made[pk] = Snippet(html, language, read == corpus.names)
    return made


def _passages(texts, language, exact, beginnings):
    """Return the best passages: those that hold most of the words, the earliest among equals."""
    windows = []
    for place, text in enumerate(texts):
        marks = _marks(text, language, exact, beginnings)
        for first, mark in enumerate(marks):
            inside = [other for other in marks[first:] if other.end - mark.start <= WIDTH - BEFORE]
            windows.append((place, mark.start, inside))
    chosen, seen = [], set()
    while windows and len(chosen) < PASSAGES:
        best = max(windows, key=lambda window: len({mark.term for mark in window[2]} - seen))
        new = {mark.term for mark in best[2]} - seen
        if not new:
            break
        seen |= new
        chosen.append(best)
        windows = [window for window in windows if window[0] != best[0] or abs(window[1] - best[1]) > WIDTH]
    return format_html_join(" ", "{}", ((_passage(texts[place], start, marks),) for place, start, marks in chosen))


def _marks(text, language, exact, beginnings):
    marks = []
    for word in WRITTEN_WORD.finditer(text):
        for part in split(word[0]):
            term = look_up(part, language).term
            if term in exact or (beginnings and term.startswith(beginnings)):
                marks.append(_Mark(word.start(), word.end(), term))
                break
    return marks


def _passage(text, start, marks):
    """Return the text around ``start`` with ``marks``, cut between words."""
    begin = max(0, start - BEFORE)
    if begin:
        begin = text.find(" ", begin, start) + 1 or start
    end = min(len(text), begin + WIDTH)
    if end < len(text):
        end = max(text.rfind(" ", begin, end), *(mark.end for mark in marks), begin + 1)
    pieces, place = [], begin
    for mark in marks:
        pieces.append(format_html("{}<mark>{}</mark>", text[place : mark.start], text[mark.start : mark.end]))
        place = mark.end
    pieces.append(format_html("{}", text[place:end]))
    inside = format_html_join("", "{}", ((piece,) for piece in pieces))
    return format_html("{}{}{}", "… " if begin else "", inside, " …" if end < len(text) else "")
