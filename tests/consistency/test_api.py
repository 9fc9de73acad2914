"""The schema of the API says what the API does."""

import pytest
from drf_spectacular.generators import SchemaGenerator
from openapi_spec_validator import OpenAPIV31SpecValidator

from events.filters import EventFilter, PublicationFilter
from practices.filters import PracticeFilter

#: Read by whoever shows a list, not by the filters.
PAGING = {"page", "page_size"}


@pytest.fixture(scope="module")
def schema():
    """The whole schema."""
    return SchemaGenerator().get_schema(request=None, public=True)


def operations(schema):
    """Return the operations as "get /path"."""
    return [f"{method} {path}" for path, item in schema["paths"].items() for method in item]


def test_schema_is_valid_openapi_3_1(schema):
    assert schema["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(schema).validate()


def test_number_of_operations(schema):
    """A literal: an address that falls out of the schema is missed by nobody else."""
    assert len(operations(schema)) == 52


@pytest.mark.django_db
def test_the_index_names_every_collection_and_every_address_answers(client):
    places = client.get("/api/v1/").json()
    assert {"practices", "events", "local-governments", "facets", "schema", "docs"} <= {*places}
    for name, address in places.items():
        assert address == f"http://testserver/api/v1/{name}/"
        assert client.get(address).status_code == (401 if name in ("drafts", "entries") else 200)
    assert client.get("/api/v1").status_code == 301


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/", "/api/nope/", "/api/v1/nope/", "/api/v1/practices/a/b/"])
def test_unknown_addresses_are_refused_in_json(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


def parameters(schema, path):
    return {item["name"] for item in schema["paths"][path]["get"]["parameters"] if item["in"] == "query"}


@pytest.mark.parametrize(
    ("path", "filters", "others"),
    [
        ("practices", {*PracticeFilter.base_filters}, PAGING),
        ("facets", {*PracticeFilter.base_filters} - {"sort"}, set()),
        ("events", {*EventFilter.base_filters}, PAGING),
        ("publications", {*PublicationFilter.base_filters}, {*PAGING, "lang"}),
    ],
)
def test_every_filter_is_documented_and_every_documented_filter_exists(schema, path, filters, others):
    assert parameters(schema, f"/api/v1/{path}/") - others == filters
