"""Who comes to an event, entered from a list: speakers and local governments, or private registrations."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.models import Organisation
from portal.shared import languages
from portal.shared.text import clean

from .. import participants, permissions, record
from ..models import Registration
from .steps import lock, write_history
from .writing import update


@transaction.atomic
def import_participants(*, event, by, sheet, target):
    """Enter every good row of a list (``participants.Sheet``) for ``target``; returns how many there are.

    Rows that cannot be matched are left out, as the preview said. Side effects: those of ``update``; registrations are
    private and are not told by mail; a line of history that names nobody. Raises NotAllowed, WrongState and
    ValidationError.
    """
    event = lock(event)
    permissions.may_edit(by, event).require()
    good = [line for line in participants.matched(sheet, event, target) if line.is_good]
    if not good:
        raise ValidationError(_("No row of the list can be imported."))
    if target == participants.REGISTRATIONS:
        for line in good:
            _register(event, line)
        write_history(event, "import", by, note=str(len(good)))
    else:
        name = "participations" if target == participants.SPEAKERS else "delegations"
        row = _speaker if target == participants.SPEAKERS else _delegation
        rows = record.EVENT.content(event, {name})[name] + [row(line, event) for line in good]
        update(entry=event, by=by, data={name: rows})
    return len(good)


def _speaker(line, event):
    return {
        "person": line.person or f":{line.cells['name']}",
        "position_title": {event.original_language: line.cells["position"]},
        "organisation": line.organisation,
        "role": line.role,
        "session": line.session,
    }


def _delegation(line, _event):
    return {"lrg": line.organisation, "role": line.role}


def _register(event, line):
    typed = line.cells
    body = Organisation.objects.filter(slug=line.organisation).first() if line.organisation else None
    language = typed["language"].lower()[:2]
    registration = Registration(
        event=event,
        name=clean(typed["name"]),
        email=typed["email"],
        position_title=typed["position"][:150],
        organisation=body,
        organisation_name="" if body else typed["organisation"][:200],
        language=language if language in languages.CODES else event.original_language,
        consented_at=timezone.now(),
    )
    registration.full_clean()
    registration.save()
