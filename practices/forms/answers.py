"""Kinds of questions: how an answer is read from the plain data of a record, asked, and written back.

Every kind knows its answer in a plain form that can be compared and kept (``stored``, ``typed``): a text, a code, a
list. Texts are those of the original language, whatever the language of the interface.
"""

import datetime
import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import BooleanField, DateField, DecimalField, IntegerField, TextField, URLField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.shared import languages
from portal.shared.dates import Precision
from portal.shared.forms import LongText, PartialDateField
from portal.shared.records import translated
from portal.shared.text import clean

from .. import geojson, record
from ..enums import Vocabulary
from ..models import WORD_TARGETS, Practice
from . import names

#: Nobody writes more into one answer; longer texts are typed by accident, or by a machine.
LONGEST = 20_000


class TypedText(forms.CharField):
    """Text as it may be stored: one spelling per letter, no control characters."""

    def to_python(self, value):
        """Return the text clean."""
        return super().to_python(clean(value) if isinstance(value, str) else value)


class DayField(PartialDateField):
    """A date of which the day must be known; gives a date, or None without an answer."""

    def compress(self, values):
        """Return the date; raises ValidationError."""
        found = super().compress(values)
        if found and found.precision != Precision.DAY:
            raise ValidationError(_("Give the day, the month and the year."))
        return found and found.date


#: Decimals of an amount of money; what has more is a coordinate.
MOST_DECIMALS = 2
_PLAIN = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]{1,2})?")
_THOUSANDS = re.compile(r"(?<=\d)[.,’'\s](?=\d{3}(?!\d))")


class Grouped:
    """A number as people write it, whatever their language: "1.200.000,50", "1,200,000.50", "1 200 000"."""

    def to_python(self, value):
        """Read it: before three digits a sign parts thousands, before one or two it parts decimals."""
        plain = _THOUSANDS.sub("", value.strip()) if isinstance(value, str) else ""
        return super().to_python(Decimal(plain.replace(",", ".")) if _PLAIN.fullmatch(plain) else value)


class WholeNumber(Grouped, forms.IntegerField):
    """A whole number as people type it."""


class Amount(Grouped, forms.DecimalField):
    """An amount of money as people type it."""


class Answer:
    """One question about one column of the record, or of a row of it.

    Another room asks about its own records with answers that are bound to its models (``bind``).
    """

    model = Practice
    has_rows = False
    #: Class of the control that shows it, where it is neither a field nor a list of rows (``page``).
    control = None
    #: Template of the question where it is not a single field.
    template = ""

    def __init__(self, name, label="", *, hint="", example="", radios=False, hints=None, rows=None):
        self.name, self.own_label, self.hint, self.example = name, label, hint, example
        self.radios, self.hints, self.rows = radios, hints or {}, rows

    def bind(self, model, rows):
        """Ask about ``model`` and its ``rows`` (name → ``Rows`` of the record); returns the answer itself."""
        self.model = model
        return self

    @property
    def column(self):
        """The column of the model."""
        return self.model._meta.get_field(self.name)

    @property
    def is_translated(self):
        """Whether there is one text per language."""
        return self.name in translated(self.model)

    @property
    def label(self):
        """What is asked."""
        return self.own_label or capfirst(self.column.verbose_name)

    # Plain data

    def stored(self, data, language):
        """Return the answer that ``data`` holds, in its plain form."""
        value = data.get(self.name)
        if self.is_translated:
            return (value or {}).get(language, "")
        if isinstance(self.column, DecimalField) and value not in (None, ""):
            return _number(value)
        return "" if value is None else value

    def typed(self, value):
        """Return a cleaned answer in its plain form."""
        if value is None:
            return ""
        if isinstance(self.column, DecimalField) and value != "":
            return _number(value)
        return value if isinstance(value, bool | int) else str(value).strip()

    def data(self, answer, data, language):
        """Return the plain data that an answer writes; ``data`` is what is there."""
        if self.is_translated:
            return {self.name: {**(data.get(self.name) or {}), language: answer}}
        return {self.name: answer if answer != "" else None}

    # The form

    def initial(self, answer, _names):
        """Return what the field shows for an answer."""
        return _parts(answer) if answer and isinstance(self.column, DateField) else answer

    def field(self, language):
        """Return the field of the form; drafts need nothing, what is typed must only be possible."""
        options = {"required": False, "label": self.label, "help_text": self.hint}
        column = self.column
        if column.choices:
            return self._choice(options)
        if isinstance(column, BooleanField):
            return forms.BooleanField(**options)
        if isinstance(column, DateField):
            return DayField(**options)
        if isinstance(column, IntegerField | DecimalField):
            options |= {"widget": forms.TextInput({"inputmode": "decimal"}), "localize": self.name != "year"}
            if getattr(column, "decimal_places", 0) > MOST_DECIMALS:
                return column.formfield(**options)
            is_whole = isinstance(column, IntegerField)
            return column.formfield(form_class=WholeNumber if is_whole else Amount, **options)
        if self.is_translated or isinstance(column, TextField) or column.get_internal_type() == "CharField":
            return self._text(options, language)
        return column.formfield(**options)

    def _choice(self, options):
        column = self.column
        empty = [] if self.radios else [("", "–")]
        widget = forms.RadioSelect if self.radios else forms.Select
        field = forms.ChoiceField(choices=[*empty, *column.choices], widget=widget, **options)
        field.option_hints = self.hints
        field.has_always_one = not column.blank
        return field

    def _text(self, options, language):
        longest = self.column.max_length
        attrs = {"lang": language} if self.is_translated and language != languages.current() else {}
        if longest:
            if isinstance(self.column, URLField):
                options["validators"] = [URLValidator(message=_("Give an address that begins with https://"))]
            return TypedText(max_length=longest, widget=forms.TextInput(attrs), **options)
        words = WORD_TARGETS.get(self.name) if self.model is Practice else None
        attrs["rows"] = self.rows or (6 if words else 4)
        widget = LongText(attrs, words=words, example=self.example)
        return TypedText(max_length=LONGEST, widget=widget, **options)


