"""Places in networks and projects: confirmed, expected, open, and how one becomes the other."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.directory import actions
from portal.directory.demo import load_demo
from portal.directory.models import Membership, Organisation
from portal.shared.errors import NotAllowed, WrongState
from tests.directory.conftest import DEMO
from tests.factories.accounts import UserFactory
from tests.factories.directory import LRGFactory, MembershipFactory, NetworkFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_mc2cm_has_eight_confirmed_cities_and_two_open_places(demo):
    mc2cm = Organisation.objects.with_place_counts().get(slug="mc2cm")
    assert (mc2cm.confirmed_count, mc2cm.open_count) == (8, 2)
    cities = mc2cm.memberships.filter(role="member", state="confirmed")
    assert {place.member.slug for place in cities} == {
        "amman", "beirut", "lisbon", "lyon", "madrid", "tangier", "tunis", "turin",
    }  # fmt: skip
    assert mc2cm.memberships.get(role="funder").member.slug == "european-commission"


def test_the_task_force_has_seven_co_managers(demo):
    gtfm = Organisation.objects.with_place_counts().get(slug="gtfm")
    assert gtfm.confirmed_count == 7


def test_every_demo_body_is_whole(demo):
    for body in Organisation.objects.select_related("country"):
        for column in ("name_en", "name_es", "name_fr", "description_en", "description_es", "description_fr"):
            assert getattr(body, column), (body.slug, column)
        body.full_clean()
        if body.is_lrg:
            assert body.place_precision
            assert body.sections.exists() or not body.country.sections.exists()
            assert body.size_class or body.lrg_type == "association"


def test_loading_the_demo_again_adds_nothing(demo, editor, django_assert_max_num_queries):
    before = Organisation.objects.count(), Membership.objects.count()
    with django_assert_max_num_queries(6):
        assert load_demo(by=editor, directory=DEMO) == 0
    assert (Organisation.objects.count(), Membership.objects.count()) == before == (58, 29)


def test_the_ninth_city_keeps_the_history(demo, editor):
    place = Membership.objects.get(network__slug="mc2cm", description_en="another European city")
    city = LRGFactory(slug="ninth")
    actions.change_membership(
        membership=place, by=editor, state="confirmed", member=city, since=datetime.date(2016, 3, 1)
    )
    mc2cm = Organisation.objects.with_place_counts().get(slug="mc2cm")
    assert (mc2cm.confirmed_count, mc2cm.open_count) == (9, 1)
    assert [(change.state, change.member, change.since.year) for change in place.changes.all()] == [
        ("open", None, 2015),
        ("confirmed", city, 2016),
    ]


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
