"""What has changed between two states of a record, word by word, for reviewers, readers of versions and translators."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from portal.shared import languages

from .outline import Outline

SAME, GONE, NEW = "same", "gone", "new"
#: Longer texts are compared by line, those of more lines are shown as a whole: the work grows by the square.
MANY = 4000
_WORDS = re.compile(r"\S+\s*|\s+")
_LINES = re.compile(r"[^\n]*\n?")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words that stayed, went or came."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a field before and after."""

    before: tuple
    after: tuple
    language: str = ""

    @property
    def lang(self):
        """The ``lang`` attribute that both sides need."""
        return self.language if self.language != languages.current() else ""

    @property
    def language_name(self):
        """The language of a text, for its heading."""
        return languages.name(self.language) if self.language else ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that says something else than before."""

    name: str
    label: str
    changes: tuple


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section with its changed fields; ``entries`` is how the whole of it reads now."""

    id: str
    heading: str
    fields: tuple
    entries: list


def words(before, after):
    """Return ``(before, after)``: the same two texts as parts, so that what changed can be marked."""
    pattern = _WORDS if len(before) + len(after) < MANY * 10 else _LINES
    old, new = pattern.findall(before), pattern.findall(after)
    if max(len(old), len(new)) > MANY:
        return (Part(GONE, before),), (Part(NEW, after),)
    left, right = [], []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > MANY // 4).get_opcodes():
        left += _run(SAME if kind == "equal" else GONE, "".join(old[i:j]))
        right += _run(SAME if kind == "equal" else NEW, "".join(new[k:m]))
    return _joined(left), _joined(right)


def _run(kind, text):
    """Return a run of words; the space after what changed is not marked with it."""
    bare = text if kind == SAME else text.rstrip() or text
    return [Part(*part) for part in ((kind, bare), (SAME, text[len(bare) :])) if part[1]]


def _joined(parts):
    """Return parts with neighbours of one kind as one."""
    return tuple(Part(kind, "".join(part.text for part in run)) for kind, run in groupby(parts, lambda part: part.kind))


def compare(before, after, outline=None):
    """Compare two records given as plain data; returns every section, those without a change included.

    ``outline`` is one that reads both already.
    """
    outline = outline or Outline(before, after)
    old = {entry.name: entry for part in outline.sections(before, every_language=True) for entry in part.entries}
    sections = []
    for section in outline.sections(after, every_language=True):
        changed = [
            FieldChange(entry.name, entry.label, changes)
            for entry in section.entries
            if (
                changes := tuple(
                    _changes(entry.is_text, old[entry.name].lines if entry.name in old else (), entry.lines)
                )
            )
        ]
        sections.append(SectionChange(section.id, section.heading, tuple(changed), section.filled))
    return sections


def changed_fields(sections):
    """Return the names of the fields that changed."""
    return {field.name for section in sections for field in section.fields}


def _changes(is_text, old, new):
    """Pair the lines of a field: texts by their language, rows by their place among those that stayed."""
    if is_text:
        before, after = ({line.language: line.text for line in lines} for lines in (old, new))
        for language in languages.preference(*before, *after):
            texts = before.get(language, ""), after.get(language, "")
            if texts[0] != texts[1]:
                yield Change(*words(*texts), language)
        return
    before, after = [line.text for line in old], [line.text for line in new]
    if max(len(before), len(after)) > MANY:
        yield Change((Part(GONE, "\n".join(before)),), (Part(NEW, "\n".join(after)),))
        return
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for place in range(max(j - i, m - k)):
            pair = (
                before[i + place] if i + place < j else "",
                after[k + place] if k + place < m else "",
            )
            yield Change(*words(*pair))
