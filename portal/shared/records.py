"""A record with its rows as plain data: what forms, files and the API write, and what a history keeps.

Every key is a field name; a translated text is an object per language; other records are named by their code.
"""

import math
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import BooleanField, DateField, FileField, JSONField, TimeField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.translator import NotRegistered, translator

from . import languages
from .text import clean


@cache
def translated(model):
    """Return the translated fields of ``model`` in the order of the record; modeltranslation keeps them as a set."""
    try:
        names = set(translator.get_options_for_model(model).get_field_names())
    except NotRegistered:
        return ()
    return tuple(one.name for one in model._meta.get_fields() if one.name in names)


@dataclass(frozen=True)
class Rows:
    """How the rows of one kind (sessions, organisers …) are written as data.

    ``owner`` is the relation to the record. A row is known again by ``identity`` where it has one (the number of a
    session), else by its "id". ``siblings`` are links to rows of the same record: relation → name of those rows.
    """

    model: type
    owner: str
    fields: tuple = ()
    links: dict = field(default_factory=dict)
    siblings: dict = field(default_factory=dict)
    identity: str = ""
    is_single: bool = False


@dataclass(frozen=True)
class Slot:
    """One translated text of a record, in the record itself or in one of its rows."""

    key: str  # "summary", "sessions-12-title": the name of its field in a form
    label: str
    record: object
    field: str

    def text(self, language):
        """Return the text in one language, or the empty string."""
        return getattr(self.record, languages.column(self.field, language)) or ""

    @property
    def max_length(self):
        """How many characters fit, or None."""
        return self.record._meta.get_field(languages.column(self.field, languages.CODES[0])).max_length


class Known:
    """The records that plain data name by their codes, each read once; ``keys`` is model → the field that names it."""

    def __init__(self, keys):
        self.keys, self.found = keys, {}

    def read(self, model, codes):
        """Read the records of ``codes`` in one query; what is no code is left to ``find``."""
        wanted = {clean(code) for code in codes if isinstance(code, str)} - {code for _model, code in self.found}
        if self.keys[model] != "pk" and len(wanted) > 1:
            for one in model.objects.filter(**{f"{self.keys[model]}__in": wanted}):
                self.found[model, getattr(one, self.keys[model])] = one

    def find(self, model, code):
        """Return the record that ``code`` names, or None without a code; raises ValidationError."""
        if code in (None, ""):
            return None
        name = clean(str(code))
        if (model, name) not in self.found:
            with suppress(ObjectDoesNotExist, ValueError, TypeError, OverflowError):
                self.found[model, name] = model.objects.get(**{self.keys[model]: name})
        if (model, name) not in self.found:
            raise ValidationError(_("“%(code)s” is not known.") % {"code": code})
        return self.found[model, name]


