"""The desk of peer learning in a browser: every page, wide and narrow, with and without scripts; rows; saving."""

import sqlite3

import pytest

from .conftest import DESKTOP, LANGUAGES, PHONE, axe, overflow

EDITOR = "editor@example.org"
#: Name → (address without language, status); each language takes its turn.
PAGES = {
    "desk": ("review/events/", 200),
    "desk, nothing found": ("review/events/?q=zzzz&type=series", 200),
    "desk, notices": ("review/events/?type=nope", 200),
    "new event": ("review/events/new/event/", 200),
    "new publication": ("review/events/new/publication/", 200),
    "event": ("review/events/{event}/", 200),
    "publication": ("review/events/{note}/", 200),
    "one group": ("review/events/{note}/form/editions/", 200),
    "end of the groups": ("review/events/{note}/review/", 200),
    "archived event": ("review/events/{archived}/", 200),
    "publish": ("review/events/{event}/step/publish/", 200),
    "restore": ("review/events/{archived}/step/restore/", 200),
    "wrong state": ("review/events/{event}/step/restore/", 409),
    "history": ("review/events/{event}/history/", 200),
    "delete": ("review/events/{event}/delete/", 200),
    "outcome note": ("review/events/{event}/note/", 200),
    "mentions": ("review/events/{event}/mentions/", 200),
    "participants": ("review/events/{event}/participants/", 200),
    "files": ("review/events/{note}/files/", 200),
    "translations": ("review/events/translations/", 200),
    "translation": ("review/events/translations/{event}/fr/", 200),
}
WAYS = {"desktop": (DESKTOP, True), "phone no js": (PHONE, False)}
TURN = dict(zip(PAGES, LANGUAGES * len(PAGES), strict=False))
TURN |= {"translation": "en"}


@pytest.fixture(scope="session")
def known(portal, tmp_path_factory):
    """The keys that the addresses need, from the database of the portal."""
    folder = tmp_path_factory.getbasetemp()
    (file,) = [path for path in (folder / "browser.sqlite3", folder.parent / "browser.sqlite3") if path.exists()]
    with sqlite3.connect(file) as database:

        def ask(slug):
            return database.execute("SELECT id FROM events_entry WHERE slug = ?", [slug]).fetchone()[0]

        return {
            "event": ask("cities-compare-their-registers"),
            "note": ask("registers"),
            "archived": ask("cities-met-and-moved-on"),
        }


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", PAGES)
def test_page(open_page, sign_in, known, name, way):
    address, status = PAGES[name]
    width, js = WAYS[way]
    address = f"/{TURN[name]}/{address.format(**known)}"
    page = open_page(address, width=width, js=js, expected=status, cookies=sign_in(EDITOR))
    assert overflow(page) == []
    assert axe(page) == []
    assert overflow(page) == [], "with every part opened"


def test_a_row_goes_and_comes_back(open_page, sign_in, known):
    page = open_page(f"/en/review/events/{known['event']}/", cookies=sign_in(EDITOR))
    rows = page.locator("[data-rows=delegations] [data-row]")
    rows.first.get_by_role("button", name="Remove Local government 1").click()
    assert rows.count() == 1
    assert rows.first.locator("[data-row-place]").first.text_content() == "1"
    page.get_by_role("button", name="Undo").click()
    assert rows.count() == 2
    assert rows.first.locator("input[type=text]").first.input_value() == "Grenoble, France"
    assert axe(page) == []


def test_what_is_typed_is_saved(open_page, sign_in, known):
    page = open_page(f"/en/review/events/{known['event']}/", cookies=sign_in(EDITOR))
    page.get_by_label("Summary").first.fill("Saved as one writes.")
    page.get_by_label("Hashtag").focus()
    page.get_by_text("Saved 1").or_(page.get_by_text("Saved 0")).or_(page.get_by_text("Saved 2")).wait_for()
    page.reload()
    assert page.get_by_label("Summary").first.input_value() == "Saved as one writes."
