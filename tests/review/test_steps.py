"""Every step of the workflow through its page: every status, every person; a refusal changes nothing."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from compacts.models import Agenda
from practices import actions
from practices.models import HistoryEntry, Practice
from practices.review.steps import STEPS
from practices.workflow import TRANSITIONS
from tests.factories.practices import draft, published, submitted
from tests.practices.test_workflow import PEOPLE, RUBRIC, STATES, UNCLAIMED, expected, in_state

#: States in which somebody's review pages show an action at all; everything else does not exist for them.
REVIEWED = {
    "reviewer": {"submitted", UNCLAIMED, "recommended"},
    "assigned": {"submitted", UNCLAIMED, "recommended", "changes-requested"},
    "own_reviewer": {"submitted", UNCLAIMED, "recommended"},
    **{person: {*STATES, UNCLAIMED} for person in ("author", "editor", "administrator", "own_editor")},
}
SIGNED_OUT = {"anonymous", "left_editor"}
STATUS = {"yes": 200, "person": 403, "state": 409}


def answers(name, people):
    """What the form of a step asks for."""
    return {
        "publish": {"evidence_level": "documented"},
        "assign": {"reviewer": people.reviewer.pk},
        **{decision: {"reason": "Because."} for decision in ("decline", "archive", "restore")},
    }.get(name, {})


def snapshot():
    """Everything that a step could change."""
    return (
        list(Practice.objects.order_by("pk").values()),
        list(HistoryEntry.objects.order_by("pk").values()),
    )


def test_every_step_of_the_workflow_has_a_page():
    assert set(STEPS) == set(TRANSITIONS)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("state", [*STATES, UNCLAIMED])
def test_each_step_by_each_person(people, as_, state, person):
    practice, user = in_state(state, people), getattr(people, person)
    client, before = as_(user), snapshot()
    for name in TRANSITIONS:
        address = reverse("practices:review-step", args=[practice.pk, name])
        wanted = STATUS[expected(name, state, person)]
        if person in SIGNED_OUT:
            wanted = 302
        elif state not in REVIEWED.get(person, set()):
            wanted = 404
        assert client.get(address).status_code == wanted, name
        if wanted != 200:
            assert client.post(address, answers(name, people)).status_code == wanted, name
        assert snapshot() == before, name


@pytest.mark.parametrize("name", TRANSITIONS)
def test_each_step_is_taken(people, as_, name):
    person = "assigned" if name in ("recommend", "request_changes", "release") else "editor"
    state = UNCLAIMED if name == "claim" else next(iter(TRANSITIONS[name].sources)).value
    practice = in_state(state, people)
    was = practice.status
    answer = as_(getattr(people, person)).post(
        reverse("practices:review-step", args=[practice.pk, name]), answers(name, people)
    )
    assert answer.status_code == 302, answer.context["form"].errors
    practice = Practice.objects.get(pk=practice.pk)
    assert practice.status == (TRANSITIONS[name].target or was)
    assert practice.history.filter(transition=name, by=getattr(people, person)).exists()


@pytest.mark.parametrize("name", ["decline", "publish", "assign"])
def test_what_a_step_needs_is_asked_for_and_kept(people, as_, name):
    practice = in_state("submitted", people)
    answer = as_(people.editor).post(reverse("practices:review-step", args=[practice.pk, name]))
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    practice.refresh_from_db()
    assert practice.status == "submitted"


def test_changes_are_not_requested_without_a_remark(people, as_):
    practice = actions.claim(practice=submitted(by=people.author, lead_lrg=people.lrg), by=people.reviewer)
    answer = as_(people.reviewer).post(reverse("practices:review-step", args=[practice.pk, "request_changes"]))
    assert answer.status_code == 422
    assert "Write at least one remark first" in answer.content.decode()


def test_remarks_that_are_sent_name_their_field(people, as_):
    practice = actions.claim(practice=submitted(by=people.author, lead_lrg=people.lrg), by=people.reviewer)
    for field in ("lessons", "gcm", ""):
        actions.remark(practice=practice, by=people.reviewer, field=field, text="Say more.")
    page = as_(people.reviewer).get(reverse("practices:review-step", args=[practice.pk, "request_changes"]))
    named = re.findall(r"</strong> · ([^<]+)</p>", page.content.decode())
    assert named == ["Lessons learnt", str(Agenda.objects.get(code="gcm")), "The action as a whole"]


def test_an_incomplete_draft_names_what_is_missing(people, as_):
    practice = draft(by=people.author, lead_lrg=people.lrg, lessons={}, themes=())
    answer = as_(people.editor).post(reverse("practices:review-step", args=[practice.pk, "submit"]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Lessons learnt: Write this text" in page
    assert "Themes: Choose at least one theme" in page


def test_the_second_of_two_reviewers_is_told_who_was_first(people, as_):
    practice = submitted(by=people.author, lead_lrg=people.lrg)
    first, second = as_(people.reviewer), as_(people.assigned)
    address = reverse("practices:review-step", args=[practice.pk, "claim"])
    assert first.post(address).status_code == 302
    answer = second.post(address)
    assert answer.status_code == 409
    assert f"{people.reviewer} is reviewing this action already." in answer.content.decode()
    assert practice.history.filter(transition="claim").count() == 1


def test_a_refusal_is_in_the_language_of_the_reader_and_leads_back(people, as_):
    practice = in_state("draft", people)
    answer = as_(people.editor).get(f"/fr/review/{practice.pk}/step/publish/")
    assert answer.status_code == 409
    assert 'lang="fr"' in answer.content.decode()
    assert "/fr/review/" in answer.content.decode()


def test_publishing_a_revision_goes_on_with_the_public_action(people, as_):
    public = published(by=people.author, lead_lrg=people.lrg)
    copy = actions.revise(practice=public, by=people.author)
    copy = actions.give_consent(practice=copy, by=people.author)
    copy = actions.submit(practice=copy, by=people.author)
    address = reverse("practices:review-step", args=[copy.pk, "publish"])
    answer = as_(people.editor).post(address, {"evidence_level": "evaluated"})
    assert answer.url == reverse("practices:review-one", args=[public.pk])
    public.refresh_from_db()
    assert public.version == 2


def test_unknown_steps_do_not_exist(people, as_):
    practice = in_state("submitted", people)
    assert as_(people.editor).get(f"/en/review/{practice.pk}/step/delete/").status_code == 404


def test_merging_leads_to_the_other_action(people, as_):
    practice, other = submitted(by=people.author, lead_lrg=people.lrg), published(by=people.author)
    address = reverse("practices:review-beside", args=[practice.pk])
    page = as_(people.editor).get(address, {"with": other.code})
    assert f"Merge {practice.reference} into {other.code}" in page.content.decode()
    assert as_(people.reviewer).post(address, {"with": other.code}).status_code == 403
    answer = as_(people.editor).post(address, {"with": other.code})
    assert answer.url == reverse("practices:review-one", args=[other.pk])
    practice.refresh_from_db()
    assert (practice.status, practice.merged_into) == ("declined", other)


@pytest.mark.parametrize("reference", ["LA-1999-0001", "D-99999", "'; --", "²", ""])
def test_an_unknown_code_beside_an_action(people, as_, reference):
    practice = submitted(by=people.author, lead_lrg=people.lrg)
    address = reverse("practices:review-beside", args=[practice.pk])
    assert as_(people.editor).get(address, {"with": reference}).status_code == 200
    assert as_(people.editor).post(address, {"with": reference}).status_code == 404


def test_the_rubric_comes_before_the_recommendation(people, as_):
    practice = actions.claim(practice=submitted(by=people.author, lead_lrg=people.lrg), by=people.reviewer)
    client, recommend = as_(people.reviewer), reverse("practices:review-step", args=[practice.pk, "recommend"])
    assert "Fill in the rubric first" in client.post(recommend).content.decode()
    rubric = reverse("practices:review-rubric", args=[practice.pk])
    half = client.post(rubric, {"relevance": "yes", "note": "Kept note"})
    assert half.status_code == 422
    assert "Kept note" in half.content.decode()
    assert client.post(rubric, RUBRIC | {"private_note": "Hm."}).status_code == 302
    assert client.post(recommend).status_code == 302


def test_actions_raise_what_the_pages_show(people):
    """The pages above rely on it: what is missing comes as a ValidationError by field."""
    with pytest.raises(ValidationError):
        actions.submit(practice=draft(by=people.author, lead_lrg=people.lrg, lessons={}), by=people.author)
