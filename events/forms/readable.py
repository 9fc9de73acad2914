"""Plain data of a record as people read it: for two versions side by side, and for the history."""

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from portal.shared import languages, records
from practices.differences import words

from .. import record
from ..enums import Vocabulary


def label(entry, name):
    """Return what a key of plain data is called."""
    shape = record.shape_of(entry)
    if name in shape.rows:
        return records.capfirst(str(shape.rows[name].model._meta.verbose_name_plural))
    if name in shape.vocabulary:
        return str(Vocabulary(name).label)
    return records.label(shape.model, name)


def lines(model, name, value, spec=None):
    """Return a value of plain data as [(text, language or "")]."""
    if value in (None, "", [], {}):
        return []
    if isinstance(value, dict) and {*value} <= {*languages.CODES}:
        return [(text, code) for code, text in value.items() if text]
    if isinstance(value, dict):
        return [(_row(spec, value), "")]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [(_row(spec, row), "") for row in value]
    if isinstance(value, list):
        return [(", ".join(map(str, value)), "")]
    return [(_word(model, name, value), "")]


def _row(spec, row):
    """Return a row of plain data as one line."""
    parts = []
    for name, value in row.items():
        if name == "id" or name.endswith("_precision") or value in (None, "", {}, False):
            continue
        texts = [text for text, _language in lines(spec.model if spec else None, name, value)]
        parts += texts[:1]
    return " · ".join(parts)


def _word(model, name, value):
    """Return one value: a choice by its label, yes and no in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    try:
        choices = dict(model._meta.get_field(name).flatchoices) if model else {}
    except FieldDoesNotExist:
        choices = {}
    return str(choices.get(value, value))


def changes(entry, difference):
    """Return what a line of history changed: label, and by language what went and what came (``differences.words``)."""
    shape, found = record.shape_of(entry), []
    for name, (before, after) in difference.items():
        if name not in shape.names:
            continue
        was, now = (_texts(shape, name, value) for value in (before, after))
        sides = [
            {"language": code, "name": languages.name(code) if code else "", "sides": sides}
            for code in ("", *languages.CODES)
            if (sides := words(was.get(code, ""), now.get(code, ""))) and was.get(code, "") != now.get(code, "")
        ]
        if sides:
            found.append({"label": label(entry, name), "changes": sides})
    return found


def _texts(shape, name, value):
    by_language = {}
    for text, code in lines(shape.model, name, value, shape.rows.get(name)):
        by_language.setdefault(code, []).append(text)
    return {code: "\n".join(texts) for code, texts in by_language.items()}


def both(form, conflicts):
    """Return for each answer that two people changed what is saved (theirs) and what was typed (mine)."""
    typed, found = form.typed(), []
    for name in conflicts:
        answer = form.controls[name].answer
        mine = answer.data(typed[name], form.content, form.language)[name]
        found.append(
            {
                "name": name,
                "label": answer.label,
                "theirs": _shown(form, name, form.content.get(name)),
                "mine": _shown(form, name, mine),
            }
        )
    return found


def _shown(form, name, value):
    spec = form.shape.rows.get(name)
    found = lines(form.shape.model, name, value, spec)
    return [{"text": text} for text, code in found if code in ("", form.language)]
