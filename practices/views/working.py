"""What the pages of a draft have in common: the buttons of a page, remarks beside their questions, conflicts."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from compacts.models import Objective
from portal.shared.forms import REFUSED, errors_of
from portal.shared.presence import sentence

from .. import actions, checking, forms, parts, permissions, suggestions
from ..forms.page import Question, mark
from ..forms.start import DeclarationForm
from ..geojson import MAX_LENGTH
from ..models import Practice
from . import kept


def load(request, pk, *, is_whole=False):
    """Return the action for a person who writes it, with all its parts or not; for others it does not exist."""
    found = Practice.objects.officers_of(request.user)
    practice = get_object_or_404(found.for_whole() if is_whole else found.for_form(), pk=pk)
    if is_whole:
        parts.load(practice)
    return practice


def trail(practice, *labels):
    """Where a page of an action in the workspace stands."""
    home = {"label": practice.reference, "url": reverse("practices:draft", args=[practice.pk]) if labels else ""}
    return [
        {"label": _("Workspace"), "url": reverse("practices:workspace")},
        home,
        *({"label": label} for label in labels),
    ]


@dataclass(frozen=True)
class Step:
    """The button that sent a page: what is done after saving, and where the person goes."""

    name: str = "continue"
    target_name: str = ""
    back_to: str = ""
    answer: str = ""

    @classmethod
    def of(cls, request):
        """Return the step of a request."""
        name, _colon, target = request.POST.get("step", "continue").partition(":")
        back = request.POST.get("return", "")
        return cls(name, target, back, request.POST.get(f"answer-{target}", ""))

    def posted(self, request):
        """Return what was posted; an accepted suggestion counts as ticked."""
        if request.method != "POST":
            return None
        posted = request.POST.copy()
        if file := request.FILES.get("area-file"):
            posted["area"] = file.read(MAX_LENGTH + 1).decode("utf-8-sig", "replace")
        if self.name == "accept":
            posted.appendlist("tag", self.target_name)
        return posted

    @property
    def removes(self):
        """Return {list: number of the row} that is taken away."""
        name, _dash, number = self.target_name.rpartition("-")
        return {name: int(number)} if self.name == "remove" and number.isdecimal() and len(number) < 4 else {}

    @property
    def remark_place(self):
        """The place of the remark that the button belongs to; empty for other buttons."""
        return f"#remark-{_slug(self.target_name)}" if self.name in ("answer", "done", "open") else ""

    def carry_out(self, request, practice):
        """Answer or resolve a remark, or dismiss a suggestion."""
        try:
            if self.name in ("answer", "done", "open") and self.target_name.isdecimal():
                self._remark(request, practice)
            elif self.name == "dismiss":
                objective = get_object_or_404(Objective, code=self.target_name)
                actions.dismiss_suggestion(practice=practice, by=request.user, objective=objective)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))

    def _remark(self, request, practice):
        remark = get_object_or_404(practice.remarks.sent(), pk=int(self.target_name[:12]))
        if self.name == "answer":
            actions.answer_remark(remark=remark, by=request.user, answer=self.answer)
        else:
            actions.resolve_remark(remark=remark, by=request.user, is_resolved=self.name == "done")

    def target(self, practice, section):
        """Return where the person goes once the page is saved."""
        here = reverse("practices:section", args=[practice.pk, section.name])
        came_from = "?return=check" if self.back_to == "check" else ""
        match self.name:
            case "add":
                sign = "&" if came_from else "?"
                return f"{here}{came_from}{sign}add={_slug(self.target_name)}#{_slug(self.target_name)}-last"
            case "remove":
                return f"{here}{came_from}#question-{_slug(self.target_name.rpartition('-')[0])}"
            case "answer" | "done" | "open":
                return f"{here}{came_from}{self.remark_place}"
            case "accept" | "dismiss":
                return f"{here}{came_from}#suggestions"
            case "files":
                return reverse("practices:draft-files", args=[practice.pk])
            case "later":
                return reverse("practices:draft", args=[practice.pk])
        if self.back_to == "check":
            return reverse("practices:check", args=[practice.pk])
        following = forms.sections_of(practice)
        after = following[following.index(section) + 1 :]
        if after:
            return reverse("practices:section", args=[practice.pk, after[0].name])
        return reverse("practices:draft", args=[practice.pk])


def _slug(text):
    return "".join(sign for sign in text[:40] if sign.isalnum() or sign in "-_")


def section_page(request, form, *, notice="", declaration=None):
    """Show one page of the form with its remarks, helps and who else is there."""
    practice, section = form.practice, form.section
    is_sent = request.method == "POST"
    problems = (form.problems() if form.is_bound else []) + (errors_of(declaration) if declaration else [])
    remarks = list(practice.remarks.sent().select_related("by", "answered_by"))
    here = [remark for remark in remarks if forms.section_of(remark.field) is section]
    placed = {remark.pk for one in section.answers for remark in here if is_at(remark, one.name)}
    more = _questions(form, section.more, here)
    context = {
        "nav_current": "workspace",
        "breadcrumbs": trail(practice, section.title),
        "practice": practice,
        "title": practice.text("title"),
        "section": section,
        "form": form,
        "errors": problems,
        "notice": notice,
        "first": _questions(form, section.first, here),
        "more": more,
        "more_is_open": any(one.remarks or (problems and one.control.problems()) for one in more)
        or request.GET.get("return") == "check"
        or request.GET.get("add") in {one.name for one in more},
        "remarks": [remark for remark in here if remark.pk not in placed],
        "may_answer": bool(permissions.may_answer(request.user, practice)),
        "beside": beside(practice, request.user, section.name),
        "person": kept.person_mark(request.user),
        "back_to": request.POST.get("return") or request.GET.get("return", ""),
        "is_saved": is_sent and not request.is_late,
        "declaration": declaration or (DeclarationForm(practice) if section.name == "consent" else None),
        "suggestions": suggestions.suggest(practice) if section.name == "tags" else [],
        "file_count": practice.images.count() + practice.attachments.count() if section.name == "links" else 0,
    }
    status = 403 if request.is_late else REFUSED if is_sent and problems else 200
    return render(request, "workspace/section.html", context, status=status)


def _questions(form, answers, remarks):
    return [
        Question(form.controls[one.name], [remark for remark in remarks if is_at(remark, one.name)]) for one in answers
    ]


def is_at(remark, name):
    """Whether a remark stands at the question ``name``."""
    together = {"point": "latitude", "tags": "tags"} | dict.fromkeys(("gcm", "gcr", "sdg", "lmp", "mmd"), "tags")
    return together.get(remark.field, remark.field) == name


def remarks_of(practice):
    """Return the remarks that the officer reads: open ones first, each with the page that it leads to."""
    listed = []
    for remark in practice.remarks.sent().select_related("by", "answered_by"):
        section = forms.section_of(remark.field) if remark.field else None
        url = reverse("practices:section", args=[practice.pk, section.name]) if section else ""
        if remark.field == "images":
            url = reverse("practices:draft-files", args=[practice.pk])
        listed.append(
            {
                "remark": remark,
                "section": section,
                "url": f"{url}#remark-{remark.pk}" if url else "",
                "label": checking.label(remark.field) if remark.field else _("The whole action"),
                "is_open": not remark.resolved_at and not remark.answer,
            }
        )
    return sorted(listed, key=lambda row: not row["is_open"])


def beside(practice, person, page):
    """Return in one sentence who else has this page open; empty when nobody has."""
    return sentence(one for one in practice.presences.beside(person) if one.page == page)


def declare(request, outcome):
    """Record the consent when both boxes of its page were ticked; returns the refused declaration, or None."""
    form, practice = outcome.form, outcome.practice
    ticked = {"consent", "is_data_protection_confirmed"} & set(request.POST)
    if form.section.name != "consent" or not ticked or practice.consented_at:
        return None
    declaration = DeclarationForm(practice, request.POST)
    if not declaration.is_valid():
        return declaration
    actions.give_consent(practice=practice, by=request.user)
    return None


def conflict_page(request, outcome):
    """Show what a colleague saved beside what was typed, answer by answer, and let the person choose."""
    form = outcome.form
    form.base |= {name: mark(form.stored[name]) for name in outcome.conflicts}
    left_out = {"csrfmiddlewaretoken", "base", *(f"choice-{name}" for name in outcome.conflicts)}
    context = {
        "nav_current": "workspace",
        "breadcrumbs": trail(form.practice, form.section.title),
        "record": form.practice,
        "section": form.section,
        "form": form,
        "colleague": outcome.colleague,
        "saved_at": outcome.saved_at,
        "answers": checking.both(form, outcome.conflicts),
        "posted": [(name, value) for name, values in form.posted.lists() for value in values if name not in left_out],
    }
    return render(request, "workspace/conflict.html", context, status=412)
