"""What is done with a record of peer learning: its steps, its history, its deletion, the note that follows an event."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.shared.forms import status_of
from practices.review.steps import tell
from practices.views.kept import sent_again
from practices.views.review import frame

from .. import actions, desk, notes, permissions
from ..enums import EntryType
from ..forms import readable
from ..workflow import TRANSITIONS
from .desk import crumb
from .editing import load


def _context(entry, label, **more):
    return frame(crumb(), crumb(entry), {"label": label}) | {"place": "events", "entry": entry, "label": label} | more


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sent_again
def step(request, pk, name):
    """One step of the workflow: what follows from it and what it needs, then the step itself."""
    entry = load(request, pk)
    if name not in desk.STEPS:
        raise Http404(_("There is no such step."))
    permissions.may(request.user, entry, name).require()
    found, missing = desk.STEPS[name], desk.missing(entry) if name == "publish" else []
    form = found.form(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and not missing:
        try:
            getattr(actions, name)(entry=entry, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            tell(form, error)
        else:
            messages.success(request, found.done)
            return redirect("events:entry", entry.pk)
    context = _context(entry, TRANSITIONS[name].label, step=found, form=form, missing=missing)
    status = 422 if form.is_bound and missing else status_of(form)
    return render(request, "events/desk/step.html", context, status=status)


@require_safe
@never_cache
@login_required
def review(request, pk):
    """The end of the way through the groups: what is missing, the preview, the publication."""
    entry = load(request, pk)
    transitions = permissions.transitions_for(request.user, entry)
    context = _context(entry, _("Look at it and publish"), missing=desk.missing(entry), transitions=transitions)
    return render(request, "events/desk/review.html", context)


@require_safe
@never_cache
@login_required
def history(request, pk):
    """Who changed what, when, and why; what it said before and afterwards."""
    entry = load(request, pk)
    rows = [
        {
            "line": line,
            "label": desk.history_label(line.transition),
            "changes": readable.changes(entry, line.changes),
        }
        for line in entry.history.select_related("by").order_by("-at", "-pk")
    ]
    return render(request, "events/desk/history.html", _context(entry, _("History"), rows=rows))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sent_again
def delete(request, pk):
    """Delete a draft that was never public, after a question."""
    entry = load(request, pk)
    permissions.may_edit(request.user, entry).require()
    problem = _("This record was public: archive it instead.") if entry.published_at else ""
    if request.method == "POST" and not problem:
        try:
            actions.remove_draft(entry=entry, by=request.user)
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            messages.success(request, _("The draft is deleted."))
            return redirect("events:desk")
    status = 409 if problem and request.method == "POST" else 200
    return render(request, "events/desk/delete.html", _context(entry, _("Delete"), problem=problem), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sent_again
def note(request, pk):
    """Begin the outcome note of an event: what is known of it is taken over, then its groups follow in order."""
    event = load(request, pk)
    if event.type != EntryType.EVENT:
        raise Http404(_("A note follows an event."))
    form = notes.NoteForm(request.POST if request.method == "POST" else None, event=event)
    if form.is_bound and form.is_valid():
        try:
            publication = actions.start_note(event=event, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            tell(form, error)
        else:
            return redirect("events:entry-group", publication.pk, desk.after(publication, ""))
    context = _context(event, _("Write the outcome note"), form=form, known=event.publications.all())
    return render(request, "events/desk/note.html", context, status=status_of(form))
