"""Texts of the agendas that exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from .models import Agenda, Linkage, LinkageSource, Objective, ReviewForum, RoundTable, Theme


@register(Agenda)
class AgendaTranslation(TranslationOptions):
    """Titles and plain words."""

    fields = ("title", "short_title", "gloss", "place", "body")


@register(Objective)
class ObjectiveTranslation(TranslationOptions):
    """Official titles and plain words."""

    fields = ("title", "short_title", "gloss")


@register(LinkageSource)
class LinkageSourceTranslation(TranslationOptions):
    """What a source says is told in our words."""

    fields = ("citation",)


@register(Linkage)
class LinkageTranslation(TranslationOptions):
    """Subjects, relations and notes are phrases of ours, said in each language."""

    fields = ("from_subject", "relation", "note")


@register(Theme)
class ThemeTranslation(TranslationOptions):
    """Names of subjects."""

    fields = ("title",)


@register(ReviewForum)
class ReviewForumTranslation(TranslationOptions):
    """Names and places."""

    fields = ("title", "place")


@register(RoundTable)
class RoundTableTranslation(TranslationOptions):
    """Titles."""

    fields = ("title",)
