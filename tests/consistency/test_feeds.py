"""Feeds are Atom as RFC 4287 has it: an author, plain texts, each in a language that it names."""

from xml.etree import ElementTree

import pytest

from tests.factories.events import published_event, published_publication
from tests.factories.practices import published

pytestmark = pytest.mark.django_db
ATOM, LANG = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/XML/1998/namespace}lang"
WORDS = "Housing & <b>work</b>"
MADE = {
    "practices/feed/": lambda: published(title="Market", summary={"en": WORDS}),
    "events/feed/": lambda: published_event(title="Market", summary={"en": WORDS}),
    "publications/feed/": lambda: published_publication(title="Market", summary={"en": WORDS}),
}


def read(client, address):
    answer = client.get(address)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314 — our own


@pytest.mark.parametrize("address", MADE)
def test_a_feed_has_an_author_and_plain_texts(client, address):
    MADE[address]()
    feed = read(client, f"/en/{address}?page=1&sort=title&utm_source=x")
    assert feed.get(LANG) == "en"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Local Action on Migration"
    (entry,) = feed.findall(f"{ATOM}entry")
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{name}")
        assert entry.findtext(f"{ATOM}{name}")
    summary = entry.find(f"{ATOM}summary")
    assert summary.text.endswith(WORDS)
    assert summary.get("type", "text") == "text"
    assert summary.get(LANG) is None


@pytest.mark.parametrize("address", MADE)
def test_a_text_that_falls_back_names_its_language(client, address):
    MADE[address]()
    feed = read(client, f"/fr/{address}")
    assert feed.get(LANG) == "fr"
    assert [feed.find(f"{ATOM}entry/{ATOM}{name}").get(LANG) for name in ("title", "summary")] == ["en", "en"]


def test_a_title_that_says_what_it_is_is_not_told_so_again(client):
    for title in ("Communiqué de presse : Ouverture", "COMMUNIQUÉ DE PRESSE", "Ouverture"):
        published_publication(kind="press-release", language="fr", title=title)
    titles = [entry.findtext(f"{ATOM}title") for entry in read(client, "/fr/publications/feed/").iter(f"{ATOM}entry")]
    assert titles == [
        "Communiqué de presse\xa0: Ouverture",
        "COMMUNIQUÉ DE PRESSE",
        "Communiqué de presse : Ouverture",
    ]
