"""How peer learning is read: who may see what is decided here and nowhere else."""

from django.db.models import F, Prefetch, Q, QuerySet

from compacts.models import Objective, RoundTable
from portal.shared import languages

from .enums import ContributorRole, DelegationState, PublicationKind, RegistrationState, Status, Visibility

#: A local government in one of these states was, or will be, at the event: it may read what participants may.
TAKES_PART = (DelegationState.CONFIRMED, DelegationState.ATTENDED)
#: The relations of a publication whose records are loaded with conditions of their own.
_LED_TO = ("event", "series", "objectives", "contributors", "case_studies")


class EntryQuerySet(QuerySet):
    """Words for reading series, events and publications."""

    def published(self):
        """Records that are in force, whoever may read them."""
        return self.filter(status=Status.PUBLISHED)

    def public(self):
        """Records that anyone may find."""
        return self.filter(status=Status.PUBLISHED, visibility=Visibility.PUBLIC)

    def readable(self):
        """Records whose address answers for anyone: public ones, and archived ones as a tombstone."""
        return self.filter(status__in=(Status.PUBLISHED, Status.ARCHIVED), visibility=Visibility.PUBLIC)

    def visible_to(self, user):
        """Every record that ``user`` may open; all others do not exist for them."""
        if not user.is_authenticated or not user.is_active:
            return self.readable()
        if user.is_editor:
            return self
        theirs = Q(status=Status.PUBLISHED, visibility=Visibility.PARTICIPANTS) & self._of_participant(user)
        anyones = Q(status__in=(Status.PUBLISHED, Status.ARCHIVED), visibility=Visibility.PUBLIC)
        return self.filter(anyones | theirs)

    def kept_by(self, user):
        """Records that ``user`` writes: the secretariat keeps them all, others none."""
        return self if user.is_active and user.is_editor else self.none()

    def _of_participant(self, user):
        """The records that participants may read with whom ``user`` counts."""
        return _attended_by(user)

    def kept_or_published(self, user):
        """Records whose files ``user`` may ask for: tombstones keep theirs from all but the secretariat."""
        return self if user.is_active and user.is_editor else self.published()

    def for_titles(self):
        """Load what the title needs, and nothing else."""
        names = ("slug", "type", "status", "original_language", *languages.columns("title"))
        return self.only(*names).prefetch_related("language_states")


def _attended_by(user):
    """Return the condition that an event counts ``user`` among its participants."""
    from .models import Delegation, Registration  # noqa: PLC0415 — querysets stand below the models

    mandates = user.mandates.confirmed().values("lrg")
    sent = Delegation.objects.filter(lrg__in=mandates, state__in=TAKES_PART).values("event")
    came = Registration.objects.of(user).values("event")
    return Q(pk__in=sent) | Q(pk__in=came)


class SeriesQuerySet(EntryQuerySet):
    """Words for reading series."""

    def for_cards(self):
        """Load what a card of the list shows: title, summary, hosts."""
        organisers = self.model._meta.get_field("organisers").related_model.objects.select_related("organisation")
        return self.prefetch_related("language_states", Prefetch("organisers", organisers))

    def for_page(self):
        """Load what the page of a series shows, except its events and publications."""
        return self.for_cards().prefetch_related("agendas", "networks", "figures", "materials")


class EventQuerySet(EntryQuerySet):
    """Words for reading events."""

    def attended_by(self, user):
        """Events that count ``user`` among their participants: registered, or acting for an LRG that takes part."""
        return self.filter(_attended_by(user)) if user.is_authenticated and user.is_active else self.none()

    def in_time(self):
        """Order by date, the first event first; those without a date by their number, at the end."""
        return self.order_by(F("starts_on").asc(nulls_last=True), F("number").asc(nulls_last=True), "pk")

    def for_cards(self):
        """Load what a card of a list or an entry of a calendar shows."""
        long = [name for field in ("description", "key_messages", "dates_note") for name in languages.columns(field)]
        return (
            self.select_related("series", "host", "country")
            .prefetch_related("language_states", "series__language_states", "terms")
            .defer(*long)
        )

    def for_page(self):
        """Load what the page of an event shows, except the records of others that it leads to."""
        rows = {
            "organisers": ["organisation"],
            "delegations": ["lrg__country"],
            "participations": ["person", "organisation", "on_behalf_of"],
            "showings": ["lrg"],
            "quotes": ["person"],
        }
        return self.select_related("host__country", "country").prefetch_related(
            *("language_states", "terms", "themes", "agendas", "forums"),
            *("networks", "figures", "materials", "sessions"),
            Prefetch("objectives", Objective.objects.for_labels()),
            Prefetch("round_tables", RoundTable.objects.select_related("forum")),
            *(Prefetch(name, self._rows(name, *links)) for name, links in rows.items()),
        )

    def _rows(self, name, *links):
        rows = self.model._meta.get_field(name).related_model.objects.all()
        return rows.select_related(*links) if links else rows


