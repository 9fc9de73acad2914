"""What people do: find an action by objective, by word, by goal; narrow a list, go back, do without scripts."""

import gzip
import re
from datetime import datetime, timedelta
from urllib.parse import unquote

import brotli
import pytest
from playwright.sync_api import expect

from .conftest import DESKTOP, LANGUAGES, PHONE, axe, overflow

NUMBER = re.compile(r"\d+")


@pytest.mark.parametrize("language", LANGUAGES)
def test_objective_1_leads_to_sultanbeyli_and_osnabruck(open_page, language):
    page = open_page(f"/{language}/")
    page.locator(f"a[href='/{language}/agendas/gcm/gcm-1/']").first.click()
    towns = page.locator(".cards").inner_text()
    assert "Sultanbeyli" in towns
    assert "Osnabrück" in towns


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["identité", "IDENTITE"])
def test_a_french_word_finds_the_card_of_grenoble_in_every_language(open_page, language, words):
    page = open_page(f"/{language}/")
    page.locator("#q").fill(words)
    page.locator("#q").press("Enter")
    page.wait_for_url(re.compile(rf"/{language}/practices/\?q="))
    expect(page.locator(".cards")).to_contain_text("Grenoble")
    page.locator(".cards h3 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ["", "practices/"])
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_search_box_offers_whole_searches(open_page, language, room, width):
    page = open_page(f"/{language}/{room}", width=width)
    box = page.locator("#q")
    with page.expect_response("**/complete/?q=mig"):
        box.press_sequentially("mig", delay=30)
    expect(page.locator("#q-completions option:not([value*='mig'])")).to_have_count(0)
    expect(page.locator("#q-completions option").first).to_be_attached()
    assert overflow(page) == []
    assert axe(page) == []
    box.press("Enter")
    page.wait_for_url(f"**/{language}/practices/?q=mig")
    expect(page.locator("#results-heading")).to_be_visible()


def offered(page):
    """Return the searches that the box offers."""
    return page.locator("#q-completions option").evaluate_all("options => options.map(option => option.value)")


def test_a_letter_more_gives_up_the_question_before(open_page):
    page, asked = open_page("/es/practices/"), []
    page.on("request", lambda request: "/complete/?" in request.url and asked.append(request.url.split("=")[1]))
    page.route("**/complete/?q=ref", lambda _route: None)  # never answered
    page.clock.install()
    page.clock.pause_at(datetime.now() + timedelta(hours=1))  # however slow the machine: no pause between two letters
    box = page.locator("#q")
    box.press_sequentially("ref")
    with page.expect_request("**/complete/?q=ref"):
        page.clock.run_for(1000)
    with page.expect_event("requestfailed"):
        box.press_sequentially("ugi")
    page.clock.run_for(1000)
    expect(page.locator("#q-completions option").first).to_be_attached()
    assert asked == ["ref", "refugi"], "one question for letters typed in one go"
    assert offered(page)[0].startswith("refugi")
    box.fill("")
    expect(page.locator("#q-completions option")).to_have_count(0)


def test_a_word_typed_without_its_accents_is_offered_with_them(open_page):
    """The browser shows only what holds the typed letters: there the label has them."""
    page = open_page("/fr/")
    page.locator("#q").press_sequentially("refugi")
    expect(page.locator("#q-completions option[value='réfugiés']")).to_have_text("refugi → réfugiés")


def test_without_completions_the_box_searches_all_the_same(open_page):
    page = open_page("/en/", allowed="404")
    page.route("**/complete/**", lambda route: route.fulfill(status=404, body="gone"))
    with page.expect_response("**/complete/**"):
        page.locator("#q").press_sequentially("housing")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/en/practices/?q=housing")


def test_a_goal_finds_what_is_tagged_to_its_targets(open_page, api):
    tagged = {row["code"] for row in api("practices/?target=10.7&page_size=100")["results"]}
    assert tagged
    page = open_page("/en/practices/?sdg=10")
    expect(page.locator(".chips")).to_contain_text("10")
    found = {link.get_attribute("href").split("/")[3] for link in page.locator(".cards h3 a").all()}
    total = int(NUMBER.search(page.locator("#results-heading").inner_text())[0])
    assert len(found) == total, "all on one page, so that the sets can be compared"
    assert tagged <= found


def box(page, name, value):
    """Return one checkbox of the filters, its group opened."""
    page.locator(f"#facet-{name}").evaluate("group => { group.open = true }")
    return page.locator(f"input[name='{name}'][value='{value}']")


def test_a_ticked_box_changes_list_address_and_announcement_and_keeps_the_focus(open_page):
    page = open_page("/en/practices/")
    before = page.locator("#results-heading").inner_text()
    france = box(page, "country", "FR")
    france.check()
    page.wait_for_url("**/en/practices/?country=FR")
    expect(page.locator("#results-heading")).not_to_have_text(before)
    after = page.locator("#results-heading").inner_text()
    expect(page.locator("#live-status")).to_have_text(after)
    expect(france).to_be_focused()
    expect(france).to_be_checked()
    expect(page.locator(".chips")).to_contain_text("France")
    expect(page.locator("#strip a[hreflang=es]")).to_have_attribute("href", re.compile(r"/es/practices/\?country=FR$"))

    page.go_back()
    page.wait_for_url("**/en/practices/")
    expect(page.locator("#results-heading")).to_have_text(before)
    expect(box(page, "country", "FR")).not_to_be_checked()
    page.go_forward()
    page.wait_for_url("**/en/practices/?country=FR")
    expect(page.locator("#results-heading")).to_have_text(after)
    expect(box(page, "country", "FR")).to_be_checked()


def test_a_chip_takes_its_choice_away(open_page):
    page = open_page("/fr/practices/?country=FR&country=TR")
    page.locator(".chips a[href*='country=FR']:not([href*='country=TR'])").click()
    page.wait_for_url("**/fr/practices/?country=FR")
    expect(box(page, "country", "TR")).not_to_be_checked()
    expect(box(page, "country", "FR")).to_be_checked()


def test_keyboard_alone(open_page):
    page = open_page("/en/practices/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    page.keyboard.press("Enter")
    group = page.locator("#facet-country summary")
    group.focus()
    if page.locator("#facet-country").get_attribute("open") is None:
        page.keyboard.press("Enter")
    box_of_france = page.locator("input[name=country][value=FR]")
    for _step in range(40):
        page.keyboard.press("Tab")
        if box_of_france.evaluate("box => box === document.activeElement"):
            break
    page.keyboard.press("Space")
    page.wait_for_url("**/en/practices/?country=FR")
    expect(box_of_france).to_be_focused()


def test_without_scripts_the_form_does_the_same(open_page):
    page = open_page("/es/practices/", js=False)
    page.locator("#facet-country summary").click()
    page.locator("input[name=country][value=FR]").check()
    page.get_by_role("button", name="Aplicar" if page.get_by_text("Aplicar").count() else "Apply filters").click()
    assert "country=FR" in page.url
    assert page.locator("input[name=country][value=FR]").is_checked()
    assert page.locator(".chips").inner_text()
    narrowed = page.locator("#results-heading").inner_text()
    page.locator("select[name=sort]").select_option("title")
    page.locator(".results button[type=submit], .sort button").first.click()
    assert "sort=title" in page.url
    assert "country=FR" in page.url
    assert page.locator("#results-heading").inner_text() == narrowed


def test_the_panel_of_a_phone_opens_counts_and_closes(open_page):
    page = open_page("/en/practices/", width=PHONE)
    page.locator(".filters__toggle").click()
    box(page, "country", "FR").check()
    page.wait_for_url("**/en/practices/?country=FR")
    total = NUMBER.search(page.locator("#results-heading").inner_text())[0]
    show = page.locator(".filters__show")
    expect(show).to_contain_text(total)
    assert overflow(page) == []
    show.click()
    expect(page.locator("#filters-panel")).to_be_hidden()
    expect(page.locator("#results-heading")).to_be_focused()


def test_the_language_changes_and_the_choice_stays(open_page):
    page = open_page("/en/practices/?country=FR&q=identit%C3%A9")
    page.locator("a[hreflang=fr]").first.click()
    assert unquote(page.url).endswith("/fr/practices/?country=FR&q=identité")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator(".cards")).to_contain_text("Grenoble")


def test_a_lost_connection_is_said_and_the_list_stays(open_page):
    page = open_page("/en/practices/", allowed="htmx:error: offline")
    before = page.locator("#results-heading").inner_text()
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')) }")
    box(page, "country", "FR").check()
    expect(page.locator("#live-error")).to_be_visible()
    expect(page.locator("#results-heading")).to_have_text(before)


def test_the_documentation_of_the_api_works_under_our_policy(open_page):
    page = open_page("/api/v1/docs/")
    expect(page.locator(".opblock").first).to_be_visible()


#: Kilobytes of each kind, packed by gzip.
BUDGETS = {"stylesheet": 18, "script": 30, "font": 30}
FIRST_VIEW = 100


@pytest.mark.parametrize("address", ["/en/", "/fr/practices/", "/es/agendas/gcm/gcm-1/"])
def test_a_page_is_light(open_page, address):
    """The first view of a page: each kind of file, and the sum as production sends it (whitenoise packs by Brotli)."""
    answers = []
    page = open_page(address, answers=answers)
    page.wait_for_load_state("networkidle")
    sizes, sent = dict.fromkeys(BUDGETS, 0), 0
    for answer in answers:
        body, kind = answer.body(), answer.request.resource_type
        packed = body if kind == "font" else gzip.compress(body, 6)
        sizes[kind] = sizes.get(kind, 0) + len(packed) / 1024
        sent += len(brotli.compress(body) if kind in {"stylesheet", "script"} else packed) / 1024
    assert all(sizes.values())
    assert {kind: size for kind, size in sizes.items() if size > BUDGETS.get(kind, FIRST_VIEW)} == {}
    assert sent <= FIRST_VIEW, sizes
