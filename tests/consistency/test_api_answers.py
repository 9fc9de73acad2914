"""What the API answers is what its schema promises: every public collection, in a list and alone."""

import pytest
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from portal.directory.models import Organisation
from tests.factories.compacts import LinkageFactory
from tests.factories.directory import LRGFactory, MembershipFactory, NetworkFactory, OrganisationFactory
from tests.factories.events import person, published_event, published_publication, published_series
from tests.factories.practices import published

COLLECTIONS = [
    *("practices", "local-governments", "organisations", "networks", "agendas", "objectives", "linkages"),
    *("themes", "forums", "events", "publications", "series", "sessions", "participations"),
]
ALONE = [name for name in COLLECTIONS if name not in ("sessions", "participations")]


@pytest.fixture(scope="module")
def schema():
    """The whole schema, to be pointed at."""
    whole = SchemaGenerator().get_schema(request=None, public=True)
    return Registry().with_resource("urn:api", DRAFT202012.create_resource(whole))


def problems(schema, path, answer):
    """Return where an answer is not what the schema promises for GET ``path``."""
    place = f"/paths/{path.replace('/', '~1')}/get/responses/200/content/application~1json/schema"
    validator = Draft202012Validator({"$ref": f"urn:api#{place}"}, registry=schema)
    return sorted(f"{'.'.join(map(str, error.path))}: {error.message[:80]}" for error in validator.iter_errors(answer))


@pytest.fixture
def bare(db):
    """Of everything a record that says no more than it must, and one that says a lot."""
    published()
    published(ends_on="2024-05-01")
    LRGFactory(), OrganisationFactory(), LinkageFactory(), NetworkFactory()
    Organisation.objects.create(slug="nobody", kind="network", name_en="Nobody")
    Organisation.objects.create(slug="none", kind="un", name_en="None")
    MembershipFactory()
    published_series()
    published_publication()
    published_event(starts_on=None, dates_as_written="In spring")
    published_event(
        sessions=[{"number": 1}],
        participations=[{"position_title": {"en": "Mayor"}}, {"person": person("Ana").slug, "session": 1}],
    )


@pytest.mark.parametrize("name", COLLECTIONS)
def test_answers_are_what_the_schema_promises(client, bare, schema, name):
    page = client.get(f"/api/v1/{name}/?page_size=100").json()
    assert page["results"]
    assert problems(schema, f"/api/v1/{name}/", page) == []
    assert all(row.get("url", "http://").startswith("http://") for row in page["results"])


@pytest.mark.parametrize("name", ALONE)
def test_one_record_is_what_the_schema_promises(client, bare, schema, name):
    for row in client.get(f"/api/v1/{name}/?page_size=100").json()["results"]:
        key = "slug" if "slug" in row else "code"
        answer = client.get(f"/api/v1/{name}/{row[key]}/").json()
        assert problems(schema, f"/api/v1/{name}/{{{key}}}/", answer) == []
