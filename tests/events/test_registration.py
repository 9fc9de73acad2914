"""Registering for an event: who may, what is told to whom, and that nobody learns who is registered."""

import datetime
import re
import threading

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import Attachment, Email

from events import actions
from events.models import Event, Registration
from portal.directory.models import Country
from portal.shared.errors import NotAllowed, WrongState
from tests.factories.accounts import UserFactory
from tests.factories.directory import LRGFactory, MandateFactory
from tests.factories.events import archived_event, event, published_event

pytestmark = pytest.mark.django_db

SOON = timezone.localdate() + datetime.timedelta(days=30)


def meeting(**data):
    """A published event in a month that takes registrations."""
    return published_event(**{"starts_on": str(SOON), "takes_registrations": True, **data})


def register(meeting, email="ana@example.org", **changes):
    values = {"name": "Ana Pérez", "language": "en", "has_consented": True, **changes}
    return actions.register(event=meeting, email=email, **values)


def form(**changes):
    return {
        "name": "Ana Pérez",
        "email": "ana@example.org",
        "organisation": "A body that nobody knows",
        "country": "KE",
        "language": "es",
        "has_consented": "on",
        **changes,
    }


def post(client, meeting, **changes):
    return client.post(reverse("events:register", args=[meeting.slug]), form(**changes))


class TestWho:
    """Which event takes whom."""

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            ({"holding": "cancelled"}, "cancelled"),
            ({"holding": "held"}, "over"),
            ({"starts_on": "2020-01-01"}, "over"),
            ({"registration_closes_on": str(timezone.localdate() - datetime.timedelta(days=2))}, "closed on"),
            ({"takes_registrations": False}, "no registrations"),
            ({"visibility": "internal"}, "no registrations"),
        ],
        ids=str,
    )
    def test_not_now(self, data, why):
        with pytest.raises(WrongState) as refusal:
            register(meeting(**data))
        assert why in refusal.value.reason
        assert not Registration.objects.exists()
        assert not Email.objects.exists()

    def test_neither_drafts_nor_archived_ones(self):
        data = {"starts_on": str(SOON), "takes_registrations": True}
        for one in (event(**data), archived_event(**data)):
            with pytest.raises(WrongState):
                register(one)

    @pytest.mark.parametrize(
        "data",
        [
            {"starts_on": str(timezone.localdate())},
            {"starts_on": f"{timezone.localdate():%Y}-01-01", "starts_precision": "year"},
            {"starts_on": f"{timezone.localdate():%Y-%m}-01", "starts_precision": "month"},
            {"starts_on": None, "dates_as_written": "11–13 April"},
            {"registration_closes_on": str(timezone.localdate() + datetime.timedelta(days=1))},
            {"starts_on": "2020-01-01", "ends_on": str(SOON)},
        ],
        ids=str,
    )
    def test_still_possible(self, data):
        assert register(meeting(**data)).state == "registered"

    def test_the_last_place(self):
        one = meeting(capacity=2)
        register(one)
        second = register(one, "b@example.org")
        with pytest.raises(WrongState, match="taken"):
            register(one, "c@example.org")
        actions.cancel_registration(registration=second)
        assert register(one, "c@example.org").state == "registered"

    def test_not_without_consent(self):
        with pytest.raises(ValidationError, match="agreement"):
            register(meeting(), has_consented=False)

    def test_participants_only_event_takes_those_who_are_sent(self, client):
        lrg = LRGFactory()
        one = meeting(visibility="participants", delegations=[{"lrg": lrg.slug}])
        address = reverse("events:register", args=[one.slug])
        assert client.get(address).status_code == 404
        client.force_login(UserFactory())
        assert client.get(address).status_code == 404
        client.force_login(MandateFactory(lrg=lrg).officer)
        assert client.get(address).status_code == 200