class Shape:
    """What a record of one kind consists of; writes it (``fill``), reads it (``content``), finds its texts."""

    def __init__(self, model, *, plain, keys, one=None, links=(), vocabulary=None, rows=None):
        """Describe ``model``.

        ``plain`` are columns, ``one`` is relation → model of single links, ``links`` are many-to-many relations,
        ``vocabulary`` is the list of closed lists whose values stand in ``model.terms``, ``rows`` is name → Rows.
        ``keys`` is model → the field by which a linked record is named.
        """
        self.model, self.plain, self.keys = model, tuple(plain), keys
        self.one, self.links, self.rows = one or {}, tuple(links), rows or {}
        self.vocabulary = vocabulary.values if vocabulary else ()

    @property
    def texts(self):
        """The translated fields of the record itself."""
        return translated(self.model)

    @property
    def names(self):
        """Every key that plain data may have."""
        return (*self.plain, *self.texts, *self.one, *self.links, *self.vocabulary, *self.rows)

    # Writing --------------------------------------------------------------------------------------

    def fill(self, record, data):
        """Write plain ``data`` into ``record`` and its rows; what ``data`` does not name stays as it is.

        Raises ValidationError by field; the caller's transaction then undoes everything.
        """
        errors = {name: [_("There is no such field.")] for name in set(data) - {*self.names}}
        known = Known(self.keys)
        for name in [name for name in data if name in self.plain or name in self.texts]:
            collect(errors, name, lambda name=name: write(record, name, data[name]))
        for name in [name for name in data if name in self.one]:
            collect(errors, name, lambda name=name: setattr(record, name, known.find(self.one[name], data[name])))
        collect(errors, "", record.full_clean)
        if errors:
            raise ValidationError(errors)
        record.save()
        for name in [name for name in self.links if name in data]:
            collect(errors, name, lambda name=name: getattr(record, name).set(self._named(name, data[name], known)))
        for name in [name for name in self.vocabulary if name in data]:
            collect(errors, name, lambda name=name: self._choose(record, name, data[name]))
        for name in [name for name in self.rows if name in data]:
            collect(errors, name, lambda name=name: self._write_rows(record, name, data[name], known))
        if errors:
            raise ValidationError(errors)

    def _named(self, relation, codes, known):
        model = self.model._meta.get_field(relation).related_model
        known.read(model, as_list(codes, str))
        return [known.find(model, code) for code in codes]

    def _choose(self, record, vocabulary, values):
        record.terms.filter(vocabulary=vocabulary).delete()
        for value in dict.fromkeys(clean(value) for value in as_list(values, str)):
            term = record.terms.model(**{record.terms.field.name: record, "vocabulary": vocabulary, "value": value})
            term.full_clean()
            term.save()

    def _write_rows(self, record, name, rows, known):
        spec, present = self.rows[name], {}
        rows = ([] if rows is None else [rows]) if spec.is_single else as_list(rows, dict)
        for link, model in spec.links.items():
            known.read(model, [row.get(link) for row in rows])
        for row in spec.model.objects.filter(**{spec.owner: record}):
            present[_mark_of(row, spec)] = row
        wanted = [_mark_in(row, spec) for row in rows]
        for mark, row in present.items():
            if mark not in wanted:
                row.delete()
        errors = []
        for position, (row, mark) in enumerate(zip(rows, wanted, strict=True)):
            try:
                found = self._row(record, name, row, known, present.pop(mark, None) if mark else None)
                found.position = position
                found.full_clean(exclude=[spec.owner, *spec.links, *spec.siblings], validate_constraints=False)
                found.validate_constraints()
                found.save()
            except ValidationError as error:
                errors += _in_row(position + 1, error, is_only=spec.is_single)
        if errors:
            raise ValidationError(errors)

    def _row(self, record, name, row, known, found=None):
        """Return the unsaved row that plain data describe, written over ``found`` if there is one."""
        spec = self.rows[name]
        found = found or spec.model()
        setattr(found, spec.owner, record)
        for key, value in row.items():
            if key in spec.fields or key in translated(spec.model):
                write(found, key, value)
            elif key in spec.links:
                setattr(found, key, known.find(spec.links[key], value))
            elif key in spec.siblings:
                setattr(found, key, self._sibling(record, spec.siblings[key], value))
            elif key != "id":
                raise ValidationError(_("There is no field “%(name)s”.") % {"name": key})
        for link in spec.links:
            if getattr(found, f"{link}_id") is None and not spec.model._meta.get_field(link).null:
                raise ValidationError({link: [_("Fill in “%(answer)s”.") % {"answer": label(spec.model, link)}]})
        return found

    def _sibling(self, record, name, mark):
        """Return the row of the same record that ``mark`` names, or None."""
        if mark in (None, ""):
            return None
        spec = self.rows[name]
        with suppress(ObjectDoesNotExist, ValueError, TypeError, OverflowError):
            return spec.model.objects.get(**{spec.owner: record, spec.identity or "pk": mark})
        raise ValidationError(_("“%(code)s” is not known.") % {"code": mark})

    def problems_of_row(self, record, name, row, found=None):
        """Return why a row of one kind could not be kept: column → messages; empty when it could.

        ``found`` is the kept row that it is written over, if there is one; it is not saved.
        """
        spec, errors = self.rows[name], {}
        exclude = [spec.owner, *spec.links, *spec.siblings]

        def ask():
            row_ = self._row(record, name, row, Known(self.keys), found)
            row_.full_clean(exclude=exclude, validate_unique=False)

        collect(errors, "", ask)
        return errors

    # Reading --------------------------------------------------------------------------------------

    def content(self, record, names=None):
        """Return the record as plain data that ``fill`` understands, or only the fields ``names`` of it."""
        wanted = self.names if names is None else [name for name in self.names if name in names]
        return {name: self._value(record, name) for name in wanted}

    def _value(self, record, name):
        if name in self.rows:
            rows = [self._row_content(row, self.rows[name]) for row in self.rows_of(record, name)]
            return (rows[0] if rows else None) if self.rows[name].is_single else rows
        if name in self.vocabulary:
            return [term.value for term in record.terms.all() if term.vocabulary == name]
        if name in self.links:
            return [key for linked in getattr(record, name).all() if (key := self._key(linked))]
        if name in self.one:
            return self._key(getattr(record, name))
        return read(record, name)

    def rows_of(self, record, name):
        """Return the rows of one kind, in order, with what they link to."""
        spec = self.rows[name]
        rows = spec.model.objects.filter(**{spec.owner: record})
        return rows.select_related(*spec.links, *spec.siblings) if spec.links or spec.siblings else rows

    def _row_content(self, row, spec):
        data = {} if spec.identity or spec.is_single else {"id": row.pk}
        data |= {name: read(row, name) for name in (*spec.fields, *translated(spec.model))}
        data |= {link: self._key(getattr(row, link)) for link in spec.links}
        for link, name in spec.siblings.items():
            sibling = getattr(row, link)
            data[link] = sibling and getattr(sibling, self.rows[name].identity or "pk")
        return data

    def _key(self, linked):
        return getattr(linked, self.keys[type(linked)]) if linked else None

    # Texts, one by one ----------------------------------------------------------------------------

    def slots(self, record):
        """Return every translated text of ``record`` (``Slot``), in the order of the record."""
        found = [Slot(name, label(self.model, name), record, name) for name in self.texts]
        for name, spec in self.rows.items():
            for row in self.rows_of(record, name) if translated(spec.model) else ():
                for text in translated(spec.model):
                    named = languages.labelled(capfirst(row._meta.verbose_name), label(spec.model, text))
                    found.append(Slot(f"{name}-{row.pk}-{text}", named, row, text))
        return found

    def translate(self, record, language, texts):
        """Write ``texts`` (``Slot.key`` → text) in one language; raises ValidationError by key."""
        translate(self.slots(record), language, texts)


