"""What a submission needs: each rule alone, with the message that the officer reads."""

import pytest
from django.core.exceptions import ValidationError

from practices import actions, completeness
from practices.models import Practice
from tests.factories.practices import contact, draft, town

pytestmark = pytest.mark.django_db


def words(number):
    return {"en": "word " * number}


#: What the record lacks (data over the complete one) → the field that the officer is sent to. The needs are those
#: marked "S" in the table of fields.
MISSING = {
    "summary": ({"summary": {}}, "summary"),
    "summary in the original language": ({"summary": {"fr": "Seulement en français"}}, "summary"),
    "context": ({"context": {}}, "context"),
    "activities": ({"activities": {}}, "activities"),
    "results": ({"results": {}}, "results"),
    "lessons": ({"lessons": {}}, "lessons"),
    "start": ({"starts_on": None}, "starts_on"),
    "implementation status": ({"implementation_status": ""}, "implementation_status"),
    "contact": ({"contacts": []}, "contacts"),
    "population": ({"population": []}, "population"),
    "theme": ({"themes": []}, "themes"),
    "compact objective": ({"tags": [{"objective": "sdg-10"}]}, "gcm"),
    "compact objective, a principle is none": ({"tags": [{"objective": c} for c in ("sdg-10", "gcm-p-1")]}, "gcm"),
    "compact objective, the charter is none": ({"tags": [{"objective": c} for c in ("sdg-10", "lmp-1")]}, "gcm"),
    "no more than five of the GCM": (
        {"tags": [{"objective": c} for c in ("sdg-10", *(f"gcm-{n}" for n in range(1, 7)))]},
        "gcm",
    ),
    "goal": ({"tags": [{"objective": "gcm-1"}]}, "sdg"),
    "a commitment's promise": ({"kind": "commitment"}, "commitment"),
    "a short summary": ({"summary": words(151)}, "summary"),
    "a short context": ({"context": words(301)}, "context"),
    "short aims": ({"aims": words(151)}, "aims"),
    "short activities": ({"activities": words(451)}, "activities"),
    "short results": ({"results": words(301)}, "results"),
}
ENOUGH = {
    "everything": {},
    "a GCR objective instead of the GCM": {"tags": [{"objective": c} for c in ("gcr-obj-1", "sdg-10")]},
    "a GCR area instead of the GCM": {"tags": [{"objective": c} for c in ("gcr-b2-1", "sdg-10-7")]},
    "five of the GCM beside principles": {
        "tags": [{"objective": c} for c in ("sdg-10", "gcm-p-1", "gcm-p-2", *(f"gcm-{n}" for n in range(1, 6)))]
    },
    "planned, without results and lessons": {"implementation_status": "planned", "results": {}, "lessons": {}},
    "a commitment with its promise": {"kind": "commitment", "commitment": {"type": "policy"}},
    "texts within the tolerance": {
        "summary": words(150),
        "context": words(300),
        "aims": words(150),
        "activities": words(450),
        "results": words(300),
    },
    "a long translation": {"summary": {"en": "Short", "fr": "mot " * 400}},
    "a private contact": {"contacts": [contact(is_public=False)]},
}


@pytest.mark.parametrize("case", MISSING)
def test_a_submission_without_it_is_refused_by_field(editor, case):
    data, field = MISSING[case]
    practice = draft(by=editor, **data)
    with pytest.raises(ValidationError) as refusal:
        actions.submit(practice=practice, by=editor)
    assert set(refusal.value.message_dict) == {field}
    assert refusal.value.message_dict[field][0]
    assert Practice.objects.get().status == "draft"
    assert practice.history.count() == 1


@pytest.mark.parametrize("case", ENOUGH)
def test_a_submission_with_enough_is_taken(editor, case):
    assert actions.submit(practice=draft(by=editor, **ENOUGH[case]), by=editor).status == "submitted"


def test_consent_and_data_protection_are_needed(editor):
    practice = draft(by=editor, consent=False)
    assert set(completeness.missing(practice)) == {"consent", "is_data_protection_confirmed"}
    with pytest.raises(ValidationError):
        actions.submit(practice=practice, by=editor)


def test_an_empty_draft_is_told_everything_at_once(editor):
    practice = actions.create_draft(by=editor, lead_lrg=town(), original_language="fr", title="Titre")
    assert set(completeness.missing(practice)) == {
        "summary",
        "context",
        "activities",
        "results",
        "lessons",
        "starts_on",
        "implementation_status",
        "contacts",
        "population",
        "themes",
        "gcm",
        "sdg",
        "consent",
        "is_data_protection_confirmed",
    }


def test_a_long_text_says_how_short_it_should_be(editor):
    practice = draft(by=editor, activities=words(451))
    assert completeness.missing(practice) == {"activities": "Shorten this text to about 300 words."}
