"""One submission as its reviewer reads it: the record field by field, remarks beside it, rubric, rounds, history."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.shared import languages

from .. import completeness, differences, duplicates, outline, parts, permissions, record
from ..enums import Kind, Status
from ..models import Practice
from ..workflow import TRANSITIONS, Actor
from .steps import STEPS, history_label, step_label

#: Here the round that was handed in last is what the reviewer reads.
UNCHANGED = (Status.SUBMITTED, Status.RECOMMENDED)
MOST_OTHERS = 10


@dataclass(frozen=True)
class Base:
    """An earlier state of the record to compare with: a round, or what the public reads."""

    key: str
    label: str
    content: dict
    practice: Practice | None = None  # whose rows are loaded, where it is not a round


def content(practice):
    """Return the record as plain data, with its lead LRG."""
    return record.content(practice) | {"lead_lrg": practice.lead_lrg.slug}


def bases(practice):
    """Load all rows of ``practice``, and return what it can be compared with, oldest first."""
    found = []
    if practice.working_copy_of_id:
        public = Practice.objects.for_whole().get(pk=practice.working_copy_of_id)
        parts.load(practice, public)
        label = _("Published version %(number)d") % {"number": public.version}
        found.append(Base("published", label, content(public), public))
    else:
        parts.load(practice)
    for submission in practice.submissions.all():
        label = _("Round %(number)d, %(date)s") % {
            "number": submission.number,
            "date": date_format(submission.submitted_at, "DATE_FORMAT"),
        }
        data = {"lead_lrg": practice.lead_lrg.slug, **submission.content}
        found.append(Base(str(submission.number), label, data))
    return found


def usual_base(practice, found):
    """Return the state that a reviewer compares with first: the round before the one that is handed in; or None."""
    if practice.status in UNCHANGED and len(found) > 1:
        return found[-2]
    return found[-1] if found else None


def read(practice, base):
    """Return the record as plain data, and the outline that reads it and ``base``; load it with ``bases``."""
    data = content(practice)
    loaded = [one for one in (practice, base and base.practice) if one]
    return data, outline.Outline(data, *([base.content] if base else []), loaded=loaded)


def compose(practice, user, *, texts=""):
    """Return the context of the review page (load ``practice`` with ``for_whole``); ``texts`` is a language."""
    found = bases(practice)
    base = usual_base(practice, found)
    data, reader = read(practice, base)
    changed = differences.changed_fields(differences.compare(base.content, data, reader)) if base else set()
    held = permissions.capacities(user, practice)
    may_read_private = Actor.OFFICER not in held
    remarks = _remarks(practice, may_read_private)
    shown = texts if texts in languages.CODES else practice.original_language
    sections = reader.sections(data, prefer=[shown])
    steps = _steps(user, practice, held)
    may_remark = bool(permissions.may_remark(user, practice, held=held))
    assessments = list(practice.assessments.select_related("reviewer"))
    rounds = sum(one.practice is None for one in found)
    return {
        "practice": practice,
        "title": languages.text_of(practice, "title", prefer=[practice.original_language]),
        "sections": [
            _section(section, remarks, changed)
            for section in sections
            if section.filled or section.id != "commitment" or practice.kind == Kind.COMMITMENT
        ],
        "agendas": [*reader.names.agendas.items()],
        "whole_remarks": remarks.get("", []),
        "waiting_remarks": sum(not remark.sent_at for rows in remarks.values() for remark in rows),
        "base": base,
        "changed_count": len(changed),
        "languages": [
            {"code": code, "name": languages.OWN_NAMES[code], "is_shown": code == shown}
            for code in languages.CODES
            if data["title"].get(code) or code == practice.original_language
        ],
        "images": [
            {
                "image": image,
                "caption": languages.text_of(image, "caption", prefer=[shown]),
                "alt": languages.text_of(image, "alt_text", prefer=[shown]),
            }
            for image in practice.images.all()
        ],
        "attachments": practice.attachments.all(),
        "file_remarks": remarks.get("images", []),
        "letters": [row for row in practice.sign_offs.all() if row.letter],
        "missing": _missing(practice),
        "steps": steps,
        "hindrance": _hindrance(user, practice, steps, held),
        "may_remark": may_remark,
        "may_resolve": may_remark or bool(permissions.may_answer(user, practice, held=held)),
        "may_remind": bool(permissions.may_remind(user, practice)),
        "may_read_private": may_read_private,
        "assessments": assessments,
        "own_assessment": next((one for one in assessments if (one.reviewer_id, one.round) == (user.pk, rounds)), None),
        "history": history(practice.history.select_related("by")),
        "others": others(practice, user),
        "duplicates": duplicates.likely(practice, user),
        "merged_into": practice.merged_into,
    }


def _section(section, remarks, changed):
    """A section with the remarks on each of its fields; a field without content is named only once it has remarks."""
    shown = [
        {"entry": entry, "remarks": remarks.get(entry.name, []), "is_changed": entry.name in changed}
        for entry in section.entries
        if entry.lines or remarks.get(entry.name) or entry.name in changed
    ]
    named = {row["entry"].name for row in shown}
    return {
        "id": section.id,
        "heading": section.heading,
        "rows": shown,
        "empty": [entry for entry in section.empty if entry.name not in named],
    }


def _remarks(practice, may_read_private):
    """Remarks by field, in the order in which they were made."""
    rows = practice.remarks.select_related("by", "answered_by", "resolved_by")
    found = {}
    for remark in rows if may_read_private else rows.sent():
        found.setdefault(remark.field, []).append(remark)
    return found


def _missing(practice):
    """What a submission would still need, by the name of the field."""
    return [{"label": step_label(name), "text": text} for name, text in completeness.missing(practice).items()]


def _steps(user, practice, held):
    return [
        {"name": step.name, "label": step.label, "step": STEPS[step.name]}
        for step in permissions.transitions_for(user, practice, held=held)
    ]


def _hindrance(user, practice, steps, held):
    """Why somebody cannot decide on what could be decided now: an editor the publication, a reviewer the claim."""
    name = "publish" if user.is_editor else "claim"
    if practice.status not in TRANSITIONS[name].sources or name in {step["name"] for step in steps}:
        return ""
    if name == "claim" and Actor.OFFICER not in held:
        return ""
    return permissions.may(user, practice, name, held=held).reason


def history(entries):
    """Return entries of the history with what happened in words (``label``)."""
    return [{"entry": entry, "label": history_label(entry.transition)} for entry in entries]


def others(practice, user):
    """Return other actions of the same LRG that ``user`` may see."""
    own = {practice.pk, practice.working_copy_of_id} - {None}
    rows = Practice.objects.visible_to(user).filter(lead_lrg=practice.lead_lrg_id).exclude(pk__in=own)
    return rows.exclude(working_copy_of__in=own).prefetch_related("language_states")[:MOST_OTHERS]


def side_by_side(practice, other, *, is_whole):
    """Return both records in rows of (field, left lines, right lines), section by section.

    Of an ``other`` that the reader does not review only the public content is shown (``is_whole`` false).
    """
    parts.load(practice, other)
    left, right = content(practice), content(other) if is_whole else record.dump(other)
    outlines = outline.Outline(left, right, loaded=[practice, other])
    other_sections = {section.id: section for section in outlines.sections(right, prefer=[other.original_language])}
    pairs = []
    for section in outlines.sections(left, prefer=[practice.original_language]):
        theirs = {entry.name: entry for entry in other_sections[section.id].entries}
        rows = [
            {"entry": entry, "right": theirs[entry.name].lines if entry.name in theirs else ()}
            for entry in section.entries
            if entry.lines or (entry.name in theirs and theirs[entry.name].lines)
        ]
        if rows:
            pairs.append({"id": section.id, "heading": section.heading, "rows": rows})
    return pairs


def named(reference, user):
    """Return the action that ``reference`` ("LA-2026-0001", "D-00012") names, if ``user`` may see it; or None."""
    reference = reference.strip().upper()
    rows = Practice.objects.visible_to(user).for_whole()
    number = reference.removeprefix("D-")
    if number.isascii() and number.isdigit() and len(number) < 12:
        return rows.filter(pk=int(number)).first()
    return rows.filter(code=reference).first()