class TestWhatIsToldToNobody:
    """Nobody learns from the portal whether an address is registered."""

    def test_the_second_time_looks_like_the_first(self, client):
        one = meeting()
        answers = [post(client, one) for _time in range(2)]
        pages = [client.get(answer.url) for answer in answers]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert answers[0].url == answers[1].url
        assert pages[0].content == pages[1].content
        assert b"ana@example.org" not in pages[0].content
        assert Registration.objects.count() == 1
        first, second = Email.objects.order_by("pk")
        assert "confirmada" in first.subject
        assert "Ya tenía" in second.subject
        assert [first.to, second.to] == [["ana@example.org"]] * 2

    def test_what_is_kept_stays_when_somebody_else_registers_the_address(self):
        one = meeting()
        register(one, requirements="Captions")
        register(one, "ANA@Example.org", name="Somebody Else", requirements="")
        kept = Registration.objects.get()
        assert (kept.name, kept.requirements, kept.email) == ("Ana Pérez", "Captions", "ana@example.org")
        assert "Somebody Else" not in Email.objects.last().message

    def test_full_is_full_for_everybody(self, client):
        one = meeting(capacity=1)
        register(one)
        answers = [post(client, one, email=email) for email in ("ana@example.org", "new@example.org")]
        assert [answer.status_code for answer in answers] == [409, 409]
        assert answers[0].content == answers[1].content

    def test_no_flood_of_mail_to_one_address(self, client):
        one = meeting()
        answers = [post(client, one) for _time in range(10)]
        assert {answer.status_code for answer in answers} == {302}
        assert Email.objects.count() == 3

    def test_no_flood_from_one_place(self, client):
        one = meeting()
        answers = [post(client, one, email=f"p{number}@example.org").status_code for number in range(22)]
        assert answers == [302] * 20 + [429] * 2
        assert Registration.objects.count() == 20

    def test_answers_are_kept_by_no_cache(self, client):
        own = register(meeting())
        for address in (
            reverse("events:register", args=[own.event.slug]),
            reverse("events:registered", args=[own.event.slug]),
            reverse("events:registration", args=[own.token]),
        ):
            answer = client.get(address)
            assert answer.status_code == 200
            assert "no-store" in answer.headers["Cache-Control"]
            assert b'content="noindex"' in answer.content


class TestForm:
    """The page, with good and bad input."""

    def test_a_known_organisation_becomes_a_link(self, client):
        lrg = LRGFactory(name_en="Grenoble-Test")
        one = meeting(delegations=[{"lrg": lrg.slug}])
        assert b'<option value="Grenoble-Test">' in client.get(reverse("events:register", args=[one.slug])).content
        post(client, one, organisation="grenoble-test")
        kept = Registration.objects.get()
        assert (kept.organisation, kept.organisation_name) == (lrg, "")
        assert kept.country == Country.objects.get(code="KE")

    def test_a_typed_one_stays_as_typed(self, client):
        post(client, meeting())
        kept = Registration.objects.get()
        assert (kept.organisation, kept.organisation_name) == (None, "A body that nobody knows")

    def test_who_is_signed_in_is_known(self, client, member):
        client.force_login(member)
        one = meeting()
        page = client.get(reverse("events:register", args=[one.slug])).content.decode()
        assert member.name in page
        assert member.email in page
        assert 'name="email"' not in page
        post(client, one, email="other@example.org")
        kept = Registration.objects.get()
        assert (kept.user, kept.email) == (member, member.email)

    @pytest.mark.parametrize(
        "bad",
        [
            {"name": ""},
            {"name": "x" * 10_000},
            {"name": "Buy at http://spam.example"},
            {"name": "me@example.org"},
            {"email": "nobody"},
            {"email": "a\r\nBcc: b@example.org"},
            {"email": "x" * 10_000 + "@example.org"},
            {"email": "a\0@example.org"},
            {"country": "XX"},
            {"country": "\0"},
            {"language": "de"},
            {"requirements": "x" * 10_000},
            {"position_title": "x" * 10_000},
            {"organisation": "x" * 10_000},
            {"has_consented": ""},
        ],
        ids=lambda bad: next(iter(bad)) + " " + next(iter(bad.values()))[:12],
    )
    def test_bad_input_is_named_and_kept(self, client, bad):
        answer = post(client, meeting(), **{"name": "Typed Name", **bad})
        assert answer.status_code == 422
        assert b"govuk-error-summary" in answer.content
        if "name" not in bad:
            assert b"Typed Name" in answer.content
        assert not Registration.objects.exists()
        assert not Email.objects.exists()

    def test_control_characters_go(self, client):
        assert post(client, meeting(), name="Ana\r\nBcc: eve\0\x07").status_code == 302
        assert Registration.objects.get().name == "Ana Bcc: eve"
        mail = Email.objects.get()
        assert "\n" not in mail.subject
        assert {*mail.headers} == {"Auto-Submitted"}

    def test_not_open_says_why(self, client):
        one = meeting(holding="cancelled")
        answer = client.get(reverse("events:register", args=[one.slug]))
        assert (answer.status_code, answer.context["form"]) == (200, None)
        assert b"This event is cancelled." in answer.content

    @pytest.mark.parametrize("number", [1, 3])
    def test_number_of_queries(self, client, django_assert_num_queries, number):
        one = meeting(delegations=[{"lrg": LRGFactory().slug} for _number in range(number)])
        with django_assert_num_queries(6):
            client.get(reverse("events:register", args=[one.slug]))


