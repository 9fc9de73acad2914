"""The rows that belong to one practice record: people, partners, figures, tools, tags, files."""

import uuid
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compacts.models import Objective
from portal.directory.models import Organisation
from portal.shared import dates

from .. import enums
from .practice import Practice


def upload_path(_record, filename):
    """Return a generated name for an upload: what people type never becomes a path."""
    return f"practices/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()[:8]}"


class Part(models.Model):
    """Base of the rows of a practice record: they belong to it, in the order given, and go with it."""

    practice = models.ForeignKey(Practice, models.CASCADE, verbose_name=_("local action"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class PracticeTerm(models.Model):
    """One value that the action chose from a closed list (population, groups, crisis, funding …)."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="terms", verbose_name=_("local action"))
    vocabulary = models.CharField(_("list"), max_length=12, choices=enums.Vocabulary)
    value = models.CharField(_("value"), max_length=24)

    class Meta:
        ordering = ["vocabulary", "value", "pk"]
        verbose_name = _("chosen value")
        verbose_name_plural = _("chosen values")
        indexes = [models.Index(fields=["vocabulary", "value"], name="term_by_value")]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "vocabulary", "value"],
                name="term_once",
                violation_error_message=_("This value is chosen already."),
            ),
            models.CheckConstraint(
                condition=Q(
                    *[Q(vocabulary=name, value__in=terms.values) for name, terms in enums.TERMS.items()],
                    _connector=Q.OR,
                ),
                name="term_is_in_its_list",
                violation_error_message=_("This value is not in the list."),
            ),
        ]

    def __str__(self):
        return str(self.label)

    @property
    def label(self):
        """The value in the reader's language."""
        return enums.Vocabulary(self.vocabulary).terms(self.value).label


class Tag(models.Model):
    """An objective that the action serves, with one line saying why."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="tags", verbose_name=_("local action"))
    objective = models.ForeignKey(Objective, models.PROTECT, related_name="tags", verbose_name=_("objective"))
    is_primary = models.BooleanField(_("primary"), default=False)
    why = models.CharField(_("why, in one line"), max_length=250, blank=True)

    class Meta:
        ordering = ["-is_primary", "objective", "pk"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "objective"],
                name="tag_once",
                violation_error_message=_("This objective is tagged already."),
            ),
            models.UniqueConstraint(
                fields=["practice"],
                condition=Q(is_primary=True),
                name="tag_one_primary",
                violation_error_message=_("Only one objective is the primary one."),
            ),
        ]

    def __str__(self):
        return str(self.objective)


class Partner(Part):
    """A body that takes part beside the LRGs: known to the directory, or named."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="partnerships", verbose_name=_("organisation")
    )
    name = models.CharField(_("name, if not in the directory"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=14, choices=enums.PartnerRole)

    class Meta(Part.Meta):
        default_related_name = "partners"
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, name="") | Q(organisation__isnull=True) & ~Q(name=""),
                name="partner_known_or_named",
                violation_error_message=_("Choose a partner from the directory or type its name, not both."),
            ),
        ]

    def __str__(self):
        return self.name or str(self.organisation)


class Contact(Part):
    """A person who answers for the action; never public unless the record says so."""

    role = models.CharField(_("role"), max_length=12, choices=enums.ContactRole, default=enums.ContactRole.CONTACT)
    name = models.CharField(_("name"), max_length=150)
    position_title = models.CharField(_("position"), max_length=150, blank=True)
    organisation_name = models.CharField(_("organisation"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"))
    is_public = models.BooleanField(_("show publicly"), default=False)

    class Meta(Part.Meta):
        default_related_name = "contacts"
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self):
        return self.name


class SignOff(Part):
    """The political sign-off of a commitment."""

    name = models.CharField(_("name"), max_length=150)
    position_title = models.CharField(_("position"), max_length=150)
    signed_on = models.DateField(_("date"))
    letter = models.FileField(_("letter"), upload_to=upload_path, blank=True)

    class Meta(Part.Meta):
        default_related_name = "sign_offs"
        verbose_name = _("political sign-off")
        verbose_name_plural = _("political sign-offs")

    def __str__(self):
        return f"{self.name}, {self.position_title}"


class DigitalTool(Part):
    """A digital tool or register that the action uses, and how it protects personal data."""

    name = models.CharField(_("name"), max_length=150)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="digital_tools", verbose_name=_("owner")
    )
    purpose = models.TextField(_("purpose"))
    data_protection = models.TextField(_("how personal data are protected"))

    class Meta(Part.Meta):
        default_related_name = "digital_tools"
        verbose_name = _("digital tool")
        verbose_name_plural = _("digital tools")

    def __str__(self):
        return self.name


