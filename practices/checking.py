"""All answers of a draft on one page, what it still needs, and two versions of one answer side by side."""

from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.shared import languages

from . import duplicates, forms, outline, record
from .enums import Status
from .forms import tasks
from .forms.page import NEEDED

#: Answers that are read together with another one.
TOGETHER = {
    "budget_currency": "budget_amount",
    "evaluation_url": "evaluation",
    "latitude": "point",
    "longitude": "point",
}
AGENDAS = ("gcm", "gcr", "sdg", "lmp", "mmd")
#: Asked for on the page of the check itself.
DECLARED = {"consent", "is_data_protection_confirmed"}


def answers(practice):
    """Return every page of the form with its answers, each with the address that changes it."""
    data = record.content(practice)
    entries = _entries(outline.Outline(data, loaded=[practice]), data, practice.original_language)
    shown = []
    for section in forms.sections_of(practice):
        url = reverse("practices:section", args=[practice.pk, section.name]) + "?return=check"
        rows, empty = [], []
        for one in section.answers:
            lines = [line for name in _names(one.name) for line in entries.get(name, ())]
            if one.name in TOGETHER and one.name != "latitude":
                continue
            is_needed = one.name in NEEDED or one.name == "tags"
            row = {
                "label": outline.label("point") if one.name == "latitude" else one.label,
                "lines": lines,
                "url": f"{url}#question-{one.name}",
            }
            (rows if lines or is_needed else empty).append(row)
        if "images" in section.fields:
            row = _files(practice)
            (rows if row["images"] or row["attachments"] else empty).append(row)
        shown.append({"section": section, "url": url, "rows": rows, "empty": empty})
    return shown


def _files(practice):
    """Pictures and files as one row, with the page that describes them; on paper each is a line."""

    def said(record, field):
        return languages.text_of(record, field, allowed=[practice.original_language])

    images = [
        {"image": image, "alt": said(image, "alt_text"), "caption": said(image, "caption")}
        for image in practice.images.all()
    ]
    named = [(shown["image"], shown["alt"].value) for shown in images]
    named += [(file, file.title) for file in practice.attachments.all()]
    lines = [
        outline.Line(tuple(outline.Piece(text) for text in (file.original_name, title) if text))
        for file, title in named
    ]
    return {
        "label": _("Pictures and files"),
        "lines": lines,
        "url": reverse("practices:draft-files", args=[practice.pk]) + "?return=check#there",
        "images": images,
        "attachments": practice.attachments.all(),
    }


def _names(name):
    return AGENDAS if name == "tags" else (TOGETHER.get(name, name),)


def _entries(reader, data, language):
    sections = reader.sections(data, prefer=[language])
    return {entry.name: entry.lines for section in sections for entry in section.entries}


def both(form, names):
    """Return for each answer what is saved (theirs) and what was typed (mine)."""
    language, theirs = form.language, form.content
    mine = dict(theirs)
    typed = form.typed()
    for name in names:
        mine |= form.controls[name].answer.data(typed[name], theirs, language)
    reader = outline.Outline(theirs, mine)
    saved, written = _entries(reader, theirs, language), _entries(reader, mine, language)
    return [
        {
            "name": name,
            "label": form.controls[name].answer.label,
            "theirs": [line for key in _names(name) for line in saved.get(key, ())],
            "mine": [line for key in _names(name) for line in written.get(key, ())],
        }
        for name in names
    ]


def problems(practice, declaration):
    """Return what is missing as lines of an error summary; the declaration only once it was sent without a tick."""
    lines = [line for line in tasks.problems(practice) if line["name"] not in DECLARED]
    if declaration.is_bound:
        lines += [{"text": text, "url": f"#{field.anchor}"} for field in declaration for text in field.errors]
    return lines


def label(name):
    """Return what a field of a remark is called."""
    section = forms.section_of(name)
    if question := forms.question_of(name):
        return question.label
    if section and name in AGENDAS:
        return section.title
    try:
        return outline.label(name)
    except FieldDoesNotExist:
        return section.title if section else name


def likely(practice, person):
    """Return actions that may be the same one (``duplicates``), each with its page: public, or the officer's own."""
    found = duplicates.likely(practice, person)
    return [{"likeness": one, "url": _address(one.practice), "summary": one.practice.text("summary")} for one in found]


def _address(practice):
    if practice.status == Status.PUBLISHED:
        return practice.get_absolute_url()
    return reverse("practices:draft", args=[practice.pk])
