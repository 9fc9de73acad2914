"""Publications of peer learning: notes, reports, declarations, videos, press releases."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from compacts.models import Agenda
from portal.directory.models import Organisation
from portal.shared import dates
from practices.models import Practice

from .. import enums
from ..querysets import PublicationQuerySet
from .entry import Entry, Linked, Part, upload_path
from .event import Event, Series
from .people import Person


class Publication(Entry):
    """One publication with its editions in several languages; a peer learning note has a number of its own."""

    entry = models.OneToOneField(
        Entry, models.CASCADE, parent_link=True, primary_key=True, related_name="as_publication"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=enums.PublicationKind, default=enums.PublicationKind.NOTE)
    number = models.PositiveSmallIntegerField(
        _("number of the note"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    subtitle = models.CharField(_("subtitle"), max_length=250, blank=True)
    published_on = models.DateField(_("date of publication"), null=True, blank=True)
    published_precision = dates.PrecisionField(_("precision of the date"))
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, related_name="publications", verbose_name=_("event it comes from")
    )
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="publications", verbose_name=_("series")
    )
    text_of = models.ForeignKey(
        Agenda,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="publications",
        verbose_name=_("declaration or charter whose text it is"),
    )
    lrgs = models.ManyToManyField(
        Organisation, blank=True, related_name="citing_publications", verbose_name=_("local governments it is about")
    )
    input_into = models.CharField(
        _("input into"), max_length=250, blank=True, help_text=_("The text of somebody else that it contributes to.")
    )
    acknowledgement = models.CharField(_("acknowledgement of funders"), max_length=400, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    isbn = models.CharField(_("ISBN"), max_length=20, blank=True)
    doi = models.CharField(_("DOI"), max_length=100, blank=True)
    cover = models.ImageField(_("cover"), upload_to=upload_path, blank=True)
    cover_alt = models.CharField(_("what the cover shows"), max_length=200, blank=True)
    cover_credit = models.CharField(_("credit of the cover"), max_length=150, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = [models.F("published_on").desc(nulls_last=True), "-pk"]
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(number__isnull=False),
                name="note_number_once",
                violation_error_message=_("There is already a peer learning note with this number."),
            ),
            models.CheckConstraint(
                condition=Q(kind=enums.PublicationKind.NOTE) | Q(number__isnull=True),
                name="only_notes_have_numbers",
                violation_error_message=_("Only peer learning notes are numbered."),
            ),
        ]

    def get_absolute_url(self):
        """Return the public page; a numbered note stands under its number."""
        if self.kind == enums.PublicationKind.NOTE and self.number:
            return reverse("events:note", args=[self.number])
        return reverse("events:publication", args=[self.slug])

    @property
    def published(self):
        """The date of publication as a reader reads it."""
        return dates.display(self.published_on, self.published_precision)


class OfPublication(Part):
    """Base of the rows of a publication."""

    owner = "publication"

    class Meta(Part.Meta):
        abstract = True


class Edition(Linked):
    """A publication in one language: a file or an address, or the word that it is being prepared."""

    owner = "publication"
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="editions", verbose_name=_("publication"))
    language = models.CharField(_("language"), max_length=2, choices=enums.Language)
    state = models.CharField(
        _("state"), max_length=16, choices=enums.EditionState, default=enums.EditionState.AVAILABLE
    )
    label = models.CharField(_("label"), max_length=150, blank=True, help_text=_("Where one language has several."))

    class Meta(Linked.Meta):
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self):
        return f"{self.get_language_display()} {self.label}".strip()


class Contributor(OfPublication):
    """Somebody who made a publication: a person as they were then, or a body."""

    publication = models.ForeignKey(
        Publication, models.CASCADE, related_name="contributors", verbose_name=_("publication")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="contributions", verbose_name=_("person")
    )
    name_as_written = models.CharField(_("name as the source writes it"), max_length=150, blank=True)
    position_title = models.CharField(_("position on that day"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("organization"),
    )
    role = models.CharField(
        _("role"), max_length=16, choices=enums.ContributorRole, default=enums.ContributorRole.AUTHOR
    )
    email = models.EmailField(_("role address"), blank=True, help_text=_("Of a press office, never of a person."))

    class Meta(OfPublication.Meta):
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")

    def __str__(self):
        return str(self.name or self.organisation or self.text("position_title"))

    @property
    def name(self):
        """The name of the person as the source writes it; empty for a body."""
        return self.name_as_written or (self.person.name if self.person_id else "")

    def clean(self):
        """Somebody must be known."""
        if not (self.person_id or self.organisation_id or self.text("position_title")):
            raise ValidationError(_("Give a person, an organization or a position."))


class CaseStudy(OfPublication):
    """What a publication tells of one local government, with the action that it is about."""

    publication = models.ForeignKey(
        Publication, models.CASCADE, related_name="case_studies", verbose_name=_("publication")
    )
    lrg = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="case_studies",
        verbose_name=_("local government"),
    )
    practice = models.ForeignKey(
        Practice, models.SET_NULL, null=True, blank=True, related_name="case_studies", verbose_name=_("local action")
    )
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)

    class Meta(OfPublication.Meta):
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")

    def __str__(self):
        return str(self.text("title"))


class Passage(OfPublication):
    """A section, a key learning, a recommendation or a principle of a publication, in words of its own."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="passages", verbose_name=_("publication"))
    kind = models.CharField(_("kind"), max_length=14, choices=enums.PassageKind, default=enums.PassageKind.SECTION)
    title = models.CharField(_("title"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True)
    addressed_to = models.CharField(_("addressed to"), max_length=200, blank=True)

    class Meta(OfPublication.Meta):
        verbose_name = _("passage")
        verbose_name_plural = _("passages")

    def __str__(self):
        return str(self.text("title") or self.text("body"))
