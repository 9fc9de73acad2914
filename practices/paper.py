"""The form on paper: blank, to prepare answers with colleagues, or a draft with its answers, to be signed off.

Both follow ``forms.SECTIONS`` like the pages on the screen, so that they never ask anything else.
"""

import io
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from compacts.models import Objective
from portal.shared import languages
from portal.shared.forms import PartialDateField

from . import checking, forms
from .enums import Kind
from .forms.answers import Rows
from .forms.page import NEEDED
from .forms.start import DeclarationForm, StartForm
from .forms.tags import GROUPS, Tags
from .models import WORD_TARGETS, Practice

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Rows of a table that wait for answers.
BLANK_ROWS = 3
#: Levels of objectives that are too many for paper: they are chosen on the screen.
NOT_ON_PAPER = ("target", "principle")
BOX = "☐"


@dataclass(frozen=True)
class Question:
    """One question as it stands on paper."""

    label: str
    is_needed: bool = False
    hint: str = ""
    example: str = ""
    words: int = 0
    choices: tuple = ()  # (heading or "", [labels])
    columns: tuple = ()  # of a table that is filled row by row
    is_long: bool = False


@dataclass(frozen=True)
class Page:
    """One page of the form with its questions."""

    title: str
    lead: str
    questions: tuple


def pages():
    """Return the blank form in the reader's language."""
    found = [Page(_("Before you begin"), "", tuple(_beginning()))]
    for section in forms.SECTIONS:
        lead = str(section.lead)
        if section.only_kind:
            lead = _("Only if the action is of this kind: %(kind)s.") % {"kind": Kind(section.only_kind).label}
        questions = [_question(one) for one in section.answers]
        if section.name == "consent":
            declaration = DeclarationForm(Practice())
            questions.append(
                Question(_("Declaration"), True, choices=(("", [str(field.label) for field in declaration]),))
            )
        found.append(Page(str(section.title), lead, tuple(questions)))
    return found


def _beginning():
    """Yield what is asked before there is a draft; the title comes with the first page."""
    lrg, language = (StartForm.base_fields[name] for name in ("lead_lrg", "original_language"))
    yield Question(str(lrg.label), True)
    names = [capfirst(name) for _code, name in settings.LANGUAGES]
    yield Question(str(language.label), True, str(language.help_text), choices=(("", names),))


def _question(one):
    """Return a question of the form as it stands on paper."""
    options = {"label": str(one.label), "hint": str(one.hint), "example": str(one.example)}
    if isinstance(one, Tags):
        return Question(**options, is_needed=True, choices=tuple(_objectives()))
    options["is_needed"] = one.name in NEEDED
    if isinstance(one, Rows):
        return Question(**options, columns=tuple(_column(column) for column in one.answers))
    field = one.field(languages.current())
    choices = [_with_hint(label, one.hints.get(value)) for value, label in getattr(field, "choices", ()) if value]
    words = WORD_TARGETS.get(one.name, 0)
    is_long = bool(getattr(field.widget, "attrs", {}).get("rows"))
    if isinstance(field, PartialDateField):
        options["hint"] = options["hint"] or _("Day, month and year")
    return Question(**options, words=words, choices=(("", choices),) if choices else (), is_long=is_long)


def _column(one):
    """Return what stands above a column of a table: what is asked, and what can be chosen."""
    field = one.field(languages.current())
    choices = [str(label) for value, label in getattr(field, "choices", ()) if value]
    return f"{one.label} ({' / '.join(choices)})" if choices else str(one.label)


def _with_hint(label, hint):
    return languages.labelled(label, hint) if hint else str(label)


def _objectives():
    """Yield (heading, objectives) of the agendas, as the board of the screen groups them."""
    objectives = list(Objective.objects.for_labels())
    for _name, agenda, levels, heading, hint in GROUPS:
        shown = [level for level in levels if level not in NOT_ON_PAPER]
        labels = [str(one) for one in objectives if one.agenda.code == agenda and one.level in shown]
        if labels:
            yield f"{heading}. {hint}" if hint else str(heading), labels


# Word -----------------------------------------------------------------------------------------------


