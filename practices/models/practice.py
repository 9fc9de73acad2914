"""The practice record: one local action of an LRG."""

import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from compacts.models import Objective, Theme
from portal.directory.models import Country, Organisation
from portal.shared import dates, languages
from portal.shared.constraints import CheckedAtOnce

from .. import enums
from ..querysets import PracticeQuerySet

#: Word targets of the long texts (domain.md, "The practice record").
WORD_TARGETS = {"summary": 100, "context": 200, "aims": 100, "activities": 300, "results": 200}

PUBLIC = (enums.Status.PUBLISHED, enums.Status.ARCHIVED)
#: So long a withdrawn draft can be taken up again, if it was never submitted.
IN_BIN = datetime.timedelta(days=30)
CLOSED = (enums.Status.DECLINED, enums.Status.WITHDRAWN)
SUBMITTED_ONCE = (enums.Status.SUBMITTED, enums.Status.RECOMMENDED, *PUBLIC)


class Practice(CheckedAtOnce, models.Model):
    """What one local or regional government does for migrants, refugees and displaced people.

    The row of a published action is what the public reads. A revision is a second row, the working copy, that
    points to the published one and replaces its content when it is published in turn.
    """

    # Identity
    code = models.CharField(
        _("public code"), max_length=16, unique=True, null=True, editable=False, help_text=_("LA-2026-0001")
    )
    slug = models.SlugField(_("address name"), max_length=80, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=enums.Kind, default=enums.Kind.PRACTICE)
    original_language = models.CharField(_("original language"), max_length=2, choices=settings.LANGUAGES)
    summary = models.TextField(_("summary"), blank=True)

    # Who
    lead_lrg = models.ForeignKey(
        Organisation, models.PROTECT, related_name="led_practices", verbose_name=_("lead local government")
    )
    other_lrgs = models.ManyToManyField(
        Organisation, blank=True, related_name="joined_practices", verbose_name=_("other local governments")
    )
    department = models.CharField(_("responsible department"), max_length=200, blank=True)
    is_for_other_body = models.BooleanField(_("submitted for another body"), default=False)

    # Where and when
    countries = models.ManyToManyField(
        Country, blank=True, related_name="practices", verbose_name=_("countries or areas")
    )
    place_name = models.CharField(_("place"), max_length=200, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    area = models.JSONField(_("area (GeoJSON)"), null=True, blank=True)
    scope = models.CharField(_("scope"), max_length=16, choices=enums.Scope, blank=True)
    starts_on = models.DateField(_("start"), null=True, blank=True)
    starts_precision = dates.PrecisionField(_("precision of the start"))
    ends_on = models.DateField(_("end"), null=True, blank=True)
    ends_precision = dates.PrecisionField(_("precision of the end"))
    implementation_status = models.CharField(
        _("implementation status"), max_length=16, choices=enums.ImplementationStatus, blank=True
    )

    # What
    context = models.TextField(_("context and challenge"), blank=True)
    aims = models.TextField(_("objectives of the action"), blank=True)
    activities = models.TextField(_("main activities, how it works"), blank=True)
    innovation = models.TextField(_("what is new"), blank=True)
    legal_basis = models.TextField(_("legal basis"), blank=True)

    # People
    participation_scale = models.CharField(
        _("part played by migrants, refugees and hosts"),
        max_length=12,
        choices=enums.ParticipationScale,
        blank=True,
    )
    participation = models.TextField(_("how they take part"), blank=True)
    crisis_name = models.CharField(_("named crisis"), max_length=120, blank=True)

    # Means
    budget_range = models.CharField(_("budget range"), max_length=12, choices=enums.BudgetRange, blank=True)
    budget_amount = models.DecimalField(_("total budget"), max_digits=14, decimal_places=2, null=True, blank=True)
    budget_currency = models.CharField(_("currency (ISO 4217)"), max_length=3, blank=True)
    funding_note = models.TextField(_("about the funding"), blank=True)
    resources = models.TextField(_("staff and in-kind resources"), blank=True)

    # Results
    results = models.TextField(_("results so far, or expected"), blank=True)
    evaluation = models.CharField(_("evaluation"), max_length=10, choices=enums.Evaluation, blank=True)
    evaluation_url = models.URLField(_("address of the evaluation"), blank=True)
    evidence_level = models.CharField(_("evidence level"), max_length=14, choices=enums.EvidenceLevel, blank=True)

    # Learning
    difficulties = models.TextField(_("difficulties and answers found"), blank=True)
    lessons = models.TextField(_("lessons learnt"), blank=True)
    replicability = models.CharField(_("replicable"), max_length=8, choices=enums.Replicability, blank=True)
    replication_scope = models.CharField(_("at which level"), max_length=16, choices=enums.Scope, blank=True)
    replication_needs = models.TextField(_("what is needed to replicate it"), blank=True)
    recommendations = models.TextField(_("recommendations to others"), blank=True)
    exchange_note = models.TextField(_("about offers and requests"), blank=True)

    # Tags
    objectives = models.ManyToManyField(
        Objective, through="Tag", related_name="practices", verbose_name=_("objectives")
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="practices", verbose_name=_("themes"))
    keywords = models.CharField(
        _("keywords"), max_length=300, blank=True, help_text=_("Free words, separated by commas.")
    )

    # Links
    related = models.ManyToManyField("self", blank=True, verbose_name=_("related actions"))
    origin = models.CharField(_("origin"), max_length=12, choices=enums.Origin, default=enums.Origin.SUBMISSION)
    source_url = models.URLField(_("source address"), blank=True)

    # Governance
    consented_at = models.DateTimeField(_("consent to publish given at"), null=True, blank=True)
    consented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    is_data_protection_confirmed = models.BooleanField(_("holds no data of participants"), default=False)
    licence = models.CharField(_("licence"), max_length=20, choices=enums.Licence, default=enums.Licence.CC_BY)
    hold_until = models.DateField(_("hold until"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=enums.Status, default=enums.Status.DRAFT, editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)  # grows with each save
    working_copy_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, editable=False, related_name="working_copies"
    )
    merged_into = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="copies"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name=_("reviewer"),
    )
    decision = models.TextField(_("decision"), blank=True, help_text=_("The reason that the officer reads."))
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="created_practices", verbose_name=_("created by")
    )
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("updated by"),
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("first published at"), null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed as current at"), null=True, blank=True)
    next_update_due = models.DateField(_("next update due"), null=True, blank=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("local action")
        verbose_name_plural = _("local actions")
        indexes = [models.Index(fields=["status", "-published_at"], name="practice_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=PUBLIC)
                | Q(code__isnull=False, version__gte=1, published_at__isnull=False) & ~Q(slug=""),
                name="practice_public_has_code_and_version",
                violation_error_message=_("A public action has a code, a version and a date."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=SUBMITTED_ONCE)
                | Q(submitted_at__isnull=False, consented_at__isnull=False, is_data_protection_confirmed=True),
                name="practice_submitted_with_consent",
                violation_error_message=_("A submission needs the consent to publish and the data protection check."),
            ),
            models.CheckConstraint(
                condition=~Q(status=enums.Status.PUBLISHED) | ~Q(evidence_level=""),
                name="practice_published_has_evidence_level",
                violation_error_message=_("A published action says what evidence stands behind it."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[enums.Status.DECLINED, enums.Status.ARCHIVED]) | ~Q(decision=""),
                name="practice_decision_has_reason",
                violation_error_message=_("Declining or archiving needs a reason."),
            ),
            models.CheckConstraint(
                condition=Q(working_copy_of__isnull=True) | Q(code__isnull=True) & ~Q(status__in=PUBLIC),
                name="practice_working_copy_not_public",
                violation_error_message=_("A working copy is not public and has no code of its own."),
            ),
            models.UniqueConstraint(
                fields=["working_copy_of"],
                condition=~Q(status__in=CLOSED),
                name="practice_one_open_working_copy",
                violation_error_message=_("This action is being revised already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="practice_ends_after_start",
                violation_error_message=_("The end must not be before the start."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False)  # half a point compares to NULL, which passes
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="practice_point_is_whole",
                violation_error_message=_("A point needs latitude and longitude within range."),
            ),
            models.CheckConstraint(
                condition=Q(budget_amount__isnull=True, budget_currency="")
                | Q(budget_amount__isnull=False, budget_amount__gte=0) & ~Q(budget_currency=""),
                name="practice_budget_has_currency",
                violation_error_message=_("A budget needs an amount of zero or more and a currency."),
            ),
        ]

    def __str__(self):
        return self.text("title").value or str(self.pk)

    def get_absolute_url(self):
        """Return the public page of the action; drafts have none."""
        return reverse("practices:detail", args=[self.code, self.slug])

    @property
    def working_copy(self):
        """The revision under way, or None."""
        return self.working_copies.exclude(status__in=CLOSED).first()

    @property
    def successor(self):
        """The public action that readers of a merged one are led to, over several mergers; or None."""
        seen, found = {self.pk}, self.merged_into
        while found and found.status != enums.Status.PUBLISHED and found.pk not in seen:
            seen.add(found.pk)
            found = found.merged_into
        return found if found and found.status == enums.Status.PUBLISHED else None

    def text(self, field):
        """Return ``field`` for the reader: their language, else the original one, with the language it is in."""
        return languages.text_of(self, field, prefer=[self.original_language], allowed=self.shown_languages)

    @property
    def reference(self):
        """What officers and the secretariat call it: the public code, before it has one the number of the draft."""
        return self.code or f"D-{self.pk:05d}"

    @property
    def deleted_on(self):
        """The day on which a withdrawn draft is deleted, if nobody takes it up again; None for what was ever submitted.

        Costs a query, unless loaded ``with_withdrawal``.
        """
        if self.status != enums.Status.WITHDRAWN or self.submitted_at or self.code:
            return None
        if not hasattr(self, "withdrawn_at"):
            self.withdrawn_at = self.history.filter(transition="withdraw").values_list("at", flat=True).last()
        return self.withdrawn_at and timezone.localdate(self.withdrawn_at + IN_BIN)

    @property
    def shown_languages(self):
        """Languages whose texts may be shown: of a public action the reviewed ones, of a draft all."""
        if self.status not in PUBLIC:
            return languages.CODES
        return [state.language for state in self.language_states.all() if state.state in enums.PUBLIC_TEXT_STATES]

    @property
    def is_synthetic(self) -> bool:
        """Whether the action was generated for development and says nothing of a real town."""
        return self.origin == enums.Origin.SYNTHETIC

    @property
    def years(self):
        """The period in years as cards show it: "2018–2021", "since 2019", "2016"."""
        if not self.starts_on:
            return ""
        start = self.starts_on.year
        if self.ends_on:
            return str(start) if self.ends_on.year == start else f"{start}–{self.ends_on.year}"
        return gettext("since %(date)s") % {"date": start} if self.is_open_ended else str(start)

    @property
    def is_open_ended(self):
        """Whether it goes on with no end known."""
        return self.ends_on is None and self.implementation_status in enums.OPEN_ENDED

    @property
    def freshness(self):
        """The light: ``fresh`` when confirmed within a year, ``ageing`` within two, else ``stale``."""
        age = timezone.now() - (self.confirmed_at or self.published_at or self.created_at)
        if age <= datetime.timedelta(days=365):
            return "fresh"
        return "ageing" if age <= datetime.timedelta(days=730) else "stale"
