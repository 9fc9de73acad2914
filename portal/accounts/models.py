"""People who sign in."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

#: Rooms whose records a secretariat editor keeps in the admin.
EDITED_BY_SECRETARIAT = frozenset({"compacts", "directory", "practices", "events"})


class Role(models.TextChoices):
    """What a person may do on the whole portal; acting for one LRG is a mandate (``portal.directory``)."""

    MEMBER = "member", _("Member")
    REVIEWER = "reviewer", _("Reviewer")
    EDITOR = "editor", _("Secretariat editor")
    ADMINISTRATOR = "administrator", _("Administrator")


class MailRhythm(models.TextChoices):
    """When a person gets mail that is not needed for the account."""

    IMMEDIATE = "immediate", _("At once")
    DAILY = "daily", _("Once a day, together")
    NEVER = "never", _("Not by mail: I look at my workspace")


class UserManager(BaseUserManager):
    """Creates accounts with a normalised e-mail address."""

    def create_user(self, email, password=None, **fields):
        """Create an account; without a password nobody can sign in to it. Raises ValueError without e-mail."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """Create an administrator (the name is Django's, for ``manage.py createsuperuser``)."""
        return self.create_user(email, password, role=Role.ADMINISTRATOR, **fields)

    def secretariat(self):
        """People who keep the portal: editors and administrators with an active account."""
        return self.filter(is_active=True, role__in=(Role.EDITOR, Role.ADMINISTRATOR))

    def get_by_natural_key(self, username):
        """Find an account whatever the case the address was typed in."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account; the e-mail address is the login.

    Rights follow from ``role`` alone, so that a changed role counts at the very next request.
    """

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    mail_rhythm = models.CharField(
        _("mail about actions"), max_length=10, choices=MailRhythm, default=MailRhythm.IMMEDIATE
    )
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["email", "pk"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("There is already an account with this e-mail address."),
            ),
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def is_superuser(self):
        """Whether every right is given."""
        return self.role == Role.ADMINISTRATOR

    @property
    def is_staff(self):
        """Whether the Django admin opens."""
        return self.is_editor

    @property
    def is_editor(self):
        """Whether the person publishes and keeps the reference records."""
        return self.role in (Role.EDITOR, Role.ADMINISTRATOR)

    @property
    def is_reviewer(self):
        """Whether the person takes part in reviews."""
        return self.role in (Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR)

    def has_module_perms(self, app_label):
        """Whether the admin shows the room ``app_label``."""
        return self.is_active and (self.is_superuser or (self.is_editor and app_label in EDITED_BY_SECRETARIAT))

    def has_perm(self, perm, obj=None):
        """Whether the admin allows ``perm`` ("room.action_model"); deleting is for administrators."""
        room, _dot, action = perm.partition(".")
        if self.is_active and self.is_superuser:
            return True
        return self.has_module_perms(room) and not action.startswith("delete_")

    def has_perms(self, perm_list, obj=None):
        """Whether all of ``perm_list`` are allowed."""
        return all(self.has_perm(perm, obj) for perm in perm_list)


class Notice(models.Model):
    """Something that happened and that a person is told: in the workspace, and by mail as they prefer."""

    recipient = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name=_("recipient"))
    kind = models.CharField(_("kind"), max_length=40)
    context = models.JSONField(_("context"), default=dict)  # what the texts of this kind name; no personal data
    url = models.CharField(_("address"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["recipient", "-created_at"], name="notice_newest")]

    def __str__(self):
        return f"{self.kind} → {self.recipient}"


class ApiToken(AbstractAuthToken):
    """A token that a person made for a program; it acts as that person until it ends, or only reads."""

    name = models.CharField(_("name"), max_length=80)
    can_write = models.BooleanField(_("may write"), default=False)

    class Meta:
        ordering = ["-created", "digest"]
        verbose_name = _("token for the API")
        verbose_name_plural = _("tokens for the API")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="api_token_name_once",
                violation_error_message=_("This person has a token of this name."),
            ),
        ]

    def __str__(self):
        return f"{self.name} · {self.user}"


class KeptAnswer(models.Model):
    """The API's answer to a request with an idempotency key: who sends it again gets it again, and nothing twice."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    key = models.CharField(_("key"), max_length=100)
    request = models.CharField(_("request"), max_length=300)
    status = models.PositiveSmallIntegerField(_("status"), default=0)
    body = models.JSONField(_("answer"), null=True, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at", "pk"]
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="kept_answer_key_once")]

    def __str__(self):
        return f"{self.request} ({self.status})"
