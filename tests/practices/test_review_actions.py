"""What the review, a revision, a translation and a merge do, one by one (who may: test_workflow.py)."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.accounts.models import Notice
from portal.directory.actions import end_mandate
from portal.shared.errors import Conflict, NotAllowed, WrongState
from practices import actions, record, search
from practices.models import Practice
from tests.factories.accounts import UserFactory
from tests.factories.directory import MandateFactory
from tests.factories.practices import draft, published, submitted, town

pytestmark = pytest.mark.django_db
RUBRIC = {"relevance": "yes", "evidence": "partly", "replicability": "yes", "safety": "yes"}


@pytest.fixture
def lrg():
    return town(name_en="Our town")


@pytest.fixture
def officer(lrg):
    return MandateFactory(lrg=lrg, officer=UserFactory(name="Ana"), confirmed_by=UserFactory(editor=True)).officer


@pytest.fixture
def reviewer():
    return UserFactory(role="reviewer", name="Ravi")


@pytest.fixture
def publisher():
    return UserFactory(editor=True, name="Edna")


@pytest.fixture
def waiting(officer, lrg, reviewer):
    """A submission that has its reviewer."""
    return actions.claim(practice=submitted(by=officer, lead_lrg=lrg, title="First title"), by=reviewer)


@pytest.fixture
def public(officer, lrg, publisher):
    return published(
        by=officer,
        publisher=publisher,
        lead_lrg=lrg,
        title="Zorgle",
        summary={"en": "Original words.", "fr": "Mots d’origine."},
        states={"fr": "human"},
    )


def told(person):
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("kind", flat=True))


# Saving -------------------------------------------------------------------------------------------


def test_the_second_of_two_who_save_is_told_and_nothing_is_overwritten(officer, lrg, publisher):
    practice = draft(by=officer, lead_lrg=lrg)
    seen = practice.revision
    actions.update(practice=practice, by=publisher, data={"department": "Housing"}, seen=seen)
    with pytest.raises(Conflict, match="Edna saved this action") as refusal:
        actions.update(practice=practice, by=officer, data={"department": "Health"}, seen=seen)
    practice.refresh_from_db()
    assert (practice.department, practice.updated_by) == ("Housing", publisher)
    assert refusal.value.revision == practice.revision == seen + 1


def test_a_draft_knows_its_officer(officer, lrg):
    practice = actions.create_draft(by=officer, lead_lrg=lrg, original_language="en", title="New")
    contact = practice.contacts.get()
    assert (contact.name, contact.email, contact.is_public) == ("Ana", officer.email, False)


def test_an_earlier_action_is_a_start(officer, public, lrg):
    copy = actions.create_draft(by=officer, lead_lrg=lrg, original_language="en", title="Next year", copy_of=public)
    assert (copy.title_en, copy.summary_en, copy.status, copy.code) == ("Next year", "Original words.", "draft", None)
    assert {tag.objective.code for tag in copy.tags.all()} == {tag.objective.code for tag in public.tags.all()}
    assert copy.copied_from == public
    assert copy.consented_at is None
    elsewhere = MandateFactory(lrg=town(), officer=officer, confirmed_by=UserFactory(editor=True)).lrg
    with pytest.raises(ValidationError):
        actions.create_draft(by=officer, lead_lrg=elsewhere, original_language="en", title="Theirs", copy_of=public)


def test_the_whole_record_survives_reading_and_writing(officer, public, lrg):
    copy = actions.create_draft(by=officer, lead_lrg=lrg, original_language="en", title="Copy")
    record.fill(copy, record.content(public))
    assert record.content(copy) == record.content(public)


# Remarks and rubric -------------------------------------------------------------------------------


def test_remarks_are_read_when_they_are_sent_and_hold_the_next_submission_back(waiting, officer, reviewer):
    with pytest.raises(ValidationError, match="at least one remark"):
        actions.request_changes(practice=waiting, by=reviewer)
    asked = actions.remark(practice=waiting, by=reviewer, field="summary", text="Where?")
    hint = actions.remark(practice=waiting, by=reviewer, kind="suggestion", text="A picture?")
    assert not waiting.remarks.sent().exists()
    practice = actions.request_changes(practice=waiting, by=reviewer)
    assert set(practice.remarks.sent()) == {asked, hint}
    assert told(officer)[-1] == "changes_requested"
    with pytest.raises(ValidationError) as refusal:
        actions.submit(practice=practice, by=officer)
    assert set(refusal.value.message_dict) == {"remarks"}
    asked = actions.answer_remark(remark=asked, by=officer, answer="In the harbour.")
    assert (asked.answered_by, asked.answer) == (officer, "In the harbour.")
    practice = actions.submit(practice=practice, by=officer)
    assert practice.status == "submitted"
    assert practice.reviewer == reviewer
    assert told(reviewer)[-1] == "answered"
    assert [entry.number for entry in practice.submissions.all()] == [1, 2]


def test_a_required_change_may_be_marked_as_done_and_opened_again(waiting, officer, reviewer):
    asked = actions.remark(practice=waiting, by=reviewer, text="Shorter.")
    practice = actions.request_changes(practice=waiting, by=reviewer)
    actions.resolve_remark(remark=asked, by=officer)
    assert not practice.remarks.open().exists()
    actions.resolve_remark(remark=asked, by=officer, is_resolved=False)
    assert practice.remarks.open().get() == asked


def test_a_remark_that_waits_can_be_taken_back_one_that_was_sent_cannot(waiting, reviewer):
    first = actions.remark(practice=waiting, by=reviewer, text="One")
    second = actions.remark(practice=waiting, by=reviewer, text="Two")
    actions.drop_remark(remark=first, by=reviewer)
    practice = actions.request_changes(practice=waiting, by=reviewer)
    with pytest.raises(WrongState):
        actions.drop_remark(remark=second, by=reviewer)
    assert list(practice.remarks.all()) == [second]


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_a_remark_has_words_and_an_end(waiting, reviewer, text):
    with pytest.raises(ValidationError) as refusal:
        actions.remark(practice=waiting, by=reviewer, text=text)
    assert set(refusal.value.message_dict) == {"text"}


def test_officers_neither_remark_nor_assess(waiting, officer):
    with pytest.raises(NotAllowed):
        actions.remark(practice=waiting, by=officer, text="Fine.")
    with pytest.raises(NotAllowed):
        actions.assess(practice=waiting, by=officer, **RUBRIC)


def test_a_recommendation_needs_the_rubric_of_its_round(waiting, officer, reviewer, publisher):
    with pytest.raises(ValidationError) as refusal:
        actions.recommend(practice=waiting, by=reviewer)
    assert set(refusal.value.message_dict) == {"rubric"}
    with pytest.raises(ValidationError) as refusal:
        actions.assess(practice=waiting, by=reviewer, **RUBRIC | {"safety": ""})
    assert set(refusal.value.message_dict) == {"safety"}
    actions.assess(practice=waiting, by=reviewer, **RUBRIC)
    actions.assess(practice=waiting, by=reviewer, **RUBRIC | {"evidence": "no", "private_note": "Ask Ana."})
    assert waiting.assessments.get().evidence == "no"
    practice = actions.recommend(practice=waiting, by=reviewer)
    assert practice.status == "recommended"
    assert told(publisher)[-1] == "recommended"


def test_the_second_of_two_who_claim_is_told_who_was_first(waiting, publisher):
    with pytest.raises(WrongState, match="Ravi is reviewing"):
        actions.claim(practice=waiting, by=publisher)
    practice = actions.assign(practice=waiting, by=publisher, reviewer=publisher)
    assert practice.reviewer == publisher
    with pytest.raises(ValidationError):
        actions.assign(practice=waiting, by=publisher, reviewer=UserFactory())


def test_a_submission_is_acknowledged_once_and_tells_the_secretariat(officer, lrg, publisher):
    practice = actions.submit(practice=draft(by=officer, lead_lrg=lrg), by=officer)
    assert told(officer) == ["submitted"]
    assert told(publisher) == ["waits_for_review"]
    with pytest.raises(WrongState):
        actions.submit(practice=practice, by=officer)
    assert told(officer) == ["submitted"]


# Revision -----------------------------------------------------------------------------------------


def found(word):
    return {*search.Search(word, language="en").hits()}


def test_readers_keep_the_published_text_until_the_revision_is_published(public, officer, publisher):
    copy = actions.revise(practice=public, by=officer)
    actions.update(practice=copy, by=officer, data={"summary": {"en": "Wibble words.", "fr": "Mots d’origine."}})
    assert copy.status == "draft"
    assert not found("wibble")
    assert Practice.objects.get(pk=public.pk).summary_en == "Original words."
    with pytest.raises(WrongState, match="being revised already"):
        actions.revise(practice=public, by=publisher)
    actions.submit(practice=actions.give_consent(practice=copy, by=officer), by=officer)
    renewed = actions.publish(practice=copy, by=publisher, evidence_level="documented")
    assert (renewed.pk, renewed.code, renewed.slug, renewed.version) == (public.pk, public.code, public.slug, 2)
    assert renewed.summary_en == "Wibble words."
    assert found("wibble") == {public.pk}
    assert not Practice.objects.filter(pk=copy.pk).exists()
    assert [version.content["summary"]["en"] for version in renewed.versions.all()] == [
        "Wibble words.",
        "Original words.",
    ]
    assert [entry.transition for entry in renewed.history.all()] == [
        *("create", "submit", "publish", "revise", "create", "submit", "publish"),
    ]
    assert renewed.submissions.count() == 2
    assert actions.revise(practice=renewed, by=officer).status == "draft"


def test_a_translation_is_outdated_when_only_the_original_changed(public, officer, publisher):
    copy = actions.revise(practice=public, by=officer)
    actions.update(practice=copy, by=officer, data={"summary": {"en": "Other words.", "fr": "Mots d’origine."}})
    actions.submit(practice=actions.give_consent(practice=copy, by=officer), by=officer)
    renewed = actions.publish(practice=copy, by=publisher, evidence_level="documented")
    states = {state.language: (state.state, state.source_version) for state in renewed.language_states.all()}
    assert states["fr"] == ("outdated", 1)
    assert states["en"] == ("human", 2)


def test_a_revision_that_is_withdrawn_leaves_the_public_text_and_room_for_another(public, officer):
    copy = actions.withdraw(practice=actions.revise(practice=public, by=officer), by=officer)
    assert copy.status == "withdrawn"
    assert Practice.objects.get(pk=public.pk).status == "published"
    actions.revise(practice=public, by=officer)
    with pytest.raises(WrongState, match="Another revision"):
        actions.reopen(practice=copy, by=officer)


def test_who_revised_alone_does_not_publish_it(public, publisher):
    copy = actions.give_consent(practice=actions.revise(practice=public, by=publisher), by=publisher)
    actions.submit(practice=copy, by=publisher)
    with pytest.raises(NotAllowed):
        actions.publish(practice=copy, by=publisher, evidence_level="documented")


# Translation --------------------------------------------------------------------------------------


def test_a_translation_is_found_once_it_is_reviewed(public, publisher):
    texts = {"title": "Zorglés", "summary": "Palabras flimplo."}
    actions.translate(practice=public, by=publisher, language="es", texts=texts, is_reviewed=False)
    assert not found("flimplo")
    practice = actions.translate(practice=public, by=publisher, language="es", texts=texts, is_reviewed=True)
    assert found("flimplo") == {public.pk}
    version = practice.versions.get()
    assert (version.number, version.content["summary"]["es"]) == (1, "Palabras flimplo.")
    assert practice.language_states.get(language="es").source_version == 1


def test_rows_are_translated_by_their_key(public, publisher):
    tag = public.tags.first()
    key = f"tags-{tag.pk}-why"
    assert key in {slot.key for slot in record.slots(public)}
    actions.translate(
        practice=public, by=publisher, language="fr", texts={"title": "T", key: "Parce que."}, is_reviewed=True
    )
    tag.refresh_from_db()
    assert tag.why_fr == "Parce que."


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"language": "en", "texts": {"title": "New"}}, "language"),
        ({"language": "de", "texts": {"title": "Neu"}}, "language"),
        ({"language": "es", "texts": {"summary": "Sin título"}}, "title"),
        ({"language": "es", "texts": {"title": "x" * 121}}, "title"),
        ({"language": "es", "texts": {"nope": "x"}}, "nope"),
        ({"language": "fr", "texts": {"title": "Brouillon"}, "is_reviewed": False}, "is_reviewed"),
    ],
)
def test_a_translation_that_cannot_be_is_refused_by_field(public, publisher, asked, field):
    with pytest.raises(ValidationError) as refusal:
        actions.translate(practice=public, by=publisher, **{"is_reviewed": True, **asked})
    assert set(refusal.value.message_dict) == {field}


# Merge, confirm, reopen ---------------------------------------------------------------------------


def test_a_merged_action_leads_to_the_other_and_can_be_brought_back(public, officer, lrg, publisher):
    again = published(by=officer, publisher=publisher, lead_lrg=lrg, title="Zorgle again")
    merged = actions.merge(practice=again, into=public, by=publisher)
    assert (merged.status, merged.merged_into, public.code in merged.decision) == ("archived", public, True)
    assert told(officer)[-1] == "merged"
    restored = actions.restore(practice=merged, by=publisher, reason="Another one after all.")
    assert (restored.status, restored.merged_into) == ("published", None)


def test_a_submission_is_merged_as_declined_and_nothing_merges_with_itself(public, waiting, publisher, officer):
    with pytest.raises(NotAllowed):
        actions.merge(practice=public, into=public, by=publisher)
    with pytest.raises(NotAllowed):
        actions.merge(practice=waiting, into=public, by=officer)
    with pytest.raises(WrongState):
        actions.merge(practice=public, into=waiting, by=publisher)
    merged = actions.merge(practice=waiting, into=public, by=publisher)
    assert (merged.status, merged.merged_into) == ("declined", public)


def test_confirming_makes_the_light_fresh(public, officer):
    old = timezone.now() - datetime.timedelta(days=800)
    Practice.objects.filter(pk=public.pk).update(confirmed_at=old)
    public.refresh_from_db()
    assert public.freshness == "stale"
    practice = actions.confirm(practice=public, by=officer)
    assert practice.freshness == "fresh"
    assert practice.next_update_due > timezone.localdate() + datetime.timedelta(days=360)
    assert practice.version == 1


def test_a_withdrawn_action_is_taken_up_again(waiting, officer):
    practice = actions.reopen(practice=actions.withdraw(practice=waiting, by=officer), by=officer)
    assert practice.status == "draft"
    assert actions.submit(practice=practice, by=officer).status == "submitted"


def test_who_takes_over_becomes_the_contact_of_what_is_not_published_yet(officer, lrg, public, publisher):
    successor = MandateFactory(lrg=lrg, officer=UserFactory(name="Bo"), confirmed_by=publisher).officer
    draft = actions.create_draft(by=officer, lead_lrg=lrg, original_language="en", title="Begun")
    actions.update(practice=draft, by=officer, data={"department": "Housing"})
    mandate = officer.mandates.get()
    end_mandate(mandate=mandate, by=publisher, successor=successor)
    contact = draft.contacts.get()
    assert (contact.name, contact.email) == ("Bo", successor.email)
    assert draft.history.last().transition == "hand_over"
    assert not Practice.objects.worked_on_by(officer).exists()
    assert draft in Practice.objects.worked_on_by(successor)
