"""Everything that belongs to actions in a handful of questions: a whole record has twenty kinds of rows.

The rows of every kind come as JSON in one union, what they point to in one question per table.
"""

import datetime

from django.db import DEFAULT_DB_ALIAS
from django.db.models import CharField, DateTimeField, F, Field, ForeignKey, QuerySet, Value
from django.db.models.functions import JSONObject

from compacts.models import Objective

from .models import Practice
from .models.parts import Part

#: Kinds of rows, and of links to other records; each goes by the name of its relation.
ROWS = (
    *("tags", "language_states", "terms", "partners", "contacts", "sign_offs", "digital_tools", "reached"),
    *("indicators", "success_conditions", "building_blocks", "adaptations", "images", "documents", "attachments"),
    *("commitment_updates", "partner_pledges"),
)
LINKS = ("other_lrgs", "countries", "themes", "related")


def load(*practices):
    """Put every row and link of ``practices`` where ``practice.partners.all()`` and the like find them.

    The number of queries does not depend on the number of rows.
    """
    found = {name: {practice.pk: [] for practice in practices} for name in (*ROWS, *LINKS)}
    for name, values in _read([*found["tags"]]):
        if name in LINKS:
            source, target = _through(name)
            found[name][values[source]].append(values[target])
        else:
            found[name][values["practice_id"]].append(_row(_model(name), values))
    known = _pointed_at(found)
    for name in found:
        for practice in practices:
            _keep(practice, name, _in_order(name, found[name][practice.pk], known))


def _read(keys):
    """Yield (name, column → value) of every row and link."""
    questions = []
    for name in (*ROWS, *LINKS):
        model = _model(name) if name in ROWS else getattr(Practice, name).through
        source = "practice_id" if name in ROWS else _through(name)[0]
        columns = {field.attname: F(field.attname) for field in model._meta.concrete_fields}
        # Not the manager: that of a translated model reads one language.
        rows = QuerySet(model).filter(**{f"{source}__in": keys}).order_by()
        questions.append(rows.values_list(Value(name, CharField()), JSONObject(**columns)))
    return questions[0].union(*questions[1:], all=True)


def _model(name):
    """The model of the rows, or of the records that are linked."""
    return Practice._meta.get_field(name).related_model


def _through(name):
    """The columns of a link: of the action, and of what it leads to."""
    field = Practice._meta.get_field(name)
    return f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"


def _row(model, values):
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    return model.from_db(DEFAULT_DB_ALIAS, names, [_value(field, values) for field in fields])


def _value(field: Field, values):
    """Return what JSON says as the column means it."""
    value = values[field.attname]
    if value is None or isinstance(field, ForeignKey):
        return value
    if isinstance(field, DateTimeField):
        at = datetime.datetime.fromisoformat(value)
        return at if at.tzinfo else at.replace(tzinfo=datetime.UTC)  # SQLite keeps no zone
    return field.to_python(value)


def _pointed_at(found):
    """Return model → key → record of everything that rows and links point to, in the order of each model."""
    wanted = {}
    for name, by_practice in found.items():
        for items in by_practice.values():
            if name in LINKS:
                wanted.setdefault(_model(name), set()).update(items)
                continue
            for field in _pointers(_model(name)):
                wanted.setdefault(field.related_model, set()).update(getattr(row, field.attname) for row in items)
    return {model: _records(model, keys - {None}) for model, keys in wanted.items()}


def _pointers(model):
    """The foreign keys that a reader follows; who uploaded a file is not shown."""
    pointers = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return [field for field in pointers if field.name not in ("practice", "uploaded_by")]


def _records(model, keys):
    if not keys:
        return {}
    rows = model.objects.filter(pk__in=keys)
    if model is Objective:
        rows = rows.select_related("agenda")
    if model is Practice:
        rows = rows.prefetch_related("language_states")
    return {row.pk: row for row in rows}


def _in_order(name, items, known):
    if name in LINKS:
        records = known.get(_model(name), {})
        return [record for key, record in records.items() if key in items]
    for field in _pointers(_model(name)):
        for row in items:
            if key := getattr(row, field.attname):
                setattr(row, field.name, known[field.related_model][key])
    if name == "tags":
        places = {key: place for place, key in enumerate(known.get(Objective, {}))}
        return sorted(items, key=lambda tag: (not tag.is_primary, places[tag.objective_id], tag.pk))
    if name == "terms":
        return sorted(items, key=lambda term: (term.vocabulary, term.value, term.pk))
    if name == "language_states":
        return sorted(items, key=lambda state: (state.language, state.pk))
    return sorted(items, key=lambda row: (row.position, row.pk) if isinstance(row, Part) else row.pk)


def _keep(practice, name, records):
    """Keep ``records`` as if they had been prefetched: Django has no public door for rows that were read otherwise."""
    if name in ROWS:
        for row in records:
            row.practice = practice
    rows = getattr(practice, name).all()  # of this action alone, whatever is asked of it further
    rows._result_cache, rows._prefetch_done = records, True
    practice.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows
