"""A session that ends, a token that is too old: what was typed comes back."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from practices import actions, record

from .conftest import Desk
from .reader import values_of


@pytest.fixture
def page(desk):
    return desk.open("who")


def sign_in(client, person):
    """Sign in as the sign-in page does: what the session holds stays."""
    kept = dict(client.session.items())
    client.force_login(person)
    session = client.session
    session.update({name: value for name, value in kept.items() if not name.startswith("_")})
    session.save()


def test_typed_text_waits_for_its_person(town_hall, desk, page):
    desk.client.logout()
    typed = {"department": "Typed while signed out", "contacts-0-email": "new@town.example"}
    answer = desk.save("who", typed, page=page)
    assert answer.url == f"/en/accounts/login/?next={quote(desk.url('who'))}"
    assert record.content(desk.now)["department"] == ""
    sign_in(desk.client, town_hall.officer)
    back = desk.open("who")
    assert "This is what you had typed" in back.content.decode()
    shown = values_of(back)
    assert shown["department"] == ["Typed while signed out"]
    assert shown["contacts-0-email"] == ["new@town.example"]
    assert desk.save("who", {}, page=back).status_code == 302
    assert record.content(desk.now)["department"] == "Typed while signed out"
    assert record.content(desk.now)["contacts"][0]["email"] == "new@town.example"
    assert "This is what you had typed" not in desk.open("who").content.decode()


def test_it_does_not_wait_for_somebody_else(town_hall, desk, page):
    desk.client.logout()
    desk.save("who", {"department": "Secret"}, page=page)
    sign_in(desk.client, town_hall.colleague)
    assert "Secret" not in desk.open("who").content.decode()


def test_a_colleague_who_saved_meanwhile_is_not_overwritten(town_hall, desk, other_desk, page):
    desk.client.logout()
    desk.save("who", {"department": "Mine"}, page=page)
    other_desk.save("who", {"department": "Theirs"})
    sign_in(desk.client, town_hall.officer)
    assert desk.save("who", {}, page=desk.open("who")).status_code == 412


def test_too_much_is_not_kept(town_hall, desk, page):
    desk.client.logout()
    desk.save("who", {"department": "x" * 300_000}, page=page)
    assert "kept" not in desk.client.session


@pytest.mark.parametrize("person", [None, "forged", "a:b:c"])
def test_nothing_is_kept_of_a_page_that_is_not_ours(town_hall, desk, page, person):
    desk.client.logout()
    desk.save("who", {"department": "Planted", "person": person or ""}, page=page)
    sign_in(desk.client, town_hall.officer)
    assert "Planted" not in desk.open("who").content.decode()


def test_the_script_is_told_to_sign_in(desk, page):
    desk.client.logout()
    answer = desk.autosave("who", {"department": "Mine"}, page=page)
    assert answer.status_code == 401
    assert answer.json()["sign_in"].startswith("/en/accounts/login/?next=")
    assert "kept" not in desk.client.session


def strict(desk, person):
    """A browser that proves where its pages come from."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    return client


def test_a_page_with_an_old_token_loses_nothing(town_hall, desk, page):
    desk.client = strict(desk, town_hall.officer)
    answer = desk.save("who", {"department": "Typed long ago"}, page=page)
    assert answer.status_code == 403
    assert "Nothing is saved yet" in answer.content.decode()
    assert values_of(answer)["department"] == ["Typed long ago"]
    assert record.content(desk.now)["department"] == ""
    sent = {**values_of(answer), "step": "later"}
    assert desk.client.post(desk.url("who"), sent).status_code == 302
    assert record.content(desk.now)["department"] == "Typed long ago"


def test_an_old_token_does_nothing_else(town_hall, desk, page):
    desk.client = strict(desk, town_hall.officer)
    assert desk.autosave("who", {"department": "x"}, page=page).status_code == 403
    anonymous = Desk(None, town_hall.draft)
    anonymous.client = Client(enforce_csrf_checks=True)
    assert anonymous.save("who", {"department": "x"}, page=page).status_code == 403
    assert not anonymous.client.session.keys()
    assert record.content(desk.now)["department"] == ""


def test_an_answer_to_a_remark_is_offered_again(town_hall, desk, whole, editor):
    practice = actions.submit(practice=actions.give_consent(practice=whole, by=town_hall.officer), by=town_hall.officer)
    practice = actions.claim(practice=practice, by=editor)
    remark = actions.remark(practice=practice, by=editor, field="summary", text="Which year?")
    practice = actions.request_changes(practice=practice, by=editor)
    home = desk.client.get(reverse("practices:draft", args=[practice.pk]))
    desk.client.logout()
    address = reverse("practices:answer-remark", args=[practice.pk, remark.pk])
    typed = {f"answer-{remark.pk}": "In 2019.", "step": f"answer:{remark.pk}"}
    assert desk.client.post(address, {**values_of(home, "action"), **typed}).status_code == 302
    sign_in(desk.client, town_hall.officer)
    offered = desk.client.get(address)
    assert "What you typed is still here" in offered.content.decode()
    assert f'name="answer-{remark.pk}" value="In 2019."' in offered.content.decode()
    assert desk.client.post(address, typed).status_code == 302
    remark.refresh_from_db()
    assert remark.answer == "In 2019."


def test_the_page_gives_no_contact_to_the_device(page):
    """The script leaves out what stands in a list that is marked as private."""
    text = page.content.decode()
    assert re.search(r'data-rows="contacts" data-private', text)
