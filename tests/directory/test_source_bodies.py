"""The bodies of the five source documents."""

import datetime

import pytest

from portal.directory import actions
from portal.directory.demo import load_demo
from portal.directory.models import Membership, Organisation
from tests.directory.conftest import DEMO
from tests.factories.directory import LRGFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("notse", "notse"),
        ("NOTSE", "notse"),
        ("Notsé", "notse"),
        ("Notse\u0301", "notse"),
        ("dedougoui", "dedougou"),
        ("Tangiers", "tangier"),
        ("tánger", "tangier"),
        ("Al-Hoceima", "al-hoceima"),
        ("al hoceïma", "al-hoceima"),
        ("Osnabrueck", "osnabruck"),
        ("umt", "union-of-municipalities-of-turkiye"),
        ("Türkiye Belediyeler", "union-of-municipalities-of-turkiye"),
        ("Union of Municipalities of Turkey", "union-of-municipalities-of-turkiye"),
        ("gaziantep", "gaziantep"),
        ("  municipality\x00 greater   AMMAN ", "amman"),
        ("الحسيمة", "al-hoceima"),
        ("lampedusa e linosa", "lampedusa"),
    ],
)
def test_a_town_is_found_by_any_of_its_names(bodies, typed, slug):
    assert [body.slug for body in Organisation.objects.local_governments().named(typed)] == [slug]


@pytest.mark.parametrize("typed", ["CGLU", "uclg general secretariat"])
def test_uclg_is_found_by_its_other_names(bodies, typed):
    assert Organisation.objects.named(typed).filter(slug="uclg").exists()


@pytest.mark.parametrize("typed", ["???", "%", "_", "zzz", "qz " * 5000, "x" * 10_000])
def test_what_matches_nothing_finds_nothing(bodies, typed):
    assert not Organisation.objects.named(typed).exists()


def test_no_words_leave_the_list_whole(bodies):
    assert Organisation.objects.named(" ").count() == Organisation.objects.count()


def test_mc2cm_has_eight_confirmed_cities_and_two_open_places(bodies):
    mc2cm = Organisation.objects.with_place_counts().get(slug="mc2cm")
    assert (mc2cm.confirmed_count, mc2cm.open_count) == (8, 2)
    cities = mc2cm.memberships.filter(role="member", state="confirmed")
    assert {place.member.slug for place in cities} == {
        "amman", "beirut", "lisbon", "lyon", "madrid", "tangier", "tunis", "turin",
    }  # fmt: skip
    assert mc2cm.memberships.get(role="funder").member.slug == "european-commission"


def test_the_task_force_has_seven_co_managers(bodies):
    gtfm = Organisation.objects.with_place_counts().get(slug="gtfm")
    assert gtfm.confirmed_count == 7


def test_every_demo_body_is_whole(bodies):
    for body in Organisation.objects.select_related("country"):
        for column in ("name_en", "name_es", "name_fr", "description_en", "description_es", "description_fr"):
            assert getattr(body, column), (body.slug, column)
        body.full_clean()
        if body.is_lrg:
            assert body.place_precision
            assert body.sections.exists() or not body.country.sections.exists()
            assert body.size_class or body.lrg_type == "association"


def test_loading_the_demo_again_adds_nothing(bodies, editor, django_assert_max_num_queries):
    before = Organisation.objects.count(), Membership.objects.count()
    with django_assert_max_num_queries(6):
        assert load_demo(by=editor, directory=DEMO) == 0
    assert (Organisation.objects.count(), Membership.objects.count()) == before == (58, 29)


def test_the_ninth_city_keeps_the_history(bodies, editor):
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
