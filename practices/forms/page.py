"""One page of the form: its questions with the answers of the record, or with what was typed."""

import json
from dataclasses import dataclass
from hashlib import blake2b

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.shared import languages
from portal.shared.forms import AnsweredField

from .. import actions, completeness, record
from . import names
from .answers import TypedRow

#: Answers that the record can only hold together: none is kept while the other is wrong.
TOGETHER = (("starts_on", "ends_on"), ("budget_amount", "budget_currency"), ("latitude", "longitude"))
NEEDED = frozenset(field for field, *_rule in completeness.NEEDED)


def mark(answer):
    """Return a short mark of a plain answer, to see whether it is still the same."""
    written = json.dumps(answer, sort_keys=True, default=str, ensure_ascii=False)
    return blake2b(written.encode("utf-8", "replace"), digest_size=9).hexdigest()


class DraftField(AnsweredField):
    """A field of the form; optional is what a submission does not need, although a draft needs nothing."""

    template = "workspace/_field.html"

    @property
    def is_optional(self):
        """Whether the label says so."""
        is_given = self.kind == "checkbox" or getattr(self.field, "has_always_one", False)
        return self.form.marks_optional and self.name not in self.form.needed and not is_given


class RowForm(forms.Form):
    """One row of a list."""

    bound_field_class = DraftField
    marks_optional = False

    def __init__(self, question, number, form, *, answers=None, posted=None, mark=""):
        known = form.known
        answers = answers or {}
        self.mark = str(posted.get(f"{question.name}-{number}-id", ""))[:20] if posted is not None else str(mark or "")
        initial = {one.name: one.initial(answers[one.name], known) for one in question.answers if one.name in answers}
        super().__init__(posted, prefix=f"{question.name}-{number}", initial=initial)
        self.question, self.number, self.language = question, number, form.language
        for one in question.answers:
            field = one.field(form.language)
            column = self.model_column(one)
            if one.name not in initial and column is not None and column.has_default():
                field.initial = column.get_default()
            if isinstance(field, names.NameField):
                field.known = {shown: code for code, shown in known.items()}
            self.fields[one.name] = field

    def model_column(self, answer):
        """Return the column that an answer writes; None for a list of codes."""
        return answer.column if hasattr(self.question, "spec") else None

    @property
    def is_blank(self):
        """Whether nothing was typed into it: what a new row holds by itself does not count."""
        for name, field in self.fields.items():
            value = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            empty = field.initial if field.initial is not None else ""
            if isinstance(value, list):
                value = "".join(part or "" for part in value)
            if str(value or "").strip() not in ("", str(empty)):
                return False
        return True

    def typed(self):
        """Return the plain answers of a valid row."""
        row = TypedRow({one.name: one.typed(self.cleaned_data[one.name]) for one in self.question.answers})
        row.mark = self.mark
        return row