class PublicationQuerySet(EntryQuerySet):
    """Words for reading publications."""

    def notes(self):
        """Peer learning notes, which are known by their numbers."""
        return self.filter(kind=PublicationKind.NOTE, number__isnull=False)

    def about(self, lrg):
        """Publications about ``lrg``: that name it, tell of it, or come from a public event that it hosted."""
        event = {"event__status": Status.PUBLISHED, "event__visibility": Visibility.PUBLIC}
        told = Q(lrgs=lrg) | Q(case_studies__lrg=lrg) | Q(event__host=lrg, **event)
        return self.filter(pk__in=self.model.objects.filter(told).values("pk"))

    def newest(self):
        """Order by the date of publication, what has none at the end."""
        return self.order_by(F("published_on").desc(nulls_last=True), F("number").desc(nulls_last=True), "-pk")

    def for_links(self):
        """Load what a line says that leads to a publication: title, number, the languages it is available in."""
        return self.prefetch_related("language_states", "editions")

    def for_cards(self):
        """Load what a card of a list shows, and the event where everybody may read it."""
        events = self.model._meta.get_field("event").related_model.objects.public()
        return self.for_links().prefetch_related(Prefetch("event", events.prefetch_related("language_states")), "lrgs")

    def for_page(self, user):
        """Load all that the page shows; of others' records those that ``user`` may read."""
        related = {name: self.model._meta.get_field(name).related_model for name in _LED_TO}
        events = related["event"].objects.visible_to(user).filter(status=Status.PUBLISHED)
        cases = related["case_studies"].objects.select_related("lrg__country")
        practices = related["case_studies"]._meta.get_field("practice").related_model.objects.published()
        return self.prefetch_related(
            *("language_states", "terms", "editions", "figures", "passages", "themes", "agendas", "forums", "networks"),
            *("lrgs__country", "round_tables__forum"),
            Prefetch("objectives", related["objectives"].objects.for_labels()),
            Prefetch("contributors", related["contributors"].objects.select_related("person", "organisation")),
            Prefetch("case_studies", cases),
            Prefetch("case_studies__practice", practices.prefetch_related("language_states")),
            Prefetch("event", events.select_related("host", "country").prefetch_related("language_states")),
            Prefetch("series", related["series"].objects.public().prefetch_related("language_states")),
        )

    def _of_participant(self, user):
        """A publication for participants is read by those of the event that it comes from."""
        events = self.model._meta.get_field("event").related_model.objects.attended_by(user)
        return Q(event__in=events.values("pk"))


class PersonQuerySet(QuerySet):
    """Words for reading people."""

    def public(self):
        """People whom a public record names for what they said or wrote; a press contact did neither."""
        shown = {"status": Status.PUBLISHED, "visibility": Visibility.PUBLIC}
        speaks = Q(**{f"participations__event__{name}": value for name, value in shown.items()})
        wrote = Q(**{f"contributions__publication__{name}": value for name, value in shown.items()})
        wrote &= Q(contributions__role__in=[role for role in ContributorRole if role != ContributorRole.PRESS_CONTACT])
        return self.filter(pk__in=self.model.objects.filter(speaks | wrote).values("pk"))


class RegistrationQuerySet(QuerySet):
    """Words for reading registrations."""

    def standing(self):
        """Registrations that were not cancelled."""
        return self.filter(state=RegistrationState.REGISTERED)

    def of(self, user):
        """Standing registrations of one person, made with or without their account."""
        return self.standing().filter(Q(user=user) | Q(email__iexact=user.email))

    def for_desk(self):
        """Load what a line of the secretariat's list shows: organisation, country, attendance."""
        return self.select_related("organisation", "country").prefetch_related("attendances")


class IntendedChangeQuerySet(QuerySet):
    """Words for reading intended changes."""

    def public(self):
        """Changes that their local government shows to everybody, of events that everybody may read."""
        return self.filter(is_public=True, event__status=Status.PUBLISHED, event__visibility=Visibility.PUBLIC)

    def of(self, user):
        """Changes of the local governments that ``user`` acts for; the secretariat reads all."""
        if user.is_editor:
            return self
        return self.filter(lrg__in=user.mandates.confirmed().values("lrg"))

    def for_desk(self):
        """Load what a line shows: event, local government, actions, questions and answers."""
        return self.select_related("event", "lrg", "inspired_by", "became").prefetch_related(
            "event__language_states", "inspired_by__language_states", "became__language_states", "follow_ups"
        )
