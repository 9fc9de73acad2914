"""Two officers of one town, one of the next, and their drafts."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from practices import actions
from practices.models import Practice
from tests.factories.accounts import UserFactory
from tests.factories.directory import MandateFactory
from tests.factories.practices import complete, town

from .reader import values_of


@pytest.fixture
def town_hall(db):
    """The people around one town, and a draft with nothing but its title."""
    lrg = town(slug="our-town", name_en="Ourtown")
    officer = MandateFactory(lrg=lrg, officer=UserFactory(name="Ana")).officer
    return SimpleNamespace(
        lrg=lrg,
        officer=officer,
        colleague=MandateFactory(lrg=lrg, officer=UserFactory(name="Bilal")).officer,
        neighbour=MandateFactory(lrg=town(slug="next-town")).officer,
        member=UserFactory(),
        draft=actions.create_draft(by=officer, lead_lrg=lrg, original_language="en", title="Identity card"),
    )


@pytest.fixture
def whole(town_hall):
    """A draft that lacks nothing but the declaration."""
    return actions.update(practice=town_hall.draft, by=town_hall.officer, data=complete(title="Identity card"))


class Desk:
    """A person at the form of one draft."""

    def __init__(self, person, practice):
        self.client, self.practice = Client(), practice
        if person:
            self.client.force_login(person)

    def url(self, section, query=""):
        return reverse("practices:section", args=[self.practice.pk, section]) + query

    def open(self, section, query=""):
        return self.client.get(self.url(section, query))

    def fill(self, section, typed, *, step="continue", page=None, query=""):
        """Return what is sent: the page as it was opened (``page``, else now), with what is typed over it."""
        values = values_of(page or self.open(section, query))
        return {**values, "step": step, **{name: value for name, value in typed.items() if value is not None}}

    def save(self, section, typed, *, step="continue", page=None, query=""):
        return self.client.post(self.url(section), self.fill(section, typed, step=step, page=page, query=query))

    def autosave(self, section, typed, *, page=None):
        sent = self.fill(section, typed, page=page)
        return self.client.post(self.url(section), sent, headers={"X-Autosave": "1"})

    @property
    def now(self):
        """The record as it is stored."""
        return Practice.objects.for_page().get(pk=self.practice.pk)


@pytest.fixture
def desk(town_hall):
    """The officer at the empty draft."""
    return Desk(town_hall.officer, town_hall.draft)


@pytest.fixture
def other_desk(town_hall):
    """The colleague at the same draft."""
    return Desk(town_hall.colleague, town_hall.draft)
