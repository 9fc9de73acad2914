"""Names of the directory that exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from .models import Country, Membership, NameIndex, Organisation, Region, Section


@register(Region)
class RegionTranslation(TranslationOptions):
    """UN names."""

    fields = ("name",)


@register(Section)
class SectionTranslation(TranslationOptions):
    """Names as UCLG uses them."""

    fields = ("name",)


@register(Country)
class CountryTranslation(TranslationOptions):
    """UN names and everyday names."""

    fields = ("name", "everyday_name")


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    """Names and descriptions."""

    fields = ("name", "acronym", "description")


@register(Membership)
class MembershipTranslation(TranslationOptions):
    """What an open place waits for."""

    fields = ("description",)


@register(NameIndex)
class NameIndexTranslation(TranslationOptions):
    """The folded name that a reader of each language sees; never empty, so that it needs no fallback in queries."""

    fields = ("sort_key",)
