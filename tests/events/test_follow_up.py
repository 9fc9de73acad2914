"""What local governments mean to change after an event: stated, asked after, answered, shown only if they say so."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from events import actions, presenters_changes
from events.actions import follow_up
from events.models import FollowUp, IntendedChange
from portal.accounts.models import Notice
from portal.shared.errors import NotAllowed, WrongState
from tests.factories.accounts import UserFactory
from tests.factories.directory import LRGFactory, MandateFactory
from tests.factories.events import event, published_event
from tests.factories.practices import draft, published

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
ENDED = datetime.date(2026, 3, 10)
NOON = datetime.datetime(2026, 3, 10, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock():
    """It is the day after the event, until a test moves the clock."""
    with time_machine.travel(NOON + DAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def lrg():
    return LRGFactory(name_en="Our Town")


@pytest.fixture
def officer(lrg):
    return MandateFactory(lrg=lrg).officer


def held(*lrgs, state="attended", **data):
    """A published event that ended on 10 March 2026, with delegations of ``lrgs``."""
    rows = [{"lrg": lrg.slug, "state": state} for lrg in lrgs]
    return published_event(**{"starts_on": str(ENDED), "holding": "held", "delegations": rows, **data})


def state(event, lrg, officer, **changes):
    values = {"what": "We open a desk.", "language": "en", **changes}
    return actions.state_change(event=event, lrg=lrg, by=officer, **values)


class TestStating:
    """Who says what, and when."""

    def test_an_officer_of_a_local_government_that_took_part(self, lrg, officer):
        shown = published()
        change = state(held(lrg, showings=[{"practice": shown.pk}]), lrg, officer, inspired_by=shown)
        assert (change.lrg, change.inspired_by, change.state, change.is_public) == (lrg, shown, "intended", False)

    def test_saying_it_better_keeps_one_statement(self, lrg, officer):
        one = held(lrg)
        state(one, lrg, officer)
        state(one, lrg, officer, what="We open two.\0\x07", is_public=True)
        assert IntendedChange.objects.get().what == "We open two."

    @pytest.mark.parametrize(
        ("data", "refusal"),
        [
            ({"state": "expected"}, NotAllowed),
            ({"holding": "cancelled"}, WrongState),
            ({"holding": "confirmed", "starts_on": "2026-03-11"}, WrongState),
            ({"holding": "planned", "starts_on": None, "dates_as_written": "soon"}, WrongState),
        ],
        ids=str,
    )
    def test_not_now(self, lrg, officer, data, refusal):
        with pytest.raises(refusal):
            state(held(lrg, **data), lrg, officer)

    def test_nobody_else(self, lrg, officer, editor, member):
        other = MandateFactory().officer
        waiting = MandateFactory(lrg=lrg, requested=True).officer
        one = held(lrg)
        for person in (other, waiting, editor, member):
            with pytest.raises(NotAllowed):
                state(one, lrg, person)

    def test_not_by_a_draft(self, lrg, officer):
        hidden = draft(lead_lrg=lrg)
        with pytest.raises(ValidationError, match="published action"):
            state(held(lrg), lrg, officer, inspired_by=hidden)

    def test_not_after_a_draft_event(self, lrg, officer):
        one = event(starts_on=str(ENDED), delegations=[{"lrg": lrg.slug, "state": "attended"}])
        with pytest.raises(WrongState):
            state(one, lrg, officer)

    @pytest.mark.parametrize("bad", [{"what": ""}, {"what": "  \0 "}, {"language": "de"}])
    def test_bad_values(self, lrg, officer, bad):
        with pytest.raises(ValidationError):
            state(held(lrg), lrg, officer, **bad)


class TestAsking:
    """The command, day by day."""

    def run(self, clock, moment):
        clock.move_to(moment)
        call_command("ask_follow_ups", verbosity=0)

    def told(self, kind):
        return list(Notice.objects.filter(kind=kind).order_by("pk").values_list("created_at", "recipient"))

    def test_the_day_after_once_and_once_more(self, clock, lrg, officer):
        held(lrg)
        for days in (0, 1, 1, 2, 20, 31, 32, 59, 62, 100, 400):
            self.run(clock, NOON + days * DAY)
        told = self.told("ask_change")
        assert told == [(NOON + DAY, officer.pk), (NOON + 31 * DAY, officer.pk)]

    def test_who_has_said_it_is_not_asked(self, clock, lrg, officer):
        one = held(lrg)
        self.run(clock, NOON + DAY)
        state(one, lrg, officer)
        self.run(clock, NOON + 31 * DAY)
        assert len(self.told("ask_change")) == 1

    @pytest.mark.parametrize(
        "data", [{"holding": "cancelled"}, {"holding": "planned"}, {"visibility": "internal"}, {"state": "expected"}]
    )
    def test_not_after_what_did_not_take_place(self, clock, lrg, officer, data):
        held(lrg, **data)
        self.run(clock, NOON + DAY)
        assert self.told("ask_change") == []

    def test_nobody_is_asked_about_the_past(self, clock, lrg, officer):
        held(lrg, starts_on="2020-04-16")
        self.run(clock, NOON)
        assert self.told("ask_change") == []

    def test_each_local_government_of_one_officer(self, clock, lrg, officer):
        second = LRGFactory()
        MandateFactory(lrg=second, officer=officer)
        held(lrg, second)
        self.run(clock, NOON + DAY)
        assert len(self.told("ask_change")) == 2

    def test_six_and_twelve_months(self, clock, lrg, officer):
        change = state(held(lrg), lrg, officer)
        days = (150, 183, 184, 184, 200, 215, 250, 300, 364, 365, 366, 395, 396, 430, 800)
        for number in days:
            self.run(clock, NOON + number * DAY)
            if number == 300:
                told = self.told("ask_progress")
                Notice.objects.all().delete()  # as clean_up does after 90 days
                self.run(clock, NOON + 301 * DAY)
                assert self.told("ask_progress") == []
        assert [row.months for row in change.follow_ups.all()] == [6, 12]
        moments = [moment for moment, _person in told + self.told("ask_progress")]
        assert [(moment - NOON).days for moment in moments] == [184, 215, 365, 395]
        assert Notice.objects.filter(kind="ask_progress").first().url.endswith(f"/workspace/changes/{change.pk}/")

    def test_an_answer_ends_the_reminding_and_done_ends_the_asking(self, clock, lrg, officer):
        change = state(held(lrg), lrg, officer)
        self.run(clock, NOON + 184 * DAY)
        actions.answer_follow_up(change=change, by=officer, state="under-way", answer="Half way")
        self.run(clock, NOON + 230 * DAY)
        assert len(self.told("ask_progress")) == 1
        row = change.follow_ups.get()
        assert (row.months, row.state, row.answer, row.answered_by) == (6, "under-way", "Half way", officer)
        self.run(clock, NOON + 365 * DAY)
        actions.answer_follow_up(change=change, by=officer, state="done")
        self.run(clock, NOON + 400 * DAY)
        assert len(self.told("ask_progress")) == 2

    @pytest.mark.parametrize("ended", ["done", "dropped"])
    def test_nobody_is_asked_about_what_has_ended(self, clock, lrg, officer, ended):
        change = state(held(lrg), lrg, officer)
        clock.move_to(NOON + 90 * DAY)
        actions.answer_follow_up(change=change, by=officer, state=ended)
        assert change.follow_ups.get().months == 2
        self.run(clock, NOON + 184 * DAY)
        self.run(clock, NOON + 365 * DAY)
        assert self.told("ask_progress") == []

    def test_late_statements_are_left_to_ripen(self, clock, lrg, officer):
        one = held(lrg)
        clock.move_to(NOON + 180 * DAY)
        state(one, lrg, officer)
        self.run(clock, NOON + 190 * DAY)
        assert self.told("ask_progress") == []
        self.run(clock, NOON + 241 * DAY)
        assert len(self.told("ask_progress")) == 1

    def test_when_the_command_starts_late_only_the_last_question_is_put(self, clock, lrg, officer):
        change = state(held(lrg), lrg, officer)
        for days in (500, 501, 600):
            self.run(clock, NOON + days * DAY)
        assert [row.months for row in change.follow_ups.all()] == [12]

    def test_ones_trouble_is_not_the_others(self, clock, lrg, officer, monkeypatch):
        first, second = (held(lrg) for _number in range(2))
        told = follow_up.notify

        def notify(**values):
            if values["context"]["title"] == str(first):
                raise RuntimeError
            told(**values)

        monkeypatch.setattr(follow_up, "notify", notify)
        with pytest.raises(CommandError, match="1 questions"):
            self.run(clock, NOON + DAY)
        assert Notice.objects.get(kind="ask_change").context["title"] == str(second)

    @pytest.mark.parametrize(
        "wording",
        [
            ("en", "What will change", "How far is what you meant to change"),
            ("es", "¿Qué cambiará", "¿Cómo va lo que pensaban cambiar"),
            ("fr", "Qu’est-ce qui changera", "Où en est le changement prévu"),
        ],
    )
    def test_in_the_readers_language(self, clock, deliver, officer, wording):
        (language, change, progress), lrg = wording, officer.mandates.get().lrg
        officer.language = language
        officer.save()
        one = held(lrg)
        self.run(clock, NOON + DAY)
        state(one, lrg, officer)
        self.run(clock, NOON + 184 * DAY)
        first, second = deliver()
        assert (first.subject[: len(change)], second.subject[: len(progress)]) == (change, progress)
        assert f"/{language}/events/{one.slug}/change/" in first.body
        assert f"/{language}/workspace/changes/" in second.body

    def test_who_wants_no_mail_gets_none(self, clock, lrg, officer):
        officer.mail_rhythm = "never"
        officer.save()
        held(lrg)
        self.run(clock, NOON + DAY)
        assert (len(self.told("ask_change")), Email.objects.count()) == (1, 0)


class TestAnswering:
    """How far it is."""

    def test_it_became_an_action_of_ones_own(self, lrg, officer):
        change, own = state(held(lrg), lrg, officer), draft(lead_lrg=lrg)
        change = actions.answer_follow_up(change=change, by=officer, state="done", became=own)
        assert change.became == own

    def test_not_somebody_elses(self, lrg, officer):
        change = state(held(lrg), lrg, officer)
        with pytest.raises(ValidationError, match="this local government"):
            actions.answer_follow_up(change=change, by=officer, state="done", became=published())

    def test_nobody_else(self, lrg, officer, editor):
        change = state(held(lrg), lrg, officer)
        for person in (MandateFactory().officer, editor):
            with pytest.raises(NotAllowed):
                actions.answer_follow_up(change=change, by=person, state="done")

    def test_without_a_question_the_month_is_kept(self, clock, lrg, officer):
        change = state(held(lrg), lrg, officer)
        for days, months in ((1, 0), (30, 0), (31, 1), (364, 11), (365, 12)):
            clock.move_to(NOON + days * DAY)
            actions.answer_follow_up(change=change, by=officer, state="under-way", answer=f"Day {days}")
            assert FollowUp.objects.latest("months").months == months
        assert [row.answer for row in change.follow_ups.all()] == ["Day 30", "Day 31", "Day 364", "Day 365"]

    def test_publicity_is_taken_back(self, lrg, officer):
        change = state(held(lrg), lrg, officer, is_public=True)
        actions.answer_follow_up(change=change, by=officer, state="intended", is_public=False)
        assert not IntendedChange.objects.public().exists()


class TestPublic:
    """What readers see."""

    def test_only_what_may_be_shown(self, lrg, officer):
        other = LRGFactory(name_en="Other Town")
        one = held(lrg, other)
        state(one, lrg, officer, what="HIDDEN")
        assert presenters_changes.public_rows(one) == presenters_changes.public_rows(lrg) == []
        state(one, lrg, officer, what="SHOWN", is_public=True)
        assert [str(row["what"]) for row in presenters_changes.public_rows(one)] == ["SHOWN"]
        assert [row["of"]["label"] for row in presenters_changes.public_rows(lrg)] == [str(one)]
        assert presenters_changes.public_rows(other) == []

    @pytest.mark.parametrize("visibility", ["participants", "internal"])
    def test_nothing_of_an_event_that_is_not_public(self, lrg, officer, visibility):
        one = held(lrg, visibility=visibility)
        state(one, lrg, officer, is_public=True)
        assert presenters_changes.public_rows(one) == presenters_changes.public_rows(lrg) == []

    def test_no_way_to_a_draft(self, lrg, officer):
        change = state(held(lrg), lrg, officer, is_public=True)
        hidden = draft(lead_lrg=lrg, title="Secret draft")
        actions.answer_follow_up(change=change, by=officer, state="done", became=hidden)
        (row,) = presenters_changes.public_rows(lrg)
        assert row["became"] is None

    def test_include(self, lrg, officer):
        shown = published(title="Shown action")
        one = held(lrg)
        state(one, lrg, officer, what="<b>Más</b>", language="es", inspired_by=shown, is_public=True)
        html = render_to_string(
            "events/_changes.html", {"rows": presenters_changes.public_rows(one), "heading": "After"}
        )
        assert '<div lang="es">' in html
        assert "&lt;b&gt;" in html
        assert "Shown action" in html
        assert "Our Town" in html
        assert render_to_string("events/_changes.html", {"rows": []}).strip() == ""

    @pytest.mark.parametrize("number", [1, 3])
    def test_number_of_queries(self, officer, lrg, django_assert_num_queries, number):
        one = held(*[LRGFactory() for _number in range(number)])
        for delegation in one.delegations.all():
            person = MandateFactory(lrg=delegation.lrg).officer
            state(one, delegation.lrg, person, is_public=True, inspired_by=published())
        with django_assert_num_queries(4):
            render_to_string("events/_changes.html", {"rows": presenters_changes.public_rows(one)})


class TestPages:
    """The pages of officers and of the secretariat."""

    @pytest.fixture
    def inside(self, officer):
        client = Client()
        client.force_login(officer)
        return client

    def form(self, town, **changes):
        return {"lrg": town.slug, "what": "We open a desk.", "language": "en", **changes}

    def test_from_the_question_to_the_answer(self, inside, lrg):
        shown, other = published(), published(title="Other action")
        own = draft(lead_lrg=lrg)
        one = held(lrg, showings=[{"practice": shown.pk}])
        assert one.slug in inside.get(reverse("events:changes")).content.decode()
        address = reverse("events:change", args=[one.slug])
        assert shown.title_en in inside.get(address).content.decode()
        answer = inside.post(address, self.form(lrg, other_action=f"https://x.org/en/practices/{other.code}/"))
        assert answer.url == reverse("events:changes")
        change = IntendedChange.objects.get()
        assert change.inspired_by == other
        page = inside.get(address)
        assert page.context["form"].initial["other_action"] == other.code
        inside.post(address, self.form(lrg, inspired_by=shown.pk))
        change.refresh_from_db()
        assert change.inspired_by == shown
        address = reverse("events:answer", args=[change.pk])
        inside.post(address, {"state": "done", "answer": "Opened.", "became": own.pk, "is_public": "on"})
        change.refresh_from_db()
        assert (change.state, change.became, change.is_public) == ("done", own, True)
        assert "Opened." in inside.get(address).content.decode()

    @pytest.mark.parametrize(
        "bad",
        [
            {"what": ""},
            {"what": "x" * 10_000},
            {"what": "\0"},
            {"lrg": "nope"},
            {"lrg": "\0"},
            {"language": "de"},
            {"other_action": "LA-1999-0001"},
            {"other_action": "nonsense \0"},
            {"inspired_by": "9" * 40},
            {"inspired_by": "\0"},
        ],
        ids=lambda bad: f"{next(iter(bad))} {next(iter(bad.values()))[:9]}",
    )
    def test_bad_input_is_named_and_kept(self, inside, lrg, bad):
        one = held(lrg, showings=[{"practice": published().pk}])
        answer = inside.post(reverse("events:change", args=[one.slug]), self.form(lrg, **bad))
        assert answer.status_code == 422
        assert b"govuk-error-summary" in answer.content
        if "what" not in bad:
            assert b"We open a desk." in answer.content
        assert not IntendedChange.objects.exists()

    @pytest.mark.parametrize(
        "bad", [{"state": "won"}, {"answer": "x" * 10_000}, {"became": "9" * 40}, {"became": "\0"}]
    )
    def test_a_bad_answer(self, inside, lrg, officer, bad):
        change = state(held(lrg), lrg, officer)
        answer = inside.post(reverse("events:answer", args=[change.pk]), {"state": "done", **bad})
        assert answer.status_code == 422
        change.refresh_from_db()
        assert change.state == "intended"

    def test_who_took_no_part(self, lrg, client, member):
        one = held(lrg)
        client.force_login(member)
        assert client.get(reverse("events:change", args=[one.slug])).status_code == 403
        assert client.get(reverse("events:changes")).status_code == 200

    def test_the_answer_of_others_does_not_exist(self, lrg, officer, client, member):
        change = state(held(lrg), lrg, officer)
        client.force_login(member)
        assert client.get(reverse("events:answer", args=[change.pk])).status_code == 404

    def test_secretariat(self, client, editor, lrg, officer):
        other = LRGFactory(name_en="Other Town")
        person = MandateFactory(lrg=other).officer
        one = held(lrg, other)
        change = state(one, lrg, officer, what="=cmd()", inspired_by=published())
        state(one, other, person, what="Something else")
        actions.answer_follow_up(change=change, by=officer, state="done", answer="+1")
        client.force_login(editor)
        address = reverse("events:all-changes")
        page = client.get(address)
        assert len(page.context["lines"]) == 2
        for query, found in (
            ("state=done", 1),
            (f"event={one.slug}&lrg={other.slug}", 1),
            ("q=something", 1),
            ("q=our+town", 1),
            ("q=%00&lrg=nope", 2),
            ("state=dropped", 0),
        ):
            assert len(client.get(f"{address}?{query}").context["lines"]) == found, query
        text = client.get(f"{address}?format=csv").content.decode("utf-8-sig")
        assert "'=cmd()" in text
        assert "'+1" in text
        assert len(text.splitlines()) == 3

    @pytest.mark.parametrize("number", [1, 3])
    def test_number_of_queries(self, inside, officer, django_assert_num_queries, number):
        lrg = officer.mandates.get().lrg
        for _event in range(number):
            change = state(held(lrg), lrg, officer, inspired_by=published())
            actions.answer_follow_up(change=change, by=officer, state="done", became=published(lead_lrg=lrg))
            held(lrg)
        with django_assert_num_queries(10):
            inside.get(reverse("events:changes"))
        inside.force_login(UserFactory(editor=True))
        with django_assert_num_queries(11):
            inside.get(reverse("events:all-changes"))


def test_somebody_is_in_charge_of_nothing_they_left(lrg, officer):
    """A mandate that ended gives no right over what was stated before."""
    change = state(held(lrg), lrg, officer)
    officer.mandates.update(state="ended", ended_at=timezone.now(), ended_by=officer)
    with pytest.raises(NotAllowed):
        actions.answer_follow_up(change=change, by=officer, state="done")
    assert not IntendedChange.objects.of(officer).exists()
