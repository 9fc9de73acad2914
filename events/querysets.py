"""How peer learning is read: who may see what is decided here and nowhere else."""

from django.db.models import F, Prefetch, Q, QuerySet

from compacts.models import Objective, RoundTable
from portal.shared import languages

from .enums import DelegationState, RegistrationState, Status, Visibility

#: A local government in one of these states was, or will be, at the event: it may read what participants may.
TAKES_PART = (DelegationState.CONFIRMED, DelegationState.ATTENDED)


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
        theirs = Q(status=Status.PUBLISHED, visibility=Visibility.PARTICIPANTS) & _attended_by(user)
        anyones = Q(status__in=(Status.PUBLISHED, Status.ARCHIVED), visibility=Visibility.PUBLIC)
        return self.filter(anyones | theirs)

    def kept_by(self, user):
        """Records that ``user`` writes: the secretariat keeps them all, others none."""
        return self if user.is_active and user.is_editor else self.none()

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

    def for_page(self):
        """Load what the page of a series shows, except its events and publications."""
        organisers = self.model._meta.get_field("organisers").related_model.objects.select_related("organisation")
        return self.prefetch_related(
            *("language_states", "terms", "themes", "agendas", "networks", "figures", "materials"),
            Prefetch("objectives", Objective.objects.for_labels()),
            Prefetch("organisers", organisers),
        )


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

    def for_links(self):
        """Load what a line says that leads to a publication: title, number, the languages it is available in."""
        return self.prefetch_related("language_states", "editions")


class PersonQuerySet(QuerySet):
    """Words for reading people."""

    def public(self):
        """People whom a public record names."""
        shown = {"status": Status.PUBLISHED, "visibility": Visibility.PUBLIC}
        speaks = Q(**{f"participations__event__{name}": value for name, value in shown.items()})
        wrote = Q(**{f"contributions__publication__{name}": value for name, value in shown.items()})
        return self.filter(pk__in=self.model.objects.filter(speaks | wrote).values("pk"))


class RegistrationQuerySet(QuerySet):
    """Words for reading registrations."""

    def standing(self):
        """Registrations that were not cancelled."""
        return self.filter(state=RegistrationState.REGISTERED)

    def of(self, user):
        """Standing registrations of one person, made with or without their account."""
        return self.standing().filter(Q(user=user) | Q(email__iexact=user.email))


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
