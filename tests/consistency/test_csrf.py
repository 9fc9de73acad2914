"""A form whose token is missing or old: nothing is saved, nothing typed is lost, nobody else's text is offered."""

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/es/accounts/profile/"
TYPED = {"name": "<b>Ana</b>", "password": "secret-canary"}


@pytest.fixture
def client():
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(name="Before"))
    return client


def test_what_was_typed_can_be_sent_again_and_no_password_is_shown(client):
    answer = client.post(ADDRESS, TYPED, headers={"origin": "http://testserver"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'value="&lt;b&gt;Ana&lt;/b&gt;"' in page
    assert "secret-canary" not in page
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
def test_another_sites_text_is_not_offered(client, origin):
    answer = client.post(ADDRESS, TYPED, headers={"origin": origin} if origin else {})
    assert answer.status_code == 403
    assert "Ana" not in answer.content.decode()
