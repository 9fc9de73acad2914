"""The public lists and pages of the directory."""

import pytest

from portal.directory import actions
from tests.factories.directory import (
    CountryFactory,
    LRGFactory,
    MembershipFactory,
    NetworkFactory,
    OrganisationFactory,
    SectionFactory,
)

pytestmark = pytest.mark.django_db

LISTS = {"local-governments": LRGFactory, "organisations": OrganisationFactory, "networks": NetworkFactory}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_one_row_and_for_three(client, name, django_assert_num_queries):
    section = SectionFactory()
    for more in (1, 2):
        for body in LISTS[name].create_batch(more, in_sections=[section]):
            if name == "networks":
                MembershipFactory(network=body)
        with django_assert_num_queries(8):
            assert client.get(f"/en/{name}/").status_code == 200


def test_a_list_has_pages_of_twenty(client):
    LRGFactory.create_batch(21, country=CountryFactory())
    assert len(client.get("/en/local-governments/").context["cards"]) == 20
    assert len(client.get("/en/local-governments/?page=2").context["cards"]) == 1


@pytest.mark.parametrize("page", ["0", "-1", "3", "x", "1.5", "9" * 400, "%00", "%ED%A0%80"])
def test_a_page_that_does_not_exist_is_404_with_a_way_back(client, page):
    LRGFactory()
    response = client.get(f"/en/local-governments/?q=town&page={page}")
    assert response.status_code == 404
    assert "/en/local-governments/?q=town" in response.content.decode()


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=a%00b", "q=%ED%A0%80", f"q={'x' * 10_000}", f"q={'x+' * 5_000}", "q=%25&q=_", "country=%00",
     "section=-1", "kind=", "country=&country=", "page=", "unknown=1", "q=%F0%9F%8C%8D", "q='\"<script>"],
)  # fmt: skip
def test_bad_input_is_never_a_500(client, name, query):
    LISTS[name]()
    response = client.get(f"/en/{name}/?{query}")
    assert response.status_code == 200
    assert '<script>"' not in response.content.decode()


def test_a_name_in_another_language_says_so(client):
    LRGFactory(slug="ville", name_en=None, name_fr="Ville-Haute")
    for address in ("/en/local-governments/", "/en/local-governments/ville/"):
        assert 'lang="fr"' in client.get(address).content.decode().partition("<main")[2]


@pytest.mark.parametrize("name", LISTS)
def test_an_unknown_body_is_404(client, name):
    assert client.get(f"/en/{name}/nobody/").status_code == 404


def test_a_filled_place_shows_its_history(client, editor):
    place = actions.add_membership(
        network=NetworkFactory(slug="net"), state="open", description_en="a ninth city", by=editor
    )
    actions.change_membership(membership=place, state="confirmed", member=LRGFactory(name_en="Ninth"), by=editor)
    page = client.get("/en/networks/net/").content.decode()
    assert "Ninth" in page
    assert "Open place, not yet named" in page


@pytest.mark.parametrize("name", ["organisation", "network"])
def test_a_page_costs_the_same_for_one_place_and_for_three(client, editor, name, django_assert_num_queries):
    body = {"organisation": OrganisationFactory, "network": NetworkFactory}[name](slug="body")
    queries = {"organisation": 8, "network": 13}[name]
    for more in (1, 2):
        for _time in range(more):
            MembershipFactory(network=NetworkFactory(), member=body)
            if name == "network":
                actions.record_memberships([MembershipFactory(network=body)], by=editor)
        with django_assert_num_queries(queries):
            assert client.get(f"/en/{name}s/body/").status_code == 200
