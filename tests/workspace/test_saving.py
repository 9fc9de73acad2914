"""Two people at one page, saving in the background, and who is there."""

import json

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from practices import actions, record
from practices.models import Presence
from tests.factories.directory import OrganisationFactory

from .reader import values_of


def summary(desk):
    return record.content(desk.now)["summary"].get("en")


def test_nothing_changed_is_nothing_written(desk):
    before = desk.now.revision
    assert desk.save("about", {}).status_code == 302
    assert desk.now.revision == before


def test_two_people_on_different_answers_of_one_page(desk, other_desk):
    page, other = desk.open("about"), other_desk.open("about")
    assert other_desk.save("about", {"title": "Card for all"}, page=other).status_code == 302
    assert desk.save("about", {"summary": "Mine"}, page=page).status_code == 302
    assert (str(desk.now), summary(desk)) == ("Card for all", "Mine")


def test_two_people_on_different_pages(desk, other_desk):
    page, other = desk.open("about"), other_desk.open("what")
    assert other_desk.save("what", {"context": "Theirs"}, page=other).status_code == 302
    assert desk.save("about", {"summary": "Mine"}, page=page).status_code == 302
    assert record.content(desk.now)["context"] == {"en": "Theirs"}


def test_the_same_answer_twice_is_no_conflict(desk, other_desk):
    page = desk.open("about")
    other_desk.save("about", {"summary": "The same"})
    assert desk.save("about", {"summary": "The same"}, page=page).status_code == 302


