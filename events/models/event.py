"""Series and events of peer learning, and what belongs to them."""

import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Country, Organisation
from portal.shared import dates, languages
from practices.models import Practice

from .. import enums
from ..querysets import EventQuerySet, SeriesQuerySet
from .entry import Entry, Part
from .people import Person


def check_time_zone(name):
    """Refuse a time zone that is not in the IANA list."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone: write it as Europe/Madrid, or UTC.") % {"name": name})


class Series(Entry):
    """A row of events under one name, with its hosts, its rhythm and what it has reached together."""

    entry = models.OneToOneField(Entry, models.CASCADE, parent_link=True, primary_key=True, related_name="as_series")
    rhythm = models.CharField(_("rhythm"), max_length=200, blank=True, help_text=_("Wednesdays and Thursdays"))
    planned_topics = models.TextField(_("planned topics"), blank=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def get_absolute_url(self):
        """Return the public page of the series."""
        return reverse("events:series", args=[self.slug])


class Event(Entry):
    """One meeting: who called it, who came, what was shown and said, what came out of it."""

    entry = models.OneToOneField(Entry, models.CASCADE, parent_link=True, primary_key=True, related_name="as_event")
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("series")
    )
    number = models.PositiveSmallIntegerField(
        _("number in the series"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    kind = models.CharField(_("kind"), max_length=20, choices=enums.Kind, default=enums.Kind.PEER_LEARNING)
    description = models.TextField(_("description"), blank=True)

    # Where
    format = models.CharField(_("format"), max_length=10, choices=enums.Format, blank=True)
    platform = models.CharField(_("platform"), max_length=100, blank=True)
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    place_name = models.CharField(_("place"), max_length=200, blank=True)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("country or area")
    )
    host = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_events",
        verbose_name=_("host local government"),
    )

    # When
    starts_on = models.DateField(_("start"), null=True, blank=True)
    starts_precision = dates.PrecisionField(_("precision of the start"))
    ends_on = models.DateField(_("end"), null=True, blank=True)
    ends_precision = dates.PrecisionField(_("precision of the end"))
    starts_time = models.TimeField(_("starts at"), null=True, blank=True)
    ends_time = models.TimeField(_("ends at"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC", validators=[check_time_zone])
    dates_as_written = models.CharField(
        _("dates as the source writes them"), max_length=100, blank=True, help_text=_("11–13 April, without a year")
    )
    dates_note = models.CharField(_("how the dates are known"), max_length=300, blank=True)
    holding = models.CharField(_("how far it is"), max_length=10, choices=enums.Holding, default=enums.Holding.PLANNED)

    # What came out of it
    key_messages = models.TextField(_("key messages"), blank=True)
    outcome_visibility = models.CharField(
        _("who may read the outcome"), max_length=12, choices=enums.Visibility, default=enums.Visibility.PUBLIC
    )

    # Registration
    registration_url = models.URLField(_("registration elsewhere"), blank=True)
    takes_registrations = models.BooleanField(_("registration on this portal"), default=False)
    registration_closes_on = models.DateField(_("registration closes on"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True, validators=[MinValueValidator(1)])
    recording_consent = models.BooleanField(_("the event is recorded"), default=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = [F("starts_on").desc(nulls_last=True), "-pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"],
                condition=Q(number__isnull=False),
                name="event_number_once",
                violation_error_message=_("The series already has an event with this number."),
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(series__isnull=False),
                name="event_number_needs_series",
                violation_error_message=_("Only an event of a series has a number."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="event_ends_after_start",
                violation_error_message=_("The end must not be before the start."),
            ),
            models.CheckConstraint(
                condition=Q(starts_time__isnull=True) | Q(starts_on__isnull=False, starts_precision="day"),
                name="event_time_needs_day",
                violation_error_message=_("A time of day needs a whole date."),
            ),
            models.CheckConstraint(
                condition=Q(takes_registrations=False) | Q(registration_url=""),
                name="event_one_registration",
                violation_error_message=_("People register here or elsewhere, not in both places."),
            ),
        ]

    def get_absolute_url(self):
        """Return the public page of the event."""
        return reverse("events:event", args=[self.slug])

    @property
    def when(self):
        """The dates as a reader reads them, or as the source writes them where no year is known."""
        known = dates.span(self.starts_on, self.starts_precision, self.ends_on, self.ends_precision)
        return known or self.dates_as_written

    @property
    def places_left(self):
        """How many more people may register; None where nobody counts places."""
        return None if self.capacity is None else max(0, self.capacity - self.registrations.standing().count())


class OfEvent(Part):
    """Base of the rows of an event."""

    owner = "event"

    class Meta(Part.Meta):
        abstract = True


class Session(OfEvent):
    """A part of an event, with its own moderator, questions and lessons; known by its number within the event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions", verbose_name=_("event"))
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    title = models.CharField(_("title"), max_length=200, blank=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=enums.SessionKind, default=enums.SessionKind.EXPERIENCE_SHARING
    )
    held_on = models.DateField(_("day"), null=True, blank=True)
    starts_time = models.TimeField(_("starts at"), null=True, blank=True)
    ends_time = models.TimeField(_("ends at"), null=True, blank=True)
    questions = models.TextField(_("guiding questions"), blank=True)
    summary = models.TextField(_("summary"), blank=True)
    lessons = models.TextField(_("lessons"), blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)

    class Meta(OfEvent.Meta):
        ordering = ["number", "pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "number"],
                name="session_number_once",
                violation_error_message=_("This event already has a session with this number."),
            ),
            models.CheckConstraint(
                condition=Q(ends_time__isnull=True) | Q(starts_time__isnull=False, ends_time__gte=F("starts_time")),
                name="session_ends_after_start",
                violation_error_message=_("A session ends after it begins."),
            ),
        ]

    def __str__(self):
        return self.text("title").value or self.get_kind_display()

    def clean(self):
        """Refuse a session on a day outside its event."""
        if self.event_id and self.is_outside:
            raise ValidationError({"held_on": _("The session is outside the days of the event.")})

    @property
    def is_outside(self):
        """Whether its day is none of the event's, as far as these are known to the day."""
        event = self.event
        if not self.held_on or not event.starts_on:
            return False
        is_whole = event.starts_precision == event.ends_precision == dates.Precision.DAY
        return is_whole and not event.starts_on <= self.held_on <= (event.ends_on or event.starts_on)


