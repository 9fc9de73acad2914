"""Mails to people who register: at a real mail server, in three languages, with a calendar file; and their end."""

import datetime

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone
from icalendar import Calendar
from post_office.models import Attachment, Email

from events import actions, times
from events.models import Event, Registration
from portal.accounts import notices, outbox
from portal.accounts.models import User
from portal.directory.models import Country
from tests.accounts.conftest import sink, smtp_port  # noqa: F401 - fixtures
from tests.factories.accounts import UserFactory
from tests.factories.directory import LRGFactory

from .test_registration import SOON, meeting, register

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def parts(mail):
    """Return media type → content of the parts of a mail."""
    return {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}


def entry_of(mail):
    """Return the event in the calendar file of a mail."""
    (part,) = (part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert part.get_filename() == "event.ics"
    content = part.get_content()
    return Calendar.from_ical(content if isinstance(content, str) else content.decode()).events[0]


@pytest.mark.parametrize(
    ("language", "subject", "own"),
    [
        ("en", "You are registered: The meeting", "See, change or cancel your registration"),
        ("es", "Inscripción confirmada: El encuentro", "Ver, modificar o cancelar su inscripción"),
        ("fr", "Inscription confirmée\u00a0: La rencontre", "Voir, modifier ou annuler votre inscription"),
    ],
)
def test_confirmation(sink, settings, language, subject, own):  # noqa: F811
    settings.SITE_URL = "https://portal.example.org"
    titles = {"en": "The meeting", "es": "El encuentro", "fr": "La rencontre"}
    one = meeting(
        title=titles,
        states={"es": "human", "fr": "human"},
        starts_time="10:00",
        ends_time="11:30",
        time_zone="Europe/Madrid",
        platform="Zoom",
    )
    kept = register(one, language=language, name='Ana "Áé" <i>')
    assert outbox.deliver_due() == (1, 0, True)
    (mail,) = sink.mails
    assert mail["Subject"] == subject
    assert mail["To"] == "ana@example.org"
    texts = parts(mail)
    address = f"https://portal.example.org/{language}/events/registrations/{kept.token}/"
    assert f"{own}" in texts["text/plain"]
    assert address in texts["text/plain"]
    assert f'href="{address}"' in texts["text/html"]
    assert 'Ana "Áé" <i>' in texts["text/plain"]
    assert "<i>" not in texts["text/html"]
    entry = entry_of(mail)
    assert entry["summary"] == titles[language]
    assert entry.start.isoformat() == f"{SOON}T10:00:00+{'02:00' if entry.start.dst() else '01:00'}"
    assert (entry.end - entry.start) == datetime.timedelta(minutes=90)
    assert entry["url"].startswith(f"https://portal.example.org/{language}/events/")


def test_a_calendar_takes_no_line_from_a_title(sink):  # noqa: F811
    kept = register(meeting(title="Plain\r\nATTENDEE:mailto:eve@example.org"))
    outbox.deliver_due()
    entry = entry_of(sink.mails[0])
    assert "attendee" not in entry
    assert "\n" not in sink.mails[0]["Subject"]
    assert kept.event.slug


def test_no_file_while_the_day_is_not_known():
    register(meeting(starts_on=f"{SOON:%Y-%m}-01", starts_precision="month"))
    assert not Attachment.objects.exists()
    assert Email.objects.count() == 1


def test_without_mail_nobody_gets_one():
    with notices.without_mail():
        register(meeting())
    assert not Email.objects.exists()


def test_only_needed_mails_go_to_strangers():
    with pytest.raises(ValueError, match="for people with an account"):
        notices.write_to(addressees=[], kind="published", context={})


def test_the_outbox_takes_small_files_only():
    stranger = notices.Addressee("a@example.org", "A", "en")
    with pytest.raises(ValueError, match="small files"):
        notices.write_to(
            addressees=[stranger], kind="registered", context={}, attachments=[("x.txt", b"x" * 60_000, "text/plain")]
        )
    assert not Email.objects.exists()


def test_files_go_with_the_last_mail_that_holds_them(django_capture_on_commit_callbacks):
    one = meeting()
    register(one)
    register(one, "b@example.org")
    names = [attachment.file.name for attachment in Attachment.objects.all()]
    assert all(default_storage.exists(name) for name in names)
    assert outbox.deliver_due() == (2, 0, True)
    with time_machine.travel(timezone.now() + 31 * DAY), django_capture_on_commit_callbacks(execute=True):
        assert outbox.purge() == 2
    assert not Attachment.objects.exists()
    assert not any(default_storage.exists(name) for name in names)


class TestRetention:
    """A year after the event nothing personal is left, and the numbers are the same."""

    def run(self, moment):
        with time_machine.travel(moment, tick=False):
            call_command("anonymise_registrations", verbosity=0)

    def end(self, one, days):
        """The moment ``days`` after the retention of an event is over."""
        last = times.months_later(times.last_day(one), 12)
        return datetime.datetime.combine(last, datetime.time(12), datetime.UTC) + days * DAY

    @pytest.fixture
    def one(self):
        return meeting(sessions=[{"number": 1}])

    @pytest.fixture
    def kept(self, one, editor):
        person = UserFactory(email="ana@example.org")
        kept = register(
            one,
            by=person,
            position_title="Mayor of Smalltown",
            requirements="A chair",
            organisation=LRGFactory(),
            country=Country.objects.get(code="KE"),
        )
        actions.note_attendance(event=one, by=editor, rows=[(kept.pk, one.sessions.get().pk, "present")])
        return kept

    def test_not_before_its_time(self, one, kept):
        self.run(self.end(one, 0))
        kept.refresh_from_db()
        assert kept.name == "Ana Pérez"

    def test_numbers_stay_and_persons_go(self, client, one, kept):
        self.run(self.end(one, 1))
        row = Registration.objects.get()
        assert (row.name, row.email, row.position_title, row.requirements, row.organisation_name) == ("",) * 5
        assert (row.user, row.organisation) == (None, None)
        assert (row.country.code, row.organisation_kind, row.attendances.get().state) == ("KE", "lrg", "present")
        assert row.token != kept.token
        assert User.objects.filter(email="ana@example.org").exists(), "the account is another matter"
        for token in (kept.token, row.token):
            assert client.get(f"/en/events/registrations/{token}/").status_code == 404

    def test_the_page_of_the_secretariat_counts_the_same(self, client, editor, one, kept):
        client.force_login(editor)
        address = f"/en/review/events/{one.pk}/registrations/"
        before = client.get(address).context["figures"]
        self.run(self.end(one, 1))
        answer = client.get(address)
        after = answer.context["figures"]
        del before["sessions"][0]["session"], after["sessions"][0]["session"]
        assert before == after
        assert b"Ana" not in answer.content
        assert b"Ana" not in client.get(f"{address}?format=csv").content

    def test_repeating_changes_nothing(self, one, kept):
        self.run(self.end(one, 1))
        first = Registration.objects.values().get()
        self.run(self.end(one, 2))
        assert Registration.objects.values().get() == first

    def test_mails_that_lie_in_the_outbox_go_too(self, one, kept):
        other = register(meeting(starts_on=str(SOON + 400 * DAY)), "ana@example.org")
        assert Email.objects.count() == 2
        self.run(self.end(one, 1))
        assert other.token in Email.objects.get().message

    def test_cancelled_ones_too(self, one, kept):
        actions.cancel_registration(registration=kept)
        self.run(self.end(one, 1))
        assert Registration.objects.get().email == ""
        assert Registration.objects.get().state == "cancelled"

    def test_the_whole_year_of_a_vague_date_counts(self):
        one = meeting(starts_on=f"{SOON.year}-01-01", starts_precision="year")
        register(one)
        self.run(datetime.datetime(SOON.year + 1, 12, 31, 12, tzinfo=datetime.UTC))
        assert Registration.objects.get().name
        self.run(datetime.datetime(SOON.year + 2, 1, 2, 12, tzinfo=datetime.UTC))
        assert not Registration.objects.get().name

    def test_an_event_without_a_date_does_not_keep_people_for_ever(self):
        register(meeting(starts_on=None, dates_as_written="some day"))
        self.run(timezone.now() + 360 * DAY)
        assert Registration.objects.get().name
        self.run(timezone.now() + 370 * DAY)
        assert not Registration.objects.get().name

    def test_one_events_trouble_is_not_the_others(self, one, kept):
        broken = meeting()
        register(broken)
        Event.objects.filter(pk=broken.pk).update(time_zone="Nowhere/Land")
        with pytest.raises(CommandError, match="1 events"):
            self.run(self.end(one, 1))
        assert [row.name for row in Registration.objects.order_by("pk")] == ["", "Ana Pérez"]

    def test_an_anonymous_registration_is_not_touched(self, one, kept, editor):
        self.run(self.end(one, 1))
        row = Registration.objects.get()
        for act in (
            lambda: actions.cancel_registration(registration=row, by=editor),
            lambda: actions.change_registration(registration=row, language="en", requirements="A chair"),
        ):
            with pytest.raises(Exception, match="anonymous"):
                act()


@pytest.mark.parametrize(
    ("day", "precision", "last"),
    [
        ("2026-04-16", "day", "2026-04-16"),
        ("2026-02-01", "month", "2026-02-28"),
        ("2028-02-01", "month", "2028-02-29"),
        ("2026-01-01", "early", "2026-04-30"),
        ("2026-05-01", "mid", "2026-08-31"),
        ("2026-09-01", "late", "2026-12-31"),
        ("2026-01-01", "year", "2026-12-31"),
    ],
)
def test_last_day(day, precision, last):
    day, last = datetime.date.fromisoformat(day), datetime.date.fromisoformat(last)
    assert times.last_day(Event(starts_on=day, starts_precision=precision)) == last
    assert times.last_day(Event(starts_on=datetime.date(2020, 1, 1), ends_on=day, ends_precision=precision)) == last


def test_months_later():
    assert times.months_later(datetime.date(2028, 2, 29), 12) == datetime.date(2029, 2, 28)
    assert times.months_later(datetime.date(2026, 8, 31), 6) == datetime.date(2027, 2, 28)
    assert times.last_day(Event()) is None
