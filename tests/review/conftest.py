"""People around one town, and a client for each of them."""

import pytest
from django.test import Client

from tests.practices.conftest import people  # noqa: F401 - the same people as in the tests of the workflow


@pytest.fixture
def as_(db):
    """``as_(user)``: a client that is signed in; anybody without an account gets a plain one."""

    def sign_in(user):
        client = Client()
        if user.is_authenticated and user.is_active:
            client.force_login(user)
        return client

    return sign_in
