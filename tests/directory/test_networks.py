"""Places in networks and projects: confirmed, expected, open, and how one becomes the other."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.directory import actions
from portal.shared.errors import NotAllowed, WrongState
from tests.factories.accounts import UserFactory
from tests.factories.directory import LRGFactory, MembershipFactory, NetworkFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_an_ended_membership_stays_ended(editor):
    place = MembershipFactory()
    actions.change_membership(membership=place, by=editor, state="ended")
    with pytest.raises(WrongState) as refusal:
        actions.change_membership(membership=place, by=editor, state="confirmed")
    assert refusal.value.state == "ended"


def test_only_networks_have_members_and_only_editors_say_who(editor):
    with pytest.raises(ValidationError, match="network or project"):
        actions.add_membership(network=OrganisationFactory(), member=LRGFactory(), by=editor)
    with pytest.raises(NotAllowed, match="secretariat"):
        actions.add_membership(network=NetworkFactory(), member=LRGFactory(), by=UserFactory())
    place = MembershipFactory()
    with pytest.raises(NotAllowed, match="secretariat"):
        actions.change_membership(membership=place, by=UserFactory(), state="ended")
    with pytest.raises(ValidationError, match="already has this role"):
        actions.add_membership(network=place.network, member=place.member, by=editor)


def test_an_open_place_names_nobody(editor):
    network, town = NetworkFactory(), LRGFactory()
    with pytest.raises(ValidationError, match="open place has no member"):
        actions.add_membership(network=network, member=town, state="open", by=editor)
    with pytest.raises(ValidationError, match="open place has no member"):
        actions.add_membership(network=network, by=editor)


@pytest.mark.parametrize(
    ("factory", "wrong", "constraint"),
    [
        (MembershipFactory, {"member": None}, "membership_open_iff_unnamed"),
        (MembershipFactory, {"state": "open"}, "membership_open_iff_unnamed"),
        (LRGFactory, {"country": None}, "organisation_lrg_has_type_and_country"),
        (LRGFactory, {"lrg_type": ""}, "organisation_lrg_has_type_and_country"),
        (OrganisationFactory, {"lrg_type": "region"}, "organisation_lrg_has_type_and_country"),
        (OrganisationFactory, {"network_type": "platform"}, "organisation_only_networks_have_network_type"),
        (LRGFactory, {"latitude": 1}, "organisation_place_is_whole"),
        (LRGFactory, {"latitude": 91, "longitude": 1, "place_precision": "region"}, "organisation_place_is_whole"),
        (NetworkFactory, {"ends_on": datetime.date(2020, 1, 1)}, "organisation_ends_after_start"),
    ],
)
def test_the_database_refuses(factory, wrong, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        factory(**wrong)