class TestOwnPage:
    """The page behind the link of the mail."""

    def address(self, own, name="registration"):
        return reverse(f"events:{name}", args=[own.token])

    def test_see_and_change(self, client):
        own = register(meeting(), requirements="Captions")
        assert b"ana@example.org" in client.get(self.address(own)).content
        answer = client.post(self.address(own), {"language": "fr", "requirements": "Traduction"})
        assert answer.url.startswith("/fr/")
        own.refresh_from_db()
        assert (own.language, own.requirements) == ("fr", "Traduction")

    @pytest.mark.parametrize("bad", [{"language": "xx"}, {"language": "en", "requirements": "x" * 10_000}])
    def test_bad_input(self, client, bad):
        own = register(meeting())
        assert client.post(self.address(own), bad).status_code == 422

    def test_cancel_after_a_question(self, client):
        own = register(meeting())
        assert client.get(self.address(own, "registration-cancel")).status_code == 200
        assert Registration.objects.standing().exists()
        client.post(self.address(own, "registration-cancel"))
        own.refresh_from_db()
        assert own.state == "cancelled"
        assert client.post(self.address(own, "registration-cancel")).status_code == 409
        assert client.post(self.address(own), {"language": "fr"}).status_code == 409
        assert client.get(self.address(own)).status_code == 200
        assert Email.objects.last().subject.startswith("Registration cancelled")

    def test_too_late_to_cancel(self, client):
        own = register(meeting())
        with time_machine.travel(timezone.now() + datetime.timedelta(days=40)):
            assert client.post(self.address(own, "registration-cancel")).status_code == 409
            assert b"This event is over." in client.get(self.address(own)).content

    @pytest.mark.parametrize("token", ["nope", "x" * 500, "-"])
    def test_no_other_link_opens(self, client, token):
        register(meeting())
        assert client.get(reverse("events:registration", args=[token])).status_code == 404


