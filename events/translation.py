"""Texts of peer learning that exist in three languages (marked *tr* in the tables of fields)."""

from modeltranslation.translator import TranslationOptions, register

from . import models


@register(models.Entry)
class EntryTranslation(TranslationOptions):
    """What every record has."""

    fields = ("title", "summary", "crisis_name")


@register(models.Series)
class SeriesTranslation(TranslationOptions):
    """What a series says of itself."""

    fields = ("rhythm", "planned_topics")


@register(models.Event)
class EventTranslation(TranslationOptions):
    """What is told of an event."""

    fields = ("description", "venue", "place_name", "dates_note", "key_messages")


@register(models.Publication)
class PublicationTranslation(TranslationOptions):
    """What is told of a publication."""

    fields = ("subtitle", "input_into", "acknowledgement", "cover_alt")


@register(models.Figure)
class FigureTranslation(TranslationOptions):
    """What a figure stands for."""

    fields = ("note",)


@register(models.Material)
class MaterialTranslation(TranslationOptions):
    """What a file or link is called."""

    fields = ("title",)


@register(models.Session)
class SessionTranslation(TranslationOptions):
    """What is told of a session."""

    fields = ("title", "questions", "summary", "lessons")


@register(models.Delegation)
class DelegationTranslation(TranslationOptions):
    """What an open place waits for."""

    fields = ("description",)


@register(models.Participation)
class ParticipationTranslation(TranslationOptions):
    """The position on that day."""

    fields = ("position_title",)


@register(models.Showing)
class ShowingTranslation(TranslationOptions):
    """What was shown and said."""

    fields = ("mention", "note")


@register(models.Quote)
class QuoteTranslation(TranslationOptions):
    """The words, as said in their own language and translated into the others."""

    fields = ("words", "position_title")


@register(models.NextStep)
class NextStepTranslation(TranslationOptions):
    """What is to be done, by whom."""

    fields = ("what", "who")


@register(models.Announcement)
class AnnouncementTranslation(TranslationOptions):
    """What is promised, by whom."""

    fields = ("what", "who")


@register(models.Need)
class NeedTranslation(TranslationOptions):
    """What is needed."""

    fields = ("what",)


@register(models.Contributor)
class ContributorTranslation(TranslationOptions):
    """The position then."""

    fields = ("position_title",)


@register(models.CaseStudy)
class CaseStudyTranslation(TranslationOptions):
    """What a case study tells."""

    fields = ("title", "body")


@register(models.Passage)
class PassageTranslation(TranslationOptions):
    """What a passage says, and to whom."""

    fields = ("title", "body", "addressed_to")


@register(models.Edition)
class EditionTranslation(TranslationOptions):
    """What tells two editions of one language apart."""

    fields = ("label",)
