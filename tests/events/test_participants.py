"""Who registered, or acts for a local government that takes part, reads what participants may; nobody else does."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from events import actions, permissions
from events.enums import Visibility
from events.models import Event, Registration
from tests.factories.accounts import UserFactory
from tests.factories.directory import LRGFactory, MandateFactory
from tests.factories.events import event, published_event

from .test_registration import meeting, post, register

pytestmark = pytest.mark.django_db


def reads(user, one):
    """Whether ``user`` may read the parts of ``one`` that are for participants."""
    return Visibility.PARTICIPANTS in permissions.readable_parts(user, one)


def test_who_registers_reads_and_stops_with_the_registration(client):
    one, person = meeting(outcome_visibility="participants"), UserFactory(email="ana@example.org")
    assert not reads(person, one)
    client.force_login(person)
    assert post(client, one).status_code == 302
    assert reads(person, one)
    client.post(f"/en/events/registrations/{Registration.objects.get().token}/cancel/")
    assert not reads(person, one)


def test_registered_before_there_was_an_account():
    one = meeting()
    register(one, "Later@Example.org")
    assert reads(UserFactory(email="later@example.org"), one)
    assert not reads(UserFactory(), one)
    assert not reads(AnonymousUser(), one)


def test_registering_another_address_opens_nothing():
    one, person = meeting(), UserFactory()
    register(one, "somebody.else@example.org", by=person)
    assert Registration.objects.get().user is None
    assert not reads(person, one)


def test_another_event_stays_closed():
    one, other, person = meeting(), meeting(), UserFactory(email="ana@example.org")
    register(one)
    assert (reads(person, one), reads(person, other)) == (True, False)


def test_an_account_that_was_closed_reads_nothing():
    one, person = meeting(), UserFactory(email="ana@example.org")
    register(one)
    person.is_active = False
    assert not reads(person, one)
    assert not Event.objects.attended_by(person).exists()


@pytest.mark.parametrize(("state", "may_read"), [("attended", True), ("confirmed", True), ("expected", False)])
def test_officers_of_who_takes_part(state, may_read):
    lrg = LRGFactory()
    officer, asks = MandateFactory(lrg=lrg).officer, MandateFactory(lrg=lrg, requested=True).officer
    one = published_event(visibility="participants", delegations=[{"lrg": lrg.slug, "state": state}])
    assert reads(officer, one) == may_read
    assert Event.objects.visible_to(officer).filter(pk=one.pk).exists() == may_read
    assert not Event.objects.visible_to(asks).filter(pk=one.pk).exists()


def test_not_before_it_is_published():
    lrg = LRGFactory()
    one = event(visibility="participants", delegations=[{"lrg": lrg.slug}])
    assert not Event.objects.visible_to(MandateFactory(lrg=lrg).officer).filter(pk=one.pk).exists()


def test_names_of_participants_are_in_no_public_answer(client, editor):
    """Every address that anybody may ask for, where the event stands in the address or in the list."""
    soon = str(timezone.localdate() + datetime.timedelta(days=30))
    one = meeting(starts_on=soon, sessions=[{"number": 1}], title="A meeting to be found")
    secrets = ["SECRETNAME", "secretmail@example.org", "SECRETPOSITION", "SECRETBODY", "SECRETNEED"]
    kept = register(
        one,
        secrets[1],
        name=secrets[0],
        position_title=secrets[2],
        organisation_name=secrets[3],
        requirements=secrets[4],
    )
    actions.note_attendance(event=one, by=editor, rows=[(kept.pk, one.sessions.get().pk, "present")])
    addresses = [
        *("/en/", "/en/events/", "/en/events/?q=secretname", "/en/events/?format=json", "/en/events/feed/"),
        *("/en/events/calendar.ics", "/sitemap.xml", "/sitemap-events.xml", "/api/v1/events/", "/api/v1/schema/"),
        *(f"/api/v1/events/{one.slug}/", f"/api/v1/events/{one.slug}/registrations/", "/api/v1/registrations/"),
        *(f"/en/events/{one.slug}/{end}" for end in ("", "calendar.ics", "register/", "register/done/")),
        *(f"/en/events/{one.slug}/?format={name}" for name in ("json", "csv", "xlsx")),
        *("/en/practices/?q=secretname", "/en/local-governments/", "/en/publications/", "/en/people/secretname/"),
    ]
    found = {}
    for address in addresses:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode("utf-8", "ignore").lower()
        if "secretname" in address:  # the answer repeats what was asked
            text = text.replace("secretname", "")
        found[address] = [secret for secret in [*secrets, kept.token] if secret.lower() in text]
        assert answer.status_code in (200, 404), address
    assert {address: secrets for address, secrets in found.items() if secrets} == {}


def test_the_outcome_on_the_page_of_the_event(client, editor):
    """Before the event somebody registers; afterwards they read what was agreed, and nobody else does."""
    one = meeting(outcome_visibility="participants", starts_on=str(timezone.localdate()))
    person = UserFactory(email="ana@example.org")
    register(one)
    told = {"holding": "held", "key_messages": {"en": "WHAT WAS AGREED"}}
    actions.update(entry=one, by=editor, data=told)
    address = f"/en/events/{one.slug}/"
    for reader, may_read in ((None, False), (UserFactory(), False), (person, True), (editor, True)):
        client.logout()
        if reader:
            client.force_login(reader)
        for page in (address, f"/api/v1/events/{one.slug}/", f"{address}calendar.ics"):
            text = client.get(page).content
            assert b"ana@example.org" not in text.replace(reader.email.encode() if reader else b"-", b"")
            assert (b"WHAT WAS AGREED" in text) == (may_read and page == address), (reader, page)


class TestWorkspace:
    """What the officer's home says of events."""

    @pytest.fixture
    def officer(self, client):
        officer = MandateFactory().officer
        client.force_login(officer)
        return officer

    def lines(self, client):
        sections = client.get("/en/workspace/").context["beside"]
        return [(row.group, str(row.title)) for section in sections for row in section.rows]

    def test_nothing_without_events(self, client, officer):
        assert self.lines(client) == []

    def test_registrations_and_questions(self, client, officer):
        lrg = officer.mandates.get().lrg
        sent = {"delegations": [{"lrg": lrg.slug, "state": "attended"}]}
        coming, held, earlier = (
            meeting(title="Coming"),
            published_event(title="Held", **sent),
            published_event(title="Earlier", starts_on="2020-01-01", **sent),
        )
        register(coming, officer.email, by=officer)
        change = actions.state_change(event=earlier, lrg=lrg, by=officer, what="A desk", language="en")
        change.follow_ups.create(months=6)
        assert self.lines(client) == [
            ("What will change after these events?", "Held"),
            ("How far is what you meant to change?", "Earlier"),
            ("You are registered", "Coming"),
        ]
        actions.state_change(event=held, lrg=lrg, by=officer, what="Another desk", language="en")
        actions.answer_follow_up(change=change, by=officer, state="under-way")
        actions.cancel_registration(registration=Registration.objects.get())
        assert self.lines(client) == []