class ReachedFigure(Part):
    """How many were reached; figures of people below ten are never shown as a number."""

    number = models.PositiveIntegerField(_("number"))
    unit = models.CharField(_("unit"), max_length=14, choices=enums.Unit, default=enums.Unit.PERSONS)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    split = models.CharField(_("split by sex or age"), max_length=200, blank=True)

    class Meta(Part.Meta):
        default_related_name = "reached"
        verbose_name = _("people reached")
        verbose_name_plural = _("people reached")

    def __str__(self):
        return f"{self.number} {self.get_unit_display()}"

    @property
    def is_small(self):
        """Whether the number could point at single persons."""
        return self.number < 10


class Indicator(Part):
    """A measured result."""

    name = models.CharField(_("indicator"), max_length=200)
    baseline = models.CharField(_("baseline"), max_length=60, blank=True)
    value = models.CharField(_("value"), max_length=60)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta(Part.Meta):
        default_related_name = "indicators"
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    def __str__(self):
        return self.name


class SuccessCondition(Part):
    """One of up to three conditions without which it would not work."""

    text = models.CharField(_("condition"), max_length=250)

    class Meta(Part.Meta):
        default_related_name = "success_conditions"
        verbose_name = _("success condition")
        verbose_name_plural = _("success conditions")

    def __str__(self):
        return self.text


class BuildingBlock(Part):
    """Something another town can take over: a form, a by-law, a training plan."""

    text = models.CharField(_("building block"), max_length=250)
    url = models.URLField(_("address"), blank=True)

    class Meta(Part.Meta):
        default_related_name = "building_blocks"
        verbose_name = _("reusable building block")
        verbose_name_plural = _("reusable building blocks")

    def __str__(self):
        return self.text


class Adaptation(Part):
    """Another LRG that has taken up the action."""

    lrg = models.ForeignKey(
        Organisation, models.PROTECT, related_name="adaptations", verbose_name=_("local government")
    )
    adapted_practice = models.ForeignKey(
        Practice, models.SET_NULL, null=True, blank=True, related_name="adapted_from", verbose_name=_("its action")
    )
    url = models.URLField(_("address"), blank=True)

    class Meta(Part.Meta):
        default_related_name = "adaptations"
        verbose_name = _("adaptation")
        verbose_name_plural = _("adaptations")

    def __str__(self):
        return str(self.lrg)


