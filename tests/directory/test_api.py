"""The directory for machines."""

import pytest

from tests.factories.directory import (
    LRGFactory,
    MandateFactory,
    MembershipFactory,
    NetworkFactory,
    OrganisationFactory,
    SectionFactory,
)

pytestmark = pytest.mark.django_db

COLLECTIONS = {"local-governments": LRGFactory, "organisations": OrganisationFactory, "networks": NetworkFactory}


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_collection_costs_the_same_for_one_row_and_for_three(client, name, django_assert_num_queries):
    section = SectionFactory()
    for more in (1, 2):
        COLLECTIONS[name].create_batch(more, in_sections=[section])
        with django_assert_num_queries(3):
            assert client.get(f"/api/v1/{name}/").json()["count"]


@pytest.mark.parametrize(
    ("query", "field"), [("country=ZZ", "country"), ("section=mars", "section"), ("kind=%00", "kind")]
)
@pytest.mark.parametrize("name", COLLECTIONS)
def test_an_unknown_value_is_refused_with_its_field(client, name, query, field):
    response = client.get(f"/api/v1/{name}/?{query}")
    assert response.status_code == 400
    assert field in response.json()


@pytest.mark.parametrize("query", ["q=%00", "q=%ED%A0%80", f"q={'x+' * 5_000}", "unknown=1"])
def test_any_words_are_answered(client, query):
    assert client.get(f"/api/v1/networks/?{query}").status_code == 200


@pytest.mark.parametrize("name", COLLECTIONS)
def test_one_body_costs_the_same_for_one_network_and_for_three(client, name, django_assert_num_queries):
    body = COLLECTIONS[name](slug="body", other_names=["Other"])
    for more in (1, 2):
        for _time in range(more):
            MembershipFactory(member=body)
            if name == "networks":
                MembershipFactory(network=body)
        with django_assert_num_queries({"networks": 7}.get(name, 5)):
            client.get(f"/api/v1/{name}/body/")


def test_no_answer_names_a_person(client):
    mandate = MandateFactory(lrg__slug="town", officer__name="Ana Pérez")
    for address in ("local-governments/", "local-governments/town/"):
        answer = client.get(f"/api/v1/{address}").content.decode()
        assert mandate.officer.email not in answer
        assert "Pérez" not in answer


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_here(client, method):
    LRGFactory(slug="town")
    assert getattr(client, method)("/api/v1/local-governments/town/").status_code in (403, 405)
