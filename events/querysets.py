"""How peer learning is read: who may see what is decided here and nowhere else."""

from django.db.models import Q, QuerySet

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


def _attended_by(user):
    """Return the condition that an event counts ``user`` among its participants."""
    from .models import Delegation, Registration  # noqa: PLC0415 — querysets stand below the models

    mandates = user.mandates.confirmed().values("lrg")
    sent = Delegation.objects.filter(lrg__in=mandates, state__in=TAKES_PART).values("event")
    came = Registration.objects.of(user).values("event")
    return Q(pk__in=sent) | Q(pk__in=came)


class SeriesQuerySet(EntryQuerySet):
    """Words for reading series."""


class EventQuerySet(EntryQuerySet):
    """Words for reading events."""

    def attended_by(self, user):
        """Events that count ``user`` among their participants: registered, or acting for an LRG that takes part."""
        return self.filter(_attended_by(user)) if user.is_authenticated and user.is_active else self.none()


class PublicationQuerySet(EntryQuerySet):
    """Words for reading publications."""


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
