"""The agendas that local actions serve: global texts, their objectives, how they link, where they are reviewed."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.shared import dates, languages

from .querysets import ForumQuerySet, LinkageQuerySet, ObjectiveQuerySet, ThemeQuerySet

#: How people say a code, by what it begins with; the longest beginning counts.
LABELS = {
    "gcm": _("GCM %(number)s"),
    "gcm-p": _("GCM principle %(number)s"),
    "gcr": _("GCR %(number)s"),
    "gcr-obj": _("GCR objective %(number)s"),
    "sdg": _("SDG %(number)s"),
    "lmp": _("Lampedusa principle %(number)s"),
    "mmd": _("Marrakech commitment %(number)s"),
    "mm": _("Mayors Mechanism priority %(number)s"),
}


class Agenda(models.Model):
    """A global text that actions are tagged to or that LRGs endorse: a compact, a charter, a declaration."""

    class Kind(models.TextChoices):
        """What sort of text it is."""

        COMPACT = "compact", _("Global compact")
        AGENDA = "agenda", _("Development agenda")
        CHARTER = "charter", _("Charter")
        DECLARATION = "declaration", _("Declaration")

    code = models.SlugField(_("code"), max_length=20, unique=True, help_text=_("Never changes: gcm, gcr, sdg …"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("official title"), max_length=300)
    short_title = models.CharField(_("short title"), max_length=100)
    gloss = models.TextField(_("in plain words"), blank=True)
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True, help_text=_("A/RES/73/195"))
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    adopted_precision = dates.PrecisionField(_("precision of the date"))
    place = models.CharField(_("place of adoption"), max_length=200, blank=True)
    body = models.CharField(_("body"), max_length=200, blank=True, help_text=_("Who adopted or carries the text."))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    verified = models.JSONField(
        _("verified wording"),
        default=dict,
        blank=True,
        help_text=_("Per text and language: read in a source or not."),
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")

    def __str__(self):
        return self.short_title or self.code

    def get_absolute_url(self):
        """Return the public page of the agenda."""
        return reverse("practices:agenda", args=[self.code])

    @property
    def adopted(self):
        """The date of adoption as a reader reads it."""
        return dates.display(self.adopted_on, self.adopted_precision)


class Objective(models.Model):
    """One node of an agenda: an objective, a guiding principle, an area, an arrangement, a goal or a target."""

    class Level(models.TextChoices):
        """What the agenda calls the node."""

        OBJECTIVE = "objective", _("Objective")
        PRINCIPLE = "principle", _("Principle")
        ARRANGEMENT = "arrangement", _("Arrangement for burden- and responsibility-sharing")
        AREA = "area", _("Area in need of support")
        GOAL = "goal", _("Goal")
        TARGET = "target", _("Target")
        PRIORITY = "priority", _("Priority")
        COMMITMENT = "commitment", _("Commitment")

    agenda = models.ForeignKey(Agenda, models.PROTECT, related_name="objectives", verbose_name=_("agenda"))
    code = models.SlugField(_("code"), max_length=20, unique=True, help_text=_("Never changes: gcm-7, sdg-10-7 …"))
    level = models.CharField(_("level"), max_length=12, choices=Level)
    number = models.CharField(_("number"), max_length=8, help_text=_("As the text writes it: 7, c, 10.7, B2.1"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    covers = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="covered_by",
        editable=False,
        verbose_name=_("covers"),
        help_text=_("The node itself and everything below it: an action tagged 10.7 serves goal 10."),
    )
    title = models.TextField(_("official title"))
    short_title = models.CharField(_("short title"), max_length=120, blank=True)
    gloss = models.TextField(_("in plain words"), blank=True)
    paragraphs = models.CharField(_("paragraphs"), max_length=20, blank=True, help_text=_("In the source document."))
    colour = models.CharField(_("official colour"), max_length=7, blank=True)
    keywords = models.JSONField(_("keywords"), default=dict, blank=True, help_text=_("Per language, for suggestions."))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    verified = models.JSONField(_("verified wording"), default=dict, blank=True)

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        ordering = ["agenda", "position", "pk"]
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                name="objective_not_its_own_parent",
                violation_error_message=_("An objective cannot be its own parent."),
            ),
        ]

    def __str__(self):
        return f"{self.label} {self.short_title or self.title}"

    def get_absolute_url(self):
        """Return the public page of the objective."""
        return reverse("practices:objective", args=[self.agenda.code, self.code])

    def clean(self):
        """Refuse a parent in another agenda or below the objective itself."""
        above = self.parent
        if above and above.agenda_id != self.agenda_id:
            raise ValidationError({"parent": _("The parent belongs to another agenda.")})
        while above and self.pk:
            if above.pk == self.pk:
                raise ValidationError({"parent": _("The parent stands below this objective.")})
            above = above.parent

    @property
    def value(self):
        """What query strings write: the code without its agenda ("7", "10.7", "b2-1", principle "3")."""
        bare = self.code.partition("-")[2]
        match self.level:
            case self.Level.PRINCIPLE:
                return bare.removeprefix("p-")
            case self.Level.TARGET:
                return bare.replace("-", ".")
        return bare

    @property
    def label(self):
        """Code as people say it: "GCM 7", "GCM principle c", "GCR B2.1", "SDG 10.7"."""
        beginning = self.code
        while beginning and beginning not in LABELS:
            beginning = beginning.rpartition("-")[0]
        label = LABELS.get(beginning) or self.code.partition("-")[0].upper() + " %(number)s"
        return label % {"number": self.number}

    def text(self, field):
        """Return ``field`` with the language it is in (``languages.LocalText``)."""
        return languages.text_of(self, field)


class LinkageSource(models.Model):
    """The publication in which somebody said that two objectives belong together."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    citation = models.TextField(_("what it says"))
    url = models.CharField(_("address"), max_length=500, blank=True, validators=[URLValidator(["http", "https"])])

    class Meta:
        ordering = ["code", "pk"]
        verbose_name = _("source of linkages")
        verbose_name_plural = _("sources of linkages")

    def __str__(self):
        return self.code


