"""The officer's form in a browser: every page and state, by keyboard, without scripts, over a broken line."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from PIL import Image as Picture
from playwright.sync_api import expect

from practices import forms

from .conftest import DEMO_PASSWORD, DESKTOP, PHONE, axe, overflow, serving

PAGES = ["", "check/", "preview/", "withdraw/", "files/", *[f"form/{one.name}/" for one in forms.SECTIONS]]
OTHERS = ["", "?show=submitted", "?show=published", "?show=closed", "start/"]
#: What the console may say while the line is down or the session is over.
EXPECTED = ("ERR_INTERNET_DISCONNECTED", "status of 401", "status of 422", "status of 412")


@pytest.fixture(scope="module")
def desk_portal(chromium, tmp_path_factory):
    """A portal whose records these tests may change."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('desk')}/desk.sqlite3",
    }
    subprocess.run([sys.executable, "-m", "tests.browser.fill"], check=True, cwd=settings.BASE_DIR, env=environment)
    with serving(**environment) as address:
        yield address


@pytest.fixture
def officer(browser, desk_portal):
    """Open a signed-in page: ``officer(width=360, js=False)``; at the end no page may have complained."""
    contexts, complaints = [], []

    def complain(text):
        if not any(part in text for part in EXPECTED):
            complaints.append(text)

    def open_browser(*, width=DESKTOP, js=True, email="officer@example.org"):
        context = browser.new_context(
            base_url=desk_portal, viewport={"width": width, "height": 800}, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: message.type == "error" and complain(message.text))
        page.on("pageerror", lambda error: complain(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        page.switch = context.new_cdp_session(page)
        page.switch.send("Emulation.setScriptExecutionDisabled", {"value": not js})
        sign_in(page, email)
        return page

    yield open_browser
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page, email="officer@example.org"):
    if "/login/" not in page.url:
        page.goto("/en/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_load_state()


def start(page, title="A card for every resident", language="en"):
    """Begin an action; returns the address of its home."""
    page.goto("/en/workspace/start/")
    page.check(f"[name=original_language][value={language}]")
    page.fill("[name=title]", title)
    page.click("main form button[type=submit]")
    page.wait_for_url(re.compile(r"/workspace/\d+/$"))
    return page.url


def status(page, name):
    """Wait for what the form says of itself: sent, unsent, partly, signed-out."""
    said = page.get_attribute("[data-autosave]", f"data-{name}")
    expect(page.locator("[data-status]")).to_contain_text(said, timeout=30_000)


@pytest.fixture(scope="module")
def draft(browser, desk_portal):
    """The address of a commitment in Spanish: every page of the form is there."""
    context = browser.new_context(base_url=desk_portal)
    page = context.new_page()
    sign_in(page)
    address = start(page, "Una promesa", "es")
    page.goto(f"{address}form/about/")
    page.check("[name=kind][value=commitment]")
    page.click("button[value=later]")
    page.wait_for_url(address)
    context.close()
    return address


@pytest.mark.parametrize(("width", "js"), [(DESKTOP, True), (PHONE, True), (DESKTOP, False), (PHONE, False)])
def test_every_page(officer, draft, width, js):
    page = officer(width=width, js=js)
    for address in [*(draft + one for one in PAGES), *(f"/en/workspace/{one}" for one in OTHERS)]:
        page.switch.send("Emulation.setScriptExecutionDisabled", {"value": not js})
        assert page.goto(address).status == 200, address
        assert overflow(page) == [], address
        assert axe(page) == [], address
        assert overflow(page) == [], f"{address}, with every part opened"


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("js", [True, False])
def test_a_refused_page(officer, draft, width, js):
    page = officer(width=width, js=js)
    page.goto(f"{draft}form/place/")
    page.fill("[name=starts_on_year]", "19")
    page.fill("[name=place_name]", "Kept")
    page.locator("button[value=continue]").last.click()
    page.wait_for_load_state()
    assert page.title().startswith("Error: ")
    assert page.input_value("[name=starts_on_year]") == "19"
    if js:
        expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.click(".govuk-error-summary a")
    expect(page.locator("#id_starts_on_0")).to_be_focused()
    assert axe(page) == []
    assert overflow(page) == []


def test_saved_while_one_writes(officer):
    page = officer()
    page.goto(f"{start(page)}form/about/")
    page.fill("[name=summary]", "Typed and never sent by hand")
    status(page, "sent")
    page.reload()
    assert page.input_value("[name=summary]") == "Typed and never sent by hand"
    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_broken_line_and_a_closed_window(officer):
    page = officer()
    address = f"{start(page)}form/what/"
    page.goto(address)
    page.context.set_offline(True)
    page.fill("[name=context]", "Typed without a line")
    status(page, "unsent")
    page.context.set_offline(False)
    status(page, "sent")
    page.context.set_offline(True)
    page.fill("[name=context]", "Typed before the window was closed")
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.context.set_offline(False)
    other.goto(address)
    assert other.input_value("[name=context]") == "Typed without a line"
    expect(other.locator("[data-restore]")).to_be_visible()
    assert axe_of(other) == []
    other.click("[data-restore-take]")
    assert other.input_value("[name=context]") == "Typed before the window was closed"
    status(other, "sent")
    assert other.evaluate("Object.keys(localStorage)") == []


def test_what_is_offered_stays_while_something_else_is_typed(officer):
    page = officer()
    address = f"{start(page)}form/what/"
    page.goto(address)
    page.context.set_offline(True)
    page.fill("[name=context]", "Kept on the device")
    status(page, "unsent")
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.context.set_offline(False)
    other.goto(address)
    expect(other.locator("[data-restore]")).to_be_visible()
    other.fill("[name=activities]", "Typed without taking it")
    status(other, "sent")
    other.reload()
    assert other.input_value("[name=activities]") == "Typed without taking it"
    other.click("[data-restore-take]")
    assert other.input_value("[name=context]") == "Kept on the device"
    status(other, "sent")
    other.reload()
    assert other.input_value("[name=context]") == "Kept on the device"
    assert other.input_value("[name=activities]") == "Typed without taking it"


def axe_of(page):
    page.switch = page.context.new_cdp_session(page)
    return axe(page)


def test_no_contact_stays_on_the_device_and_nothing_after_signing_out(officer):
    page = officer()
    page.goto(f"{start(page)}form/who/")
    page.context.set_offline(True)
    page.fill("[name=contacts-0-email]", "canary@town.example")
    page.fill("[name=department]", "Department")
    status(page, "unsent")
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "Department" in kept
    assert "canary" not in kept
    page.context.set_offline(False)
    status(page, "sent")
    page.evaluate("localStorage.setItem('draft:1-x:y', JSON.stringify({at: Date.now(), entries: []}))")
    page.click(".account-menu summary")
    page.click(".account-menu form button")
    page.wait_for_load_state()
    assert page.evaluate("Object.keys(localStorage)") == []


@pytest.mark.parametrize("js", [True, False])
def test_a_session_that_ends(officer, js):
    page = officer(js=js)
    address = f"{start(page)}form/about/"
    page.goto(address)
    page.context.clear_cookies(name="session")
    page.fill("[name=summary]", "Typed after the session had ended")
    if js:
        status(page, "signed-out")
    page.locator("button[value=later]").click()
    page.wait_for_url(re.compile("/login/"))
    sign_in(page)
    assert page.url == address
    assert page.input_value("[name=summary]") == "Typed after the session had ended"
    page.locator("button[value=later]").click()
    page.wait_for_load_state()
    page.goto(address)
    assert page.input_value("[name=summary]") == "Typed after the session had ended"


@pytest.mark.parametrize("js", [True, False])
def test_two_people_at_one_answer(officer, js):
    page, other = officer(js=js), officer(email="editor@example.org", js=js)
    address = f"{start(page)}form/about/"
    page.goto(address)
    other.goto(address)
    other.fill("[name=summary]", "Of the editor")
    other.locator("button[value=later]").click()
    other.wait_for_load_state()
    page.fill("[name=summary]", "Of the officer")
    if js:
        expect(page.locator("[data-status]")).to_contain_text("Edith Editor", timeout=30_000)
    page.locator("button[value=later]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Somebody else has changed the same answer")
    assert axe(page) == []
    assert overflow(page) == []
    page.switch.send("Emulation.setScriptExecutionDisabled", {"value": not js})
    assert {"Of the editor", "Of the officer"} <= set(page.locator(".versions p").all_inner_texts())
    page.check("[name=choice-summary][value=theirs]")
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()
    page.goto(address)
    assert page.input_value("[name=summary]") == "Of the editor"


@pytest.mark.parametrize("js", [True, False])
def test_rows(officer, js):
    page = officer(js=js)
    address = f"{start(page)}form/who/"
    page.goto(address)
    page.click("button[value='add:partners']")
    page.wait_for_load_state()
    page.fill("[name=partners-0-organisation]", "Neighbours")
    page.select_option("[name=partners-0-role]", "civil-society")
    page.click("button[value='add:partners']")
    page.wait_for_load_state()
    page.fill("[name=partners-1-organisation]", "Bank")
    page.select_option("[name=partners-1-role]", "funder")
    page.click("button[value='remove:partners-0']")
    page.wait_for_load_state()
    page.locator("button[value=later]").click()
    page.wait_for_load_state()
    page.goto(address)
    assert page.input_value("[name=partners-0-organisation]") == "Bank"
    assert page.locator("[data-rows=partners] [data-row]").count() == 1


def test_reasons_stand_beside_ticked_objectives_only(officer):
    page = officer(js=False)
    page.goto(f"{start(page)}form/tags/")
    expect(page.locator("#id_why-gcm-4")).to_be_hidden()
    page.check("#id_tag-gcm-4")
    expect(page.locator("#id_why-gcm-4")).to_be_visible()


def test_by_keyboard_alone(officer):
    """From the workspace to a filled page without a mouse; the focus is always to be seen."""
    page = officer()
    page.goto("/en/workspace/")
    press_to(page, "Start an action")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/start/"))
    press_to(page, "title", by="name")
    page.keyboard.type("By keyboard")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/workspace/\d+/$"))
    press_to(page, "About the action")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/form/about/"))
    press_to(page, "kind", by="name")
    page.keyboard.press("ArrowDown")
    press_to(page, "summary", by="name")
    page.keyboard.type("Written by keyboard")
    press_to(page, "Save for later")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/workspace/\d+/$"))
    expect(page.locator("main")).to_contain_text("Completed")


def press_to(page, wanted, *, by="text"):
    """Press Tab until the focus is on what is wanted."""
    for _press in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
                const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e)
                return {text: e.textContent.trim(), name: e.name ?? '',
                        seen: s.outlineStyle !== 'none' || s.boxShadow !== 'none',
                        inside: r.bottom > 0 && r.top < innerHeight}
            }"""
        )
        assert found["inside"], found
        if found[by] == wanted:
            assert found["seen"], found
            return
    pytest.fail(f"{wanted} is not reached by keyboard")


@pytest.mark.parametrize("js", [True, False])
def test_pictures_are_described_together(officer, js, tmp_path):
    page = officer(width=PHONE, js=js)
    address = f"{start(page)}files/"
    page.goto(address)
    for name in ("one.png", "two.png"):
        Picture.new("RGB", (40, 30), "navy").save(tmp_path / name)
    page.set_input_files("[name=files]", [tmp_path / "one.png", tmp_path / "two.png"])
    if not js:
        page.click("button[value=send]")
    expect(page.get_by_role("heading", name="two.png")).to_be_visible()
    texts, consents = page.get_by_label("What does the picture show?"), page.get_by_label("The persons shown")
    texts.nth(0).fill("A card")
    texts.nth(1).fill("A desk")
    consents.nth(0).check()
    texts.nth(1).press("Enter")
    expect(page.get_by_text("1 picture is still incomplete")).to_be_visible()
    assert [texts.nth(0).input_value(), texts.nth(1).input_value()] == ["A card", "A desk"]
    assert overflow(page) == []
    assert axe(page) == []
    page.context.clear_cookies(name="session")
    texts.nth(1).fill("A long desk")
    page.get_by_role("button", name="Save all descriptions").click()
    page.wait_for_url(re.compile("/login/"))
    sign_in(page)
    expect(page.get_by_text("This is what you had typed")).to_be_visible()
    assert texts.nth(1).input_value() == "A long desk"
