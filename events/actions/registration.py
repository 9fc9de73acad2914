"""Registration for an event: who comes, who was there, and that nothing personal is left a year later."""

import logging

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts import notices, outbox
from portal.shared.errors import WrongState
from portal.shared.text import clean, one_line

from .. import calendars, permissions, presenters, times
from ..enums import Attended, Holding, RegistrationState
from ..facts import has_day
from ..models import Attendance, Entry, Event, Registration
from .steps import lock, write_history

logger = logging.getLogger(__name__)

#: Registrations lose what is personal this long after the end of their event.
RETENTION_MONTHS = 12
#: What a registration says of a person; empty once it is anonymous.
PERSONAL = ("name", "email", "position_title", "organisation_name", "requirements")


@transaction.atomic
def register(*, event, by=None, name, email, language, has_consented, tells_again=True, **details):
    """Register somebody for ``event``; ``by`` is the person if they are signed in.

    ``details`` are position_title, organisation, organisation_name, country, requirements. An address that is
    registered already changes nothing and looks the same from outside: its owner alone is told, by mail, unless
    ``tells_again`` is false. Side effects: a mail with a calendar file and the link of the person's own page.
    Raises WrongState when the event takes nobody (any more), and ValidationError by field.
    """
    event = lock(event)  # two people never share the last place
    permissions.may_register(event).require()
    if not has_consented:
        raise ValidationError({"has_consented": [_("Without your agreement we cannot keep a registration.")]})
    email = _address(email)
    if known := event.registrations.standing().filter(email=email).first():
        if tells_again:
            _write(event, "registered_already", [known])
        return known
    registration = Registration(
        event=event,
        user=by if by and by.email.lower() == email else None,
        email=email,
        language=language,
        name=_name(name),
        consented_at=timezone.now(),
        **{field: _line(value) if isinstance(value, str) else value for field, value in details.items()},
    )
    registration.full_clean()
    registration.save()
    _write(event, "registered", [registration])
    return registration


@transaction.atomic
def change_registration(*, registration, language, requirements):
    """Change in which language somebody gets mail, and what they need to take part."""
    registration = _lock_registration(registration)
    permissions.may_change_registration(registration).require()
    registration.language, registration.requirements = language, _line(requirements)
    registration.full_clean()
    registration.save()
    return registration


@transaction.atomic
def cancel_registration(*, registration, by=None, reason=""):
    """Give a place back; ``by`` is the editor who does it, or None for whoever holds the personal link.

    Side effects: a mail to the person; a line in the event's history when an editor does it, without a name.
    """
    registration = _lock_registration(registration)
    if by is not None:
        permissions.may_keep(by).require()
    permissions.may_change_registration(registration).require()
    registration.state, registration.cancelled_at = RegistrationState.CANCELLED, timezone.now()
    registration.save()
    if by is not None:
        write_history(registration.event, "cancel_registration", by, note=str(registration.pk))
    _write(registration.event, "registration_cancelled", [registration], reason=clean(reason).strip())
    return registration


@transaction.atomic
def tell_registered(*, event, by, message=""):
    """Tell everybody who is registered how the event stands now, or that it is cancelled; returns how many.

    Side effects: a mail with a calendar file to each; a line of history.
    """
    event = lock(event)
    permissions.may_keep(by).require()
    people = list(event.registrations.standing().filter(anonymised_at=None))
    if not people:
        raise ValidationError(_("Nobody is registered."))
    kind = "event_cancelled" if event.holding == Holding.CANCELLED else "event_changed"
    _write(event, kind, people, reason=clean(message).strip())
    write_history(event, "tell_registered", by, note=str(len(people)))
    return len(people)


@transaction.atomic
def note_attendance(*, event, by, rows):
    """Note who was at which session: (registration, session, state) by primary keys; an empty state takes it back.

    Side effects: a line of history with the number of notes that changed. Raises ValidationError for what does not
    belong to the event, and writes nothing then. Returns how many changed.
    """
    event = lock(event)
    permissions.may_keep(by).require()
    people = {*event.registrations.values_list("pk", flat=True)}
    sessions = {*event.sessions.values_list("pk", flat=True)}
    known = {(row.registration_id, row.session_id): row for row in Attendance.objects.filter(registration__event=event)}
    new, other, gone = [], [], []
    for person, session, state in rows:
        if person not in people or session not in sessions or state not in ("", *Attended.values):
            raise ValidationError(_("A line is not of this event."))
        row = known.get((person, session))
        if row is None and state:
            new.append(Attendance(registration_id=person, session_id=session, state=state))
        elif row is not None and not state:
            gone.append(row.pk)
        elif row is not None and row.state != state:
            row.state = state
            other.append(row)
    Attendance.objects.bulk_create(new)
    Attendance.objects.bulk_update(other, ["state"])
    Attendance.objects.filter(pk__in=gone).delete()
    if changed := len(new) + len(other) + len(gone):
        write_history(event, "note_attendance", by, note=str(changed))
    return changed