class RowList:
    """A list of rows, from the record or from what was posted; ``step`` may add or remove one."""

    #: Rows that may be sent beside those that may stay: each that was taken away leaves its number.
    MOST_SPARE = 60

    def __init__(self, answer, form, posted=None):
        self.answer, self.form = answer, form
        if posted is None:
            rows = form.stored[answer.name]
            marks = form.marks_of(answer.name)
            self.rows = [
                RowForm(answer, number, form, answers=row, mark=mark)
                for number, (row, mark) in enumerate(zip(rows, marks, strict=True))
            ]
            if form.adds == answer.name or (not rows and answer.name in form.needed):
                self.rows.append(RowForm(answer, len(rows), form))
        else:
            self.rows = [row for row in self._posted(posted) if row.number != form.removes.get(answer.name)]
        self.errors, self.filled = [], []
        if posted is not None:
            self._check()

    def _posted(self, posted):
        try:
            number = min(int(posted.get(f"{self.answer.name}-rows", "0")), self.answer.most + self.MOST_SPARE)
        except ValueError:
            number = 0
        return [RowForm(self.answer, place, self.form, posted=posted) for place in range(number)]

    def _check(self):
        self.filled = [row for row in self.rows if not row.is_blank]
        for row in self.filled:
            if row.is_valid():
                missing = self._missing(row)
                self._ask_model(row, missing)
                for one in missing:
                    row.add_error(one.name, _("Fill in “%(answer)s”.") % {"answer": one.label})
        if len(self.filled) > self.answer.most:
            self.errors.append(_("At most %(number)d rows: remove the others.") % {"number": self.answer.most})

    def _missing(self, row):
        """Return the answers without which a valid row is nothing, and which it has not."""
        columns = ((one, row.model_column(one)) for one in self.answer.answers)
        needed = (one for one, column in columns if column is None or not column.blank)
        return [one for one in needed if one.typed(row.cleaned_data[one.name]) == ""]

    def _ask_model(self, row, missing):
        """Show what the record could not hold beside the row that says it; ``missing`` is said already."""
        if getattr(self.answer, "spec", None) is None:
            return
        written = {}
        for one in self.answer.answers:
            written |= one.data(row.typed()[one.name], {}, self.form.language)
        said = {one.name for one in missing}
        for name, messages in self.form.problems_of_row(self.answer.name, written, row.mark).items():
            place = name if name in row.fields else self._place_of(name)
            if place not in said:
                row.add_error(place, messages)

    def _place_of(self, name):
        """Return the field of a row that asks for the column ``name``."""
        for one in self.answer.answers:
            if name in (getattr(one, "or_text", ""), getattr(one, "precision", "")):
                return one.name
        base = next((one.name for one in self.answer.answers if name.startswith(f"{one.name}_")), None)
        return base or self.answer.answers[0].name

    @property
    def template(self):
        """What shows it."""
        return self.answer.template

    @property
    def is_optional(self):
        """Whether a submission can do without it."""
        return self.answer.name not in self.form.needed

    @property
    def blank(self):
        """An empty row for the script that adds one without asking the server."""
        return RowForm(self.answer, "__n__", self.form)

    @property
    def pasted_fields(self):
        """What is asked once for a list of names that is pasted, where the question takes one."""
        once = RowForm(self.answer, "paste", self.form)
        return [once[one.name] for one in self.answer.pasted[1]]

    @property
    def count(self):
        """How many rows the page shows."""
        return max((row.number for row in self.rows), default=-1) + 1

    @property
    def may_grow(self):
        """Whether one more row is allowed."""
        return len(self.rows) < self.answer.most

    @property
    def is_valid(self):
        """Whether the list can be kept."""
        return not self.errors and all(row.is_valid() for row in self.filled)

    def typed(self):
        """Return the plain answer."""
        return [row.typed() for row in self.filled]

    def problems(self):
        """Return the lines of the error summary."""
        found = [{"text": text, "url": f"#question-{self.answer.name}"} for text in self.errors]
        for row in self.filled:
            name = f"{self.answer.one} {self.rows.index(row) + 1}"  # its legend
            wrong = [("", text) for text in row.non_field_errors()]
            wrong += [(f"#{field.anchor}", text) for field in row for text in field.errors]
            found += [{"text": languages.labelled(name, text), "url": url} for url, text in wrong]
        return found


class Single:
    """A question with one field."""

    def __init__(self, answer, form, _posted=None):
        self.answer, self.form = answer, form

    @property
    def template(self):
        """What shows it."""
        return self.answer.template or "workspace/_field.html"

    @property
    def field(self):
        """The field of the form."""
        return self.form[self.answer.name]

    @property
    def is_valid(self):
        """Whether it can be kept."""
        return self.answer.name not in self.form.errors

    def typed(self):
        """Return the plain answer."""
        return self.answer.typed(self.form.cleaned_data[self.answer.name])

    def problems(self):
        """Return the lines of the error summary."""
        return [{"text": text, "url": f"#{self.field.anchor}"} for text in self.field.errors]


@dataclass
class Question:
    """A question as the page shows it: the control and the remarks of the review at it."""

    control: object
    remarks: list

    @property
    def name(self):
        """The field of the record."""
        return self.control.answer.name

    @property
    def is_answered(self):
        """Whether the record has an answer."""
        return bool(self.control.form.stored[self.name])


