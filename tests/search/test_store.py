"""A missing or broken index: readers get unranked results, publications go on, and a rebuild mends it."""

import logging

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from practices import actions, search
from practices.models import Practice, SearchText
from practices.search import store
from tests.factories.practices import published

pytestmark = pytest.mark.django_db


def execute(sql):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with deferred checks cannot be altered
        cursor.execute(sql)


def drop():
    if connection.vendor == "postgresql":
        execute("ALTER TABLE practices_searchtext DROP COLUMN vector, DROP COLUMN short_vector")
    else:
        execute("DROP TABLE practices_searchindex")


def drop_half():
    if connection.vendor == "postgresql":
        execute("ALTER TABLE practices_searchtext DROP COLUMN vector")
    else:
        execute("DROP TABLE practices_searchindex_docsize")


def drop_data():
    if connection.vendor == "postgresql":
        drop_half()
    else:
        execute("DROP TABLE practices_searchindex_data")


def overwrite():
    if connection.vendor == "postgresql":
        execute("DROP INDEX practices_searchtext_vector")
    else:
        execute("UPDATE practices_searchindex_data SET block = x'00010203'")


def empty():
    if connection.vendor == "postgresql":
        drop()
    else:
        execute("INSERT INTO practices_searchindex(practices_searchindex) VALUES ('delete-all')")


BROKEN = [drop, drop_half, drop_data, overwrite, empty]


def found(typed, language="en"):
    with translation.override(language):
        asked = search.Search(typed, language=language)
        hits = asked.ranked(asked.hits(), 0, 100)
        return [hit.pk for hit in hits], asked


@pytest.fixture
def rows(db):
    """Three actions, the newest last."""
    texts = [{"en": "A zebra in the harbour."}, {"en": "The zebra crossing of the old harbour."}, {"en": "Nothing."}]
    return [published(title=title, summary=text) for title, text in zip(("One", "Two", "Zebra"), texts, strict=True)]


def test_a_whole_index_is_ready(rows):
    assert search.is_ready()
    assert store.engine().problems() == []
    call_command("rebuild_search", check=True, verbosity=0)


def test_an_action_without_texts_is_noticed(rows):
    search.forget(rows[0])
    assert not search.is_ready()


@pytest.mark.parametrize("damage", BROKEN)
def test_damage_is_noticed_and_mended(rows, damage):
    before = found("zebra")[0]
    damage()
    assert not search.is_ready()
    with pytest.raises(CommandError):
        call_command("rebuild_search", check=True, verbosity=0)
    call_command("rebuild_search", verbosity=0)
    assert search.is_ready()
    call_command("rebuild_search", check=True, verbosity=0)
    assert found("zebra")[0] == before


@pytest.mark.parametrize("damage", [drop, drop_half, drop_data])
@pytest.mark.parametrize(
    "typed", ["zebra", "harbor zebra", '"zebra crossing"', "zebra -crossing", "harb*", "zebra nowhere", "the", "-zebra"]
)
def test_readers_get_the_same_hits_without_an_index_and_a_note(rows, caplog, damage, typed):
    before = found(typed)[0]
    damage()
    with caplog.at_level(logging.CRITICAL):
        after, asked = found(typed)
    assert sorted(after) == sorted(before)
    if damage is not drop_half:
        assert after == sorted(after, reverse=True)  # newest first
    if after and not (damage is drop_half and typed == "-zebra"):  # nothing to rank: nothing was missed
        assert any("not ordered by relevance" in note for note in asked.notes)
    with caplog.at_level(logging.CRITICAL):
        asked.snippets(asked.ranked(asked.hits(), 0, 5))
        asked.suggestion()
        search.complete("zeb", language="en")


@pytest.mark.parametrize("damage", BROKEN)
def test_a_page_is_shown_without_an_index_and_the_failure_is_logged(rows, client, caplog, damage):
    damage()
    page = client.get("/en/practices/", {"q": "zebra"})
    assert page.status_code == 200
    assert client.get("/api/v1/practices/", {"q": "zebra"}).status_code == 200
    if damage in (drop, drop_data):
        assert page.context["total"] == 3
        assert "rebuild_search" in caplog.text


ADDRESSES = [
    *("/en/", "/en/practices/?q=zebra", "/es/practices/?q=zebra&sort=title", "/fr/practices/?q=-zebra"),
    *("/en/practices/?q=zebra&format=csv", "/en/practices/?q=harb*&format=json", "/en/practices/feed/?q=zebra"),
    *("/en/practices/complete/?q=zeb", "/api/v1/practices/?q=zebra", "/api/v1/facets/?q=harbor+zebra"),
]


@pytest.mark.parametrize("damage", BROKEN)
def test_no_address_fails_without_an_index_and_the_portal_says_what_is_missing(rows, client, caplog, damage):
    damage()
    with caplog.at_level(logging.CRITICAL):
        answers = {address: client.get(address) for address in ADDRESSES}
        for answer in answers.values():
            b"".join(answer)
        ready = client.get("/readyz")
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code != 200} == {}
    assert ready.status_code == 503
    assert ready.json() == {"ready": False, "missing": ["search index: run manage.py rebuild_search"]}


@pytest.mark.parametrize("damage", [drop, drop_half, drop_data, empty])
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_page_says_that_its_results_are_not_ranked(rows, client, caplog, damage, language):
    note = {"en": "not ordered by relevance", "es": "relevancia", "fr": "pertinence"}[language]
    whole = client.get(f"/{language}/practices/", {"q": "zebra"})
    assert whole.context["notices"] == []
    damage()
    with caplog.at_level(logging.CRITICAL):
        page = client.get(f"/{language}/practices/", {"q": "zebra"})
    assert page.context["total"] == whole.context["total"] == 3
    assert any(note in notice for notice in page.context["notices"])
    assert client.get(f"/{language}/practices/").context["notices"] == []


@pytest.mark.parametrize("damage", [damage for damage in BROKEN if damage is not overwrite])
def test_publishing_and_archiving_go_on_without_an_index(rows, editor, damage):
    damage()
    newest = published(title="Later zebra", summary={"en": "x"})
    actions.archive(practice=rows[0], by=editor, reason="Over.")
    call_command("rebuild_search", verbosity=0)
    assert {*found("zebra")[0]} == {rows[1].pk, rows[2].pk, newest.pk}
    assert search.is_ready()


def test_texts_are_replaced_and_forgotten(rows, editor):
    practice = rows[1]
    Practice.objects.filter(pk=practice.pk).update(summary_en="A giraffe.")
    search.index(practice)
    assert found('"zebra crossing"')[1].hits() == set() or practice.pk not in found('"zebra crossing"')[0]
    assert found("giraffe")[0] == [practice.pk]
    search.index(practice)
    assert SearchText.objects.filter(practice=practice).count() == 1
    search.forget(practice)
    assert found("giraffe")[0] == []
    assert store.engine().problems() == []


def test_many_are_forgotten_at_once(rows):
    search.forget_many(Practice.objects.exclude(pk=rows[2].pk))
    assert found("zebra")[0] == [rows[2].pk]
    assert store.engine().problems() == []


def test_the_keys_of_texts_tell_action_and_language(rows):
    for text in SearchText.objects.all():
        assert text.pk == store.key(text.practice_id, text.language)
        assert text.pk // store.SPREAD == text.practice_id
