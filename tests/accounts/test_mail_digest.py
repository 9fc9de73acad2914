"""One mail a day for those who want it so."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from post_office.models import Email

from portal.accounts import notices
from portal.accounts.models import MailRhythm, Notice
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
MORNING = datetime.datetime(2026, 3, 2, 6, tzinfo=datetime.UTC)


def tell(*people, title="An action", kind="published"):
    notices.notify(recipients=people, kind=kind, url="/en/practices/x/", context={"title": title, "lrg": "Braga"})


def digests():
    call_command("send_digests", verbosity=0)


@pytest.fixture
def reader():
    return UserFactory(mail_rhythm=MailRhythm.DAILY, language="fr")


def test_one_mail_gathers_the_news_in_the_readers_language(deliver, reader):
    tell(reader, title="Un")
    tell(reader, title="Deux <b>", kind="archived")
    tell(UserFactory(), title="Somebody else’s")
    digests()
    (mail,) = [mail for mail in deliver() if mail.to == [reader.email]]
    assert mail.subject == "Vos nouvelles du jour\u00a0: 2"
    assert "- Publiée\u00a0: «\u00a0Un\u00a0»: http://127.0.0.1:8000/fr/practices/x/" in mail.body
    html = mail.alternatives[0][0]
    assert '<li><a href="http://127.0.0.1:8000/fr/practices/x/">Publiée\u00a0: «\u00a0Un\u00a0»</a></li>' in html
    assert "<b>\u00a0»" not in html
    assert "List-Unsubscribe" in mail.extra_headers


def test_once_a_day(deliver, reader):
    with time_machine.travel(MORNING, tick=False) as clock:
        tell(reader)
        digests()
        digests()
        assert len(deliver()) == 1
        tell(reader)
        clock.shift(datetime.timedelta(hours=10))
        digests()
        assert len(deliver()) == 1, "one digest a day"
        clock.shift(datetime.timedelta(hours=14))
        digests()
        assert len(deliver()) == 2, "the later news come the next day"
        clock.shift(datetime.timedelta(days=1))
        digests()
        assert len(deliver()) == 2, "no news, no mail"


def test_not_for_the_silent_the_gone_and_what_was_read(deliver, reader):
    silent = UserFactory(mail_rhythm=MailRhythm.NEVER)
    gone = UserFactory(mail_rhythm=MailRhythm.DAILY)
    tell(silent, gone, reader)
    gone.is_active = False
    gone.save()
    notices.mark_read(person=reader, notices=notices.unread(reader))
    digests()
    assert deliver() == []


def test_old_news_are_not_dug_up(deliver, reader):
    with time_machine.travel(timezone.now() - datetime.timedelta(days=30)):
        tell(reader)
    digests()
    assert deliver() == []


def test_the_digest_itself_is_no_news(reader):
    tell(reader)
    digests()
    assert [notice.kind for notice in notices.unread(reader)] == ["published"]
    assert Notice.objects.filter(mailed_at=None).count() == 0


def test_trouble_with_one_person_is_not_the_others(monkeypatch, reader):
    other = UserFactory(mail_rhythm=MailRhythm.DAILY)
    tell(reader, other)
    make = notices._send_digest
    monkeypatch.setattr(notices, "_send_digest", lambda pk, news: 1 / 0 if pk == reader.pk else make(pk, news))
    assert notices.send_digests() == (1, 1)
    assert [mail.to for mail in Email.objects.all()] == [[other.email]]
    assert Notice.objects.filter(recipient=reader, mailed_at=None).exists(), "told tomorrow"


def test_notices_are_kept_for_three_months_after_they_were_told():
    now, person = timezone.now(), UserFactory()

    def notice(age, *, read=None, mailed=None, kind="published"):
        at = {name: days and now - datetime.timedelta(days=days) for name, days in (("read", read), ("mailed", mailed))}
        row = Notice.objects.create(recipient=person, kind=kind, read_at=at["read"], mailed_at=at["mailed"])
        Notice.objects.filter(pk=row.pk).update(created_at=now - datetime.timedelta(days=age))
        return row.pk

    kept = {
        notice(80, read=80),
        notice(200),
        notice(200, mailed=200, read=10),
        notice(200, read=200, kind="reminder_draft"),
    }
    for gone in (
        {"age": 100, "read": 91},
        {"age": 100, "mailed": 91},
        {"age": 366},
        {"age": 400, "kind": "reminder_draft"},
    ):
        notice(**gone)
    assert notices.purge() == 4
    assert notices.purge() == 0
    assert set(Notice.objects.values_list("pk", flat=True)) == kept
