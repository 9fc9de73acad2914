"""The page that lists the agendas."""

import pytest

from tests.factories import compacts as factories

ADDRESS = "/{}/agendas/"


@pytest.mark.parametrize(
    ("language", "title", "gloss"),
    [
        ("en", "Global Compact for Migration", "on all sides of migration"),
        ("es", "Pacto Mundial para la Migración", "sobre todos los aspectos de la migración"),
        ("fr", "Pacte mondial sur les migrations", "tous les aspects des migrations"),
    ],
)
def test_the_agendas_in_each_language(client, db, language, title, gloss):
    answer = client.get(ADDRESS.format(language))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert title in page
    assert gloss in page
    assert "A/RES/73/195" in page
    assert f"/{language}/agendas/gcm/" in page


def test_the_agendas_are_counted_by_level(client, db):
    cards = {card["agenda"].code: card["counts"] for card in client.get(ADDRESS.format("en")).context["cards"]}
    assert cards["gcm"] == ["23 objectives", "10 principles"]
    assert cards["sdg"] == ["17 goals", "169 targets"]
    assert cards["mmd"] == ["3 commitments", "1 priority"]
    assert cards["gzt"] == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_two_queries(client, empty, django_assert_num_queries, number):
    for position in range(number):
        factories.ObjectiveFactory(agenda=factories.AgendaFactory(code=f"agenda{position}"))
    with django_assert_num_queries(2):
        assert client.get(ADDRESS.format("en")).status_code == 200


@pytest.mark.django_db
def test_a_text_that_falls_back_names_its_language(client):
    factories.AgendaFactory(short_title_fr=None, short_title_es=None, short_title_en="Only here")
    assert 'lang="en">Only here</a>' in client.get(ADDRESS.format("fr")).content.decode()
    assert 'lang="en">Only here</a>' not in client.get(ADDRESS.format("en")).content.decode()


@pytest.mark.django_db
def test_the_page_is_for_reading(client):
    assert client.post(ADDRESS.format("en")).status_code == 405
