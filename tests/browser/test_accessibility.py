"""Every kind of page: axe (WCAG 2.2 AA), wide and narrow, scripts on and off; no complaint, no sideways scroll."""

import pytest

from portal.accounts.models import User
from portal.accounts.notices import unsubscribe_token

from .conftest import DESKTOP, LANGUAGES, PHONE, axe, overflow

#: Name → (address, status); the language stands at its head and differs from page to page.
PAGES = {
    "home": ("/en/", 200),
    "about": ("/es/about/", 200),
    "browse": ("/fr/practices/", 200),
    "browse, filtered": ("/en/practices/?gcm=15&gcm=16&country=FR&q=access", 200),
    "browse, nothing found": ("/es/practices/?q=zzzz&gcm=1", 200),
    "browse, notices": ("/fr/practices/?gcm=99&year_from=soon", 200),
    "browse, page out of range": ("/en/practices/?page=999", 404),
    "action": ("/es/practices/{grenoble}/", 200),
    "action, in a fallback language": ("/{missing}/practices/{fallback}/", 200),
    "archived action": ("/fr/practices/{archived}/", 410),
    "agendas": ("/en/agendas/", 200),
    "agenda": ("/es/agendas/gcm/", 200),
    "agenda of goals and targets": ("/fr/agendas/sdg/", 200),
    "objective": ("/en/agendas/gcm/gcm-1/", 200),
    "LRGs": ("/es/local-governments/", 200),
    "LRG": ("/fr/local-governments/grenoble/", 200),
    "organisations": ("/en/organisations/", 200),
    "organisation": ("/es/organisations/icmpd/", 200),
    "networks": ("/fr/networks/", 200),
    "network": ("/en/networks/mc2cm/", 200),
    "publications": ("/en/publications/", 200),
    "publications, filtered": ("/fr/publications/?kind=note&theme=data&q=migration", 200),
    "publications, notices": ("/es/publications/?kind=poem&year_from=soon", 200),
    "notes": ("/es/notes/", 200),
    "note": ("/en/notes/28/", 200),
    "note in French": ("/fr/notes/28/", 200),
    "charter": ("/es/publications/lampedusa-charter/", 200),
    "press release": ("/en/publications/press-release-live-learning-migration/", 200),
    "events": ("/en/events/", 200),
    "events, filtered": ("/fr/events/?when=past&kind=live-session&q=migration", 200),
    "events, notices and nothing found": ("/es/events/?q=zzzz&kind=ball&gcm=1", 200),
    "event": ("/es/events/live-learning-migration-2020/", 200),
    "event of three days": ("/fr/events/peer-learning-contexts-of-crisis/", 200),
    "series of events": ("/en/events/series/", 200),
    "series": ("/fr/events/series/beyond-the-outbreak/", 200),
    "person": ("/es/people/eric-piolle/", 200),
    "stop mail": ("/fr/mail/unsubscribe/{stop_mail}/", 200),
    "not found": ("/es/nothing-here/", 404),
    "gallery": ("/en/_gallery/", 200),
    "admin login": ("/admin/login/", 200),
}
IN_EACH_LANGUAGE = {
    f"{name} in {language}": (address.replace(address[:4], f"/{language}/", 1), status)
    for name, (address, status) in PAGES.items()
    if name in {"home", "browse", "action", "event"}
    for language in LANGUAGES
    if not address.startswith(f"/{language}/")
}
WAYS = {
    "desktop": (DESKTOP, True),
    "phone": (PHONE, True),
    "desktop no js": (DESKTOP, False),
    "phone no js": (PHONE, False),
}


@pytest.fixture(scope="module")
def codes(api):
    """Codes that the addresses above need: they are given when the demo is loaded."""
    listed = api("practices/?page_size=100")["results"]
    fallback = next(
        (row["code"], language) for row in listed for language in LANGUAGES if language not in row["languages"]
    )
    known = {row["code"] for row in listed}
    numbers = sorted(int(code.rsplit("-", 1)[1]) for code in known)
    start = next(iter(known)).rsplit("-", 1)[0]
    (gap,) = set(range(1, numbers[-1] + 2)) - {*numbers, numbers[-1] + 1} or {numbers[-1] + 1}
    return {
        "grenoble": api("practices/?lrg=grenoble&q=identit%C3%A9")["results"][0]["code"],
        "fallback": fallback[0],
        "missing": fallback[1],
        "archived": f"{start}-{gap:04d}",
        "stop_mail": unsubscribe_token(User(pk=1)),
    }


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", PAGES | IN_EACH_LANGUAGE)
def test_page(open_page, codes, name, way):
    address, status = (PAGES | IN_EACH_LANGUAGE)[name]
    width, js = WAYS[way]
    page = open_page(address.format(**codes), width=width, js=js, expected=status)
    assert overflow(page) == []
    assert axe(page) == []
    assert overflow(page) == [], "with every part opened"


def test_filters_on_a_phone(open_page):
    """The panel that only a script opens."""
    page = open_page("/en/practices/", width=PHONE)
    page.get_by_role("button", name="Filters").click()
    assert axe(page) == []
    assert overflow(page) == []


def test_axe_finds_what_is_wrong(open_page):
    """The check itself: a page with a fault does not pass."""
    page = open_page("/en/about/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button>')")
    assert axe(page) == ["button-name: <button></button>"]
