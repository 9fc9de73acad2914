"""The page of one record: all its groups on one screen, or one after the other; saved as one writes; its files."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.shared import languages, presence
from portal.shared.forms import REFUSED
from practices import uploads
from practices.forms import save
from practices.forms.files import ACCEPTED
from practices.forms.page import Question, mark
from practices.views import kept
from practices.views.review import frame

from .. import actions, completeness, desk, permissions, record
from ..enums import EntryType, MaterialKind
from ..forms import GROUPS, EntryForm, expand, readable
from ..forms.page import for_form
from ..models import Entry
from ..workflow import WRITABLE
from .desk import crumb

#: Pages that a button of the form leads to once it is saved.
LEADS_TO = {"files": "events:entry-files", "mentions": "events:entry-mentions", "import": "events:entry-participants"}


def load(request, pk):
    """Return a series, an event or a publication for the secretariat. Raises NotAllowed for anybody else."""
    permissions.may_keep(request.user).require()
    kind = get_object_or_404(Entry.objects.kept_by(request.user).values_list("type", flat=True), pk=pk)
    return for_form(record.SHAPES[EntryType(kind)].model).get(pk=pk)


@dataclass(frozen=True)
class Step:
    """The button that sent a page: what is done with what was typed, and where the person goes."""

    name: str = "save"
    target: str = ""

    @classmethod
    def of(cls, request):
        """Return the step of a request."""
        name, _colon, target = request.POST.get("step", "save").partition(":")
        return cls(name, "".join(sign for sign in target[:40] if sign.isalnum() or sign in "-_"))

    def posted(self, request, groups):
        """Return what was posted; a pasted list of names has become rows."""
        if request.method != "POST":
            return None
        posted = request.POST.copy()
        if self.name == "paste":
            expand(posted, groups, self.target)
        return posted

    @property
    def removes(self):
        """Return {list: number of the row} that is taken away."""
        name, _dash, number = self.target.rpartition("-")
        is_number = number.isascii() and number.isdecimal() and len(number) < 4
        return {name: int(number)} if self.name == "remove" and is_number else {}

    def leads_to(self, entry, group):
        """Return where the person goes once the page is saved."""
        here = _address(entry, group)
        match self.name:
            case "add":
                return f"{here}?add={self.target}#{self.target}-last"
            case "remove":
                return f"{here}#question-{self.target.rpartition('-')[0]}"
            case "paste":
                return f"{here}#question-{self.target}"
            case name if name in LEADS_TO:
                return reverse(LEADS_TO[name], args=[entry.pk])
            case "publish":
                return reverse("events:entry-step", args=[entry.pk, "publish"])
            case "next" if group:
                following = desk.after(entry, group)
                return _address(entry, following) if following else reverse("events:entry-review", args=[entry.pk])
        return f"{here}#saved"


def _address(entry, group):
    if group:
        return reverse("events:entry-group", args=[entry.pk, group])
    return reverse("events:entry", args=[entry.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@kept.nothing_lost
def entry(request, pk, group=""):
    """All questions about a record, or those of one group: shown, saved, saved in the background, given back."""
    found = load(request, pk)
    groups = [one for one in GROUPS[EntryType(found.type)] if not group or one.name == group]
    if not groups:
        raise Http404(_("The form has no such page."))
    if found.status not in WRITABLE and request.method != "POST":
        return render(request, "events/desk/archived.html", _frame(found, group))
    permissions.may_edit(request.user, found).require()
    step, notice = Step.of(request), kept.late_notice() if request.is_late else ""
    posted = step.posted(request, groups)
    if request.method != "POST" and (posted := kept.take(request)):
        notice = kept.kept_notice()
    form = EntryForm(groups, found, posted=posted, adds=request.GET.get("add", ""), removes=step.removes)
    actions.note_presence(entry=found, by=request.user)
    if request.method == "POST" and not request.is_late:
        outcome = save(form, by=request.user)
        if kept.wants_json(request):
            return _saved_in_background(outcome, request.user)
        if outcome.conflicts:
            return _conflict_page(request, outcome, group)
        if outcome.is_whole:
            return redirect(step.leads_to(outcome.record, group))
    return _page(request, form, group, notice)


def _saved_in_background(outcome, person):
    """Tell the script what was kept and what was not."""
    form = outcome.form
    answer = {
        "base": form.base_text,
        "problems": form.problems(),
        "beside": presence.sentence(form.record.presences.beside(person)),
        "changed_by": str(outcome.colleague or ""),
    }
    status = 412 if outcome.conflicts else 200 if outcome.is_whole else REFUSED
    return JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False})


def _frame(entry, group=""):
    """What every page of a record shows around its content."""
    title = languages.text_of(entry, "title", prefer=[entry.original_language])
    crumbs = (crumb(), {"label": str(entry)}) if not group else (crumb(), crumb(entry))
    return frame(*crumbs) | {"place": "events", "entry": entry, "title": title}


def _page(request, form, group, notice):
    """Show the page with its groups, what can be done with the record, and what it still lacks."""
    found, is_sent = form.record, request.method == "POST"
    problems = form.problems() if form.is_bound else []
    missing = {} if group else completeness.missing(found, {} if form.is_bound else form.content)
    context = _frame(found, group) | {
        "form": form,
        "errors": problems,
        "notice": notice,
        "beside": presence.sentence(found.presences.beside(request.user)),
        "groups": [_group(form, one, request, missing) for one in form.groups],
        "group": group,
        "contents": [{"label": one.title, "url": f"#group-{one.name}"} for one in form.groups],
        "number": [one.name for one in GROUPS[EntryType(found.type)]].index(group) + 1 if group else 0,
        "of": len(GROUPS[EntryType(found.type)]),
        "missing": desk.missing(found, missing),
        "transitions": permissions.transitions_for(request.user, found),
        "person": kept.person_mark(request.user),
        "is_saved": is_sent and not request.is_late,
        "translations": [(code, languages.name(code)) for code in languages.CODES if code != found.original_language],
        "language_name": languages.name(found.original_language),
    }
    status = 403 if request.is_late else REFUSED if is_sent and problems else 200
    return render(request, "events/desk/entry.html", context, status=status)


def _group(form, group, request, missing):
    questions = [Question(form.controls[one.name], []) for one in group.answers]
    names = {one.name for one in group.answers}
    is_open = (
        len(form.groups) == 1
        or group.is_open
        or any(_says_something(one) for one in questions)
        or request.GET.get("add") in names
        or bool(names & {*missing})
        or (form.is_bound and any(one.control.problems() for one in questions))
    )
    return {"group": group, "questions": questions, "is_open": is_open}


def _says_something(question):
    """Whether a question is answered, and not only by what a new record holds by itself."""
    answer, stored = question.control.answer, question.control.form.stored[question.name]
    column = None if answer.has_rows or isinstance(stored, list) else answer.column
    return bool(stored) and not (column is not None and column.has_default() and column.get_default() == stored)


def _conflict_page(request, outcome, group):
    """Show what a colleague saved beside what was typed, answer by answer, and let the person choose."""
    form = outcome.form
    form.base |= {name: mark(form.stored[name]) for name in outcome.conflicts}
    left_out = {"csrfmiddlewaretoken", "base", "step", *(f"choice-{name}" for name in outcome.conflicts)}
    context = _frame(form.record, group) | {
        "record": form.record,
        "section": form.groups[0] if group else form.record,
        "form": form,
        "colleague": outcome.colleague,
        "saved_at": outcome.saved_at,
        "answers": readable.both(form, outcome.conflicts),
        "posted": [(name, value) for name, values in form.posted.lists() for value in values if name not in left_out],
    }
    return render(request, "workspace/conflict.html", context, status=412)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def files(request, pk):
    """What is kept with a record, and the place to send more; a bad file does not hold back the others."""
    found = load(request, pk)
    permissions.may_edit(request.user, found).require()
    sent, refused = request.FILES.getlist("files"), []
    if request.method == "POST":
        if request.POST.get("kind") == "cover":
            refused = _keep_cover(request, found)
        else:
            fields = _fields_of_row(request, found)
            refused = [text for upload in sent for text in _keep(request, found, upload, fields)]
            refused += [] if sent else [_("Choose at least one file.")]
        if not refused:
            messages.success(request, _("The files are kept with the record."))
            return redirect("events:entry-files", found.pk)
    is_publication = found.type == EntryType.PUBLICATION
    context = frame(crumb(), crumb(found), {"label": _("Files")}) | {
        "place": "events",
        "entry": found,
        "rows": (found.editions if is_publication else found.materials).exclude(file=""),
        "is_publication": is_publication,
        "kinds": MaterialKind.choices,
        "languages": record.models.Edition._meta.get_field("language").choices,
        "accepted": ACCEPTED,
        "most_bytes": uploads.MAX_BYTES,
        "errors": [{"text": text, "url": "#id_files"} for text in refused],
    }
    return render(request, "events/desk/files.html", context, status=REFUSED if refused else 200)


def _fields_of_row(request, entry):
    """Return the columns of the new row: what the file is, or the language of the edition."""
    language = request.POST.get("language", "")
    if entry.type == EntryType.PUBLICATION:
        return {"language": language or entry.original_language}
    return {"kind": request.POST.get("kind") or MaterialKind.OTHER, "language": language}


def _keep(request, entry, upload, fields):
    """Keep one file; returns why it was refused."""
    try:
        actions.attach(entry=entry, by=request.user, upload=upload, **fields)
    except ValidationError as error:
        return error.messages
    return []


def _keep_cover(request, publication):
    """Keep the cover; returns why it was refused."""
    upload = request.FILES.get("cover")
    if upload is None or publication.type != EntryType.PUBLICATION:
        return [_("Choose a picture.")]
    try:
        actions.set_cover(publication=publication, by=request.user, upload=upload)
    except ValidationError as error:
        return error.messages
    return []