def _parts(date, precision=Precision.DAY):
    """Return day, month and year as the field shows them."""
    return PartialDateField.widget().decompress((datetime.date.fromisoformat(date), precision))


def _number(value):
    """Return a number in one spelling, however many zeros it ends with."""
    return format(forms.DecimalField().to_python(value).normalize(), "f")


class AreaField(TypedText):
    """GeoJSON as it was typed or came in a file; gives the text of the area that is kept."""

    def clean(self, value):
        """Return the text; raises ValidationError."""
        typed = super().clean(value).strip()
        return geojson.text(geojson.read(typed)) if typed else ""


class Area(Answer):
    """The outline of the place; a plain answer is its GeoJSON."""

    template = "workspace/_area.html"

    def stored(self, data, _language):
        """Return the text."""
        return geojson.text(data.get(self.name))

    def data(self, answer, _data, _language):
        """Return the area."""
        return {self.name: geojson.read(answer) if answer else None}

    def field(self, _language):
        """Return a text area; a file beside it takes its place (``views.working``)."""
        widget = forms.Textarea({"rows": self.rows or 3, "spellcheck": "false"})
        return AreaField(required=False, label=self.label, help_text=self.hint, widget=widget)


class When(Answer):
    """A date of which only a part may be known; ``name`` is its column, ``…_precision`` says how much is known."""

    def __init__(self, name, label="", **options):
        super().__init__(name, label, **options)
        self.precision = name.removesuffix("_on") + "_precision"

    def stored(self, data, _language):
        """Return [date, precision], or the empty text."""
        return [data[self.name], data.get(self.precision) or "day"] if data.get(self.name) else ""

    def typed(self, value):
        """Return the same of a PartialDate."""
        return [str(value.date), str(value.precision)] if value else ""

    def data(self, answer, _data, _language):
        """Return both columns."""
        date, precision = answer or (None, "day")
        return {self.name: date, self.precision: precision}

    def initial(self, answer, _names):
        """Return day, month and year."""
        return _parts(*answer) if answer else None

    def field(self, _language):
        """Return day, month and year."""
        return PartialDateField(required=False, label=self.label, help_text=self.hint)


class Several(Answer):
    """Any number of values of a closed list (``vocabulary``), or of themes."""

    vocabulary = Vocabulary

    @property
    def label(self):
        """What is asked."""
        return self.own_label or self.vocabulary(self.name).label

    def stored(self, data, _language):
        """Return the values, sorted."""
        return sorted(data.get(self.name) or [])

    def typed(self, value):
        """Return the values, sorted."""
        return sorted(value)

    def initial(self, answer, _names):
        """Return the values."""
        return answer

    def data(self, answer, _data, _language):
        """Return the list."""
        return {self.name: list(answer)}

    def field(self, _language):
        """Return checkboxes."""
        return forms.MultipleChoiceField(
            required=False,
            label=self.label,
            help_text=self.hint,
            choices=self.choices,
            widget=forms.CheckboxSelectMultiple,
        )

    def choices(self):
        """Return what can be chosen."""
        return self.vocabulary(self.name).terms.choices


