"""A list of participants: sent, looked at row by row, imported as a whole or not at all."""

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.shared.forms import REFUSED, NamedErrors, errors_of
from practices.views.kept import sent_again
from practices.views.review import frame

from .. import actions, participants, permissions
from ..enums import EntryType
from .desk import crumb
from .editing import load

SALT = "events.participants"
#: How long a preview can be imported, in seconds.
KEPT_FOR = 4 * 60 * 60
TARGETS = [
    (participants.SPEAKERS, gettext_lazy("Speakers and moderators of the event (public with it)")),
    (participants.LOCAL_GOVERNMENTS, gettext_lazy("Local governments that take part (public with the event)")),
    (participants.REGISTRATIONS, gettext_lazy("Registrations (private, with consent)")),
]


class ListForm(NamedErrors, forms.Form):
    """A file, and what its people are."""

    marks_optional = False
    target = forms.ChoiceField(
        label=gettext_lazy("What are the people in it?"), choices=TARGETS, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=gettext_lazy("List as CSV or XLSX"),
        widget=forms.FileInput({"accept": ".csv,.xlsx,.txt"}),
        allow_empty_file=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sent_again
def participants_list(request, pk):
    """Choose a list; see what would become of each row; import the good rows."""
    event = load(request, pk)
    if event.type != EntryType.EVENT:
        raise Http404(_("Only events have participants."))
    permissions.may_edit(request.user, event).require()
    if request.method == "POST" and "sheet" in request.POST:
        return _import(request, event)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_bound and form.is_valid():
        try:
            sheet = participants.read(form.cleaned_data["file"])
            lines = participants.matched(sheet, event, form.cleaned_data["target"])
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return _preview(request, event, sheet, lines, form.cleaned_data["target"])
    return _page(request, event, form=form)


def _page(request, event, **context):
    form = context.get("form")
    errors = context.pop("errors", None) or (errors_of(form) if form and form.is_bound else [])
    page = frame(crumb(), crumb(event), {"label": _("Import participants")}) | {
        "place": "events",
        "entry": event,
        "most": participants.MOST_ROWS,
        "headings": [(names[0], ", ".join(names[1:])) for names in participants.HEADINGS.values()],
        "errors": errors,
        **context,
    }
    return render(request, "events/desk/participants.html", page, status=REFUSED if errors else 200)


def _preview(request, event, sheet, lines, target, *, errors=()):
    packed = signing.dumps([event.pk, target, sheet.packed()], salt=SALT, compress=True)
    good = [line for line in lines if line.is_good]
    context = {
        "lines": sorted(lines, key=lambda line: (line.is_good, line.number)),
        "good": len(good),
        "refused": len(lines) - len(good),
        "new_people": sum(not line.person for line in good) if target == participants.SPEAKERS else 0,
        "notes": sheet.notes,
        "packed": packed,
        "target": dict(TARGETS)[target],
        "errors": list(errors),
    }
    return _page(request, event, **context)


def _import(request, event):
    """Carry out what the preview showed; a list of another event, or one that was changed, is refused."""
    try:
        number, target, packed = signing.loads(request.POST["sheet"], salt=SALT, max_age=KEPT_FOR)
        sheet = participants.Sheet(**packed)
    except (signing.BadSignature, ValueError, TypeError):
        number = target = sheet = None
    if number != event.pk:
        return _page(request, event, form=ListForm(), errors=[{"text": _("Send the list again."), "url": "#id_file"}])
    try:
        done = actions.import_participants(event=event, by=request.user, sheet=sheet, target=target)
    except ValidationError as error:
        lines = participants.matched(sheet, event, target)
        errors = [{"text": text, "url": ""} for text in error.messages]
        return _preview(request, event, sheet, lines, target, errors=errors)
    text = ngettext("%(number)d row is imported.", "%(number)d rows are imported.", done)
    messages.success(request, text % {"number": done})
    return redirect("events:entry", event.pk)
