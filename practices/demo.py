"""The demo actions: the five source scenarios, brought to life through the same actions that people use."""

from django.core.exceptions import ValidationError

from portal.directory.models import Organisation
from portal.shared import fixtures, languages

from . import actions
from .enums import TextState
from .models import Practice


def load(directory, *, author, publisher):
    """Create and publish the actions of ``directory`` that are not there yet; returns how many were created.

    ``author`` writes and submits on behalf of the LRG, ``publisher`` publishes (two persons publish). An action is
    known again by its lead LRG and original title. Raises FixtureError with the file and what is wrong in it.
    """
    created = 0
    for path in sorted(directory.glob("*.json")):
        row = fixtures.read_one(path)
        try:
            created += _publish(row, author, publisher)
        except (ValidationError, KeyError, Organisation.DoesNotExist) as error:
            raise fixtures.FixtureError(path.name, row.get("key", "-"), str(error)) from error
    return created


def _publish(row, author, publisher):
    """Bring one action from draft to public; returns whether it was new."""
    lead = Organisation.objects.get(slug=row.pop("lead_lrg"))
    demo, original = row.pop("demo"), row["original_language"]
    row.pop("key")
    title = row["title"][original]
    if Practice.objects.filter(lead_lrg=lead, **{languages.column("title", original): title}).exists():
        return False
    practice = actions.create_draft(by=author, lead_lrg=lead, original_language=original, title=title)
    practice = actions.update(practice=practice, by=author, data=row)
    states = dict.fromkeys(languages.CODES, TextState.HUMAN) | demo.get("states", {})
    for language, state in states.items():
        if state != TextState.MISSING and language != original:
            actions.set_language_state(practice=practice, by=author, language=language, state=state)
    actions.give_consent(practice=practice, by=author)
    practice = actions.submit(practice=practice, by=author)
    actions.publish(practice=practice, by=publisher, evidence_level=demo["evidence_level"])
    return True
