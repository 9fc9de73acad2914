"""The tables of the agendas, which hold the reference data unless a test asks for ``empty`` ones."""

from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from compacts.models import Agenda, Linkage, LinkageSource, Objective, ReviewForum, Theme

FIXTURES = Path(settings.BASE_DIR) / "fixtures" / "compacts"


@pytest.fixture(autouse=True)
def english():
    """Speak English outside of requests, whatever the last request of another test spoke."""
    with translation.override("en"):
        yield


@pytest.fixture
def empty(db):
    """No agendas and nothing that belongs to them."""
    for model in (ReviewForum, Theme, Linkage, LinkageSource):
        model.objects.all().delete()
    while Objective.objects.exists():
        Objective.objects.filter(children=None).delete()
    Agenda.objects.all().delete()
