"""What series, events and publications have in common: the entry, and the rows that any of them may have."""

import uuid
from pathlib import PurePath

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compacts.models import Agenda, Objective, ReviewForum, RoundTable, Theme
from portal.directory.models import Organisation
from portal.shared import dates, languages, presence
from portal.shared.constraints import CheckedAtOnce
from practices.enums import PUBLIC_TEXT_STATES, TextState

from .. import enums
from ..querysets import EntryQuerySet


def upload_path(_record, filename):
    """Return a generated name for an upload: what people type never becomes a path."""
    return f"events/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()[:8]}"


class Entry(CheckedAtOnce, models.Model):
    """One record of peer learning that the secretariat keeps: a series, an event or a publication.

    The three are tables of their own (``Series``, ``Event``, ``Publication``); what they share stands here once, so
    that history, languages, search, figures and files are kept in one way.
    """

    type = models.CharField(_("type"), max_length=12, choices=enums.EntryType, editable=False)
    slug = models.SlugField(_("address name"), max_length=80, unique=True, help_text=_("Never changes once public."))
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    original_language = models.CharField(_("original language"), max_length=2, choices=settings.LANGUAGES)
    hashtag = models.CharField(
        _("hashtag"), max_length=60, blank=True, help_text=_("With its sign: #BeyondTheOutbreak")
    )
    source_url = models.URLField(_("source address"), blank=True)

    # What it is about
    themes = models.ManyToManyField(Theme, blank=True, related_name="entries", verbose_name=_("themes"))
    objectives = models.ManyToManyField(Objective, blank=True, related_name="entries", verbose_name=_("objectives"))
    agendas = models.ManyToManyField(
        Agenda, blank=True, related_name="entries", verbose_name=_("declarations, charters and agendas")
    )
    forums = models.ManyToManyField(ReviewForum, blank=True, related_name="entries", verbose_name=_("review forums"))
    round_tables = models.ManyToManyField(
        RoundTable, blank=True, related_name="entries", verbose_name=_("round tables")
    )
    networks = models.ManyToManyField(
        Organisation, blank=True, related_name="network_entries", verbose_name=_("networks and projects")
    )
    crisis_name = models.CharField(_("named crisis"), max_length=120, blank=True)

    # Governance
    status = models.CharField(
        _("status"), max_length=12, choices=enums.Status, default=enums.Status.DRAFT, editable=False
    )
    visibility = models.CharField(
        _("who may read it"), max_length=12, choices=enums.Visibility, default=enums.Visibility.PUBLIC
    )
    decision = models.TextField(_("reason of the archiving"), blank=True, editable=False)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)  # grows with each save
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("created by")
    )
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("updated by")
    )
    published_at = models.DateTimeField(_("first published at"), null=True, blank=True, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("record of peer learning")
        verbose_name_plural = _("records of peer learning")
        indexes = [models.Index(fields=["type", "status", "visibility"], name="entry_public")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=enums.Status.DRAFT) | Q(published_at__isnull=False),
                name="entry_public_has_date",
                violation_error_message=_("A published record says since when it is public."),
            ),
            models.CheckConstraint(
                condition=~Q(status=enums.Status.ARCHIVED) | ~Q(decision=""),
                name="entry_archived_has_reason",
                violation_error_message=_("Archiving needs a reason."),
            ),
        ]

    def __str__(self):
        return self.text("title").value or self.slug

    def get_absolute_url(self):
        """Return the public page of the series, event or publication."""
        return self.whole.get_absolute_url()

    @property
    def whole(self):
        """The series, event or publication that this entry is."""
        return self if type(self) is not Entry else getattr(self, f"as_{self.type}")

    @property
    def is_public(self):
        """Whether anyone may find it (``EntryQuerySet.public`` says the same in queries)."""
        return self.status == enums.Status.PUBLISHED and self.visibility == enums.Visibility.PUBLIC

    @property
    def shown_languages(self):
        """Languages whose texts may be shown: of a draft all, of a public record the reviewed ones."""
        if self.status == enums.Status.DRAFT:
            return languages.CODES
        return [state.language for state in self.language_states.all() if state.state in PUBLIC_TEXT_STATES]

    def text(self, field):
        """Return ``field`` for the reader: their language, else the original one, with the language it is in."""
        return languages.text_of(self, field, prefer=[self.original_language], allowed=self.shown_languages)

    def values_of(self, vocabulary):
        """Return the labels of the values chosen from one closed list (load with ``terms``)."""
        return [term.label for term in self.terms.all() if term.vocabulary == vocabulary]


class Part(CheckedAtOnce, models.Model):
    """Base of the rows of an entry: they stand in the order given; ``owner`` names the entry that they belong to."""

    owner = "entry"
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def text(self, field):
        """Return ``field`` in a language that the entry may show, with that language."""
        entry = getattr(self, self.owner)
        return languages.text_of(self, field, prefer=[entry.original_language], allowed=entry.shown_languages)


class EntryTerm(models.Model):
    """One value that an entry chose from a closed list: crisis context, language, interpretation."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="terms", verbose_name=_("record"))
    vocabulary = models.CharField(_("list"), max_length=14, choices=enums.Vocabulary)
    value = models.CharField(_("value"), max_length=24)

    class Meta:
        ordering = ["vocabulary", "value", "pk"]
        verbose_name = _("chosen value")
        verbose_name_plural = _("chosen values")
        indexes = [models.Index(fields=["vocabulary", "value"], name="entry_term_by_value")]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "vocabulary", "value"],
                name="entry_term_once",
                violation_error_message=_("This value is chosen already."),
            ),
            models.CheckConstraint(
                condition=Q(
                    *[Q(vocabulary=name, value__in=terms.values) for name, terms in enums.TERMS.items()],
                    _connector=Q.OR,
                ),
                name="entry_term_is_in_its_list",
                violation_error_message=_("This value is not in the list."),
            ),
        ]

    def __str__(self):
        return str(self.label)

    @property
    def label(self):
        """The value in the reader's language."""
        return enums.Vocabulary(self.vocabulary).terms(self.value).label


