"""Public pages by version: remembered for anonymous readers, gone with the next change, never for anyone signed in."""

import pytest
from django.test import Client

from portal import pagecache
from portal.shared.memory import Memory
from practices import actions, fragments
from tests.factories.practices import published

pytestmark = pytest.mark.django_db
ADDRESSES = ("/en/", "/en/practices/", "/fr/practices/?gcm=1", "/es/agendas/gcm/", "/api/v1/practices/?lang=fr")


@pytest.fixture(autouse=True)
def memory(monkeypatch):
    """The memories as production has them."""
    monkeypatch.setattr(pagecache, "pages", Memory(10**7))
    monkeypatch.setattr(fragments, "memory", Memory(10**7))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_remembered_and_answers_304(client, address, django_assert_num_queries):
    published(tags=["gcm-1", "sdg-10"])
    first = client.get(address)
    with django_assert_num_queries(1):  # the data version
        second = client.get(address)
    assert (second.content, second["ETag"]) == (first.content, first["ETag"])
    assert second["Content-Language"] == first["Content-Language"]
    assert second["Cache-Control"] == pagecache.PUBLIC
    with django_assert_num_queries(1):
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_publication_is_seen_at_the_next_request(client, editor):
    published(title="Old words", tags=["gcm-1", "sdg-10"])
    before = client.get("/en/practices/")
    fresh = published(title="Zebra crossing", tags=["gcm-1", "sdg-10"])
    after = client.get("/en/practices/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "Zebra crossing" in after.content.decode()
    actions.archive(practice=fresh, by=editor, reason="No longer true.")
    assert "Zebra crossing" not in client.get("/en/practices/").content.decode()


def test_languages_and_formats_are_kept_apart(client):
    published(tags=["gcm-1", "sdg-10"])
    bodies = {client.get(address).content for address in ("/en/practices/", "/es/practices/", "/fr/practices/")}
    assert len(bodies) == 3
    asked = ({"Accept-Language": code} for code in ("en", "es", "fr"))
    assert len({client.get("/api/v1/themes/", headers=headers).content for headers in asked}) == 3


def test_nothing_is_remembered_for_people_who_are_signed_in(editor):
    published(tags=["gcm-1", "sdg-10"])
    inside = Client()
    inside.force_login(editor)
    page = inside.get("/en/practices/")
    assert page["Cache-Control"] == pagecache.PRIVATE
    assert "ETag" not in page
    assert not pagecache.pages.kept


def test_a_missing_page_is_not_remembered(client):
    assert client.get("/en/practices/LA-1999-0001/").status_code == 404
    assert not pagecache.pages.kept


def test_the_memory_stays_within_its_bounds():
    memory = Memory(1000)
    for number in range(100):
        memory.put(number, "x" * 50, 50)
    assert memory.size <= 1000
    assert memory.get(99) == "x" * 50
    assert memory.get(0) is None
    memory.put("big", "x" * 500, 500)
    assert memory.get("big") is None


def test_a_prefix_that_a_header_names_stays_with_who_sent_it(client):
    """A server that takes SCRIPT_NAME from a header writes it into every link: nobody else may get that page."""
    published(tags=["gcm-1", "sdg-10"])
    assert "/evil/" in client.get("/en/practices/", SCRIPT_NAME="/evil").content.decode()
    assert "/evil/" not in client.get("/en/practices/").content.decode()


def test_what_a_program_accepts_is_kept_apart(client):
    schema = "/api/v1/schema/"
    json, native = (client.get(schema, headers={"Accept": kind}) for kind in ("application/json", "*/*"))
    assert json["Content-Type"] != native["Content-Type"]
