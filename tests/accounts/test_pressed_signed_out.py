"""A button that is pressed after the session has ended: back to its page, told that nothing was done."""

import pytest
from django.urls import reverse

from tests.factories.accounts import PASSWORD
from tests.factories.directory import MandateFactory
from tests.factories.practices import draft, town

from .people import person, signed_in

pytestmark = pytest.mark.django_db

NOTICE = "Nothing was done: your session had ended."
BROWSER = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def officer():
    return person(name="Ana")


@pytest.fixture
def client(officer):
    """A browser in which the session of the officer has ended."""
    browser = signed_in(officer)
    browser.cookies.pop("session")
    return browser


def sign_in_again(client, officer, refused):
    """Follow a refused press to the sign-in and through it; returns where the person lands, and the page."""
    assert refused.status_code == 302
    assert refused.url.startswith("/en/accounts/login/?next=")
    sent = {"login": officer.email, "password": PASSWORD}
    page = client.post(refused.url, sent, follow=True, headers=BROWSER)
    return page.redirect_chain[-1][0], page


@pytest.mark.parametrize(
    ("address", "came_from", "lands"),
    [
        ("/en/workspace/notices/", "http://testserver/en/workspace/?page=1", "http://testserver/en/workspace/?page=1"),
        ("/en/workspace/notices/", "", "/en/workspace/"),
        ("/en/workspace/notices/", "https://elsewhere.example/en/workspace/", "/en/workspace/"),
        ("/en/workspace/notices/", "http://testserver/en/workspace/notices/", "/en/workspace/"),
        ("/en/accounts/tokens/abc/revoke/", "http://testserver/en/accounts/", "http://testserver/en/accounts/"),
    ],
)
def test_the_person_lands_on_the_page_with_the_button(client, officer, address, came_from, lands):
    refused = client.post(address, headers={"Referer": came_from} if came_from else {})
    landed, page = sign_in_again(client, officer, refused)
    assert landed == lands
    assert NOTICE in page.content.decode()
    assert NOTICE not in client.get("/en/workspace/").content.decode()


def test_a_step_leads_back_to_the_action(client, officer):
    practice = draft(by=officer, lead_lrg=MandateFactory(lrg=town(), officer=officer).lrg)
    refused = client.post(reverse("practices:step", args=[practice.pk, "confirm"]))
    landed, page = sign_in_again(client, officer, refused)
    assert landed == reverse("practices:draft", args=[practice.pk])
    assert NOTICE in page.content.decode()


def test_a_page_that_is_its_own_button_says_so_too(client, officer):
    landed, page = sign_in_again(client, officer, client.post("/en/workspace/start/", {"title": "x"}))
    assert landed == "/en/workspace/start/"
    assert NOTICE in page.content.decode()


def test_who_only_reads_is_told_nothing(client, officer):
    landed, page = sign_in_again(client, officer, client.get("/en/workspace/"))
    assert landed == "/en/workspace/"
    assert NOTICE not in page.content.decode()


def test_the_page_of_a_button_says_so_and_leads_back(officer):
    browser = signed_in(officer)
    page = browser.get("/en/workspace/notices/", headers=BROWSER)
    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "There is no page here" in page.content.decode()
    assert 'href="/en/workspace/"' in page.content.decode()
    assert browser.get("/en/workspace/notices/").content == b"", "a program reads the status"
    assert browser.put("/api/v1/practices/", headers=BROWSER)["Content-Type"] == "application/json"
