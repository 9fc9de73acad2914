"""Accounts and mandates in a browser: every kind of page, and the way of an officer from sign-up to a mandate."""

import re
import sqlite3
import time

import pytest

from tests.accounts.people import code_of

from .conftest import DESKTOP, LANGUAGES, PHONE, axe, overflow

OFFICER, EDITOR = "officer@example.org", "editor@example.org"
#: Name → (who, address without language); each language takes its turn.
PAGES = {
    "sign in": ("", "accounts/login/"),
    "sign up": ("", "accounts/signup/"),
    "sign out": (OFFICER, "accounts/logout/"),
    "new password": ("", "accounts/password/reset/"),
    "new password, mail sent": ("", "accounts/password/reset/done/"),
    "new password, old link": ("", "accounts/password/reset/key/1-old/"),
    "mail sent": ("", "accounts/confirm-email/"),
    "old link": ("", "accounts/confirm-email/old/"),
    "closed account": ("", "accounts/inactive/"),
    "account": (OFFICER, "accounts/"),
    "profile": (OFFICER, "accounts/profile/"),
    "tokens": (OFFICER, "accounts/tokens/"),
    "password": (OFFICER, "accounts/password/change/"),
    "address": (OFFICER, "accounts/email/"),
    "once more": (OFFICER, "accounts/reauthenticate/"),
    "second factor": (OFFICER, "accounts/2fa/"),
    "sessions": (OFFICER, "accounts/sessions/"),
    "mandates": (OFFICER, "accounts/mandates/"),
    "search for an LRG": (OFFICER, "accounts/mandates/ask/?q=a"),
    "search without success": (OFFICER, "accounts/mandates/ask/?q=zzzz"),
    "proposal": (OFFICER, "accounts/mandates/propose/?q=Villanueva"),
    "requests": (EDITOR, "review/mandates/"),
}
WAYS = {"desktop": (DESKTOP, True), "phone no js": (PHONE, False)}
TURN = dict(zip(PAGES, LANGUAGES * len(PAGES), strict=False))


@pytest.fixture(scope="session")
def mail_to(portal, tmp_path_factory):
    """Read the newest mail to an address from the outbox: ``mail_to("ana@example.org")`` gives its text."""
    folder = tmp_path_factory.getbasetemp()
    (file,) = [path for path in (folder / "browser.sqlite3", folder.parent / "browser.sqlite3") if path.exists()]

    def mail_to(address):
        with sqlite3.connect(file) as database:
            query = 'SELECT message FROM post_office_email WHERE "to" = ? ORDER BY id DESC'
            return database.execute(query, [address]).fetchone()[0]

    return mail_to


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", PAGES)
def test_page(open_page, sign_in, name, way):
    who, address = PAGES[name]
    width, js = WAYS[way]
    page = open_page(f"/{TURN[name]}/{address}", width=width, js=js, cookies=sign_in(who) if who else ())
    assert overflow(page) == []
    assert axe(page) == []
    assert overflow(page) == [], "with every part opened"


@pytest.mark.parametrize("js", [True, False])
def test_a_refused_form_says_so_at_its_top(open_page, js):
    page = open_page("/es/accounts/signup/", width=PHONE, js=js, allowed="422")
    page.fill("[name=name]", "Ana")
    page.click("main form button")
    page.wait_for_selector(".govuk-error-summary")
    assert page.title().startswith("Error")
    assert page.input_value("[name=name]") == "Ana"
    if js:
        assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.click(".govuk-error-summary a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_email"
    assert axe(page) == []


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_menu_opens_without_a_script_and_by_keyboard(open_page, sign_in, width):
    page = open_page("/fr/about/", width=width, js=False, cookies=sign_in(EDITOR))
    page.focus(".account-menu summary")
    page.keyboard.press("Enter")
    assert page.locator(".account-menu button").is_visible()
    assert overflow(page) == []
    assert axe(page) == []


def test_an_officer_signs_up_asks_is_confirmed_and_leaves(open_page, sign_in, mail_to):
    address = f"ana{time.time_ns()}@example.org"
    page = open_page("/es/accounts/signup/", width=PHONE)
    page.fill("[name=name]", "Ana Pérez")
    page.fill("[name=email]", address)
    page.fill("[name=password1]", "quito-2026-correct")
    page.click("main form button")
    page.wait_for_url("**/es/accounts/confirm-email/")
    link = re.search(r"https?://[^/\s]+(/es/accounts/confirm-email/\S+)", mail_to(address))[1]
    page.goto(link)
    assert axe(page) == []
    page.click("main form button")
    page.wait_for_url("**/es/workspace/")

    page.goto("/es/accounts/mandates/ask/?q=QUITO")
    page.check("[name=lrg]")
    page.fill("[name=message]", "Secretaría de Inclusión.")
    page.click("main form[method=post] button")
    page.wait_for_url("**/es/accounts/mandates/")
    assert axe(page) == []

    desk = open_page("/en/review/mandates/", cookies=sign_in(EDITOR))
    desk.get_by_role("link", name="Ana Pérez for Quito").last.click()
    desk.wait_for_url(re.compile(r"/review/mandates/\d+/"))
    assert axe(desk) == []
    desk.get_by_role("button", name="Confirm").click()
    desk.wait_for_url("**/en/review/mandates/")
    assert "Quito" in mail_to(address)

    page.goto("/es/accounts/2fa/totp/activate/")
    page.fill("[name=password]", "quito-2026-correct")
    page.click("main form button")
    page.wait_for_url("**/totp/activate/")
    assert axe(page) == []
    assert overflow(page) == []
    page.fill("[name=code]", code_of(page.inner_text(".secret")))
    page.click("main form button")
    page.wait_for_url("**/recovery-codes/")
    assert axe(page) == []

    page.goto("/es/accounts/tokens/")
    page.fill("[name=name]", "Portal de datos")
    page.click("main form.form button")
    assert page.inner_text("#token").startswith("lam_")
    assert axe(page) == []
    assert overflow(page) == []

    page.goto("/es/accounts/")
    page.click(".account-menu summary")
    page.click(".account-menu button")
    page.wait_for_url("**/es/")
    page.goto("/es/accounts/")
    assert "/accounts/login/" in page.url


def test_a_request_for_a_missing_local_government(open_page, sign_in):
    page = open_page("/fr/accounts/mandates/propose/?q=Villanueva", js=False, cookies=sign_in(OFFICER))
    page.select_option("[name=country]", "EC")
    page.click("main form button")
    desk = open_page("/fr/review/mandates/", width=PHONE, js=False, cookies=sign_in(EDITOR))
    desk.click("main .card a >> nth=-1")
    assert overflow(desk) == []
    assert axe(desk) == []
