"""The collections of the agendas in the API."""

import pytest

from tests.factories import compacts as factories

ROOT = "/api/v1/"


def codes(answer):
    assert answer.status_code == 200, answer.content
    return [row["code"] for row in answer.json()["results"]]


def test_the_collections_hold_everything(client, db):
    counts = {
        name: client.get(f"{ROOT}{name}/").json()["count"]
        for name in ("agendas", "objectives", "linkages", "themes", "forums")
    }
    assert counts == {"agendas": 6, "objectives": 269, "linkages": 94, "themes": 22, "forums": 6}


@pytest.mark.parametrize(
    ("language", "title", "label"),
    [
        ("en", "Address and reduce vulnerabilities in migration", "GCM 7"),
        ("es", "Abordar y reducir las vulnerabilidades en la migración", None),
        ("fr", "S’attaquer aux facteurs de vulnérabilité liés aux migrations et les réduire", None),
    ],
)
def test_an_objective_by_its_code(client, db, language, title, label):
    row = client.get(f"{ROOT}objectives/gcm-7/", {"lang": language}).json()
    assert row["title"] == {"text": title, "language": language}
    assert (row["agenda"], row["level"], row["value"], row["parent"]) == ("gcm", "objective", "7", None)
    assert row["url"] == f"http://testserver/{language}/agendas/gcm/gcm-7/"
    assert row["paragraphs"] == "23"
    assert label in (None, row["label"])


def test_a_text_that_falls_back_names_its_language(client, db):
    factories.ThemeFactory(code="archives", title_fr=None)
    row = client.get(f"{ROOT}themes/archives/", {"lang": "fr"}).json()
    assert row["title"] == {"text": "Title of archives", "language": "en"}


def test_objectives_by_agenda_level_and_parent(client, db):
    url = f"{ROOT}objectives/"
    assert codes(client.get(url, {"agenda": "gcr", "level": "objective"})) == [f"gcr-obj-{n}" for n in range(1, 5)]
    assert codes(client.get(url, {"parent": "gcr-a3"})) == ["gcr-a3-1", "gcr-a3-2", "gcr-a3-3"]
    assert client.get(url, {"agenda": ["gcm", "lmp"], "level": "principle"}).json()["count"] == 17


def test_linkages_by_their_ends(client, db):
    url = f"{ROOT}linkages/"
    assert codes(client.get(url, {"from_objective": "gcm-3"})) == ["gcm-3-to-sdg-17-18-iom-sanjose"]
    assert client.get(url, {"to_objective": "sdg-17-18"}).json()["count"] == 6
    row = client.get(f"{url}gcm-3-to-sdg-17-18-iom-sanjose/").json()
    assert row["source"]["url"] == "https://rosanjose.iom.int/en/background"
    assert (row["from_objective"], row["to_objective"]) == ("gcm-3", "sdg-17-18")


def test_suggested_linkages_are_not_published(client, db):
    assert client.get(f"{ROOT}linkages/gcm-5-to-sdg-10-7-suggested/").status_code == 404
    assert codes(client.get(f"{ROOT}linkages/", {"from_objective": "gcm-5"})) == []


def test_a_forum_with_its_round_tables(client, db):
    row = client.get(f"{ROOT}forums/imrf-2022/").json()
    assert (row["starts_on"], row["ends_on"], row["agendas"]) == ("2022-05-17", "2022-05-20", ["gcm"])
    assert [table["code"] for table in row["round_tables"]] == [f"imrf-2022-rt-{n}" for n in range(1, 5)]
    assert row["round_tables"][2]["objectives"] == ["gcm-14", "gcm-15", "gcm-16", "gcm-19", "gcm-20", "gcm-22"]
    assert [table["is_verified"] for table in row["round_tables"]] == [True, True, True, False]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("collection", "field"),
    [
        ("objectives", "agenda"),
        ("objectives", "level"),
        ("objectives", "parent"),
        ("linkages", "from_objective"),
        ("linkages", "to_objective"),
    ],
)
@pytest.mark.parametrize("value", ["nowhere", "\x00", "-1", "x" * 10_000, "\ud800".encode("utf-8", "surrogatepass")])
def test_an_unknown_value_is_refused_with_its_field(client, collection, field, value):
    factories.LinkageFactory()
    answer = client.get(f"{ROOT}{collection}/", {field: value})
    assert answer.status_code == 400
    assert list(answer.json()) == [field]


@pytest.mark.django_db
@pytest.mark.parametrize("collection", ["agendas", "objectives", "linkages", "themes", "forums"])
def test_an_unknown_code_is_not_found(client, collection):
    assert client.get(f"{ROOT}{collection}/nothing/").status_code == 404
    assert client.get(f"{ROOT}{collection}/", {"page": "99"}).status_code == 404
    assert client.post(f"{ROOT}{collection}/").status_code in {403, 405}


def three_levels(number):
    for _ in range(number):
        factories.TargetFactory()


def themes(number):
    for _ in range(number):
        factories.ThemeFactory().objectives.set([factories.ObjectiveFactory()])


#: Collection → what makes its rows, and the queries of a list: the count, the rows, one per relation to many.
LISTS = {
    "agendas": (factories.AgendaFactory.create_batch, 2),
    "objectives": (three_levels, 2),
    "linkages": (factories.LinkageFactory.create_batch, 2),
    "themes": (themes, 3),
    "forums": (factories.RoundTableFactory.create_batch, 5),
}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("collection", LISTS)
def test_a_list_takes_the_same_queries_whatever_its_length(
    client, empty, django_assert_num_queries, collection, number
):
    make, queries = LISTS[collection]
    make(number)
    with django_assert_num_queries(queries):
        answer = client.get(f"{ROOT}{collection}/")
    assert len(codes(answer)) >= number