def blank():
    """Return the blank form as a Word document, in bytes."""
    paper = _Paper(_("Blank form: a local action"))
    paper.say(
        _("Prepare your answers here, with colleagues and without a connection, and copy them into the form later.")
    )
    paper.say(_("Questions marked with * are needed for a submission; everything else is optional."))
    for page in pages():
        paper.heading(page.title)
        paper.say(page.lead)
        for question in page.questions:
            paper.ask(question)
    return paper.bytes()


def of_draft(practice):
    """Return a draft with its answers as a Word document to be signed off, in bytes (load it with all its parts)."""
    title = str(practice.text("title"))
    paper = _Paper(title, language=practice.original_language)
    printed = {"reference": practice.reference, "day": date_format(localdate(), "DATE_FORMAT")}
    paper.say(f"{practice.lead_lrg} · {practice.get_status_display()}")
    paper.say(_("%(reference)s, as it stood on %(day)s. A copy for sign-off: not published.") % printed)
    for section in checking.answers(practice):
        paper.heading(str(section["section"].title))
        for row in section["rows"]:
            paper.answer(str(row["label"]), [line.text for line in row["lines"]])
        if section["empty"]:
            labels = ", ".join(str(row["label"]) for row in section["empty"])
            paper.say(_("Not answered: %(questions)s") % {"questions": labels}, is_aside=True)
    paper.heading(_("Sign-off"))
    paper.say(_("The text may be submitted for publication."))
    paper.table([_("Name"), _("Position"), _("Date"), _("Signature")], 2)
    return paper.bytes()


class _Paper:
    """A Word document that grows from top to bottom, with real headings, tables and its language."""

    def __init__(self, title, *, language=""):
        from docx import Document  # noqa: PLC0415 — heavy, and only needed for a download

        self.document = Document()
        properties = self.document.core_properties
        properties.title, properties.author = title[:255], settings.SITE_NAME[:255]
        properties.comments = ""
        properties.language = language or languages.current()
        self._speak(language or languages.current())
        self.document.add_heading(title, 0)

    def _speak(self, language):
        """Say in which language the text is: screen readers and spelling go by it."""
        from docx.oxml import OxmlElement  # noqa: PLC0415
        from docx.oxml.ns import qn  # noqa: PLC0415

        style = self.document.styles["Normal"].element.get_or_add_rPr()
        mark = OxmlElement("w:lang")
        mark.set(qn("w:val"), language)
        style.append(mark)

    def heading(self, text):
        """Begin a page of the form."""
        self.document.add_heading(text, 1)

    def say(self, text, *, is_aside=False):
        """Add a paragraph; nothing for an empty text."""
        if text:
            self.document.add_paragraph().add_run(text).italic = is_aside

    def ask(self, question):
        """Add a question with what helps to answer it, and room for the answer."""
        mark = " *" if question.is_needed else ""
        words = _("Up to about %(number)s words") % {"number": question.words} if question.words else ""
        self.document.add_heading(f"{question.label}{mark}", 2)
        self.say(question.hint)
        self.say(words)
        if question.example:
            self.say(_("For example: %(text)s") % {"text": question.example}, is_aside=True)
        for heading, labels in question.choices:
            self.say(heading, is_aside=True)
            for label in labels:
                self.document.add_paragraph(f"{BOX} {label}").paragraph_format.space_after = 0
        if question.columns:
            self.table(question.columns, BLANK_ROWS)
        elif not question.choices:
            self._room(6 if question.words else 3 if question.is_long else 1)

    def _room(self, lines):
        """A frame to write into."""
        self.document.add_table(1, 1, style="Table Grid").cell(0, 0).text = "\n" * lines
        self.document.add_paragraph()

    def answer(self, label, lines):
        """Add a question with its answer."""
        self.document.add_heading(label, 2)
        if not lines:
            self.say(_("Not answered"), is_aside=True)
        for line in lines:
            for part in line.split("\n"):
                self.say(part)

    def table(self, columns, rows):
        """Add a table whose first row names the columns."""
        grid = self.document.add_table(rows + 1, len(columns), style="Table Grid")
        for cell, text in zip(grid.rows[0].cells, columns, strict=True):
            cell.text = ""
            cell.paragraphs[0].add_run(text).bold = True
        self.document.add_paragraph()

    def bytes(self):
        """Return the document."""
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()
