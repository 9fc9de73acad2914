"""Texts of the practice record that exist in three languages (marked *tr* in the table of fields)."""

from modeltranslation.translator import TranslationOptions, register

from . import models


@register(models.Practice)
class PracticeTranslation(TranslationOptions):
    """The texts of the record itself."""

    fields = (
        "title",
        "summary",
        "context",
        "aims",
        "activities",
        "innovation",
        "legal_basis",
        "participation",
        "crisis_name",
        "funding_note",
        "resources",
        "results",
        "difficulties",
        "lessons",
        "replication_needs",
        "recommendations",
        "exchange_note",
        "keywords",
    )


@register(models.Tag)
class TagTranslation(TranslationOptions):
    """Why an objective is served."""

    fields = ("why",)


@register(models.DigitalTool)
class DigitalToolTranslation(TranslationOptions):
    """What a tool is for, and its privacy note."""

    fields = ("purpose", "data_protection")


@register(models.Indicator)
class IndicatorTranslation(TranslationOptions):
    """What is measured."""

    fields = ("name", "source")


@register([models.SuccessCondition, models.BuildingBlock, models.PartnerPledge])
class LineTranslation(TranslationOptions):
    """Rows of one line."""

    fields = ("text",)


@register(models.ReachedFigure)
class ReachedFigureTranslation(TranslationOptions):
    """How a figure is split."""

    fields = ("split",)


@register(models.Image)
class ImageTranslation(TranslationOptions):
    """What a picture shows."""

    fields = ("caption", "alt_text")


@register(models.Commitment)
class CommitmentTranslation(TranslationOptions):
    """What is promised."""

    fields = ("target",)


@register(models.CommitmentUpdate)
class CommitmentUpdateTranslation(TranslationOptions):
    """What happened."""

    fields = ("narrative",)
