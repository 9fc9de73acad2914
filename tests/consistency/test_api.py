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
    assert len(operations(schema)) == 51


def parameters(schema, path):
    return {item["name"] for item in schema["paths"][path]["get"]["parameters"] if item["in"] == "query"}


@pytest.mark.parametrize(
    ("path", "filters", "others"),
    [
        ("practices", {*PracticeFilter.base_filters}, PAGING),
        ("facets", {*PracticeFilter.base_filters} - {"sort"}, set()),
        ("events", {*EventFilter.base_filters}, PAGING),
        ("publications", {*PublicationFilter.base_filters}, PAGING),
    ],
)
def test_every_filter_is_documented_and_every_documented_filter_exists(schema, path, filters, others):
    assert parameters(schema, f"/api/v1/{path}/") - others == filters
