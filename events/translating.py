"""Series, events and publications at the translation desk: which texts lack which language, one beside the other."""

from portal.shared import languages
from practices.differences import words
from practices.enums import PUBLIC_TEXT_STATES, TextState
from practices.review.desk import Text, around, counts_of, in_state

from . import record
from .enums import EntryType, Status
from .models import Entry, LanguageState

#: Records whose texts are translated: what readers see, and what is being prepared.
TRANSLATED = (Status.PUBLISHED, Status.DRAFT)


def entries_in(*, language="", state="", scope="", type=""):
    """Return the records of the desk, newest first: those whose texts in ``language`` are in ``state``."""
    rows = Entry.objects.filter(status__in=[scope] if scope in TRANSLATED else TRANSLATED)
    rows = rows.select_related("as_event", "as_series", "as_publication").prefetch_related("language_states")
    if type in EntryType.values:
        rows = rows.filter(type=type)
    return in_state(rows, LanguageState, "entry", language, state)


def counts():
    """Return per language how many records are in each state, the original texts left out; in two queries."""
    return counts_of(Entry.objects.filter(status__in=TRANSLATED), LanguageState, "entry")


def neighbours(entry, language):
    """Return the keys of the previous and the next record that lack this language."""
    return around(entries_in(language=language, state="unfinished"), entry.pk)


def texts_of(entry, language):
    """Return the texts that exist in the original or in ``language`` (``desk.Text``), in the order of the record."""
    original, before, found = entry.original_language, _earlier(entry, language), []
    for slot in record.shape_of(entry).slots(entry):
        source, saved = slot.text(original), slot.text(language)
        if source or saved:
            was = before.get(slot.key)
            changed = words(was, source) if was not in (None, source) else ()
            found.append(Text(slot, source, len(source.split()), changed, saved, len(saved.split())))
    return found


def _earlier(entry, language):
    """Return what the texts of the record said when ``language`` was last saved: the changes since, taken back."""
    state = entry.language_states.filter(language=language).first()
    if state is None or state.state != TextState.OUTDATED:
        return {}
    last = entry.history.filter(transition="translate", note=language).order_by("-pk").first()
    later = entry.history.filter(transition="update", pk__gt=last.pk if last else 0).order_by("pk")
    said = {}
    for line in later:
        for name, (before, _after) in line.changes.items():
            for key, texts in _slots(name, before):
                said.setdefault(key, texts.get(entry.original_language, ""))
    return said


def _slots(name, value):
    """Yield (key of the slot, texts by language) of plain data."""
    if isinstance(value, dict) and {*value} <= {*languages.CODES}:
        yield name, value
    for row in value if isinstance(value, list) else ():
        if isinstance(row, dict) and row.get("id"):
            for column, texts in row.items():
                if isinstance(texts, dict):
                    yield f"{name}-{row['id']}-{column}", texts


def is_public(entry, language):
    """Whether what is saved in ``language`` is read at once."""
    return entry.status == Status.PUBLISHED and any(
        state.language == language and state.state in PUBLIC_TEXT_STATES for state in entry.language_states.all()
    )
