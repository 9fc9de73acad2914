"""A practice record as plain data: what demo files, imports and the API write, and what a version keeps.

Every key is a field name; a translated text is an object per language; other records are named by their code.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from compacts.models import Objective, ReviewForum, Theme
from portal.directory.models import Country, Organisation
from portal.shared import languages, records
from portal.shared.records import Known, Slot, as_list, collect, translated, write
from portal.shared.text import clean

from . import geojson, models, uploads
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


# Writing ------------------------------------------------------------------------------------------


def fill(practice, data):
    """Write plain ``data`` into ``practice`` and its rows; what ``data`` does not name stays as it is.

    Raises ValidationError by field; the caller's transaction then undoes everything.
    """
    errors, known = {}, Known(KEYS)
    columns = {*PLAIN, *translated(models.Practice)}
    for name in set(data) - {*columns, *LINKS, *ROWS, *Vocabulary.values}:
        errors[name] = [_("There is no such field.")]
    for name in [name for name in data if name in columns]:
        collect(errors, name, lambda name=name: _write(practice, name, data[name]))
    collect(errors, None, practice.full_clean)
    if errors:
        raise ValidationError(errors)
    practice.save()
    for name in [name for name in LINKS if name in data]:
        collect(errors, name, lambda name=name: getattr(practice, name).set(_named(practice, name, data[name], known)))
    for name in [name for name in Vocabulary.values if name in data]:
        collect(errors, name, lambda name=name: set_terms(practice, name, data[name]))
    for name in [name for name in ROWS if name in data]:
        collect(errors, name, lambda name=name: _replace_rows(practice, name, data[name], known))
    if errors:
        raise ValidationError(errors)


def set_terms(practice, vocabulary, values):
    """Replace the values that ``practice`` chose from one closed list."""
    practice.terms.filter(vocabulary=vocabulary).delete()
    terms = [
        models.PracticeTerm(practice=practice, vocabulary=vocabulary, value=value)
        for value in dict.fromkeys(clean(value) for value in as_list(values, str))
    ]
    for term in terms:
        term.full_clean(validate_unique=False)
    models.PracticeTerm.objects.bulk_create(terms)


def _write(record, name, value):
    if name == "area":
        value = geojson.area(value) if value else None
    write(record, name, value)


def _named(practice, relation, codes, known):
    model = practice._meta.get_field(relation).related_model
    known.read(model, as_list(codes, str))
    return [known.find(model, code) for code in codes]


def _replace_rows(practice, name, rows, known):
    spec = ROWS[name]
    if spec.is_single:
        rows = [] if rows is None else [rows]
    before = spec.model.objects.filter(practice=practice)
    new = [_row_of(spec, row, known) for row in as_list(rows, dict)]
    old = list(before) if spec.model is models.SignOff else []
    _keep_letters(old, new)
    before.delete()
    for position, record in enumerate(new):
        record.practice = practice
        if issubclass(spec.model, models.parts.Part):
            record.position = position
        record.full_clean()
        record.save()
    uploads.forget(uploads.stored(*old))


def _keep_letters(old, new):
    """Let each letter stay with the sign-off that says the same as before, else with the one at its place.

    A letter is a file: plain data do not hold it. When rows came or went, only the same sign-off keeps its letter.
    """
    free = list(old)
    for says in (_says_the_same, lambda before, after: len(old) == len(new) and old.index(before) == new.index(after)):
        for after in new:
            found = next((before for before in free if not after.letter and says(before, after)), None)
            if found:
                after.letter = found.letter.name
                free.remove(found)


def _says_the_same(before, after):
    names = ("name", "position_title", "signed_on")
    return [str(getattr(before, name)) for name in names] == [str(getattr(after, name)) for name in names]


def copy_letters(source, target):
    """Let the sign-offs of ``target``, which were written from ``source``, have the same letters."""
    for before, after in zip(source.sign_offs.all(), target.sign_offs.all(), strict=True):
        if after.letter.name != before.letter.name:
            uploads.forget(uploads.stored(after))
            after.letter = before.letter.name
            after.save(update_fields=["letter"])


def _row_of(spec, row, known):
    """Return the unsaved row that plain data describe."""
    record, wanted = spec.model(), {*spec.fields, *translated(spec.model)}
    for key in row:
        if key in wanted:
            _write(record, key, row[key])
        elif key not in spec.links:
            raise ValidationError(_("There is no field “%(name)s”.") % {"name": key})
    for link, model in spec.links.items():
        if row.get(link):
            setattr(record, link, known.find(model, row[link]))
    return record


def problems_of_row(name, row):
    """Return why a row of one kind could not be kept: column → messages; empty when it could."""
    errors = {}
    collect(errors, None, lambda: _row_of(ROWS[name], row, Known(KEYS)).full_clean(exclude=["practice"]))
    return errors


# Reading ------------------------------------------------------------------------------------------


def content(practice, names=None):
    """Return the whole record as plain data that ``fill`` understands; for those who may read it unpublished.

    With ``names``, of links and rows only these, whose parts are loaded together.
    """
    if names is not None:
        prefetch_related_objects([practice], *_lookups(names))
    data = _data(practice, [*PLAIN], languages.CODES)
    for name in [name for name in LINKS if names is None or name in names]:
        data[name] = [key for linked in getattr(practice, name).all() if (key := _key(linked))]
    for name, spec in [(name, spec) for name, spec in ROWS.items() if names is None or name in names]:
        rows = [_row(row, spec, languages.CODES) for row in _rows(practice, name)]
        data[name] = (rows[0] if rows else None) if spec.is_single else rows
    return data


def linked(practice):
    """Yield every record that the links and rows of ``practice`` point to, its lead LRG included."""
    yield practice.lead_lrg
    for name in LINKS:
        yield from getattr(practice, name).all()
    for name, spec in ROWS.items():
        for row in _rows(practice, name) if spec.links else ():
            yield from filter(None, (getattr(row, link) for link in spec.links))


def _lookups(names):
    """Return what leads to every record that the links and rows ``names`` name."""
    rows = [(name, ROWS[name].links) for name in ROWS if name in names and not ROWS[name].is_single]
    links = [name for name in LINKS if name in names] + [name for name, links in rows if not links]
    return links + [f"{name}__{link}" for name, links in rows for link in links]


def dump(practice):
    """Return the public content of ``practice`` as plain data: public languages and public contacts only."""
    shown = practice.shown_languages
    data = {"code": practice.code, "lead_lrg": practice.lead_lrg.slug, "languages": list(shown)}
    data |= _data(practice, [name for name in PLAIN if name not in INTERNAL], shown)
    for name in LINKS:
        related = getattr(practice, name)
        related = related.published() if name == "related" else related.all()
        data[name] = [_key(linked) for linked in related]
    for name, spec in ROWS.items():
        if name not in INTERNAL:
            rows = [_public(row, spec, shown) for row in _rows(practice, name) if getattr(row, "is_public", True)]
            data[name] = (rows[0] if rows else None) if spec.is_single else rows
    data["evidence_level"] = practice.evidence_level
    return data


def _data(practice, columns, shown):
    """Return columns, texts and chosen values."""
    data = {name: _plain(getattr(practice, name)) for name in columns} | _texts(practice, shown)
    for vocabulary in Vocabulary.values:
        data[vocabulary] = [term.value for term in practice.terms.all() if term.vocabulary == vocabulary]
    return data


def _rows(practice, name):
    """Return the rows of one kind; a single one as a list."""
    if ROWS[name].is_single:
        row = getattr(practice, name, None)
        return [row] if row else []
    return getattr(practice, name).all()


def _key(linked):
    return getattr(linked, KEYS[type(linked)]) if linked else None


def _row(row, spec, shown):
    data = {name: _plain(getattr(row, name)) for name in spec.fields} | _texts(row, shown)
    return data | {link: _key(getattr(row, link)) for link in spec.links}


def _public(row, spec, shown):
    """Return a row without what could point at single persons or at a hidden action."""
    data = _row(row, spec, shown)
    if isinstance(row, models.ReachedFigure) and row.is_small:
        data["number"] = None
    for link, model in spec.links.items():
        linked = getattr(row, link)
        if model is models.Practice and linked and linked.status != "published":
            data[link] = None
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


# Texts, one by one --------------------------------------------------------------------------------


def slots(practice):
    """Return every translated text of ``practice`` (``Slot``), in the order of the record."""
    found = [Slot(name, _label(practice, name), practice, name) for name in translated(models.Practice)]
    for name, spec in ROWS.items():
        for row in _rows(practice, name) if translated(spec.model) else ():
            for field_name in translated(spec.model):
                label = languages.labelled(row._meta.verbose_name, _label(row, field_name))
                found.append(Slot(f"{name}-{row.pk}-{field_name}", label, row, field_name))
    for image in practice.images.all():
        found += [
            Slot(
                f"images-{image.pk}-{name}",
                languages.labelled(image._meta.verbose_name, _label(image, name)),
                image,
                name,
            )
            for name in translated(models.Image)
        ]
    return found


def translate(practice, language, texts):
    """Write ``texts`` (``Slot.key`` → text) in one language; raises ValidationError by key."""
    records.translate(slots(practice), language, texts)


def _label(record, name):
    return str(record._meta.get_field(name).verbose_name)
