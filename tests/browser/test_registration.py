"""Registration and follow-up in a browser: axe, wide and narrow, with scripts and without; one registration by hand."""

import re
import sqlite3

import pytest

from .conftest import axe, overflow
from .test_accessibility import WAYS

#: Who → addresses.
PAGES = {
    "": [
        "/en/events/coming/register/",
        "/es/events/coming/register/done/",
        "/fr/events/held-and-answered/",
        "/fr/events/registrations/{token}/",
        "/es/events/registrations/{token}/cancel/",
    ],
    "officer": [
        "/fr/events/coming/register/",
        "/en/workspace/",
        "/es/workspace/changes/",
        "/fr/workspace/changes/1/",
        "/en/events/held-last-week/change/",
    ],
    "editor": ["/es/review/changes/", "/en/review/events/{coming}/registrations/"],
}
ROWS = [(who, address) for who, addresses in PAGES.items() for address in addresses]


@pytest.fixture(scope="module")
def known(portal, tmp_path_factory):
    """What stands in no public answer: the number of the event that takes registrations, the link of a registration."""
    folder = tmp_path_factory.getbasetemp()
    (file,) = [path for path in (folder / "browser.sqlite3", folder.parent / "browser.sqlite3") if path.exists()]
    with sqlite3.connect(file) as database:
        event, token = database.execute("SELECT event_id, token FROM events_registration LIMIT 1").fetchone()
    return {"coming": event, "token": token}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_page(open_page, sign_in, known, row, way):
    (who, address), (width, js) = row, WAYS[way]
    cookies = sign_in(f"{who}@example.org") if who else ()
    page = open_page(address.format(**known), width=width, js=js, cookies=cookies)
    assert overflow(page) == []
    assert axe(page) == []


def test_a_refused_form_leads_to_its_errors(open_page):
    page = open_page("/es/events/coming/register/", allowed="422")
    page.fill("[name=name]", "Guest by hand")
    page.click("main form button[type=submit]")
    page.wait_for_selector(".govuk-error-summary")
    assert page.input_value("[name=name]") == "Guest by hand"
    assert page.locator(".govuk-error-summary li").count() == 3, "address, country, agreement"
    assert axe(page) == []
    assert re.match(r"Error: ", page.title())
