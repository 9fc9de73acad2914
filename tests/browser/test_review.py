"""The review, the secretariat's pages and versions in a browser: every page and state, wide and narrow, with and
without scripts, by keyboard."""

import sqlite3

import pytest

from .conftest import DESKTOP, LANGUAGES, PHONE, axe, overflow

REVIEWER, EDITOR = "reviewer@example.org", "editor@example.org"
#: Name → (who, address without language, status); each language takes its turn.
PAGES = {
    "queue": (EDITOR, "review/", 200),
    "queue of everything": (EDITOR, "review/?tab=all&sort=newest", 200),
    "queue, nothing found": (REVIEWER, "review/?q=zzzz&kind=tool", 200),
    "queue, notices": (REVIEWER, "review/?kind=nope", 200),
    "queue of a reviewer": (REVIEWER, "review/?tab=mine", 200),
    "submission": (REVIEWER, "review/{second}/", 200),
    "submission that waits": (REVIEWER, "review/{waiting}/", 200),
    "submission, for the editor": (EDITOR, "review/{second}/?texts=fr", 200),
    "published action": (EDITOR, "review/{public}/", 200),
    "changes": (REVIEWER, "review/{second}/changes/", 200),
    "changes, none": (REVIEWER, "review/{waiting}/changes/", 200),
    "side by side": (EDITOR, "review/{second}/beside/?with={code}", 200),
    "beside nothing": (EDITOR, "review/{second}/beside/?with=LA-1999-0001", 200),
    "remark": (REVIEWER, "review/{second}/remarks/?field=summary", 200),
    "rubric": (REVIEWER, "review/{second}/rubric/", 200),
    "request changes": (REVIEWER, "review/{second}/step/request_changes/", 200),
    "publish": (EDITOR, "review/{second}/step/publish/", 200),
    "decline": (EDITOR, "review/{second}/step/decline/", 200),
    "assign": (EDITOR, "review/{second}/step/assign/", 200),
    "wrong person": (REVIEWER, "review/{second}/step/publish/", 403),
    "wrong state": (EDITOR, "review/{second}/step/archive/", 409),
    "translations": (EDITOR, "review/translations/?state=unfinished", 200),
    "translations, nothing found": (EDITOR, "review/translations/?state=machine", 200),
    "translation, outdated": (EDITOR, "review/translations/{public}/es/", 200),
    "translation, missing": (EDITOR, "review/translations/{second}/en/", 200),
    "dashboard": (EDITOR, "review/dashboard/", 200),
    "not for a reviewer": (REVIEWER, "review/dashboard/", 403),
    "versions": ("", "practices/{code}/x/versions/", 200),
    "old version": ("", "practices/{code}/x/versions/1/", 200),
    "present version": ("", "practices/{code}/x/versions/2/", 200),
    "changes in a version": ("", "practices/{code}/x/versions/2/changes/", 200),
}
WAYS = {"desktop": (DESKTOP, True), "phone no js": (PHONE, False)}
TURN = dict(zip(PAGES, LANGUAGES * len(PAGES), strict=False))


@pytest.fixture(scope="session")
def known(portal, tmp_path_factory):
    """The keys that the addresses need, from the database of the portal."""
    folder = tmp_path_factory.getbasetemp()
    (file,) = [path for path in (folder / "browser.sqlite3", folder.parent / "browser.sqlite3") if path.exists()]
    with sqlite3.connect(file) as database:

        def ask(condition):
            return database.execute(f"SELECT id, code FROM practices_practice WHERE {condition}").fetchone()  # noqa: S608

        public = ask("version = 2 AND status = 'published'")
        return {
            "waiting": ask("status = 'submitted' AND reviewer_id IS NULL")[0],
            "second": ask("status = 'submitted' AND reviewer_id IS NOT NULL")[0],
            "public": public[0],
            "code": public[1],
        }


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", PAGES)
def test_page(open_page, sign_in, known, name, way):
    who, address, status = PAGES[name]
    width, js = WAYS[way]
    cookies = sign_in(who) if who else ()
    page = open_page(f"/{TURN[name]}/{address.format(**known)}", width=width, js=js, expected=status, cookies=cookies)
    assert overflow(page) == []
    assert axe(page) == []
    assert overflow(page) == [], "with every part opened"


REFUSED = {
    "remark": (REVIEWER, "review/{second}/remarks/"),
    "rubric": (REVIEWER, "review/{second}/rubric/"),
    "publish": (EDITOR, "review/{second}/step/publish/"),
    "decline": (EDITOR, "review/{second}/step/decline/"),
    "assign": (EDITOR, "review/{second}/step/assign/"),
    "translation": (EDITOR, "review/translations/{second}/en/"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_form(open_page, sign_in, known, name):
    """Sent without an answer: the summary takes the focus and leads to the field."""
    who, address = REFUSED[name]
    page = open_page(f"/en/{address.format(**known)}", width=PHONE, cookies=sign_in(who), allowed="status of 422")
    if name == "rubric":
        page.evaluate("for (const radio of document.querySelectorAll('[type=radio]')) radio.checked = false")
    page.locator("main form button[type=submit]").last.click()
    page.locator(".govuk-error-summary").wait_for()
    assert page.title().startswith("Error:")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    assert axe(page) == []
    assert overflow(page) == []


def test_a_remark_by_keyboard_alone_and_without_a_script(open_page, sign_in, known):
    page = open_page(f"/en/review/{known['second']}/", js=False, cookies=sign_in(REVIEWER))
    page.locator("#context summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Say whom it concerns.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Suggest"
    page.keyboard.press("Enter")
    page.wait_for_url("**/#context")
    assert "Say whom it concerns." in page.locator("#context").inner_text()
    page.locator("#context .remark button").focus()
    page.keyboard.press("Enter")
    page.locator(".notice--success", has_text="taken back").wait_for()
    assert "Say whom it concerns." not in page.locator("#context").inner_text()


def test_several_reminders_without_a_script(open_page, sign_in, known):
    page = open_page("/es/review/?tab=all&status=submitted", width=PHONE, js=False, cookies=sign_in(EDITOR))
    for box in page.locator(".queue [type=checkbox]").all():
        box.check()
    page.locator("button[value=remind]").click()
    page.wait_for_url("**/review/?tab=all&status=submitted")
    assert page.locator(".notice--success").count() == 1
    assert axe(page) == []
