"""What follows from an event: drafts of the actions that were mentioned, and the note that tells what was learnt."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.notices import notify
from practices import actions as practice_actions
from practices import notifications
from practices.enums import Origin

from .. import notes, permissions
from ..enums import EntryType
from ..models import Showing
from .steps import lock, show_if_public, write_history
from .writing import create


@transaction.atomic
def draft_actions(*, event, by, rows):
    """Make a draft of an action of each mention in ``rows``: all of them, or none.

    A row is {"showing", "title", "lead_lrg" (a local government), "language", "note"}. Side effects: the draft says
    that it comes from the event, has its themes and the note as a summary; the mention leads to it; officers of the
    local government are told and find it in their workspace; a line of history. Returns the drafts. Raises NotAllowed,
    WrongState, and ValidationError by key of the mention ("12-title").
    """
    event = lock(event)
    permissions.may_edit(by, event).require()
    if not rows:
        raise ValidationError(_("Tick at least one mention."))
    made, errors = [], {}
    for row in rows:
        showing = Showing.objects.select_for_update(of=("self",)).filter(event=event, pk=row["showing"]).first()
        try:
            made.append(_draft(event, by, showing, row))
        except ValidationError as error:
            found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            errors |= {f"{row['showing']}-{name}": texts for name, texts in found.items()}
    if errors:
        raise ValidationError(errors)
    event.revision += 1
    event.updated_by = by
    event.save()
    write_history(event, "draft_actions", by, note=", ".join(practice.reference for practice in made))
    show_if_public(event)
    return made


def _draft(event, by, showing, row):
    """Make one draft and tell the officers of its local government."""
    if showing is None:
        raise ValidationError(_("This mention is not there any more."))
    if showing.practice_id:
        raise ValidationError(_("This mention has become an action already."))
    lrg, language = row["lead_lrg"], row["language"]
    if lrg is None or not lrg.is_lrg:
        raise ValidationError({"lead_lrg": [_("Choose a local government or an association of them.")]})
    practice = practice_actions.create_draft(by=by, lead_lrg=lrg, original_language=language, title=row["title"])
    data = {
        "origin": Origin.EVENT,
        "source_url": event.source_url,
        "themes": [theme.code for theme in event.themes.all()],
    }
    if row["note"]:
        data["summary"] = {language: row["note"]}
    practice = practice_actions.update(practice=practice, by=by, data=data)
    showing.practice, showing.lrg = practice, showing.lrg or lrg
    showing.save()
    notify(
        recipients=notifications.officers(practice),
        kind="mentioned",
        url=reverse("practices:draft", args=[practice.pk]),
        context={**notifications.context(practice), "event": str(event), "by": str(by)},
        by=by,
    )
    return practice


@transaction.atomic
def start_note(*, event, by, title, kind, number=None):
    """Begin a publication about an event, with what is known from it (``notes.taken_over``).

    Side effects: those of ``create``. Raises NotAllowed, and ValidationError by field.
    """
    event = lock(event)
    permissions.may_keep(by).require()
    data = {**notes.taken_over(event), "kind": kind, "number": number}
    publication = create(
        by=by, type=EntryType.PUBLICATION, original_language=event.original_language, title=title, data=data
    )
    return type(publication).objects.get(pk=publication.pk)
