"""The home of a draft: its pages with what is done and what is not, remarks of the review, who is at work."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.shared import languages

from .. import completeness, record
from ..enums import Status
from .files import form_of
from .page import NEEDED
from .sections import question_of, section_of, sections_of

NOT_STARTED, INCOMPLETE, COMPLETED, NEEDS_CHANGES = "not-started", "incomplete", "completed", "needs-changes"
LABELS = {
    NOT_STARTED: gettext_lazy("Not started"),
    INCOMPLETE: gettext_lazy("Incomplete"),
    COMPLETED: gettext_lazy("Completed"),
    NEEDS_CHANGES: gettext_lazy("Needs changes"),
}


@dataclass(frozen=True)
class Task:
    """One page of the form on the list."""

    section: object
    url: str
    state: str
    beside: tuple  # names of colleagues who have it open

    @property
    def label(self):
        """The state in words."""
        return LABELS[self.state]

    @property
    def is_needed(self):
        """Whether a submission waits for it: an optional page counts as soon as something on it is to be done."""
        return self.section.is_needed or self.calls

    @property
    def calls(self):
        """Whether something is to be done about it: only then it is coloured."""
        return self.state in (INCOMPLETE, NEEDS_CHANGES)


def tasks_of(practice, person):
    """Return the pages of a draft (loaded ``for_form``), those that a submission needs first."""
    missing = {*completeness.missing(practice)}
    optional = [section for section in sections_of(practice) if not section.is_needed]
    content = record.content(practice, {one.name for section in optional for one in section.answers})
    open_fields = {remark.field for remark in practice.remarks.open()} if is_asked(practice) else set()
    beside = {}
    for presence in practice.presences.beside(person):
        beside.setdefault(presence.page, []).append(str(presence.person))
    tasks = [
        Task(
            section,
            reverse("practices:section", args=[practice.pk, section.name]),
            _state(section, practice, content, missing, open_fields),
            tuple(beside.get(section.name, ())),
        )
        for section in sections_of(practice)
    ]
    return sorted(tasks, key=lambda task: not task.is_needed)


def is_asked(practice):
    """Whether changes were asked for and are being worked on."""
    return practice.status == Status.CHANGES_REQUESTED


def _state(section, practice, content, missing, open_fields):
    if section.fields & open_fields:
        return NEEDS_CHANGES
    if section.fields & missing - NEEDED:  # something is there, and it is not whole: a picture without a description
        return INCOMPLETE
    if section.fields & missing:
        return INCOMPLETE if (section.fields & NEEDED) - missing & _asked_here(section, practice) else NOT_STARTED
    if section.is_needed or _says_something(section, practice, content):
        return COMPLETED
    return NOT_STARTED


def _asked_here(section, practice):
    """Return needed fields that count as a start: those that need no answer for this action do not."""
    conditional = {"results", "lessons"} if practice.implementation_status == "planned" else set()
    return section.fields - conditional - {"gcr", "lmp", "mmd"}


def _says_something(section, practice, content):
    if "images" in section.fields and (practice.images.exists() or practice.attachments.exists()):
        return True
    return any(one.stored(content, practice.original_language) for one in section.answers)


def problems(practice):
    """Return what a submission still needs as lines of an error summary, each leading to its question."""
    lines = []
    for name, message in completeness.missing(practice).items():
        section = section_of(name)
        url = reverse("practices:section", args=[practice.pk, section.name]) if section else ""
        url = f"{url}?return=check#{anchor(name)}" if section else reverse("practices:draft", args=[practice.pk])
        if name == "images":
            lines += _problems_of_images(practice)
            continue
        lines.append({"name": name, "text": _named(name, message), "url": url})
    return lines


def _problems_of_images(practice):
    url = reverse("practices:draft-files", args=[practice.pk]) + "?return=check"
    return [
        {
            "name": "images",
            "text": languages.labelled(image.original_name, message),
            "url": f"{url}#{form_of(image)[field].anchor}",
        }
        for image in practice.images.all()
        for field, message in completeness.image_needs(image, practice).items()
    ]


def _named(name, message):
    """Return what is missing with the question that asks for it; a page may ask for several texts."""
    section, question = section_of(name), question_of(name)
    label = str(question.label if question else section.title if section else _("Remarks of the review"))
    return f"{label} {message}" if label.endswith("?") else languages.labelled(label, message)


def anchor(name):
    """Return the id of the question that asks for a field."""
    return name if name in ("gcm", "sdg") else f"question-{name}"
