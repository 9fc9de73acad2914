"""The bodies of the five source documents on the pages, in the API and in the admin."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils import translation

from portal.directory.models import Organisation

pytestmark = pytest.mark.django_db

LISTS = ("local-governments", "organisations", "networks")
MODELS = [model for model in apps.get_app_config("directory").get_models() if not model._meta.auto_created]


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_in_every_language(client, bodies, language, name):
    response = client.get(f"/{language}/{name}/")
    assert response.status_code == 200
    assert response.context["page"].paginator.count > 3


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("q=notse", ["notse"]),
        ("q=NOTSÉ", ["notse"]),
        ("q=dedougoui", ["dedougou"]),
        ("country=TN", ["sfax", "tunis"]),
        ("country=TN&country=TG", ["notse", "sfax", "tunis"]),
        ("section=mewa&country=TR&kind=association", ["union-of-municipalities-of-turkiye"]),
        ("section=mewa&section=europe&q=sultan", ["sultanbeyli"]),
        ("country=FR", ["grenoble", "lyon"]),
        ("q=qqq", []),
    ],
)
def test_filters_of_local_governments(client, bodies, query, slugs):
    response = client.get(f"/en/local-governments/?{query}")
    assert [card["url"].split("/")[-2] for card in response.context["cards"]] == slugs
    assert not response.context["notices"]


def test_counts_of_a_facet_ignore_its_own_choice(client, bodies):
    facets = {facet["name"]: facet for facet in client.get("/en/local-governments/?country=TN").context["facets"]}
    counts = {option["value"]: option["count"] for option in facets["country"]["options"]}
    assert (counts["TN"], counts["FR"]) == (2, 2)
    sections = {option["value"]: option for option in facets["section"]["options"]}
    assert sections["africa"]["count"] == 2
    assert sections["mewa"]["state"] == " disabled"
    assert "mewa" in sections


def test_an_unknown_value_gives_a_notice_and_the_rest(client, bodies):
    response = client.get("/en/local-governments/?country=ZZ&country=TN&section=mars")
    assert response.context["page"].paginator.count == 2
    assert len(response.context["notices"]) == 2
    assert "“ZZ”" in response.content.decode()


def test_chips_drop_one_choice(client, bodies):
    response = client.get("/en/local-governments/?country=TN&country=FR&q=tunis")
    assert [chip["url"] for chip in response.context["chips"]] == [
        "?country=TN&country=FR",
        "?country=FR&q=tunis",
        "?country=TN&q=tunis",
    ]


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("organisations/notse", "local-governments/notse"),
        ("networks/notse", "local-governments/notse"),
        ("organisations/mc2cm", "networks/mc2cm"),
        ("networks/icmpd", "organisations/icmpd"),
        ("local-governments/icmpd", "organisations/icmpd"),
    ],
)
def test_a_body_under_the_wrong_address_leads_to_the_right_one(client, bodies, asked, right):
    response = client.get(f"/fr/{asked}/")
    assert (response.status_code, response["Location"]) == (301, f"/fr/{right}/")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["8 confirmed members", "2 open places", "another European city", "European Commission", "2015"]),
        ("es", ["otra ciudad europea", "una ciudad argelina", "Comisión Europea", "Tánger"]),
        ("fr", ["une autre ville européenne", "une ville algérienne", "Commission européenne", "Lisbonne"]),
    ],
)
def test_the_page_of_mc2cm(client, bodies, language, words):
    page = client.get(f"/{language}/networks/mc2cm/").content.decode()
    for word in words:
        assert word in page


def test_every_body_has_its_own_address(bodies):
    with translation.override("es"):
        addresses = {body.get_absolute_url() for body in Organisation.objects.all()}
        assert reverse("directory:network", args=["gtfm"]) in addresses
    assert len(addresses) == 58


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("q=dedougoui", ["dedougou"]),
        ("country=TN", ["sfax", "tunis"]),
        ("section=mewa&country=TR&kind=association", ["union-of-municipalities-of-turkiye"]),
    ],
)
def test_filters(client, bodies, query, slugs):
    rows = client.get(f"/api/v1/local-governments/?{query}").json()["results"]
    assert [row["slug"] for row in rows] == slugs


def test_one_town_in_the_language_asked_for(client, bodies):
    town = client.get("/api/v1/local-governments/tangier/?lang=es").json()
    assert town["name"] == {"text": "Tánger", "language": "es"}
    assert town["country"] == {"code": "MA", "name": "Marruecos"}
    assert (town["latitude"], town["longitude"]) == ("35.7595", "-5.8340")
    assert {"name": "Tangiers", "kind": "as-written"} in town["aliases"]
    assert [place["network"]["slug"] for place in town["memberships"]] == ["mc2cm"]


def test_mc2cm_says_who_takes_part(client, bodies):
    network = client.get("/api/v1/networks/mc2cm/").json()
    assert (network["confirmed_count"], network["open_count"]) == (8, 2)
    waiting = [place for place in network["places"] if place["member"] is None]
    assert [place["description"]["text"] for place in waiting] == ["another European city", "an Algerian city"]


def test_each_body_stands_in_its_own_collection_only(client, bodies):
    assert client.get("/api/v1/organisations/icmpd/").status_code == 200
    for wrong in ("organisations/notse", "networks/icmpd", "local-governments/mc2cm", "networks/nobody"):
        assert client.get(f"/api/v1/{wrong}/").status_code == 404


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_has_a_list_that_can_be_searched(client, editor, bodies, model):
    client.force_login(editor)
    assert model in admin.site._registry
    address = reverse(f"admin:directory_{model._meta.model_name}_changelist")
    assert client.get(address).status_code == 200
    assert client.get(address, {"q": "tunis"}).status_code == 200
    first = model._default_manager.order_by("pk").first()
    if first:
        page = reverse(f"admin:directory_{model._meta.model_name}_change", args=[first.pk])
        assert client.get(page).status_code == 200