class Delegation(OfEvent):
    """A local government at an event, or a place kept for one that is not named yet."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="delegations", verbose_name=_("event"))
    lrg = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name=_("local government"),
    )
    name_as_written = models.CharField(_("name as the source writes it"), max_length=200, blank=True)
    description = models.CharField(
        _("description"), max_length=200, blank=True, help_text=_("For a place not yet named: “another European city”.")
    )
    role = models.CharField(
        _("role"), max_length=12, choices=enums.DelegationRole, default=enums.DelegationRole.PARTICIPANT
    )
    state = models.CharField(
        _("state"), max_length=10, choices=enums.DelegationState, default=enums.DelegationState.CONFIRMED
    )

    class Meta(OfEvent.Meta):
        verbose_name = _("local government at an event")
        verbose_name_plural = _("local governments at events")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "lrg"],
                condition=Q(lrg__isnull=False),
                name="delegation_once",
                violation_error_message=_("This local government is listed already."),
            ),
        ]

    def __str__(self):
        return str(self.lrg or self.text("description"))

    def clean(self):
        """A place is taken by a local government or says what it waits for."""
        if not self.lrg_id and not self.text("description"):
            raise ValidationError(_("Name a local government, or say what the open place is for."))
        if self.lrg_id and not self.lrg.is_lrg:
            raise ValidationError({"lrg": _("Choose a local government or an association of them.")})


class Participation(OfEvent):
    """Somebody at an event in one role: a person as they were on that day, a body, or only a position."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="participations", verbose_name=_("event"))
    session = models.ForeignKey(
        Session, models.CASCADE, null=True, blank=True, related_name="participations", verbose_name=_("session")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="participations", verbose_name=_("person")
    )
    name_as_written = models.CharField(
        _("name as the source writes it"), max_length=150, blank=True, help_text=_("If spelt otherwise.")
    )
    position_title = models.CharField(
        _("position on that day"), max_length=200, blank=True, help_text=_("Mayor of Braga; Former Vice Mayor")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="appearances", verbose_name=_("organization")
    )
    on_behalf_of = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("on behalf of")
    )
    role = models.CharField(
        _("role"), max_length=16, choices=enums.ParticipationRole, default=enums.ParticipationRole.SPEAKER
    )

    class Meta(OfEvent.Meta):
        verbose_name = _("speaker or moderator")
        verbose_name_plural = _("speakers and moderators")

    def __str__(self):
        return str(self.name or self.organisation or self.text("position_title"))

    @property
    def name(self):
        """The name of the person as the source writes it; empty where only a body or a position is known."""
        return self.name_as_written or (self.person.name if self.person_id else "")

    def clean(self):
        """Somebody must be known: a person, a body or a position."""
        if not (self.person_id or self.organisation_id or self.text("position_title")):
            raise ValidationError(_("Give a person, an organization or a position."))


