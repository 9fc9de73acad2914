"""A practice record as plain data: what demo files, imports and the API write, and what a version keeps.

Every key is a field name; a translated text is an object per language; other records are named by their code.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils.translation import gettext as _
from modeltranslation.translator import NotRegistered, translator

from compacts.models import Objective, ReviewForum, Theme
from portal.directory.models import Country, Organisation
from portal.shared import languages
from portal.shared.text import clean

from . import models
from .enums import Vocabulary

#: By which field a linked record is named in plain data.
KEYS = {Organisation: "slug", Country: "code", Theme: "code", Objective: "code", ReviewForum: "code"} | {
    models.Practice: "code"
}

PLAIN = (
    "kind",
    "original_language",
    "department",
    "is_for_other_body",
    "place_name",
    "latitude",
    "longitude",
    "area",
    "scope",
    "starts_on",
    "starts_precision",
    "ends_on",
    "ends_precision",
    "implementation_status",
    "participation_scale",
    "budget_range",
    "budget_amount",
    "budget_currency",
    "evaluation",
    "evaluation_url",
    "replicability",
    "replication_scope",
    "origin",
    "source_url",
    "licence",
    "hold_until",
)
LINKS = ("other_lrgs", "countries", "themes", "related")
#: Fields that never leave the portal in a version.
INTERNAL = frozenset({"hold_until", "sign_offs"})


@dataclass(frozen=True)
class Rows:
    """How the rows of one kind (partners, tools …) are written as data."""

    model: type
    fields: tuple = ()
    links: dict = field(default_factory=dict)
    is_single: bool = False


ROWS = {
    "tags": Rows(models.Tag, ("is_primary",), {"objective": Objective}),
    "partners": Rows(models.Partner, ("name", "role"), {"organisation": Organisation}),
    "contacts": Rows(models.Contact, ("role", "name", "position_title", "organisation_name", "email", "is_public")),
    "sign_offs": Rows(models.SignOff, ("name", "position_title", "signed_on")),
    "digital_tools": Rows(models.DigitalTool, ("name",), {"owner": Organisation}),
    "reached": Rows(models.ReachedFigure, ("number", "unit", "year")),
    "indicators": Rows(models.Indicator, ("baseline", "value", "unit", "year")),
    "success_conditions": Rows(models.SuccessCondition),
    "building_blocks": Rows(models.BuildingBlock, ("url",)),
    "adaptations": Rows(models.Adaptation, ("url",), {"lrg": Organisation, "adapted_practice": models.Practice}),
    "documents": Rows(models.Document, ("kind", "title", "language", "url")),
    "commitment": Rows(
        models.Commitment,
        ("type", "mode", "due_on", "status"),
        {"declared_at": ReviewForum, "fulfilled_by": models.Practice},
        is_single=True,
    ),
    "commitment_updates": Rows(models.CommitmentUpdate, ("reported_on", "status")),
    "partner_pledges": Rows(models.PartnerPledge, (), {"organisation": Organisation}),
}


def translated(model):
    """Return the translated fields of ``model``."""
    try:
        return tuple(translator.get_options_for_model(model).get_field_names())
    except NotRegistered:
        return ()


# Writing ------------------------------------------------------------------------------------------


def fill(practice, data):
    """Write plain ``data`` into ``practice`` and its rows; what ``data`` does not name stays as it is.

    Raises ValidationError by field; the caller's transaction then undoes everything.
    """
    errors = {}
    known = {*PLAIN, *LINKS, *ROWS, *Vocabulary.values, *translated(models.Practice)}
    for name in set(data) - known:
        errors[name] = [_("There is no such field.")]
    _write_fields(practice, {name: data[name] for name in data if name in (*PLAIN, *translated(models.Practice))})
    _try(errors, None, practice.full_clean)
    if errors:
        raise ValidationError(errors)
    practice.save()
    for name in [name for name in LINKS if name in data]:
        _try(errors, name, lambda name=name: getattr(practice, name).set(_named(practice, name, data[name])))
    for name in [name for name in Vocabulary.values if name in data]:
        _try(errors, name, lambda name=name: set_terms(practice, name, data[name]))
    for name in [name for name in ROWS if name in data]:
        _try(errors, name, lambda name=name: _replace_rows(practice, name, data[name]))
    if errors:
        raise ValidationError(errors)


def set_terms(practice, vocabulary, values):
    """Replace the values that ``practice`` chose from one closed list."""
    practice.terms.filter(vocabulary=vocabulary).delete()
    terms = [models.PracticeTerm(practice=practice, vocabulary=vocabulary, value=value) for value in values]
    for term in terms:
        term.full_clean(validate_unique=False)
    models.PracticeTerm.objects.bulk_create(terms)


def _try(errors, name, step):
    try:
        step()
    except ValidationError as error:
        found = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
        for field_name, messages in found.items():
            errors.setdefault(name or field_name, []).extend(messages)


def _write_fields(record, values):
    for name, value in values.items():
        if name in translated(type(record)):
            for code in languages.CODES:
                text = clean(value.get(code) or "")
                setattr(record, languages.column(name, code), text or None)
        else:
            if isinstance(value, str):
                value = clean(value)  # noqa: PLW2901 — the cleaned text takes the place of the typed one
            setattr(record, name, value)


def _find(model, code):
    try:
        return model.objects.get(**{KEYS[model]: code})
    except ObjectDoesNotExist:
        raise ValidationError(_("“%(code)s” is not known.") % {"code": code}) from None


def _named(practice, relation, codes):
    model = practice._meta.get_field(relation).related_model
    return [_find(model, code) for code in codes]


def _replace_rows(practice, name, rows):
    spec = ROWS[name]
    spec.model.objects.filter(practice=practice).delete()
    for position, row in enumerate([rows] if spec.is_single else rows):
        record = spec.model(practice=practice)
        if issubclass(spec.model, models.parts.Part):
            record.position = position
        wanted = {*spec.fields, *translated(spec.model)}
        _write_fields(record, {key: row[key] for key in row if key in wanted})
        for link, model in spec.links.items():
            if row.get(link):
                setattr(record, link, _find(model, row[link]))
        record.full_clean()
        record.save()


# Reading ------------------------------------------------------------------------------------------


def dump(practice):
    """Return the public content of ``practice`` as plain data: public languages and public contacts only."""
    shown = practice.shown_languages
    data = {"code": practice.code, "lead_lrg": practice.lead_lrg.slug, "languages": list(shown)}
    data |= {name: _plain(getattr(practice, name)) for name in PLAIN if name not in INTERNAL}
    data |= _texts(practice, shown)
    for name in LINKS:
        related = getattr(practice, name)
        related = related.published() if name == "related" else related.all()
        key = KEYS[related.model]
        data[name] = [getattr(record, key) for record in related]
    for vocabulary in Vocabulary.values:
        data[vocabulary] = [term.value for term in practice.terms.all() if term.vocabulary == vocabulary]
    for name, spec in ROWS.items():
        if name in INTERNAL:
            continue
        if spec.is_single:
            row = getattr(practice, name, None)
            data[name] = _dump_row(row, spec, shown) if row else None
            continue
        rows = getattr(practice, name).all()
        data[name] = [_dump_row(row, spec, shown) for row in rows if getattr(row, "is_public", True)]
    data["evidence_level"] = practice.evidence_level
    return data


def _dump_row(row, spec, shown):
    data = {name: _plain(getattr(row, name)) for name in spec.fields} | _texts(row, shown)
    if isinstance(row, models.ReachedFigure) and row.is_small:
        data["number"] = None  # could point at single persons
    for link, model in spec.links.items():
        linked = getattr(row, link)
        is_hidden = isinstance(linked, models.Practice) and linked.status != "published"
        data[link] = getattr(linked, KEYS[model]) if linked and not is_hidden else None
    return data


def _texts(record, shown):
    return {
        name: {code: value for code in shown if (value := getattr(record, languages.column(name, code)))}
        for name in translated(type(record))
    }


def _plain(value):
    if value is None or isinstance(value, (bool, int, dict)):
        return value
    return str(value)
