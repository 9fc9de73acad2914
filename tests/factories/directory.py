"""Bodies, countries and memberships for tests."""

import string

import factory
from django.utils import timezone

from portal.directory import actions, models

from .accounts import UserFactory


class RegionFactory(factory.django.DjangoModelFactory):
    """An M49 region."""

    class Meta:
        model = models.Region

    code = factory.Sequence(lambda number: f"r{number % 100:02d}")
    level = models.Region.Level.REGION
    name_en = factory.Sequence(lambda number: f"Region {number}")
    name_es = factory.Sequence(lambda number: f"Región {number}")
    name_fr = factory.Sequence(lambda number: f"Région {number}")


class SectionFactory(factory.django.DjangoModelFactory):
    """A section of UCLG."""

    class Meta:
        model = models.Section
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda number: f"section-{number}")
    kind = models.Section.Kind.REGIONAL
    name_en = factory.Sequence(lambda number: f"Section {number}")
    name_es = factory.Sequence(lambda number: f"Sección {number}")
    name_fr = factory.Sequence(lambda number: f"Section {number}")


class CountryFactory(factory.django.DjangoModelFactory):
    """A country with codes that no real one has (a digit and a letter), unless given."""

    class Meta:
        model = models.Country
        skip_postgeneration_save = True
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda number: f"{number // 26 % 10}{string.ascii_uppercase[number % 26]}")
    alpha3 = factory.LazyAttribute(lambda country: f"{country.code}0")
    m49 = factory.LazyAttribute(lambda country: f"{country.code}0")
    name_en = factory.Sequence(lambda number: f"Country {number}")
    name_es = factory.Sequence(lambda number: f"País {number}")
    name_fr = factory.Sequence(lambda number: f"Pays {number}")

    @factory.post_generation
    def in_sections(country, create, sections):  # noqa: N805 - factory-boy passes the country
        """Map the country to ``sections``."""
        for section in sections or []:
            models.SectionCountry.objects.create(country=country, section=section)


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A civil society organization, findable by its names; ``other_names=["Notse"]`` adds aliases."""

    class Meta:
        model = models.Organisation
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda number: f"body-{number}")
    kind = models.Organisation.Kind.CIVIL_SOCIETY
    name_en = factory.Sequence(lambda number: f"Body {number:03d}")

    @factory.post_generation
    def other_names(organisation, create, names):  # noqa: N805
        """Add aliases, then index all names as the actions do."""
        for name in names or []:
            models.Alias.objects.create(organisation=organisation, name=name)
        actions.index_names(organisation)

    @factory.post_generation
    def in_sections(organisation, create, sections):  # noqa: N805
        """Put the body into ``sections``."""
        organisation.sections.set(sections or [])


class LRGFactory(OrganisationFactory):
    """A municipality in a country."""

    slug = factory.Sequence(lambda number: f"town-{number}")
    kind = models.Organisation.Kind.LRG
    lrg_type = models.Organisation.LRGType.MUNICIPALITY
    name_en = factory.Sequence(lambda number: f"Town {number:03d}")
    country = factory.SubFactory(CountryFactory)


class NetworkFactory(OrganisationFactory):
    """A network."""

    slug = factory.Sequence(lambda number: f"network-{number}")
    kind = models.Organisation.Kind.NETWORK
    name_en = factory.Sequence(lambda number: f"Network {number:03d}")


class MembershipFactory(factory.django.DjangoModelFactory):
    """A town's confirmed place in a network; ``open_place=True`` for one that waits for a member."""

    class Meta:
        model = models.Membership

    class Params:
        open_place = factory.Trait(member=None, state=models.Membership.State.OPEN, description_en="another city")

    network = factory.SubFactory(NetworkFactory)
    member = factory.SubFactory(LRGFactory)
    position = factory.Sequence(lambda number: number)


class MandateFactory(factory.django.DjangoModelFactory):
    """A confirmed mandate; ``requested=True`` for one that waits."""

    class Meta:
        model = models.Mandate

    class Params:
        requested = factory.Trait(state=models.Mandate.State.REQUESTED, confirmed_at=None, confirmed_by=None)

    officer = factory.SubFactory(UserFactory)
    lrg = factory.SubFactory(LRGFactory)
    state = models.Mandate.State.CONFIRMED
    confirmed_at = factory.LazyFunction(timezone.now)
    confirmed_by = factory.SubFactory(UserFactory, editor=True)