@pytest.mark.parametrize(("choice", "expected"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_both_texts_are_shown_and_the_person_chooses(desk, other_desk, choice, expected):
    page = desk.open("about")
    other_desk.save("about", {"summary": "Theirs"})
    answer = desk.save("about", {"summary": "Mine", "title": "New title"}, page=page)
    text = answer.content.decode()
    assert answer.status_code == 412
    assert "Mine" in text
    assert "Theirs" in text
    assert "Text of Bilal" in text
    assert str(desk.now) == "New title", "what nobody else changed is saved"
    assert summary(desk) == "Theirs"
    decided = {**values_of(answer, "novalidate"), "choice-summary": choice}
    assert desk.client.post(desk.url("about"), decided).status_code == 302
    assert summary(desk) == expected
    assert str(desk.now) == "New title"


def test_a_third_text_during_the_choice_is_shown_as_well(desk, other_desk):
    page = desk.open("about")
    other_desk.save("about", {"summary": "Theirs"})
    answer = desk.save("about", {"summary": "Mine"}, page=page)
    other_desk.save("about", {"summary": "Theirs again"})
    decided = {**values_of(answer, "novalidate"), "choice-summary": "mine"}
    again = desk.client.post(desk.url("about"), decided)
    assert again.status_code == 412
    assert "Theirs again" in again.content.decode()
    assert summary(desk) == "Theirs again"


def test_lists_and_tags_conflict_as_a_whole(desk, other_desk):
    page = desk.open("lessons")
    row = {"success_conditions-rows": "1", "success_conditions-0-text": "Theirs"}
    other_desk.save("lessons", row)
    answer = desk.save("lessons", {**row, "success_conditions-0-text": "Mine"}, page=page)
    assert answer.status_code == 412
    page = desk.open("tags")
    other_desk.save("tags", {"tag": ["gcm-1"]})
    answer = desk.save("tags", {"tag": ["gcm-2", "sdg-10"]}, page=page)
    assert answer.status_code == 412
    assert "GCM 2" in answer.content.decode()
    decided = {**values_of(answer, "novalidate"), "choice-tags": "mine"}
    desk.client.post(desk.url("tags"), decided)
    assert {tag["objective"] for tag in record.content(desk.now)["tags"]} == {"gcm-2", "sdg-10"}


@pytest.mark.parametrize("base", ["", "[]", "null", "{", '{"summary": 7}', '"x"'])
def test_without_knowing_what_was_there_nothing_is_overwritten(desk, other_desk, base):
    other_desk.save("about", {"summary": "Theirs"})
    answer = desk.save("about", {"summary": "Mine", "base": base})
    assert answer.status_code == 412
    assert summary(desk) == "Theirs"


# In the background --------------------------------------------------------------------------------


def test_saved_in_the_background(desk):
    page = desk.open("about")
    answer = desk.autosave("about", {"summary": "One"}, page=page)
    told = answer.json()
    assert answer.status_code == 200
    assert summary(desk) == "One"
    assert told["problems"] == []
    again = desk.autosave("about", {"summary": "Two", "base": told["base"]}, page=page)
    assert again.status_code == 200
    assert summary(desk) == "Two"
    stale = desk.autosave("about", {"summary": "Three", "base": told["base"]}, page=page)
    assert stale.status_code == 412, "another window of the same person counts as well"


def test_saved_in_part(desk):
    answer = desk.autosave(
        "place", {"place_name": "Harbour", "starts_on_day": "31", "starts_on_month": "2", "starts_on_year": "2020"}
    )
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["url"] == "#id_starts_on_0"
    assert desk.now.place_name == "Harbour"


def test_a_conflict_in_the_background_keeps_both(desk, other_desk):
    page = desk.open("about")
    other_desk.save("about", {"summary": "Theirs"})
    answer = desk.autosave("about", {"summary": "Mine"}, page=page)
    assert answer.status_code == 412
    assert answer.json()["changed_by"] == "Bilal"
    assert summary(desk) == "Theirs"
    saved = desk.save("about", {"summary": "Mine", "base": answer.json()["base"]}, page=page)
    assert saved.status_code == 412
    assert b"Mine" in saved.content


def test_what_was_not_touched_follows_the_colleague(desk, other_desk):
    """An answer that is only open in an old page does not go back to its old text."""
    page = desk.open("about")
    other_desk.save("about", {"summary": "Theirs"})
    told = desk.autosave("about", {"title": "One"}, page=page).json()
    desk.autosave("about", {"title": "Two", "base": told["base"]}, page=page)
    assert (str(desk.now), summary(desk)) == ("Two", "Theirs")


def test_marks_say_nothing_of_the_texts(desk):
    desk.save("about", {"summary": "Something secret"})
    base = json.loads(values_of(desk.open("about"))["base"][0])
    assert "secret" not in str(base)
    assert {len(mark) for mark in base.values()} == {18}


# Who is there -------------------------------------------------------------------------------------


def test_a_colleague_is_seen_for_a_minute(town_hall, desk, other_desk):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        other_desk.open("about")
        assert "Bilal is editing this page." in desk.open("about").content.decode()
        assert "Bilal is editing this page." not in desk.open("who").content.decode()
        home = desk.client.get(reverse("practices:draft", args=[town_hall.draft.pk])).content.decode()
        assert "Bilal is editing this page" in home
        clock.shift(61)
        assert "Bilal is editing" not in desk.open("about").content.decode()
        other_desk.autosave("about", {"summary": "Still here"})
        assert desk.autosave("about", {"title": "Other"}).json()["beside"] == "Bilal is editing this page."
    assert Presence.objects.count() == 2


def test_remarks_beside_the_question(town_hall, desk, whole, editor):
    practice = actions.submit(practice=actions.give_consent(practice=whole, by=town_hall.officer), by=town_hall.officer)
    practice = actions.claim(practice=practice, by=editor)
    one = actions.remark(practice=practice, by=editor, field="summary", text="Say how many.")
    other = actions.remark(practice=practice, by=editor, field="gcm", text="Why 15?")
    actions.remark(practice=practice, by=editor, text="Well told.", kind="suggestion")
    actions.request_changes(practice=practice, by=editor)
    home = desk.client.get(reverse("practices:draft", args=[practice.pk]))
    assert [task.section.name for task in home.context["tasks"] if task.state == "needs-changes"] == ["about", "tags"]
    assert "Say how many." in home.content.decode()
    assert "The whole action" in home.content.decode()
    assert "Say how many." in desk.open("about").content.decode()
    typed = {"summary": "We are 12.", f"answer-{one.pk}": "Done, see the summary."}
    answer = desk.save("about", typed, step=f"answer:{one.pk}")
    assert answer.url.endswith(f"#remark-{one.pk}")
    assert summary(desk) == "We are 12.", "the button of a remark saves the page as well"
    one.refresh_from_db()
    assert (one.answer, one.answered_by) == ("Done, see the summary.", town_hall.officer)
    desk.save("tags", {}, step=f"done:{other.pk}")
    other.refresh_from_db()
    assert other.resolved_by == town_hall.officer
    url = reverse("practices:answer-remark", args=[practice.pk, other.pk])
    assert desk.client.post(url, {"step": f"open:{other.pk}"}).status_code == 302
    other.refresh_from_db()
    assert other.resolved_at is None
    empty = desk.client.post(url, {"step": f"answer:{other.pk}", f"answer-{other.pk}": " "}, follow=True)
    assert "Write an answer, or mark the remark as done." in empty.content.decode()


def test_an_unsent_remark_is_not_read(town_hall, desk, whole, editor):
    practice = actions.submit(practice=actions.give_consent(practice=whole, by=town_hall.officer), by=town_hall.officer)
    practice = actions.claim(practice=practice, by=editor)
    remark = actions.remark(practice=practice, by=editor, field="summary", text="Not yet sent.")
    home = reverse("practices:draft", args=[practice.pk])
    assert "Not yet sent." not in desk.client.get(home).content.decode()
    answer = desk.client.post(
        reverse("practices:answer-remark", args=[practice.pk, remark.pk]), {"step": f"done:{remark.pk}"}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_rows(town_hall, desk, number, django_assert_num_queries):
    bodies = OrganisationFactory.create_batch(number)
    partners = [{"organisation": body.slug, "role": "funder"} for body in bodies]
    tools = [
        {"name": "T", "owner": body.slug, "purpose": {"en": "x"}, "data_protection": {"en": "y"}} for body in bodies
    ]
    data = {
        "partners": partners,
        "digital_tools": tools,
        "tags": [{"objective": f"gcm-{n + 1}"} for n in range(number)],
    }
    actions.update(practice=town_hall.draft, by=town_hall.officer, data=data)
    for section, queries in (("who", 15), ("what", 13), ("tags", 19)):
        desk.open(section)
        with django_assert_num_queries(queries):
            desk.open(section)
