"""What is searched of an entry: its public words, and the names and tags that belong to it, language by language."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import override

from portal.shared import languages
from portal.shared.records import translated

from .enums import EntryType, Visibility

#: Rows of which everything is public once their entry is: name → what leads to bodies and people in them.
_ROWS = {
    EntryType.SERIES: ("organisers", "figures", "materials"),
    EntryType.EVENT: ("organisers", "delegations", "participations", "showings", "quotes", "figures", "materials"),
    EntryType.PUBLICATION: ("contributors", "case_studies", "passages", "figures"),
}
#: Rows that are part of the outcome, which may have readers of its own.
_OUTCOME = ("next_steps", "announcements", "needs")
_BODIES = ("organisation", "on_behalf_of", "lrg")
#: What is read of every entry, and of one of each type.
_READ = ("language_states", "themes", "objectives", "forums", "agendas", "terms", "networks__name_index")
_READ_OF = {
    EntryType.SERIES: ("organisers__organisation__name_index", "figures", "materials"),
    EntryType.EVENT: (
        *("sessions", "host__name_index", "organisers__organisation__name_index", "delegations__lrg__name_index"),
        *("participations__organisation__name_index", "participations__on_behalf_of__name_index"),
        *("participations__person", "showings__lrg__name_index", "quotes__person", "figures", "materials"),
        *("next_steps__organisation__name_index", "announcements", "needs__lrg__name_index"),
    ),
    EntryType.PUBLICATION: (
        *("lrgs__name_index", "contributors__organisation__name_index", "contributors__person"),
        *("case_studies__lrg__name_index", "passages", "figures"),
    ),
}
#: Texts of an entry that are not part of its long text.
_APART = ("title", "summary")


@dataclass(frozen=True, slots=True)
class Text:
    """The words of an entry or of one of its sessions in one language."""

    language: str
    pieces: dict  # column of SearchText → pieces of text as written
    session: int | None = None


def of(entry):
    """Return the texts of a public entry: one per language that it shows, and one for each of its sessions."""
    load([entry])
    found = []
    for language in entry.shown_languages:
        pieces = _pieces(entry, language)
        for session in _sessions(entry):
            own = _of_session(entry, session, language)
            found.append(Text(language, own, session.pk))
            pieces["body"] += [piece for column in own.values() for piece in column]
        found.append(Text(language, pieces))
    return found


def load(entries):
    """Load what ``of`` and ``passages`` read of entries of one type, in a query for each table."""
    if entries:
        prefetch_related_objects(entries, *_READ, *_READ_OF[EntryType(entries[0].type)])


def passages(entry, language):
    """Return the long texts of an entry in one language, for the passage that a hit shows (load with ``load``)."""
    pieces = _pieces(entry, language)
    long = [piece for session in _sessions(entry) for piece in _of_session(entry, session, language)["body"]]
    return [text for text in (*pieces["summary"], *pieces["body"], *long) if text]


def _sessions(entry):
    return entry.sessions.all() if entry.type == EntryType.EVENT else ()


def _said(record, language, names=None):
    """Return the texts of ``record`` in one language."""
    names = translated(type(record)) if names is None else names
    return [text for name in names if (text := getattr(record, languages.column(name, language)))]


def _pieces(entry, language):
    """Return column → pieces of text, what is not for everybody left out."""
    pieces = defaultdict(list)
    pieces["heading"] = _said(entry, language, ["title"])
    pieces["summary"] = _said(entry, language, ["summary"])
    hidden = () if _shows_outcome(entry) else ("key_messages",)
    long = [name for name in translated(type(entry)) if name not in (*_APART, *hidden)]
    pieces["body"] = _said(entry, language, long)
    for row in _rows(entry):
        pieces["body"] += _said(row, language)
        pieces["names"] += _names(row)
    pieces["names"] += _bodies(entry)
    pieces["tags"] = [entry.hashtag, *_tags(entry, language)]
    return pieces


def _shows_outcome(entry):
    return getattr(entry, "outcome_visibility", Visibility.PUBLIC) == Visibility.PUBLIC


def _rows(entry):
    """Yield the rows of an entry that everybody may read."""
    type_ = EntryType(entry.type)
    outcome = _OUTCOME if type_ == EntryType.EVENT and _shows_outcome(entry) else ()
    for name in (*_ROWS[type_], *outcome):
        for row in getattr(entry, name).all():
            is_hidden = name == "materials" and row.visibility != Visibility.PUBLIC
            if not is_hidden and (name != "quotes" or row.approved_by):
                yield row


def _names(row):
    """Return the names of bodies and people in a row, in every spelling."""
    bodies = [getattr(row, name, None) for name in _BODIES]
    names = [body.name_index.folded for body in bodies if body and hasattr(body, "name_index")]
    person = getattr(row, "person", None)
    names += [person.name] if person else []
    return [*names, getattr(row, "name_as_written", "")]


def _bodies(entry):
    """Return the names of the bodies that an entry names itself."""
    bodies = [*entry.networks.all(), getattr(entry, "host", None)]
    bodies += entry.lrgs.all() if entry.type == EntryType.PUBLICATION else []
    names = [body.name_index.folded for body in bodies if body and hasattr(body, "name_index")]
    number = getattr(entry, "number", None)
    return names + ([f"#{number} {number}"] if number else [])


def _tags(entry, language):
    """Return themes, objectives, forums, kind and crisis in the words of one language."""
    tags = [text for theme in entry.themes.all() for text in _said(theme, language)]
    for objective in entry.objectives.all():
        tags += _said(objective, language, ["short_title", "title"])
        tags += objective.keywords.get(language, [])
    for record in (*entry.forums.all(), *entry.agendas.all()):
        tags += _said(record, language, ["title"])
    with override(language):
        tags += [objective.label for objective in entry.objectives.all()]
        tags += [str(term.label) for term in entry.terms.all() if term.vocabulary == "crisis"]
        tags.append(str(entry.get_kind_display() if hasattr(entry, "kind") else entry.get_type_display()))
    return tags


def _of_session(entry, session, language):
    """Return the pieces of one session: its texts, who spoke, what was shown."""
    pieces = defaultdict(list)
    pieces["heading"] = _said(session, language, ["title"])
    pieces["body"] = _said(session, language, ["questions", "summary", "lessons"])
    for row in [row for row in entry.participations.all() if row.session_id == session.pk]:
        pieces["names"] += [*_names(row), *_said(row, language)]
    for row in [row for row in entry.showings.all() if row.session_id == session.pk]:
        pieces["names"] += _names(row)
        pieces["body"] += _said(row, language)
    return pieces