class Name(Answer):
    """The name of a body, country or action that the portal knows; the record keeps its code in ``link``.

    With ``or_text`` a name that is not known is kept as it was typed, in the column ``name``.
    """

    kinds = names.KINDS
    #: Whether a name that is not known is handed on as ":name", without a column of its own.
    is_free = False

    def __init__(self, link, label, kind, *, or_text="", **options):
        super().__init__(link, label, **options)
        self.kind, self.or_text = self.kinds[kind], or_text

    def stored(self, data, _language):
        """Return the code, or the typed name after a colon (no code has one)."""
        return data.get(self.name) or (f":{data[self.or_text]}" if self.or_text and data.get(self.or_text) else "")

    def typed(self, value):
        """Return the same of what the field found."""
        return value or ""

    def data(self, answer, _data, _language):
        """Return the code or the name."""
        typed = answer[1:] if self.or_text and answer.startswith(":") else ""
        found = {self.name: "" if typed else answer}
        return found | ({self.or_text: typed} if self.or_text else {})

    def initial(self, answer, known):
        """Return the name."""
        return answer[1:] if answer.startswith(":") else known.get(answer, answer)

    def field(self, _language):
        """Return a text field that offers names while one types."""
        return names.NameField(
            kind=self.kind,
            is_free=bool(self.or_text) or self.is_free,
            required=False,
            label=self.label,
            help_text=self.hint,
            max_length=300,
        )


class Rows(Answer):
    """Rows of one kind (partners, contacts …): each a small form of its own (``page.RowList``)."""

    has_rows = True
    #: Whether several rows may be added at once by a list of names; the question then says how (``pasted``).
    may_paste = False
    template = "workspace/_rows.html"

    def __init__(self, name, label, *answers, one, most=20, is_private=False, **options):
        super().__init__(name, label, **options)
        self.answers, self.one, self.most, self.is_private = answers, one, most, is_private
        if name in record.ROWS:
            self.bind(Practice, record.ROWS)

    def bind(self, model, rows):
        """Ask about the rows of this name."""
        self.model, self.spec = model, rows[self.name]
        for answer in self.answers:
            answer.bind(self.spec.model, {})
        return self

    def stored(self, data, language):
        """Return what each row answers: a list of {column: plain answer}."""
        rows = data.get(self.name) or []
        rows = [rows] if isinstance(rows, dict) else rows
        return [{answer.name: answer.stored(row, language) for answer in self.answers} for row in rows]

    def data(self, answer, data, language):
        """Return all rows; what the form does not ask (other languages, links) stays with the row it belongs to."""
        before = data.get(self.name) or []
        before = [before] if isinstance(before, dict) else before
        kept = _matched(answer, self.stored(data, language), before)
        rows = []
        for row, old in zip(answer, kept, strict=True):
            written = dict(old)
            for question in self.answers:
                written |= question.data(row[question.name], old, language)
            rows.append(written)
        if self.spec.is_single:
            return {self.name: rows[0] if rows else None}
        return {self.name: rows}


class TypedRow(dict):
    """The plain answers of one typed row; ``mark`` is the key of the kept row that it was, or empty.

    The key is no answer: two rows with the same answers are the same, whichever was kept first.
    """

    mark = ""


def _matched(rows, stored, before):
    """Return for each of ``rows`` the row of ``before`` that it was, or an empty one.

    It is the one with its key, else the one with the same answers, else the one that stood at its place between
    those that were found.
    """
    free = dict(enumerate(before))
    found = [None] * len(rows)
    places = {str(old["id"]): number for number, old in free.items() if old.get("id")}
    for position, row in enumerate(rows):
        if (number := places.get(getattr(row, "mark", ""))) in free:
            found[position] = number
            del free[number]
    for position, row in enumerate(rows):
        if found[position] is None and (same := next((n for n in free if stored[n] == row), None)) is not None:
            found[position] = same
            del free[same]
    for run in _gaps(found):
        earliest = max((number for number in found[: run[0]] if number is not None), default=-1)
        latest = min((number for number in found[run[-1] + 1 :] if number is not None), default=len(before))
        between = [number for number in free if earliest < number < latest]
        if len(between) == len(run):
            for position, number in zip(run, between, strict=True):
                found[position] = number
                del free[number]
    return [{} if number is None else before[number] for number in found]


def _gaps(found):
    """Return the runs of positions at which nothing was found."""
    runs = []
    for position, number in enumerate(found):
        if number is None:
            if runs and runs[-1][-1] == position - 1:
                runs[-1].append(position)
            else:
                runs.append([position])
    return runs


class Links(Rows):
    """A list of records that the portal knows (other LRGs, countries, related actions), one name in each row."""

    def __init__(self, name, label, kind, *, one, most=20, **options):
        Answer.__init__(self, name, label, **options)
        self.one, self.most, self.is_private = one, most, False
        self.answers = (self.name_of(one, kind),)

    def name_of(self, one, kind):
        """Return the question that each row asks."""
        return Name("code", one, kind)

    def bind(self, model, rows):
        """Ask about the links of ``model``."""
        return Answer.bind(self, model, rows)

    def stored(self, data, _language):
        """Return one row per code."""
        return [{"code": code} for code in data.get(self.name) or []]

    def data(self, answer, _data, _language):
        """Return the codes, each once."""
        return {self.name: list(dict.fromkeys(row["code"] for row in answer))}


class Themes(Several):
    """Subjects of local work."""

    @property
    def label(self):
        """What is asked."""
        return self.own_label or gettext_lazy("Themes")

    def choices(self):
        """Return every theme."""
        return names.themes()
