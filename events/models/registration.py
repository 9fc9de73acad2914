"""Who registered for an event, who was there, and what a local government intends to change afterwards."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Country, Organisation
from practices.models import Practice

from .. import enums
from ..querysets import IntendedChangeQuerySet, RegistrationQuerySet
from .event import Event, Session


def new_token():
    """Return a key that lets somebody without an account see and cancel their own registration."""
    return secrets.token_urlsafe(24)


class Registration(models.Model):
    """A person who means to come to an event. Never public; without name and address once its time is over."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="registrations", verbose_name=_("event"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("account"),
    )
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=enums.RegistrationState, default=enums.RegistrationState.REGISTERED
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    position_title = models.CharField(_("position"), max_length=150, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("organization")
    )
    organisation_name = models.CharField(_("organization, in words"), max_length=200, blank=True)
    organisation_kind = models.CharField(
        _("kind of organization"), max_length=20, choices=Organisation.Kind, blank=True, editable=False
    )  # what is left of the organisation once the registration is anonymous
    country = models.ForeignKey(
        Country, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("country or area")
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    requirements = models.CharField(
        _("what you need to take part"), max_length=300, blank=True, help_text=_("Interpretation, captions, access.")
    )
    consented_at = models.DateTimeField(_("agreed to the use of the data at"))
    registered_at = models.DateTimeField(_("registered at"), auto_now_add=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    anonymised_at = models.DateTimeField(_("made anonymous at"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["registered_at", "pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=Q(state=enums.RegistrationState.REGISTERED) & ~Q(email=""),
                name="registration_once",
                violation_error_message=_("This address is registered already."),
            ),
            models.CheckConstraint(
                condition=Q(
                    anonymised_at__isnull=False,
                    **dict.fromkeys(("name", "email", "position_title", "organisation_name", "requirements"), ""),
                    user__isnull=True,
                    organisation__isnull=True,
                )
                | Q(anonymised_at__isnull=True) & ~Q(name="") & ~Q(email=""),
                name="registration_named_or_anonymous",
                violation_error_message=_("A registration has a name and an address until it is made anonymous."),
            ),
        ]

    def __str__(self):
        return self.name or str(self.pk)


class Attendance(models.Model):
    """Whether somebody who registered was at one session."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="attendances", verbose_name=_("registration")
    )
    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances", verbose_name=_("session"))
    state = models.CharField(_("state"), max_length=8, choices=enums.Attended)

    class Meta:
        ordering = ["session", "pk"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "session"],
                name="attendance_once",
                violation_error_message=_("The attendance at this session is noted already."),
            ),
        ]

    def __str__(self):
        return f"{self.session_id} {self.state}"


class IntendedChange(models.Model):
    """What a local government means to change after an event; it is asked again after six and twelve months."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="intended_changes", verbose_name=_("event"))
    lrg = models.ForeignKey(
        Organisation, models.PROTECT, related_name="intended_changes", verbose_name=_("local government")
    )
    what = models.TextField(_("what you mean to change"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    inspired_by = models.ForeignKey(
        Practice,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="inspired_changes",
        verbose_name=_("inspired by the action"),
    )
    became = models.ForeignKey(
        Practice,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="began_as",
        verbose_name=_("became the action"),
    )
    state = models.CharField(
        _("how far it is"), max_length=10, choices=enums.ChangeState, default=enums.ChangeState.INTENDED
    )
    is_public = models.BooleanField(_("may be shown publicly"), default=False)
    stated_at = models.DateTimeField(_("stated at"), auto_now_add=True)
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("stated by")
    )

    objects = IntendedChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-stated_at", "-pk"]
        verbose_name = _("intended change")
        verbose_name_plural = _("intended changes")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "lrg"],
                name="intended_change_once",
                violation_error_message=_("This local government has already stated what it means to change."),
            ),
        ]

    def __str__(self):
        return f"{self.lrg}: {self.what[:60]}"


class FollowUp(models.Model):
    """One time that a local government was asked how far its change is, and what it answered."""

    change = models.ForeignKey(
        IntendedChange, models.CASCADE, related_name="follow_ups", verbose_name=_("intended change")
    )
    months = models.PositiveSmallIntegerField(_("months after the event"))
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    state = models.CharField(_("how far it is"), max_length=10, choices=enums.ChangeState, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )

    class Meta:
        ordering = ["months", "pk"]
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.UniqueConstraint(
                fields=["change", "months"],
                name="follow_up_once",
                violation_error_message=_("This was asked already."),
            ),
        ]

    def __str__(self):
        return f"{self.change_id} +{self.months}"
