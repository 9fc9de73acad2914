"""What a review leaves beside the record: rounds, remarks, the rubric, who is at work on it, tags turned down."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compacts.models import Objective
from portal.shared import presence

from .. import enums
from ..querysets import RemarkQuerySet
from .practice import Practice

_SHORT = MaxLengthValidator(2000)


class Submission(models.Model):
    """What was handed in in one round, as plain data: the next round shows what has changed since."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="submissions", verbose_name=_("local action"))
    number = models.PositiveSmallIntegerField(_("round"))
    content = models.JSONField(_("content"))
    submitted_at = models.DateTimeField(_("submitted at"), auto_now_add=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("submitted by")
    )

    class Meta:
        ordering = ["practice_id", "number", "pk"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [models.UniqueConstraint(fields=["practice", "number"], name="submission_number_once")]

    def __str__(self):
        return f"{self.practice_id} #{self.number}"


class Remark(models.Model):
    """What a reviewer says about one field or, without a field, about the whole; the officer answers beside it.

    The officer reads it once it is sent, together with all others of the round.
    """

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="remarks", verbose_name=_("local action"))
    field = models.CharField(_("field"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=enums.RemarkKind, default=enums.RemarkKind.REQUIRED)
    text = models.TextField(_("remark"), validators=[_SHORT])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    answer = models.TextField(_("answer"), validators=[_SHORT], blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resolved by"),
    )

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="remark_answer_has_date",
                violation_error_message=_("An answer has a date."),
            ),
        ]

    def __str__(self):
        return self.text[:60]


class Assessment(models.Model):
    """The rubric that a reviewer filled in for one round; only ``note`` is for the officer."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="assessments", verbose_name=_("local action"))
    round = models.PositiveSmallIntegerField(_("round"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assessments", verbose_name=_("reviewer")
    )
    relevance = models.CharField(_("relates to a compact"), max_length=7, choices=enums.Judgement)
    evidence = models.CharField(_("the results are backed by evidence"), max_length=7, choices=enums.Judgement)
    replicability = models.CharField(_("another town can learn from it"), max_length=7, choices=enums.Judgement)
    safety = models.CharField(_("safe for the people concerned"), max_length=7, choices=enums.Judgement)
    note = models.TextField(_("note for the officer"), validators=[_SHORT], blank=True)
    private_note = models.TextField(_("private note for the secretariat"), validators=[_SHORT], blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        ordering = ["practice_id", "round", "pk"]
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "round", "reviewer"],
                name="assessment_once_a_round",
                violation_error_message=_("You have assessed this round already."),
            ),
        ]

    def __str__(self):
        return f"{self.practice_id} #{self.round} · {self.reviewer}"


class Presence(presence.Presence):
    """Somebody who has a page of the form open."""

    owner = "practice"
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="presences", verbose_name=_("local action"))

    class Meta(presence.Presence.Meta):
        constraints = [models.UniqueConstraint(fields=["practice", "person"], name="presence_once")]


class DismissedSuggestion(models.Model):
    """An objective that was proposed for an action and turned down: it is not proposed again."""

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="dismissed_suggestions", verbose_name=_("local action")
    )
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="+", verbose_name=_("objective"))

    class Meta:
        ordering = ["practice_id", "objective", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "objective"], name="suggestion_dismissed_once"),
        ]

    def __str__(self):
        return str(self.objective)
