"""Loading reference data by code: idempotent, refused whole when wrong, never over what people changed."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from . import languages


class FixtureError(Exception):
    """A fixture that must not be loaded; says the file, the code and what is wrong."""

    def __init__(self, file, code, problem):
        super().__init__(f"{file}: {code}: {problem}")


def read(path):
    """Return the rows of a fixture file; raises FixtureError when it is no JSON list of objects."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise FixtureError(path.name, "-", f"cannot be read: {error}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise FixtureError(path.name, "-", "is not a list of objects")
    return rows


def read_one(path):
    """Return the one object of a fixture file; raises FixtureError when it is none."""
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise FixtureError(path.name, "-", f"cannot be read: {error}") from error
    if not isinstance(row, dict):
        raise FixtureError(path.name, "-", "is not an object")
    return row


def check_codes(file, rows, *, pattern, key="code"):
    """Refuse rows whose code is missing, does not match ``pattern`` or comes twice."""
    seen = set()
    for row in rows:
        code = row.get(key)
        if not isinstance(code, str) or not pattern.fullmatch(code):
            raise FixtureError(file, code or "-", f"{key} is missing or not of the form {pattern.pattern}")
        if code in seen:
            raise FixtureError(file, code, "comes twice")
        seen.add(code)


def check_reference(file, code, name, value, known):
    """Refuse a reference (a parent, an agenda …) to something that no fixture defines."""
    if value not in known:
        raise FixtureError(file, code, f"{name} {value!r} does not exist")


def check_text(file, row, name):
    """Refuse a text (language → words) that lacks one of the portal's languages, or has one it does not speak."""
    text = row.get(name)
    if not isinstance(text, dict) or {*text} != {*languages.CODES} or not all(text.values()):
        raise FixtureError(file, row["code"], f"{name} is not given in each of {', '.join(languages.CODES)}")


def columns_of(row, *names):
    """Return the texts ``names`` of ``row`` as columns; a language without words is NULL."""
    return {
        languages.column(name, code): (row.get(name) or {}).get(code) or None
        for name in names
        for code in languages.CODES
    }


@dataclass
class Report:
    """What a load did: counts per kind of record, and which records differ in which columns."""

    created: Counter = field(default_factory=Counter)
    unchanged: Counter = field(default_factory=Counter)
    overwritten: Counter = field(default_factory=Counter)
    differing: list = field(default_factory=list)

    def lines(self):
        """Yield the report line by line."""
        kinds = sorted({*self.created, *self.unchanged, *self.overwritten, *(kind for kind, *_ in self.differing)})
        for kind in kinds:
            differing = sum(1 for name, *_ in self.differing if name == kind)
            yield (
                f"{kind}: {self.created[kind]} created, {self.unchanged[kind]} unchanged, "
                f"{differing} differing, {self.overwritten[kind]} overwritten"
            )
        for kind, code, columns in self.differing:
            yield f"  differs, kept as it is: {kind} {code} ({', '.join(columns)})"


class Loader:
    """Puts rows into tables by code; a row that people changed is kept and reported unless ``overwrite``.

    The records of a model are read once, so that loading again costs a query per table and not per row.
    """

    def __init__(self, *, overwrite=False):
        self.overwrite = overwrite
        self.report = Report()
        self._records = {}
        self._related = {}

    def put(self, model, code, values, *, key="code", many=None):
        """Create the record ``code`` or compare it with ``values`` (column → value) and ``many`` (relation → rows).

        Returns the record as it stands afterwards.
        """
        return self.put_all(model, {code: {**values, **(many or {})}}, key=key)[code]

    def put_all(self, model, rows, *, key="code"):
        """Create or compare many records at once: ``rows`` is code → (column or many-to-many relation → value).

        Returns code → record as they stand afterwards.
        """
        records = self._load(model, key)
        relations = {relation.name for relation in model._meta.many_to_many}
        new = {}
        for code, values in rows.items():
            if code in records:
                self._compare(records[code], code, values, relations)
            else:
                new[code] = model(**{key: code}, **{name: values[name] for name in values if name not in relations})
        model._default_manager.bulk_create(new.values())
        records.update(new)
        for relation in relations:
            chosen = {code: rows[code][relation] for code in new if relation in rows[code]}
            self._relate(model, relation, {records[code].pk: {row.pk for row in chosen[code]} for code in chosen})
        self.report.created[model._meta.model_name] += len(new)
        return {code: records[code] for code in rows}

    def _load(self, model, key):
        """Return the records of ``model`` by ``key``, read once."""
        if (model, key) not in self._records:
            self._records[model, key] = {getattr(row, key): row for row in model._default_manager.all()}
        return self._records[model, key]

    def _pairs(self, model, relation):
        """Return primary key → primary keys of ``relation``, read once."""
        if (model, relation) not in self._related:
            pairs = defaultdict(set)
            rows = model._default_manager.filter(**{f"{relation}__isnull": False})
            for pk, related in rows.order_by().values_list("pk", f"{relation}__pk"):
                pairs[pk].add(related)
            self._related[model, relation] = pairs
        return self._related[model, relation]

    def _compare(self, record, code, values, relations):
        """Count ``record`` as unchanged, or overwrite or report what differs."""
        kind = record._meta.model_name
        differing = [name for name, value in values.items() if self._differs(record, name, value, relations)]
        if not differing:
            self.report.unchanged[kind] += 1
        elif not self.overwrite:
            self.report.differing.append((kind, code, differing))
        else:
            for name in differing:
                if name in relations:
                    getattr(record, name).set(values[name])
                else:
                    setattr(record, name, values[name])
            record.save()
            self.report.overwritten[kind] += 1

    def _differs(self, record, name, value, relations):
        if name in relations:
            return self._pairs(type(record), name)[record.pk] != {row.pk for row in value}
        column = record._meta.get_field(name)
        if column.is_relation:
            return getattr(record, column.attname) != (value and value.pk)
        return (getattr(record, name) or None) != (value or None)

    def _relate(self, model, relation, chosen):
        """Write the many-to-many rows of new records: ``chosen`` is primary key → related primary keys."""
        if not chosen:
            return
        related = model._meta.get_field(relation)
        through = related.remote_field.through
        one, other = (f"{name}_id" for name in (related.m2m_field_name(), related.m2m_reverse_field_name()))
        through._default_manager.bulk_create(
            through(**{one: pk, other: other_pk}) for pk, others in chosen.items() for other_pk in others
        )
        self._pairs(model, relation).update(chosen)
