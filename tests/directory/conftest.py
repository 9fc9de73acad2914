"""The bodies of the source documents, without the actions."""

import pytest
from django.conf import settings
from django.db import transaction

from portal.directory.demo import load_demo
from tests.factories.accounts import UserFactory

DEMO = settings.BASE_DIR / "fixtures" / "demo" / "directory"


@pytest.fixture(scope="module")
def bodies(django_db_setup, django_db_blocker):
    """The demo directory for a whole module, taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(by=UserFactory(editor=True), directory=DEMO)
        yield
        transaction.set_rollback(True)
