"""Bodies are found by every name they ever had, and sort where a reader looks for them."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from portal.directory import actions
from portal.directory.models import Alias, Country, Organisation
from portal.shared.errors import NotAllowed
from tests.factories.accounts import UserFactory
from tests.factories.directory import CountryFactory, LRGFactory, OrganisationFactory, SectionFactory

pytestmark = pytest.mark.django_db


def test_names_sort_without_regard_to_accents_in_each_language():
    for slug, name, spanish in (("a", "Évora", "Zeta"), ("b", "Zagreb", ""), ("c", "eThekwini", "Ábaco")):
        OrganisationFactory(slug=slug, name_en=name, name_es=spanish or None)
    assert [body.slug for body in Organisation.objects.by_name()] == ["c", "a", "b"]
    with translation.override("es"):
        assert [body.slug for body in Organisation.objects.by_name()] == ["c", "b", "a"]


def test_an_lrg_gets_the_sections_of_its_country_unless_told(editor):
    mewa, europe = SectionFactory(code="mewa"), SectionFactory(code="europe")
    country = CountryFactory(in_sections=[mewa, europe])
    town = {"kind": "lrg", "lrg_type": "municipality", "names": {"fr": "Ville"}, "country": country, "by": editor}
    assert {*actions.create_organisation(slug="first", **town).sections.all()} == {mewa, europe}
    assert {*actions.create_organisation(slug="second", sections=[mewa], **town).sections.all()} == {mewa}
    agency = actions.create_organisation(slug="agency", kind="un", names={"en": "Agency"}, country=country, by=editor)
    assert not agency.sections.exists()


def test_a_town_needs_its_country(editor):
    with pytest.raises(ValidationError, match="type and country"):
        actions.create_organisation(slug="x", kind="lrg", lrg_type="municipality", names={"en": "X"}, by=editor)
    assert not Organisation.objects.exists()


def test_a_renamed_town_keeps_its_address_and_its_old_name(editor):
    town = LRGFactory(slug="cape", name_en="Cape Town", name_es="Ciudad del Cabo")
    actions.rename(organisation=town, names={"en": "Kaapstad"}, by=editor)
    assert Organisation.objects.named("kaapstad").get().slug == "cape"
    assert Organisation.objects.named("cape town").get().slug == "cape"
    assert [(alias.name, alias.kind) for alias in town.aliases.all()] == [("Cape Town", Alias.Kind.FORMER)]
    actions.rename(organisation=town, names={"en": "Cape Town"}, by=editor, keep_former=False)
    assert not Organisation.objects.named("kaapstad").exists()


def test_an_alias_is_findable_at_once_and_comes_once(editor):
    town = LRGFactory()
    actions.add_alias(organisation=town, name="Vieille-Ville", by=editor)
    assert Organisation.objects.named("vieille ville").get() == town
    with pytest.raises(ValidationError, match="already has this other name"):
        actions.add_alias(organisation=town, name="Vieille-Ville", by=editor)


@pytest.mark.parametrize("role", ["member", "reviewer", "inactive"])
def test_only_the_secretariat_changes_the_directory(role):
    user = UserFactory(role="editor", is_active=False) if role == "inactive" else UserFactory(role=role)
    town = LRGFactory()
    for attempt in (
        lambda: actions.create_organisation(slug="x", kind="un", names={"en": "X"}, by=user),
        lambda: actions.rename(organisation=town, names={"en": "X"}, by=user),
        lambda: actions.add_alias(organisation=town, name="X", by=user),
    ):
        with pytest.raises(NotAllowed, match="secretariat"):
            attempt()
    assert not Organisation.objects.filter(slug="x").exists()


def test_indexing_many_bodies_costs_the_same_as_one(django_assert_num_queries):
    bodies = LRGFactory.create_batch(3)
    for some in (bodies[:1], bodies):
        with django_assert_num_queries(5):  # the last two look for actions and events to be found by the new name
            actions.index_names(*some)


def test_countries_with_bodies():
    town = LRGFactory()
    CountryFactory()
    assert [*Country.objects.with_organisations(Organisation.objects.local_governments())] == [town.country]