@transaction.atomic
def note_export(*, event, by, format, number):
    """Write down that ``by`` takes a list of persons along, before they get it."""
    permissions.may_keep(by).require()
    write_history(lock(event), "export_registrations", by, note=f"{format}, {number}")


def anonymise_due():
    """Take everything personal from the registrations whose time is over; returns (registrations, failed events).

    What can be counted stays: country, kind of organisation, language, state, attendance.
    """
    due = Event.objects.filter(registrations__anonymised_at=None, registrations__isnull=False).distinct()
    done = failed = 0
    for event in due.order_by("pk"):
        try:
            done += _anonymise(event)
        except Exception:  # one event's trouble is not the others'
            logger.exception("The registrations of event %s were not made anonymous.", event.pk)
            failed += 1
    return done, failed


@transaction.atomic
def _anonymise(event):
    Entry.objects.select_for_update().get(pk=event.pk)
    now, today = timezone.now(), times.today(event)
    done = 0
    for registration in event.registrations.filter(anonymised_at=None).select_related("organisation"):
        ended = times.last_day(event) or registration.registered_at.date()
        if times.months_later(ended, RETENTION_MONTHS) >= today:
            continue
        outbox.forget(registration.token)
        registration.organisation_kind = registration.organisation.kind if registration.organisation else ""
        for name in PERSONAL:
            setattr(registration, name, "")
        registration.user = registration.organisation = None
        registration.token = Registration._meta.get_field("token").get_default()  # old links lead nowhere
        registration.anonymised_at = now
        registration.save()
        done += 1
    return done


# What people are told -----------------------------------------------------------------------------


def _write(event, kind, registrations, reason=""):
    """Queue one mail to each, in the language they chose."""
    for language in sorted({registration.language for registration in registrations}):
        people = [registration for registration in registrations if registration.language == language]
        with override(language):
            context = {"title": str(event), "date": _when(event), "place": _place(event), "reason": reason}
            content = _calendar(event) if kind not in WITHOUT_CALENDAR else None
            url = event.get_absolute_url()
            addressees = [
                notices.Addressee(
                    email=registration.email,
                    name=registration.name,
                    language=language,
                    context={"own_page_url": reverse("events:registration", args=[registration.token])},
                )
                for registration in people
            ]
        files = [("event.ics", content, "text/calendar")] if content else []
        notices.write_to(addressees=addressees, kind=kind, context=context, url=url, attachments=files)


#: Mails to people who need no entry in their calendar.
WITHOUT_CALENDAR = {"registration_cancelled"}


def _when(event):
    """Return the dates with the time of day, in the zone of the event."""
    return f"{presenters.when(event)} ({event.time_zone})" if event.starts_time else presenters.when(event)


def _place(event):
    """Return where people meet, from the room to the country."""
    return ", ".join(filter(None, [event.text("venue").value, presenters.place(event), event.platform]))


def _calendar(event):
    """Return the event as a calendar file, or None while its day is not known."""
    if not has_day(event):
        return None
    return calendars.calendar_of([event], title="", address=lambda path: settings.SITE_URL + path)


def _lock_registration(registration):
    lock(registration.event)
    found = Registration.objects.select_related("event").get(pk=registration.pk)
    if found.anonymised_at:
        raise WrongState(_("This registration is anonymous."), found.state)
    return found


def _line(value):
    return one_line(clean(value))


def _name(typed):
    """Return a name that may stand in a mail to an address which nobody has confirmed yet: it leads nowhere."""
    name = _line(typed)
    if any(mark in name.lower() for mark in ("://", "www.", "@")):
        raise ValidationError({"name": [_("Write a name here, not an address.")]})
    return name


def _address(typed):
    """Return an address as it is stored: capitals do not make two of one."""
    email = clean(typed).strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError({"email": error.messages}) from error
    return email
