"""A record as it is read, field by field, from plain data (``record.content``, ``record.dump``).

What a reviewer reads, what an old version shows and what a comparison compares is the same outline.
"""

import datetime
from dataclasses import dataclass

from django.db.models import BooleanField, DateField
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compacts.models import Agenda
from portal.directory.models import Organisation
from portal.shared import dates, languages

from . import geojson, models, record
from .enums import Status, Vocabulary

#: Sections of the record in the order of the form: anchor, heading, fields. Tags stand under the code of their agenda.
SECTIONS = (
    ("about", gettext_lazy("About the action"), ("title", "kind", "summary", "original_language")),
    (
        "who",
        gettext_lazy("Who"),
        ("lead_lrg", "other_lrgs", "department", "is_for_other_body", "partners", "contacts", "sign_offs"),
    ),
    (
        "where-and-when",
        gettext_lazy("Where and when"),
        ("countries", "place_name", "point", "area", "scope", "starts_on", "ends_on", "implementation_status"),
    ),
    (
        "what",
        gettext_lazy("What is done"),
        ("context", "aims", "activities", "innovation", "digital_tools", "level", "legal_basis"),
    ),
    ("commitment", gettext_lazy("The commitment"), ("commitment", "partner_pledges", "commitment_updates")),
    (
        "people",
        gettext_lazy("People"),
        ("population", "group", "reached", "participation_scale", "participation", "crisis", "crisis_name"),
    ),
    ("means", gettext_lazy("Means"), ("budget_range", "budget_amount", "funding", "funding_note", "resources")),
    ("results", gettext_lazy("Results"), ("results", "indicators", "evaluation", "evidence_level")),
    (
        "learning",
        gettext_lazy("Learning and exchange"),
        (
            *("difficulties", "lessons", "success_conditions", "building_blocks", "replicability"),
            *("replication_scope", "replication_needs", "recommendations", "adaptations", "offer", "seek"),
            "exchange_note",
        ),
    ),
    ("tags", gettext_lazy("Objectives and themes"), ("*agendas", "themes", "keywords")),
    ("links", gettext_lazy("Links and origin"), ("documents", "images", "related", "origin", "source_url")),
    ("terms", gettext_lazy("Licence and dates"), ("licence", "hold_until")),
)
#: Values that are read together: field → the columns in the order of ``_together``.
TOGETHER = {
    "starts_on": ("starts_on", "starts_precision"),
    "ends_on": ("ends_on", "ends_precision"),
    "budget_amount": ("budget_amount", "budget_currency"),
    "point": ("latitude", "longitude"),
    "evaluation": ("evaluation", "evaluation_url"),
}
#: Columns that are addresses.
ADDRESSES = {"source_url", "evaluation_url", "url"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line, with its language and where it leads."""

    text: str
    language: str = ""
    url: str = ""
    label: str = ""

    @property
    def lang(self):
        """The ``lang`` attribute that it needs."""
        return self.language if self.language != languages.current() else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One value of a field: a text, a choice, a row."""

    pieces: tuple

    @property
    def text(self):
        """The line without markup."""
        said = (languages.labelled(piece.label, piece.text) if piece.label else piece.text for piece in self.pieces)
        return " · ".join(said)

    @property
    def language(self):
        """The language that it begins in."""
        return self.pieces[0].language


@dataclass(frozen=True, slots=True)
class Entry:
    """One field with what it says; ``name`` is what remarks and completeness call it."""

    name: str
    label: str
    lines: tuple
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the record."""

    id: str
    heading: str
    entries: list

    @property
    def filled(self):
        """Fields that say something."""
        return [entry for entry in self.entries if entry.lines]

    @property
    def empty(self):
        """Fields that say nothing yet."""
        return [entry for entry in self.entries if not entry.lines]


def fields(agendas=None):
    """Return every field that a remark can stand at, as (section, [(name, label)]); ``agendas`` if they are known."""
    agendas = agendas or [(agenda.code, str(agenda)) for agenda in Agenda.objects.all()]
    return [
        (str(heading), [pair for name in names for pair in (agendas if name == "*agendas" else [(name, label(name))])])
        for _anchor, heading, names in SECTIONS
    ]


def label(name):
    """Return what a field is called."""
    special = {
        "point": _("Point on the map"),
        "starts_on": _("Start"),
        "ends_on": _("End"),
        "tags": _("Objectives"),
        "images": _("Pictures and files"),
        "lead_lrg": _("Lead local government"),
    }
    if name in special:
        return special[name]
    if name in Vocabulary.values:
        return str(Vocabulary(name).label)
    if name in record.ROWS:
        meta = record.ROWS[name].model._meta
        return capfirst(str(meta.verbose_name if record.ROWS[name].is_single else meta.verbose_name_plural))
    return capfirst(str(models.Practice._meta.get_field(name).verbose_name))


class Outline:
    """Reads plain ``data`` of one or more records; what ``loaded`` actions hold already is not looked up again."""

    def __init__(self, *data, loaded=()):
        self.names = _Names(data, loaded)

    def sections(self, data, *, prefer=(), every_language=False):
        """Return ``data`` as sections: each text in one language (``prefer`` first), or in all of them."""
        order = languages.preference(*prefer, languages.current(), data.get("original_language", ""))
        reader = _Reader(data, self.names, order, every_language)
        return [Section(anchor, str(heading), list(reader.entries(names))) for anchor, heading, names in SECTIONS]


class _Reader:
    """Turns the values of one record into lines."""

    def __init__(self, data, names, order, every_language):
        self.data, self.names, self.order, self.every_language = data, names, order, every_language

    def entries(self, names):
        for name in names:
            if name == "*agendas":
                for code, agenda in self.names.agendas.items():
                    yield Entry(code, agenda, tuple(self._tags(code)))
            elif name == "lead_lrg" or name in self.data or name in TOGETHER:
                is_text = name in record.translated(models.Practice)
                yield Entry(name, label(name), tuple(self._lines(name)), is_text)

    def _lines(self, name):
        value = self.data.get(name)
        if name in TOGETHER:
            found = self._together(name, *(self.data.get(column) for column in TOGETHER[name]))
        elif name in record.ROWS:
            rows = ([value] if value else []) if record.ROWS[name].is_single else value or []
            found = [self._row(row, record.ROWS[name]) for row in rows]
        elif name in Vocabulary.values:
            terms = dict(Vocabulary(name).terms.choices)
            found = [(Piece(str(terms.get(term, term))),) for term in value]
        elif name in record.LINKS:
            model = models.Practice._meta.get_field(name).related_model
            found = [(piece,) for code in value if (piece := self.names.piece(model, code))]
        elif name == "lead_lrg":
            found = [(self.names.piece(Organisation, value),)] if value else []
        elif name in record.translated(models.Practice):
            found = [(piece,) for piece in self._texts(value)]
        else:
            found = [(piece,) if (piece := _plain(models.Practice, name, value)) else ()]
        return [Line(tuple(pieces)) for pieces in found if pieces]

    def _texts(self, texts, shown_as=""):
        """The text in the first language that has it, or in each."""
        present = [Piece(texts[code], code, label=shown_as) for code in self.order if texts.get(code)]
        return present if self.every_language else present[:1]

    def _together(self, name, first, second):
        if name == "point":
            return [(Piece(f"{first}, {second}"),)] if first is not None and second is not None else []
        if not first:
            return []
        if name == "budget_amount":
            return [(Piece(f"{first} {second}"),)]
        if name == "evaluation":
            shown = _plain(models.Practice, name, first)
            return [(shown, Piece(second, url=second))] if second else [(shown,)]
        return [(Piece(str(dates.display(datetime.date.fromisoformat(first), second))),)]

    def _tags(self, agenda):
        for tag in self.data.get("tags", []):
            objective = self.names.objectives.get(tag["objective"])
            if objective and objective.agenda.code == agenda:
                primary = [Piece(_("primary objective"))] if tag["is_primary"] else []
                title = Piece(str(objective), url=objective.get_absolute_url())
                yield Line((title, *primary, *self._texts(tag["why"], _("why"))))

    def _row(self, row, spec):
        """A row as pieces: links and the first value bare, the rest with their names."""
        pieces = [
            piece
            for link, model in spec.links.items()
            if row.get(link) and (piece := self.names.piece(model, row[link]))
        ]
        texts = record.translated(spec.model)
        is_hidden = spec.model is models.ReachedFigure and row.get("number") is None
        if is_hidden:
            pieces.append(Piece(_("fewer than 10")))
        for name in (*texts[:1], *spec.fields, *texts[1:]) if not is_hidden else ("unit", "year"):
            shown_as = str(spec.model._meta.get_field(name).verbose_name) if pieces else ""
            if name in texts:
                pieces += self._texts(row.get(name) or {}, shown_as)
            elif piece := _plain(spec.model, name, row.get(name), shown_as):
                pieces.append(piece)
        return pieces


class _Names:
    """What codes in plain data stand for, read once for several records; of hidden actions nothing is known."""

    def __init__(self, data, loaded):
        self.known, wanted = {}, {}
        for practice in loaded:
            for linked in record.linked(practice):
                if not isinstance(linked, models.Practice) or linked.status == Status.PUBLISHED:
                    self.known.setdefault(type(linked), {})[getattr(linked, record.KEYS[type(linked)])] = linked
        for one in data:
            for model, code in _codes(one):
                if code not in self.known.get(model, ()):
                    wanted.setdefault(model, set()).add(code)
        for model, codes in wanted.items():
            self.known.setdefault(model, {}).update(self._find(model, codes))
        self.objectives = self.known.get(models.Tag.objective.field.related_model, {})
        self.agendas = {agenda.code: str(agenda) for agenda in Agenda.objects.all()}

    def _find(self, model, codes):
        rows = model.objects.published() if model is models.Practice else model.objects.all()
        if model is models.Practice:
            rows = rows.prefetch_related("language_states")
        elif hasattr(model, "agenda"):
            rows = rows.select_related("agenda")
        key = record.KEYS[model]
        return {getattr(row, key): row for row in rows.filter(**{f"{key}__in": codes})}

    def piece(self, model, code):
        """Return the name behind a code and its page; a hidden action is not named."""
        found = self.known.get(model, {}).get(code)
        if found is None:
            return None if model is models.Practice else Piece(str(code))
        url = found.get_absolute_url() if model in (models.Practice, Organisation) else ""
        return Piece(str(found), url=url)


def _codes(data):
    """Yield (model, code) of every record that plain ``data`` names."""
    if data.get("lead_lrg"):
        yield Organisation, data["lead_lrg"]
    for name in record.LINKS:
        model = models.Practice._meta.get_field(name).related_model
        yield from ((model, code) for code in data.get(name, []))
    for name, spec in record.ROWS.items():
        rows = data.get(name) or []
        for row in [rows] if spec.is_single and rows else rows:
            yield from ((model, row[link]) for link, model in spec.links.items() if row.get(link))


def _plain(model, name, value, shown_as=""):
    """One column as a reader reads it; None when it says nothing."""
    if value in (None, "", False):
        return None
    field = model._meta.get_field(name)
    if isinstance(field, BooleanField):
        return Piece(shown_as or str(field.verbose_name))
    if name in ADDRESSES:
        return Piece(value, url=value, label=shown_as)
    if isinstance(value, dict):
        return Piece(geojson.words(value), label=shown_as)
    if isinstance(field, DateField):
        return Piece(date_format(datetime.date.fromisoformat(value), "DATE_FORMAT"), label=shown_as)
    choices = dict(field.flatchoices or ())
    return Piece(str(choices.get(value, value)), label=shown_as)