def translate(slots, language, texts):
    """Write ``texts`` (``Slot.key`` → text) into ``slots`` in one language; raises ValidationError by key."""
    known, errors, changed = {slot.key: slot for slot in slots}, {}, {}
    for key, typed in texts.items():
        slot = known.get(key)
        if slot is None:
            errors[key] = [_("There is no such field.")]
            continue
        text = clean(typed).strip() if isinstance(typed, str) else ""
        if slot.max_length and len(text) > slot.max_length:
            errors[key] = [_("Shorten this text to %(number)d characters.") % {"number": slot.max_length}]
        setattr(slot.record, languages.column(slot.field, language), text or None)
        changed[id(slot.record)] = slot.record
    if errors:
        raise ValidationError(errors)
    for record in changed.values():
        record.save()


def label(model, name):
    """Return what a field is called, at the start of a line."""
    return capfirst(str(model._meta.get_field(name).verbose_name))


def as_list(values, kind):
    """Return ``values`` if it is a list of ``kind``; raises ValidationError."""
    if not isinstance(values, (list, tuple)) or not all(isinstance(value, kind) for value in values):
        raise ValidationError(_("Give a list."))
    return values


def write(record, name, value):
    """Put ``value`` into one column of ``record``, or the texts of ``value`` into its language columns.

    Raises ValidationError where the value has the wrong shape; what it says is judged by ``full_clean``.
    """
    if name in translated(type(record)):
        if not isinstance(value, dict) or not {*value} <= {*languages.CODES}:
            raise ValidationError(_("Give this text by language."))
        for code in languages.CODES:
            text = value.get(code) or ""
            if not isinstance(text, str):
                raise ValidationError(_("Give this text by language."))
            setattr(record, languages.column(name, code), clean(text).strip() or None)
        return
    column = record._meta.get_field(name)
    if isinstance(column, JSONField):
        value = _clean_json(value)
    elif isinstance(value, (list, dict)):
        raise ValidationError(_("Give one value."))
    elif isinstance(value, str):
        value = clean(value).strip()
        value = None if value == "" and column.null else value
    elif value is None and isinstance(column, BooleanField):
        value = False
    elif value is None and not column.null:
        value = ""
    elif isinstance(column, (DateField, TimeField)) and isinstance(value, (int, float)):
        value = str(value)  # refused as a date, where a number would break the reading of dates
    setattr(record, name, value)


def read(record, name):
    """Return one column of ``record`` as plain data, or its texts by language."""
    if name in translated(type(record)):
        columns = {code: getattr(record, languages.column(name, code)) for code in languages.CODES}
        return {code: text for code, text in columns.items() if text}
    value = getattr(record, name)
    if isinstance(record._meta.get_field(name), FileField):
        return value.name if value else ""
    if value is None or isinstance(value, (bool, int, dict, list)):
        return value
    return str(value)


def _clean_json(value):
    """Return nested ``value`` with every text cleaned; refuse numbers that JSON does not know."""
    match value:
        case str():
            return clean(value)
        case list():
            return [_clean_json(item) for item in value]
        case dict():
            return {clean(str(name)): _clean_json(item) for name, item in value.items()}
        case float() if not math.isfinite(value):
            raise ValidationError(_("Give one value."))
    return value


def _mark_of(row, spec):
    """What a kept row is known by."""
    return str(getattr(row, spec.identity or "pk"))


def _mark_in(row, spec):
    """What a row of plain data is known by; empty for a new one."""
    mark = row.get(spec.identity or "id")
    return "" if mark is None else str(mark)


def _in_row(number, error, *, is_only):
    """Return the messages of a refused row, each with the number of the row."""
    if is_only:
        return error.messages
    return [_("Row %(number)d: %(problem)s") % {"number": number, "problem": text} for text in error.messages]


def collect(errors, name, step):
    """Carry out ``step``; what it refuses goes to ``errors``, under ``name`` where one is given."""
    try:
        step()
    except ValidationError as error:
        found = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
        for field_name, messages in found.items():
            errors.setdefault(name or field_name, []).extend(messages)
