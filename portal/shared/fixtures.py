"""Loading reference data by code: idempotent, refused whole when wrong, never over what people changed."""

import json
from collections import Counter
from dataclasses import dataclass, field


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
    """Puts rows into tables by code; a row that people changed is kept and reported unless ``overwrite``."""

    def __init__(self, *, overwrite=False):
        self.overwrite = overwrite
        self.report = Report()

    def put(self, model, code, values, *, key="code", many=None):
        """Create the record ``code`` or compare it with ``values`` (column → value) and ``many`` (relation → rows).

        Returns the record as it stands afterwards.
        """
        kind = model._meta.model_name
        many = many or {}
        record = model._default_manager.filter(**{key: code}).first()
        if record is None:
            record = model._default_manager.create(**{key: code}, **values)
            for relation, rows in many.items():
                getattr(record, relation).set(rows)
            self.report.created[kind] += 1
            return record
        differing = [name for name, value in values.items() if (getattr(record, name) or None) != (value or None)]
        differing += [
            relation
            for relation, rows in many.items()
            if {row.pk for row in getattr(record, relation).all()} != {row.pk for row in rows}
        ]
        if not differing:
            self.report.unchanged[kind] += 1
        elif self.overwrite:
            for name in differing:
                if name in many:
                    getattr(record, name).set(many[name])
                else:
                    setattr(record, name, values[name])
            record.save()
            self.report.overwritten[kind] += 1
        else:
            self.report.differing.append((kind, code, differing))
        return record