class RecordForm(forms.Form):
    """Some questions about one record, with the answers of the record or with what was typed.

    ``base`` are the marks of the answers that the person had before them: what was not changed is not written, and
    what somebody else changed meanwhile is not overwritten (``saving``). What sort of record it is, says a subclass.
    """

    bound_field_class = DraftField
    marks_optional = True
    #: Answers that the record is not whole without.
    needed = frozenset()
    #: Answers that the record can only hold together: none is kept while the other is wrong.
    together = ()

    def __init__(self, answers, record, *, posted=None, adds="", removes=None):
        self.answers, self.record, self.language = answers, record, record.original_language
        self.adds, self.removes = adds, removes or {}
        self._read()
        simple = [one for one in answers if not one.has_rows]
        initial = {one.name: one.initial(self.stored[one.name], self.known) for one in simple}
        super().__init__(posted, initial=initial)
        for one in simple:
            self.fields[one.name] = field = one.field(self.language)
            if isinstance(field, names.NameField):
                field.known = {shown: code for code, shown in self.known.items()}
        self.posted = posted
        self.controls = {one.name: _control(one)(one, self, posted) for one in answers}
        self.base = self._base()

    # What a subclass knows of its records

    def read_content(self, asked):
        """Return the plain data of the answers ``asked``."""
        raise NotImplementedError

    def read_names(self, asked):
        """Return code → shown name of what the answers ``asked`` name."""
        raise NotImplementedError

    def read_again(self):
        """Return the record as it is stored now."""
        raise NotImplementedError

    def problems_of_row(self, name, row, mark):
        """Return why a row could not be kept: column → messages; ``mark`` is the key of the kept row, if it was one."""
        raise NotImplementedError

    def update(self, by, data):
        """Write plain data into the record as it was read; returns it."""
        raise NotImplementedError

    # What is there

    def _read(self):
        """Read the answers of the record."""
        asked = {one.name for one in self.answers}
        self.content = self.read_content(asked)
        self.known = self.read_names(asked)
        self.stored = {one.name: one.stored(self.content, self.language) for one in self.answers}

    def reload(self):
        """Read them again, after somebody saved."""
        self.record = self.read_again()
        self._read()

    def marks_of(self, name):
        """Return the keys of the kept rows of one list, empty where rows have none."""
        rows = self.content.get(name) or []
        rows = [rows] if isinstance(rows, dict) else rows
        return [row.get("id", "") if isinstance(row, dict) else "" for row in rows]

    def _base(self):
        marks = {name: mark(answer) for name, answer in self.stored.items()}
        if self.posted is None:
            return marks
        try:
            sent = json.loads(self.posted.get("base", "{}"))
        except ValueError:
            sent = {}
        return {name: str(sent.get(name, "")) for name in marks} if isinstance(sent, dict) else dict.fromkeys(marks, "")

    @property
    def base_text(self):
        """The marks as the page sends them back."""
        return json.dumps(self.base)

    def clean(self):
        """Refuse an end before its start."""
        found = super().clean()
        starts, ends = found.get("starts_on"), found.get("ends_on")
        if "ends_on" in self.fields and ends and not starts and "starts_on" not in self.errors:
            self.add_error("ends_on", _("Give the start as well."))
        elif starts and ends and ends.date < starts.date:
            self.add_error("ends_on", _("The end must not be before the start."))
        return found

    @property
    def is_whole(self):
        """Whether everything on the page can be kept."""
        return all(control.is_valid for control in self.controls.values()) and not self.errors

    def problems(self):
        """Return the lines of the error summary, in the order of the page."""
        found = [{"text": text, "url": ""} for text in self.non_field_errors()]
        return found + [line for control in self.controls.values() for line in control.problems()]

    def typed(self):
        """Return the plain answers that can be kept."""
        self.full_clean()
        wrong = self._wrong()
        return {name: control.typed() for name, control in self.controls.items() if name not in wrong}

    def _wrong(self):
        wrong = {name for name, control in self.controls.items() if not control.is_valid}
        return wrong | {name for pair in self.together for name in pair if {*pair} & wrong and name in self.controls}

    @property
    def left_out(self):
        """What the answers are called that are not kept as they stand; a list is kept as a whole."""
        wrong = self._wrong()
        return [str(control.answer.label) for name, control in self.controls.items() if name in wrong]

    def refuse(self, errors):
        """Show what the record refused beside the question that it belongs to."""
        for name, messages in errors.items():
            place = name if name in self.fields else None
            error = ValidationError(messages)
            if place is None and name in self.controls:
                self.controls[name].errors.extend(messages)
            else:
                self.add_error(place, error)


class SectionForm(RecordForm):
    """All questions of one page of the form of an action."""

    needed, together = NEEDED, TOGETHER

    def __init__(self, section, practice, **options):
        self.section = section
        super().__init__(section.answers, practice, **options)

    @property
    def practice(self):
        """The action."""
        return self.record

    def read_content(self, asked):
        """Return the plain data of the answers ``asked``."""
        return record.content(self.record, asked)

    def read_names(self, asked):
        """Return code → name of the bodies, countries and actions that they name."""
        return names.known(self.record, asked)

    def read_again(self):
        """Return the action as it is stored now."""
        return type(self.record).objects.for_form().get(pk=self.record.pk)

    def problems_of_row(self, name, row, _mark):
        """Return why a row could not be kept."""
        return record.problems_of_row(name, row)

    def update(self, by, data):
        """Write plain data; returns the action."""
        return actions.update(practice=self.record, by=by, data=data, seen=self.record.revision)

    def clean(self):
        """Refuse what only several answers together make impossible."""
        found = super().clean()
        self._both("budget_amount", "budget_currency", _("Give the amount and the currency."))
        self._both("latitude", "longitude", _("Give latitude and longitude."))
        return found

    def _both(self, first, second, message):
        """Two answers that only mean something together."""
        empty = [name for name in (first, second) if self.cleaned_data.get(name) in (None, "")]
        if first in self.fields and len(empty) == 1 and not {first, second} & set(self.errors):
            self.add_error(empty[0], message)


def _control(answer):
    return answer.control or (RowList if answer.has_rows else Single)
