"""Every page of the workspace, for everybody: who does not write an action does not learn that it is there."""

import pytest
from django.test import Client
from django.urls import reverse

from practices import actions, forms
from tests.factories.accounts import UserFactory

PAGES = ["draft", "check", "preview", "withdraw", "draft-files"]


def ask(person, url, method="get", **data):
    client = Client()
    if person:
        client.force_login(person)
    return getattr(client, method)(url, data)


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_a_draft(town_hall, name):
    url = reverse(f"practices:{name}", args=[town_hall.draft.pk])
    answers = {
        who: ask(getattr(town_hall, who), url).status_code for who in ("officer", "colleague", "neighbour", "member")
    }
    assert answers == {"officer": 200, "colleague": 200, "neighbour": 404, "member": 404}
    assert ask(None, url).url == f"/en/accounts/login/?next={url}"
    assert ask(UserFactory(reviewer=True), url).status_code == 404
    assert ask(UserFactory(editor=True), url).status_code == 200


@pytest.mark.parametrize("section", [one.name for one in forms.SECTIONS if not one.only_kind])
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_pages_of_the_form(town_hall, section, language):
    url = f"/{language}/workspace/{town_hall.draft.pk}/form/{section}/"
    assert ask(town_hall.officer, url).status_code == 200
    for method in ("get", "post"):
        assert ask(town_hall.neighbour, url, method).status_code == 404
        assert ask(None, url, method).status_code == 302


def test_a_page_that_the_kind_is_not_asked_for(desk):
    assert desk.open("commitment").status_code == 404
    assert desk.open("nonsense").status_code == 404
    desk.save("about", {"kind": "commitment"})
    assert desk.open("commitment").status_code == 200


def test_what_is_submitted_is_not_written_any_more(town_hall, desk, whole):
    page = desk.open("about")
    practice = actions.give_consent(practice=whole, by=town_hall.officer)
    actions.submit(practice=practice, by=town_hall.officer)
    assert desk.open("about").status_code == 409
    assert desk.save("about", {"title": "Later"}, page=page).status_code == 409
    assert desk.autosave("about", {"title": "Later"}, page=page).status_code == 409
    assert str(desk.now) == "Identity card"


def test_a_mandate_that_ended_counts_at_the_next_request(town_hall, desk):
    page = desk.open("about")
    town_hall.officer.mandates.update(state="ended", ended_by=town_hall.member, ended_at="2026-01-01T00:00Z")
    assert desk.save("about", {"title": "Later"}, page=page).status_code == 404
    assert desk.open("about").status_code == 404


def test_the_workspace_of_everybody(town_hall):
    url = reverse("practices:workspace")
    assert "Identity card" in ask(town_hall.officer, url).content.decode()
    assert "Identity card" in ask(town_hall.colleague, url).content.decode()
    for person in (town_hall.neighbour, town_hall.member, UserFactory(reviewer=True), UserFactory(editor=True)):
        assert "Identity card" not in ask(person, url).content.decode()
    assert "Ask to act for a local government" in ask(town_hall.member, url).content.decode()
    assert ask(None, url).status_code == 302
