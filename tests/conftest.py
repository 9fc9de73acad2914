"""What every test stands on: a database with the reference data, and the demo where a module asks for it."""

import contextlib

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from portal.accounts import outbox
from portal.accounts.models import Role
from portal.shared.catalogues import compile_stale
from practices.search.bitmaps import index
from tests.factories.accounts import UserFactory


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load agendas and directory once; tests roll back to them."""
    compile_stale(settings.BASE_DIR / "portal" / "locale")
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0)


@pytest.fixture(scope="class")
def reference_again(django_db_setup, django_db_blocker):
    """Load the reference data anew after a test with real transactions, which leaves the database empty.

    Of a class, so that it ends after the fixtures of the test itself.
    """
    yield
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0)


# Loading the demo takes ten seconds: the tests that need it come last, one after the other, and it is loaded once.


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Put the tests of the demo next to each other, in the order they have."""
    items.sort(key=_needs_demo)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Take the demo back before a test that does not expect it."""
    if not _needs_demo(item):
        _demo_data.close()


def _needs_demo(item):
    return "demo" in item.fixturenames


_demo_data = contextlib.ExitStack()


@pytest.fixture(scope="session")
def demo_shelf(django_db_setup, django_db_blocker):
    """A function that loads the demo data unless they are there."""
    shown = []

    @contextlib.contextmanager
    def loaded():
        with django_db_blocker.unblock(), transaction.atomic():
            call_command("load_demo", verbosity=0)
            shown.append(True)
            yield
            transaction.set_rollback(True)
            shown.clear()

    def load():
        if not shown:
            _demo_data.enter_context(loaded())

    yield load
    _demo_data.close()


@pytest.fixture(scope="module")
def demo(demo_shelf):
    """The demo data; the tests of other modules may find them as well, what a test changes is taken back."""
    demo_shelf()


@pytest.fixture(autouse=True)
def fresh_index():
    """The index forgets what other tests rolled back, limits start anew, the language is the default one again."""
    index.reset()
    cache.clear()
    translation.activate("en")


@pytest.fixture
def deliver(db, mailoutbox):
    """A function that sends what waits in the outbox; returns all mails sent in this test (``mailoutbox``)."""

    def send():
        outbox.deliver_due()
        return mailoutbox

    return send


@pytest.fixture
def editor(db):
    """A secretariat editor."""
    return UserFactory(role=Role.EDITOR)


@pytest.fixture
def publisher(db):
    """A second editor: two persons publish."""
    return UserFactory(role=Role.EDITOR)


@pytest.fixture
def reviewer(db):
    """A reviewer."""
    return UserFactory(role=Role.REVIEWER)


@pytest.fixture
def administrator(db):
    """An administrator."""
    return UserFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def member(db):
    """A person with an account and no mandate."""
    return UserFactory()