class Linkage(models.Model):
    """One published statement that joins an objective (or a whole agenda, or a subject) to an objective elsewhere.

    Suggested pairs were made by comparing texts; they help the tag suggestions and are never shown as facts.
    """

    code = models.SlugField(_("code"), max_length=120, unique=True)
    from_objective = models.ForeignKey(
        Objective,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="links_out",
        verbose_name=_("from objective"),
    )
    from_agenda = models.ForeignKey(
        Agenda,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="links_out",
        verbose_name=_("from whole agenda"),
    )
    from_subject = models.CharField(_("from subject"), max_length=120, blank=True)
    to_objective = models.ForeignKey(Objective, models.PROTECT, related_name="links_in", verbose_name=_("to objective"))
    relation = models.CharField(_("relation"), max_length=60)
    source = models.ForeignKey(
        LinkageSource,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="linkages",
        verbose_name=_("source"),
    )
    note = models.TextField(_("note"), blank=True)
    is_suggested = models.BooleanField(_("suggested by wording only"), default=False)

    objects = LinkageQuerySet.as_manager()

    class Meta:
        ordering = ["is_suggested", "code", "pk"]
        verbose_name = _("linkage")
        verbose_name_plural = _("linkages")
        constraints = [
            models.CheckConstraint(
                condition=Q(from_objective__isnull=False, from_agenda__isnull=True) | Q(from_objective__isnull=True),
                name="linkage_starts_at_one_thing",
                violation_error_message=_("A linkage starts at an objective, an agenda or a subject, not at two."),
            ),
            models.CheckConstraint(
                condition=Q(is_suggested=True) | Q(source__isnull=False),
                name="linkage_published_has_source",
                violation_error_message=_("A published linkage names its source."),
            ),
        ]

    def __str__(self):
        return self.code


class Theme(models.Model):
    """A subject of local work: housing, health, data … The first list comes from the MC2CM cities (seed 002)."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=120)
    objectives = models.ManyToManyField(Objective, blank=True, related_name="themes", verbose_name=_("objectives"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    verified = models.JSONField(_("verified wording"), default=dict, blank=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self):
        return self.title or self.code


class ReviewForum(models.Model):
    """Where agendas are reviewed: the International Migration Review Forum, the Global Refugee Forum, the HLPF."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=200)
    agendas = models.ManyToManyField(Agenda, related_name="forums", verbose_name=_("agendas"))
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    starts_precision = dates.PrecisionField(_("precision of the start"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    counts_from = models.DateField(_("actions count from"))
    counts_to = models.DateField(_("actions count until"))
    source = models.TextField(_("source"), blank=True, help_text=_("Where dates and place were read."))
    is_verified = models.BooleanField(_("read in a source"), default=False)

    objects = ForumQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("review forum")
        verbose_name_plural = _("review forums")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="forum_ends_after_start",
                violation_error_message=_("A forum ends on or after the day it starts."),
            ),
            models.CheckConstraint(
                condition=Q(counts_to__gte=F("counts_from")),
                name="forum_period_in_order",
                violation_error_message=_("The period that counts for a forum ends after it begins."),
            ),
        ]

    def __str__(self):
        return self.title or self.code

    @property
    def when(self):
        """The date as a reader reads it."""
        return dates.display(self.starts_on, self.starts_precision)


class RoundTable(models.Model):
    """A part of a review forum that reviews a group of objectives together."""

    code = models.SlugField(_("code"), max_length=50, unique=True, help_text=_("Never changes: imrf-2022-rt-3 …"))
    forum = models.ForeignKey(ReviewForum, models.CASCADE, related_name="round_tables", verbose_name=_("forum"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300, blank=True)
    objectives = models.ManyToManyField(Objective, related_name="round_tables", verbose_name=_("objectives"))
    source = models.TextField(_("source"), blank=True, help_text=_("Where the list of objectives was read."))
    is_verified = models.BooleanField(_("read in a source"), default=False)

    class Meta:
        ordering = ["forum", "number", "pk"]
        verbose_name = _("round table")
        verbose_name_plural = _("round tables")
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "number"],
                name="round_table_number_once",
                violation_error_message=_("This forum already has a round table with this number."),
            ),
        ]

    def __str__(self):
        return gettext("Round table %(number)s") % {"number": self.number}
