"""Who may act for an LRG: asked, confirmed, ended, asked again."""

import pytest
from django.db import IntegrityError, transaction

from portal.directory import actions
from portal.directory.models import Mandate
from portal.shared.errors import NotAllowed, WrongState
from tests.factories.accounts import UserFactory
from tests.factories.directory import LRGFactory, MandateFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_an_officer_asks_and_the_secretariat_confirms(editor):
    officer, lrg = UserFactory(), LRGFactory()
    mandate = actions.request_mandate(officer=officer, lrg=lrg)
    assert not officer.mandates.confirmed().exists()
    assert actions.request_mandate(officer=officer, lrg=lrg) == mandate
    with pytest.raises(NotAllowed):
        actions.confirm_mandate(mandate=mandate, by=officer)
    mandate = actions.confirm_mandate(mandate=mandate, by=editor)
    assert (mandate.state, mandate.confirmed_by) == ("confirmed", editor)
    assert officer.mandates.confirmed().get() == mandate
    with pytest.raises(WrongState):
        actions.confirm_mandate(mandate=mandate, by=editor)


def test_a_mandate_ends_and_can_be_asked_for_again(editor):
    mandate = MandateFactory()
    with pytest.raises(NotAllowed):
        actions.end_mandate(mandate=mandate, by=UserFactory(reviewer=True))
    ended = actions.end_mandate(mandate=mandate, by=mandate.officer)
    assert (ended.state, ended.ended_by) == ("ended", mandate.officer)
    with pytest.raises(WrongState):
        actions.end_mandate(mandate=mandate, by=editor)
    again = actions.request_mandate(officer=mandate.officer, lrg=mandate.lrg)
    assert again.pk != mandate.pk
    assert [*Mandate.objects.waiting()] == [again]


def test_a_request_can_be_turned_down(editor):
    mandate = actions.end_mandate(mandate=MandateFactory(requested=True), by=editor)
    assert (mandate.state, mandate.confirmed_at) == ("ended", None)


def test_a_mandate_is_for_an_lrg_and_an_active_person():
    with pytest.raises(NotAllowed, match="local or regional government"):
        actions.request_mandate(officer=UserFactory(), lrg=OrganisationFactory())
    with pytest.raises(NotAllowed, match="not active"):
        actions.request_mandate(officer=UserFactory(is_active=False), lrg=LRGFactory())


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"confirmed_at": None}, "mandate_confirmed_says_who"),
        ({"confirmed_by": None}, "mandate_confirmed_says_who"),
        ({"state": "ended"}, "mandate_ended_says_who"),
    ],
)
def test_the_database_refuses_a_mandate_that_does_not_say_who(wrong, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        MandateFactory(**wrong)


def test_one_standing_mandate_per_officer_and_lrg():
    first = MandateFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        MandateFactory(officer=first.officer, lrg=first.lrg)
