"""Fills the database of the browser tests: what `make run` loads, one archived action, a review, two events."""

import datetime

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from events import actions as peer_learning  # noqa: E402
from portal.accounts.models import User  # noqa: E402
from practices import actions, record  # noqa: E402
from practices.models import Practice  # noqa: E402
from tests.factories import events  # noqa: E402
from tests.factories.practices import draft  # noqa: E402


def person(name):
    """An account of the demo."""
    return User.objects.get(email=f"{name}@example.org")


def review():
    """Submissions of the officer's town: one that waits, one in its second round with remarks; and a second version."""
    officer, reviewer = person("officer"), person("reviewer")
    options = {"by": officer, "lead_lrg": "grenoble"}
    actions.submit(practice=draft(title="Language cafés in the libraries", **options), by=officer)
    back = draft(title="Un guichet pour les nouveaux arrivants", language="fr", **options)
    back = actions.claim(practice=actions.submit(practice=back, by=officer), by=reviewer)
    actions.remark(practice=back, by=reviewer, field="summary", text="Which year did it begin?")
    actions.remark(practice=back, by=reviewer, field="results", kind="suggestion", text="A figure would help.")
    judged = dict.fromkeys(("relevance", "evidence", "replicability", "safety"), "partly")
    actions.assess(practice=back, by=reviewer, **judged, note="Nearly there.", private_note="Ask the town hall again.")
    back = actions.request_changes(practice=back, by=reviewer)
    actions.answer_remark(remark=back.remarks.get(field="summary"), by=officer, answer="In 2019.")
    changed = {
        "summary": {"fr": "Un guichet ouvert depuis 2019."},
        "partners": [{"name": "CCAS", "role": "implementer"}],
    }
    back = actions.update(practice=back, by=officer, data=changed)
    back = actions.submit(practice=back, by=officer)
    actions.remark(practice=back, by=reviewer, text="Thank you.")
    revise(Practice.objects.published().get(lead_lrg__slug="sombor"))


def revise(public):
    """Publish a second version, whose translations are outdated then."""
    editor, language = person("editor"), public.original_language
    copy = actions.revise(practice=public, by=editor)
    texts = {"summary": {**record.content(copy)["summary"], language: "The town and its neighbours."}}
    copy = actions.update(practice=copy, by=editor, data=texts)
    copy = actions.submit(practice=actions.give_consent(practice=copy, by=editor), by=editor)
    actions.publish(practice=copy, by=person("second.editor"), evidence_level="documented")


def meetings():
    """An event that takes registrations and has some, and one after which the officer's town said what will change."""
    editor, officer = person("editor"), person("officer")
    day, grenoble = timezone.localdate(), [{"lrg": "grenoble", "state": "attended"}]
    options = {"by": editor, "delegations": grenoble}
    coming = events.published_event(
        **options,
        title="Welcoming newcomers in towns of middle size: what has worked, what has not",
        slug="coming",
        starts_on=str(day + datetime.timedelta(days=30)),
        takes_registrations=True,
        capacity=40,
        recording_consent=True,
        sessions=[{"number": 1, "title": {"en": "Opening"}}, {"number": 2}],
    )
    values = {"language": "fr", "has_consented": True, "requirements": "Captions", "organisation_name": "A town hall"}
    for number in range(3):
        email = f"guest{number}@example.org"
        peer_learning.register(event=coming, name=f"Guest {number}", email=email, **values)
    held = {"starts_on": str(day - datetime.timedelta(days=9)), "holding": "held"}
    events.published_event(**options, **held, title="Held last week", slug="held-last-week")
    earlier = events.published_event(**options, **held, title="Held and answered", slug="held-and-answered")
    change = peer_learning.state_change(
        event=earlier,
        lrg=earlier.delegations.get().lrg,
        by=officer,
        what="Nous ouvrons un guichet unique.",
        language="fr",
        is_public=True,
    )
    peer_learning.answer_follow_up(change=change, by=officer, state="under-way", answer="The room is found.")


def desk():
    """An event at the desk with a row of many kinds, and a note that comes from it."""
    editor = person("editor")
    event = events.event(
        by=editor,
        title="Cities compare their registers",
        sessions=[{"number": 1, "title": {"en": "Registers"}}],
        participations=[{"person": ":Ana Silva", "organisation": "uclg-mewa", "role": "moderator", "session": 1}],
        delegations=[{"lrg": "grenoble"}, {"description": {"en": "Another European city"}}],
        showings=[{"mention": {"en": "A register of requests"}, "lrg": "grenoble", "session": 1}],
        materials=[{"kind": "agenda", "url": "https://events.example.org/agenda"}],
    )
    events.publication(by=editor, kind="note", number=77, title="Registers", event=event.slug)
    events.archived_event(by=editor, title="Cities met and moved on")


if __name__ == "__main__":
    call_command("setup_portal", verbosity=0)
    call_command("load_demo", verbosity=0)
    actions.archive(
        practice=Practice.objects.published().get(lead_lrg__slug="al-hoceima"),
        by=User.objects.get(email="editor@example.org"),
        reason="The measure ended with the lockdown.",
    )
    review()
    meetings()
    desk()