class Showing(OfEvent):
    """An action that was shown at an event: a link to it, or a short mention that may become a draft."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="showings", verbose_name=_("event"))
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="showings", verbose_name=_("session")
    )
    practice = models.ForeignKey(
        Practice,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="showings",
        verbose_name=_("local action"),
        help_text=_("Readers are led to it once it is published."),
    )
    lrg = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="showings",
        verbose_name=_("local government"),
    )
    mention = models.CharField(_("what was shown"), max_length=200, blank=True)
    note = models.TextField(_("what was said about it"), blank=True)
    is_confidential = models.BooleanField(
        _("shown with confidential data"),
        default=False,
        help_text=_("Readers are told that the data shown were confidential; nothing of them is recorded."),
    )

    class Meta(OfEvent.Meta):
        verbose_name = _("action shown")
        verbose_name_plural = _("actions shown")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "session", "practice"],
                condition=Q(practice__isnull=False),
                name="showing_once",
                violation_error_message=_("This action is listed already."),
            ),
        ]

    def __str__(self):
        return str(self.text("mention") or self.practice or self.pk)

    def clean(self):
        """Something must have been shown."""
        if not self.practice_id and not self.text("mention"):
            raise ValidationError(_("Choose an action, or say what was shown."))


class Quote(OfEvent):
    """What somebody said in a few words, in its original language; public once somebody has approved it."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="quotes", verbose_name=_("event"))
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="quotes", verbose_name=_("session")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="quotes", verbose_name=_("person")
    )
    position_title = models.CharField(_("position on that day"), max_length=200, blank=True)
    words = models.CharField(_("words"), max_length=400)
    language = models.CharField(_("language in which it was said"), max_length=2, choices=settings.LANGUAGES)
    approved_by = models.CharField(
        _("approved by"),
        max_length=150,
        blank=True,
        help_text=_("Who agreed that it is quoted; or the printed source."),
    )
    is_reusable = models.BooleanField(_("may be reused"), default=False)

    class Meta(OfEvent.Meta):
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")

    def __str__(self):
        return str(self.text("words"))

    def text(self, field):
        """Return ``field``; the words in the reader's language, else as they were said."""
        shown = {*self.event.shown_languages, self.language}
        return languages.text_of(self, field, prefer=[self.language], allowed=shown)


class NextStep(OfEvent):
    """What was agreed to be done: what, by whom, until when."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="next_steps", verbose_name=_("event"))
    what = models.CharField(_("what"), max_length=300)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="next_steps", verbose_name=_("who")
    )
    who = models.CharField(_("who, in words"), max_length=200, blank=True)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    due_precision = dates.PrecisionField(_("precision of the date"))
    is_done = models.BooleanField(_("done"), default=False)

    class Meta(OfEvent.Meta):
        verbose_name = _("next step")
        verbose_name_plural = _("next steps")

    def __str__(self):
        return str(self.text("what"))

    @property
    def due(self):
        """By when, as a reader reads it."""
        return dates.display(self.due_on, self.due_precision)


class Announcement(OfEvent):
    """A commitment that somebody announced at an event; the action that records it once there is one."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="announcements", verbose_name=_("event"))
    what = models.CharField(_("what is promised"), max_length=300)
    who = models.CharField(_("by whom"), max_length=200, blank=True)
    practice = models.ForeignKey(
        Practice,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="announcements",
        verbose_name=_("recorded as action"),
    )

    class Meta(OfEvent.Meta):
        verbose_name = _("commitment announced")
        verbose_name_plural = _("commitments announced")

    def __str__(self):
        return str(self.text("what"))


class Need(OfEvent):
    """What cities say that they need in order to act: governance, resources, capabilities."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="needs", verbose_name=_("event"))
    lrg = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("local government"),
    )
    area = models.CharField(_("area"), max_length=14, choices=enums.NeedArea)
    what = models.CharField(_("what is needed"), max_length=300)

    class Meta(OfEvent.Meta):
        verbose_name = _("need expressed")
        verbose_name_plural = _("needs expressed")

    def __str__(self):
        return str(self.text("what"))
