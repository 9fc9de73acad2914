"""Actions and counts for machines: shape, paging, languages, and nothing hidden."""

import pytest

from practices import actions, record
from tests.factories.practices import PublishedPracticeFactory, archived, draft, published, town

pytestmark = pytest.mark.django_db
LIST = "/api/v1/practices/"


@pytest.fixture
def french():
    return published(
        language="fr",
        title="Carte locale",
        states={"es": "human"},
        summary={"fr": "Le résumé", "es": "El resumen"},
        tags=[{"objective": "gcm-4", "is_primary": True, "why": {"fr": "Parce que"}}, {"objective": "sdg-10-7"}],
        starts_on="2020-04-01",
        starts_precision="month",
        lead_lrg=town(slug="our-town", name_en="Our Town", name_fr="Notre ville"),
    )


def test_an_action_in_a_list(client, french):
    answer = client.get(LIST, {"lang": "fr"}).json()
    assert {name: answer[name] for name in ("count", "next", "previous")} == {
        "count": 1,
        "next": None,
        "previous": None,
    }
    row = answer["results"][0]
    for moment in ("published_at", "confirmed_at"):
        assert row.pop(moment).startswith(str(french.published_at.date()))
    assert row == {
        "code": french.code,
        "url": f"http://testserver/fr/practices/{french.code}/carte-locale/",
        "title": {"text": "Carte locale", "language": "fr"},
        "summary": {"text": "Le résumé", "language": "fr"},
        "kind": "practice",
        "status": "ongoing",
        "lead_lrg": {"slug": "our-town", "name": {"text": "Notre ville", "language": "fr"}},
        "starts_on": "2020-04-01",
        "starts_precision": "month",
        "ends_on": None,
        "ends_precision": "",
        "original_language": "fr",
        "languages": ["es", "fr"],
        "objectives": [
            {"code": "gcm-4", "label": "PMM 4", "is_primary": True},
            {"code": "sdg-10-7", "label": "ODD 10.7", "is_primary": False},
        ],
        "version": 1,
        "freshness": "fresh",
        "is_synthetic": False,
    }


def test_one_action_adds_its_whole_public_content(client, french):
    row = client.get(f"{LIST}{french.code}/").json()
    listed = client.get(LIST).json()["results"][0]
    french.refresh_from_db()
    assert row.pop("content") == record.dump(french) == french.versions.get().content
    assert row == listed


@pytest.mark.parametrize(
    ("query", "accepted", "expected"),
    [
        ("", "fr", ("fr", "Le résumé")),
        ("", "es-MX, en;q=0.5", ("es", "El resumen")),
        ("", "de", ("en", "Le résumé")),
        ("?lang=es", "fr", ("es", "El resumen")),
        ("?lang=fr", "es", ("fr", "Le résumé")),
        ("?lang=fr&lang=es", "", ("fr", "Le résumé")),
    ],
)
def test_answers_come_in_the_language_asked_for(client, french, query, accepted, expected):
    language, summary = expected
    answer = client.get(f"{LIST}{query}", headers={"accept-language": accepted})
    assert answer["Content-Language"] == language
    assert "Accept-Language" in answer["Vary"]
    assert answer.json()["results"][0]["summary"]["text"] == summary
    facets = client.get(f"/api/v1/facets/{query}", headers={"accept-language": accepted}).json()
    label = {"en": "Theme", "es": "Tema", "fr": "Thème"}[language]
    assert label in [group["label"] for group in facets["facets"]]


def test_lang_keeps_what_can_be_read_in_it(client, french):
    english = published()
    assert [row["code"] for row in client.get(LIST, {"lang": "en"}).json()["results"]] == [english.code]
    assert client.get(f"{LIST}?lang=en&lang=es").json()["count"] == 2
    assert list(client.get(LIST, {"lang": "de"}).json()) == ["lang"]


def test_one_language_does_not_stay_for_the_next_request(client, french):
    client.get(LIST, {"lang": "fr"})
    assert client.get(LIST)["Content-Language"] == "en"


def test_lists_have_pages(client):
    PublishedPracticeFactory.create_batch(5, lead_lrg=town())
    first = client.get(LIST, {"page_size": 2}).json()
    assert (first["count"], len(first["results"]), first["previous"]) == (5, 2, None)
    seen, address = [], f"http://testserver{LIST}?page_size=2"
    while address:
        answer = client.get(address).json()
        seen += [row["code"] for row in answer["results"]]
        address = answer["next"]
    assert len(seen) == len(set(seen)) == 5
    assert client.get(LIST, {"page_size": 2, "page": 4}).status_code == 404


def test_a_page_holds_a_hundred_at_most(client):
    PublishedPracticeFactory.create_batch(101, lead_lrg=town())
    for size in (100, 101, 100_000):
        answer = client.get(LIST, {"page_size": size}).json()
        assert (answer["count"], len(answer["results"])) == (101, 100)
    assert len(client.get(LIST).json()["results"]) == 20


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_hidden_archived_and_unknown_give_the_same_answer(client, editor, language):
    hidden, gone = draft(by=editor), archived(by=editor)
    answers = {
        (answer.status_code, answer.content)
        for code in (hidden.pk, gone.code, "LA-1999-0001", "x")
        for answer in [client.get(f"{LIST}{code}/", headers={"accept-language": language})]
    }
    assert len(answers) == 1
    assert answers.pop()[0] == 404


def test_errors_come_in_the_language_asked_for(client, french):
    answer = client.get(LIST, {"lang": "fr", "gcm": "99"})
    assert answer.status_code == 400
    assert answer.json()["gcm"] == ["«\xa099\xa0» n’est pas une valeur de ce filtre."]


def test_facets_count_every_choice(client, french, editor):
    other = published(by=editor, tags=["gcm-1", "sdg-10"], themes=["data"])
    answer = client.get("/api/v1/facets/", {"gcm": "4"}).json()
    assert answer["count"] == 1
    facets = {group["name"]: {row["value"]: row["count"] for row in group["values"]} for group in answer["facets"]}
    assert facets["gcm"]["4"] == facets["gcm"]["1"] == 1  # its own choice does not count
    assert (facets["theme"]["housing"], facets["theme"]["data"]) == (1, 0)
    assert facets["sdg"]["10"] == 1
    assert facets["year"]["2020"] == 1
    actions.archive(practice=other, by=editor, reason="Over.")
    again = client.get("/api/v1/facets/").json()
    assert again["count"] == 1


@pytest.mark.parametrize("address", [LIST, "/api/v1/facets/"])
def test_what_the_search_says_of_itself_stands_in_the_answer(client, address):
    published(title="Zebra crossing")
    assert client.get(address).json()["notices"] == client.get(address, {"q": "zebra"}).json()["notices"] == []
    corrected = client.get(address, {"q": "zebrra"}).json()
    assert corrected["count"] == 1
    assert [*corrected][:-1] == (
        ["count", "notices"] if "facets" in address else ["count", "next", "previous", "notices"]
    )
    assert "similar ones were looked for" in corrected["notices"][0]


@pytest.mark.parametrize("address", [LIST, "/api/v1/facets/", "detail"])
def test_the_api_is_for_reading(client, french, address):
    address = f"{LIST}{french.code}/" if address == "detail" else address
    assert client.head(address).status_code == client.get(address).status_code == 200
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(address).status_code == 405