class Image(Part):
    """A picture in two sizes, encoded anew without metadata; persons shown must have agreed."""

    file = models.FileField(_("file"), upload_to=upload_path)
    thumbnail = models.FileField(_("small size"), upload_to=upload_path)
    width = models.PositiveIntegerField(_("width in pixels"))
    height = models.PositiveIntegerField(_("height in pixels"))
    original_name = models.CharField(_("name of the file"), max_length=200)
    caption = models.CharField(_("caption"), max_length=250, blank=True)
    alt_text = models.CharField(_("text for those who cannot see it"), max_length=250, blank=True)
    credit = models.CharField(_("credit"), max_length=150, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=enums.Licence, default=enums.Licence.CC_BY)
    has_consent = models.BooleanField(_("persons shown have agreed, or nobody can be recognised"), default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta(Part.Meta):
        default_related_name = "images"
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def __str__(self):
        return self.caption or self.alt_text or self.original_name


class Attachment(Part):
    """A file about the action: a by-law, a leaflet, an evaluation."""

    file = models.FileField(_("file"), upload_to=upload_path)
    original_name = models.CharField(_("name of the file"), max_length=200)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    kind = models.CharField(_("kind"), max_length=10, choices=enums.DocumentKind, default=enums.DocumentKind.DOCUMENT)
    title = models.CharField(_("title"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=enums.Licence, default=enums.Licence.CC_BY)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta(Part.Meta):
        default_related_name = "attachments"
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")

    def __str__(self):
        return self.title or self.original_name

    @property
    def ending(self):
        """What kind of file it is, as people say it: "PDF", "DOCX"."""
        return PurePath(self.file.name).suffix.removeprefix(".").upper()


class Document(Part):
    """The address of a document, video or site about the action."""

    kind = models.CharField(_("kind"), max_length=10, choices=enums.DocumentKind, default=enums.DocumentKind.DOCUMENT)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, blank=True)
    url = models.URLField(_("address"))

    class Meta(Part.Meta):
        default_related_name = "documents"
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self):
        return self.title


class LanguageState(models.Model):
    """The state of an action's texts in one language; a missing row means missing texts."""

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="language_states", verbose_name=_("local action")
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=10, choices=enums.TextState)
    source_version = models.PositiveIntegerField(_("version of the original it follows"), default=0)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        ordering = ["practice_id", "language", "pk"]
        verbose_name = _("state of a language")
        verbose_name_plural = _("states of languages")
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "language"],
                name="language_state_once",
                violation_error_message=_("This language already has a state."),
            ),
        ]

    def __str__(self):
        return f"{self.language}: {self.get_state_display()}"


class HistoryEntry(models.Model):
    """One transition of an action: who moved it when, from where to where, and why."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="history", verbose_name=_("local action"))
    transition = models.CharField(_("transition"), max_length=20)
    from_status = models.CharField(_("from"), max_length=20, choices=enums.Status, blank=True)
    to_status = models.CharField(_("to"), max_length=20, choices=enums.Status)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("history entry")
        verbose_name_plural = _("history")

    def __str__(self):
        return f"{self.transition} ({self.at:%Y-%m-%d})"


class Version(models.Model):
    """What the public read from a given day on; kept for good, so that a citation can be checked."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="versions", verbose_name=_("local action"))
    number = models.PositiveIntegerField(_("number"))
    content = models.JSONField(_("content"))
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("published by")
    )

    class Meta:
        ordering = ["practice_id", "-number", "pk"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="version_number_once"),
        ]

    def __str__(self):
        return f"{self.practice_id} v{self.number}"


class CodeCounter(models.Model):
    """The last public code given in a year; its row is locked while the next one is taken."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.year}: {self.last}"


class Endorsement(models.Model):
    """An LRG's signature under a declaration or charter."""

    agenda = models.ForeignKey(
        "compacts.Agenda", models.PROTECT, related_name="endorsements", verbose_name=_("declaration or charter")
    )
    lrg = models.ForeignKey(
        Organisation, models.PROTECT, related_name="endorsements", verbose_name=_("local government")
    )
    signatory_name = models.CharField(_("signed by"), max_length=150, blank=True)
    signatory_position = models.CharField(_("position"), max_length=150, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_precision = dates.PrecisionField(_("precision of the date"))
    evidence_url = models.URLField(_("address of the evidence"), blank=True)
    evidence_note = models.CharField(_("evidence"), max_length=250, blank=True)

    class Meta:
        ordering = ["agenda_id", "lrg_id", "pk"]
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "lrg"],
                name="endorsement_once",
                violation_error_message=_("This local government has already signed this text."),
            ),
        ]

    def __str__(self):
        return f"{self.lrg} · {self.agenda}"

    @property
    def signed(self):
        """The date as a reader reads it."""
        return dates.display(self.signed_on, self.signed_precision)
