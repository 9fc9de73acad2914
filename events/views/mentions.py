"""Mentions of an event become drafts of their local governments, one or several at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.shared.forms import REFUSED, errors_of
from practices.views.kept import sent_again
from practices.views.review import frame

from .. import actions, mentions, permissions
from ..enums import EntryType
from .desk import crumb
from .editing import load


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sent_again
def drafts(request, pk):
    """What is ticked becomes a draft each, with the title, local government, language and note given here."""
    event = load(request, pk)
    if event.type != EntryType.EVENT:
        raise Http404(_("Actions are shown at events."))
    permissions.may_edit(request.user, event).require()
    sent = request.POST if request.method == "POST" else None
    shown = [mentions.MentionForm(sent, showing=showing, event=event) for showing in mentions.open_mentions(event)]
    errors = []
    if sent is not None:
        errors = _make(request, event, shown)
        if errors is None:
            return redirect("events:entry-mentions", event.pk)
    context = frame(crumb(), crumb(event), {"label": _("Drafts from mentions")}) | {
        "place": "events",
        "entry": event,
        "shown": shown,
        "made": event.showings.exclude(practice=None).select_related("practice", "lrg"),
        "errors": errors,
    }
    return render(request, "events/desk/mentions.html", context, status=REFUSED if errors else 200)


def _make(request, event, shown):
    """Make the drafts; returns None when they are made, else the lines of an error summary."""
    are_whole = [form.is_valid() for form in shown]
    if not all(are_whole):
        return errors_of(*shown)
    rows = [form.row for form in shown if form.cleaned_data["is_chosen"]]
    try:
        made = actions.draft_actions(event=event, by=request.user, rows=rows)
    except ValidationError as error:
        left = mentions.tell(shown, error)
        return [{"text": text, "url": ""} for text in left] + errors_of(*shown)
    text = ngettext(
        "%(number)d draft is made. It waits in the workspace of its local government.",
        "%(number)d drafts are made. They wait in the workspaces of their local governments.",
        len(made),
    )
    messages.success(request, text % {"number": len(made)})
    return None