class Organiser(Part):
    """A body that organises, hosts, supports or pays for a series or an event."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="organisers", verbose_name=_("record"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="organised", verbose_name=_("organization")
    )
    role = models.CharField(
        _("role"), max_length=16, choices=enums.OrganiserRole, default=enums.OrganiserRole.ORGANISER
    )

    class Meta(Part.Meta):
        verbose_name = _("organizer")
        verbose_name_plural = _("organizers")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "organisation", "role"],
                name="organiser_once",
                violation_error_message=_("This body already has this role."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation} ({self.get_role_display()})"


class Figure(Part):
    """A number that a record gives of itself: "more than 1,000 participants", as of a day."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="figures", verbose_name=_("record"))
    measure = models.CharField(_("what is counted"), max_length=14, choices=enums.Measure)
    number = models.PositiveIntegerField(_("number"), validators=[MaxValueValidator(2_000_000_000)])
    is_minimum = models.BooleanField(_("“more than”"), default=False)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    as_of_precision = dates.PrecisionField(_("precision of the date"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self):
        return f"{self.number} {self.get_measure_display()}"

    @property
    def as_of_display(self):
        """The day it was counted, as a reader reads it."""
        return dates.display(self.as_of, self.as_of_precision)


class Linked(Part):
    """Base of what is a file kept here or an address elsewhere."""

    url = models.URLField(_("address"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to=upload_path, blank=True)
    original_name = models.CharField(_("file name"), max_length=200, blank=True, editable=False)
    media_type = models.CharField(_("media type"), max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), null=True, blank=True, editable=False)
    starts_at = models.PositiveIntegerField(
        _("starts at (seconds)"), null=True, blank=True, help_text=_("From where in a recording it is of interest.")
    )

    class Meta(Part.Meta):
        abstract = True

    @property
    def starts_at_display(self):
        """The place in a recording as people write it: "14:11", "1:02:09"."""
        if self.starts_at is None:
            return ""
        minutes, seconds = divmod(self.starts_at, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


class Material(Linked):
    """A file or link of an event or series: concept note, programme, recording, news; each with its own readers."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="materials", verbose_name=_("record"))
    session = models.ForeignKey(
        "Session", models.SET_NULL, null=True, blank=True, related_name="materials", verbose_name=_("session")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=enums.MaterialKind)
    title = models.CharField(_("title"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=enums.Language, blank=True)
    visibility = models.CharField(
        _("who may read it"), max_length=12, choices=enums.Visibility, default=enums.Visibility.PUBLIC
    )

    class Meta(Linked.Meta):
        verbose_name = _("file or link")
        verbose_name_plural = _("files and links")
        constraints = [
            models.CheckConstraint(
                condition=~Q(url="") | ~Q(file=""),
                name="material_leads_somewhere",
                violation_error_message=_("Give an address or a file."),
            ),
        ]

    def __str__(self):
        return self.title or self.get_kind_display()


class LanguageState(models.Model):
    """In what state the texts of an entry are in one language."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="language_states", verbose_name=_("record"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=10, choices=TextState)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        ordering = ["entry_id", "language", "pk"]
        verbose_name = _("state of a language")
        verbose_name_plural = _("states of languages")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "language"],
                name="entry_language_once",
                violation_error_message=_("This language already has a state."),
            ),
        ]

    def __str__(self):
        return f"{self.language}: {self.get_state_display()}"


class Presence(presence.Presence):
    """Somebody of the secretariat who has the page of a record open."""

    owner = "entry"
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="presences", verbose_name=_("record"))

    class Meta(presence.Presence.Meta):
        constraints = [models.UniqueConstraint(fields=["entry", "person"], name="entry_presence_once")]


class HistoryEntry(models.Model):
    """One change of an entry: who made it when, what moved, and what it said before and afterwards."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="history", verbose_name=_("record"))
    transition = models.CharField(_("transition"), max_length=20)
    from_status = models.CharField(_("from"), max_length=12, choices=enums.Status, blank=True)
    to_status = models.CharField(_("to"), max_length=12, choices=enums.Status)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    note = models.TextField(_("note"), blank=True)
    changes = models.JSONField(_("changes"), default=dict, blank=True)  # field → [before, after], as plain data

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("history entry")
        verbose_name_plural = _("history")

    def __str__(self):
        return f"{self.transition} ({self.at:%Y-%m-%d})"


class SearchText(models.Model):
    """The analysed public texts of an entry, or of one of its sessions, in one language; public entries only.

    Every column but ``sort_title`` holds terms (``practices.search.analysis``), a space before and after each.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="search_texts")
    session = models.ForeignKey("Session", models.CASCADE, null=True, related_name="search_texts")
    language = models.CharField(max_length=2)
    sort_title = models.TextField()
    heading = models.TextField(default="")
    names = models.TextField(default="")
    tags = models.TextField(default="")
    summary = models.TextField(default="")
    body = models.TextField(default="")

    class Meta:
        ordering = ["entry_id", "session_id", "language", "pk"]

    def __str__(self):
        return f"{self.entry_id} {self.session_id or ''} {self.language}"
