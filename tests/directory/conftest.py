"""The directory with its reference and demo data."""

from pathlib import Path

import pytest
from django.conf import settings

from portal.directory.demo import load_demo
from portal.directory.loading import load
from portal.shared.fixtures import Loader
from tests.factories.accounts import UserFactory

REFERENCE = Path(settings.BASE_DIR) / "fixtures" / "directory"
DEMO = Path(settings.BASE_DIR) / "fixtures" / "demo" / "directory"


@pytest.fixture
def editor(db):
    """A secretariat editor."""
    return UserFactory(editor=True)


@pytest.fixture
def reference(db):
    """Countries, regions and sections."""
    load(REFERENCE, Loader())


@pytest.fixture
def demo(reference, editor):
    """The bodies of the source documents."""
    load_demo(by=editor, directory=DEMO)
