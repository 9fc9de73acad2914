"""People around one town, in every capacity that the workflow knows."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.accounts.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.directory import MandateFactory
from tests.factories.practices import town


@pytest.fixture
def people(db):
    """One person per capacity towards the actions of ``people.lrg``; ``author`` wrote them."""
    lrg, neighbour = town(slug="our-town"), town(slug="next-town")
    author = UserFactory(editor=True)
    return SimpleNamespace(
        lrg=lrg,
        author=author,
        anonymous=AnonymousUser(),
        member=UserFactory(),
        officer=MandateFactory(lrg=lrg, confirmed_by=author).officer,
        waiting_officer=MandateFactory(lrg=lrg, requested=True).officer,
        neighbour=MandateFactory(lrg=neighbour, confirmed_by=author).officer,
        reviewer=UserFactory(reviewer=True),
        assigned=UserFactory(reviewer=True),
        editor=UserFactory(editor=True),
        administrator=UserFactory(administrator=True),
        left_editor=UserFactory(role=Role.EDITOR, is_active=False),
        own_reviewer=MandateFactory(lrg=lrg, officer=UserFactory(reviewer=True), confirmed_by=author).officer,
        own_editor=MandateFactory(lrg=lrg, officer=UserFactory(editor=True), confirmed_by=author).officer,
    )