class TestSecretariat:
    """What editors do."""

    def page(self, one, name="registrations", **parts):
        return reverse(f"events:{name}", kwargs={"pk": one.pk, **parts})

    @pytest.fixture
    def desk(self, editor):
        client = Client()
        client.force_login(editor)
        return client

    @pytest.fixture
    def held(self):
        """An event with two sessions and three people."""
        one = meeting(capacity=10, sessions=[{"number": number} for number in (1, 2)])
        people = [register(one, f"p{number}@example.org", name=f"Person {number}") for number in range(3)]
        return one, list(one.sessions.all()), people

    def test_attendance_of_many_at_once(self, desk, held):
        one, (first, second), people = held
        fields = {
            f"attended-{people[0].pk}-{first.pk}": "present",
            f"attended-{people[0].pk}-{second.pk}": "excused",
            f"attended-{people[1].pk}-{first.pk}": "absent",
            f"attended-{people[2].pk}-{first.pk}": "",
        }
        assert desk.post(self.page(one), fields).status_code == 302
        noted = {(row.registration, row.session): row.state for row in self.attendances(one)}
        assert noted == {
            (people[0], first): "present",
            (people[0], second): "excused",
            (people[1], first): "absent",
        }
        desk.post(self.page(one), {f"attended-{people[0].pk}-{first.pk}": ""})
        assert len(self.attendances(one)) == 2
        assert [row.note for row in one.history.filter(transition="note_attendance")] == ["3", "1"]

    def attendances(self, one):
        return [row for person in one.registrations.all() for row in person.attendances.all()]

    def test_nothing_is_noted_when_one_line_is_wrong(self, desk, held):
        one, (first, _second), people = held
        other = register(meeting(), "x@example.org")
        for name, state in (
            (f"attended-{other.pk}-{first.pk}", "present"),
            (f"attended-{people[0].pk}-0", "present"),
            (f"attended-{people[0].pk}-{first.pk}", "asleep"),
            ("attended-x-9" + "9" * 30, "present"),
            ("attended", "present"),
        ):
            desk.post(self.page(one), {f"attended-{people[1].pk}-{first.pk}": "present", name: state})
            assert self.attendances(one) == [], name

    def test_cancel_somebody(self, desk, held):
        one, _sessions, people = held
        address = self.page(one, "cancel-one", registration=people[0].pk)
        assert b"Person 0" in desk.get(address).content
        desk.post(address, {"reason": "The room is small."})
        people[0].refresh_from_db()
        assert people[0].state == "cancelled"
        mail = Email.objects.last()
        assert (mail.to, "The room is small." in mail.message) == (["p0@example.org"], True)
        line = one.history.get(transition="cancel_registration")
        assert "Person" not in line.note
        assert desk.post(address).status_code == 409

    def test_tell_everybody_how_it_stands(self, desk, held, editor):
        one, _sessions, people = held
        actions.cancel_registration(registration=people[0])
        actions.update(entry=one, by=editor, data={"starts_on": str(SOON + datetime.timedelta(days=1))})
        Email.objects.all().delete()
        desk.post(self.page(one, "tell-registered"), {"message": "A day later."})
        assert sorted(mail.to[0] for mail in Email.objects.all()) == ["p1@example.org", "p2@example.org"]
        assert "A day later." in Email.objects.first().message
        assert Attachment.objects.filter(emails=Email.objects.first()).get().emails.count() == 2, "one file for all"
        assert b"to 2 people" in desk.get(self.page(one)).content

    def test_tell_that_it_is_cancelled(self, desk, held, editor):
        one, *_rest = held
        actions.update(entry=one, by=editor, data={"holding": "cancelled"})
        Email.objects.all().delete()
        desk.post(self.page(one, "tell-registered"))
        assert {mail.subject for mail in Email.objects.all()} == {f"Cancelled: {one}"}
        content = Email.objects.first().attachments.get().file.read()
        assert b"STATUS:CANCELLED" in content

    def test_what_was_typed_to_everybody_is_offered_again(self, desk, held, editor):
        one, *_rest = held
        mark = re.search(rb'name="person" value="([^"]+)"', desk.get(self.page(one)).content)[1].decode()
        desk.cookies.pop("session")
        address = self.page(one, "tell-registered")
        assert desk.post(address, {"message": "A day later.", "person": mark}).status_code == 302
        kept = dict(desk.session.items())
        desk.force_login(editor)
        session = desk.session
        session.update(kept)
        session.save()
        assert b'value="A day later."' in desk.get(address).content

    def test_nobody_to_tell(self, desk):
        answer = desk.post(self.page(meeting(), "tell-registered"), follow=True)
        assert b"Nobody is registered." in answer.content

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("q=person+1", ["Person 1"]),
            ("q=p2%40example", ["Person 2"]),
            ("state=cancelled", ["Person 0"]),
            ("state=registered", ["Person 1", "Person 2"]),
            ("country=KE", ["Person 2"]),
            ("language=fr", ["Person 1"]),
            ("attended=present", ["Person 2"]),
            ("q=%00&state=nope&page=1", ["Person 0", "Person 1", "Person 2"]),
            ("q=" + "x" * 5000, []),
        ],
        ids=lambda value: str(value)[:20],
    )
    def test_filters(self, desk, held, editor, query, found):
        one, (first, _second), people = held
        actions.cancel_registration(registration=people[0])
        people[1].language, people[2].country = "fr", Country.objects.get(code="KE")
        people[1].save()
        people[2].save()
        actions.note_attendance(event=one, by=editor, rows=[(people[2].pk, first.pk, "present")])
        answer = desk.get(f"{self.page(one)}?{query}")
        assert [line["name"] for line in answer.context["lines"]] == found

    def test_export_is_safe_and_written_down(self, desk, held, editor):
        one, (first, _second), people = held
        people[0].name, people[1].position_title = "=HYPERLINK(1)", "+1"
        people[0].save()
        people[1].save()
        actions.note_attendance(event=one, by=editor, rows=[(people[2].pk, first.pk, "present")])
        answer = desk.get(f"{self.page(one)}?format=csv")
        text = answer.content.decode("utf-8-sig")
        assert "attachment" in answer.headers["Content-Disposition"]
        assert "no-store" in answer.headers["Cache-Control"]
        assert "'=HYPERLINK(1)" in text
        assert "'+1" in text
        assert text.count("Present") == 1
        assert len(text.splitlines()) == 4
        assert desk.get(f"{self.page(one)}?format=xlsx&q=2").content[:2] == b"PK"
        assert [row.note for row in one.history.filter(transition="export_registrations")] == ["csv, 3", "xlsx, 1"]

    def test_a_workbook_holds_texts_only(self, desk, held):
        zipfile = pytest.importorskip("zipfile")
        one, _sessions, people = held
        people[0].name = "=1+1"
        people[0].save()
        content = desk.get(f"{self.page(one)}?format=xlsx").content
        import io  # noqa: PLC0415 - read here only

        book = zipfile.ZipFile(io.BytesIO(content))
        assert b"=1+1" in book.read("xl/sharedStrings.xml")
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")

    @pytest.mark.parametrize("actor", ["member", "reviewer"])
    def test_nobody_else(self, request, held, actor):
        one, (first, _second), people = held
        person = request.getfixturevalue(actor)
        client = Client()
        client.force_login(person)
        assert client.get(f"{self.page(one)}?format=csv").status_code == 403
        for act in (
            lambda: actions.note_attendance(event=one, by=person, rows=[(people[0].pk, first.pk, "present")]),
            lambda: actions.tell_registered(event=one, by=person),
            lambda: actions.cancel_registration(registration=people[0], by=person),
            lambda: actions.note_export(event=one, by=person, format="csv", number=1),
        ):
            with pytest.raises(NotAllowed):
                act()

    @pytest.mark.parametrize("number", [1, 3])
    def test_number_of_queries(self, desk, django_assert_num_queries, number):
        one = meeting(sessions=[{"number": 1 + position} for position in range(number)])
        for position in range(number):
            own = register(one, f"p{position}@example.org", organisation=LRGFactory())
            actions.note_attendance(
                event=one, by=UserFactory(editor=True), rows=[(own.pk, one.sessions.first().pk, "present")]
            )
        with django_assert_num_queries(13):
            desk.get(self.page(one))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference_again")
def test_two_people_never_share_the_last_place():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("Threads share one connection of a database in memory.")
    one, answers = meeting(capacity=1), []
    start = threading.Barrier(4)

    def attempt(number):
        start.wait()
        try:
            answers.append(register(Event.objects.get(pk=one.pk), f"p{number}@example.org").state)
        except WrongState as refusal:
            answers.append(refusal.reason)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=attempt, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["All places are taken."] * 3 + ["registered"]
    assert Registration.objects.count() == 1
