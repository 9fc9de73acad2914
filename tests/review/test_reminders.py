"""The yearly question whether an action is still current, and the reminder of a dormant draft."""

import datetime
import re

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.accounts.models import Notice
from practices import actions, confirmations, reminders
from tests.factories.directory import MandateFactory
from tests.factories.practices import archived, draft, published

DAY = datetime.timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


def run(moment):
    """Run the command at ``moment``."""
    with time_machine.travel(moment, tick=False):
        call_command("ask_to_confirm", verbosity=0)


def notices(kind, person):
    return Notice.objects.filter(kind=kind, recipient=person)


def test_officers_are_asked_once_the_year_is_over(people, now):
    practice = published(by=people.author, lead_lrg=people.lrg)
    run(now + 364 * DAY)
    assert not Notice.objects.filter(kind="confirm_current").exists()
    run(now + 367 * DAY)
    run(now + 367 * DAY)
    run(now + 420 * DAY)
    notice = notices("confirm_current", people.officer).get()
    assert notice.context["reference"] == practice.code
    asked = {*Notice.objects.filter(kind="confirm_current").values_list("recipient", flat=True)}
    assert asked == {people.officer.pk, people.own_reviewer.pk, people.own_editor.pk}, "nobody but who acts for it"
    run(now + 430 * DAY)
    assert notices("confirm_current", people.officer).count() == 2


def test_the_link_confirms_in_the_name_of_its_officer(people, now):
    colleague = MandateFactory(lrg=people.lrg, confirmed_by=people.author).officer
    practice = published(by=people.author, lead_lrg=people.lrg)
    moment = now + 370 * DAY
    run(moment)
    with time_machine.travel(moment, tick=False):
        for person in (people.officer, colleague):
            address = notices("confirm_current", person).get().url
            code, token = re.fullmatch(r"/\w\w/practices/([^/]+)/confirm/([^/]+)/", address).groups()
            assert confirmations.read(code, token) == (practice, person)
        actions.confirm(practice=practice, by=colleague)
    run(moment + 70 * DAY)
    assert notices("confirm_current", people.officer).count() == 1


def test_nobody_is_asked_about_what_is_not_public(people, now):
    archived(by=people.author, lead_lrg=people.lrg)
    run(now + 400 * DAY)
    assert not Notice.objects.filter(kind="confirm_current").exists()


def test_a_dormant_draft_is_told_of_twice(people, now):
    practice = draft(by=people.author, lead_lrg=people.lrg)
    for days in (29, 31, 31, 60, 92, 160, 300):
        run(now + days * DAY)
    assert notices("reminder_draft", people.officer).count() == 2
    with time_machine.travel(now + 310 * DAY, tick=False):
        actions.update(practice=practice, by=people.author, data={"department": "Social affairs"})
    run(now + 345 * DAY)
    assert notices("reminder_draft", people.officer).count() == 3


def test_the_trouble_of_one_action_is_not_the_others(people, now, monkeypatch):
    first, second = (published(by=people.author, lead_lrg=people.lrg) for _number in range(2))

    def path(practice, person, language):
        if practice == first:
            raise RuntimeError
        return "/en/workspace/"

    monkeypatch.setattr(reminders.confirmations, "path", path)
    with pytest.raises(CommandError, match="1 actions were left out"):
        run(now + 370 * DAY)
    assert notices("confirm_current", people.officer).get().context["reference"] == second.code


def test_the_question_is_in_the_language_of_its_reader(people, now, deliver):
    people.officer.language = "fr"
    people.officer.save()
    published(by=people.author, lead_lrg=people.lrg, title="Une maison", language="fr")
    deliver()
    moment = now + 370 * DAY
    run(moment)
    with time_machine.travel(moment, tick=False):
        mail = next(mail for mail in deliver() if "/confirm/" in mail.body)
    assert mail.to == [people.officer.email]
    assert "/fr/practices/" in mail.body
    assert "/fr/workspace/" in mail.body
