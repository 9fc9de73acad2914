"""The outbox against a real server that is away, slow, refusing, or asked by two senders at once."""

import datetime
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone
from post_office.models import STATUS, Email, Log

from portal.accounts import notices, outbox
from tests.factories.accounts import UserFactory

from .sink import Sink, listening

pytestmark = pytest.mark.django_db


def tell(*people):
    notices.notify(recipients=people, kind="published", url="/en/x/", context={"title": "T", "lrg": "L"})


def later(**time):
    return time_machine.travel(timezone.now() + datetime.timedelta(**time), tick=False)


def test_server_away_nothing_is_lost_and_each_mail_comes_once(smtp_port):
    tell(*UserFactory.create_batch(4))
    for _attempt in range(12):
        assert outbox.deliver_due() == (0, 0, False)
    assert {mail.number_of_retries for mail in Email.objects.all()} == {None}, "an absent server is no refusal"
    problems = notices.outbox_problems()
    assert (problems["waiting"], problems["failed"]) == (4, 0)
    assert problems["errors"][0]["text"].startswith("ConnectionRefusedError")
    with listening(Sink(), smtp_port) as sink:
        assert outbox.deliver_due() == (4, 0, True)
        assert outbox.deliver_due() == (0, 0, True)
        assert len({*sink.ids}) == len(sink.ids) == 4


def test_refused_mail_is_tried_again_after_growing_pauses(sink, member):
    sink.answer = "550 not here, person@example.org"
    tell(member)
    waited = datetime.timedelta()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for pause in outbox.PAUSES:
            assert outbox.deliver_due() == (0, 1, True)
            clock.shift(pause - datetime.timedelta(seconds=1))
            assert outbox.deliver_due() == (0, 0, True), "not before its time"
            clock.shift(datetime.timedelta(seconds=1))
            waited += pause
        assert outbox.deliver_due() == (0, 1, True)
        clock.shift(datetime.timedelta(days=10))
        assert outbox.deliver_due() == (0, 0, True)
    assert [*outbox.PAUSES] == sorted(outbox.PAUSES)
    assert waited > datetime.timedelta(days=1)
    problems = notices.outbox_problems()
    assert problems["failed"] == 1
    assert "550" in problems["errors"][0]["text"]
    assert "@" not in problems["errors"][0]["text"]


def test_a_refused_mail_does_not_hold_up_the_others(sink):
    tell(*UserFactory.create_batch(3))
    Email.objects.filter(pk=Email.objects.first().pk).update(to="refused@example.org")
    sent, refused, is_there = outbox.deliver_due()
    assert (sent, refused, is_there) == (2, 1, True)


def test_refused_then_accepted_comes_once(sink, member):
    tell(member)
    sink.answer = "451 later"
    outbox.deliver_due()
    sink.answer = "250 OK"
    with later(minutes=2):
        assert outbox.deliver_due() == (1, 0, True)
        assert outbox.deliver_due() == (0, 0, True)
    assert len(sink.mails) == 1


def test_never_in_clear(settings, sink, member):
    """The server speaks no TLS: nothing is said to it."""
    settings.EMAIL_USE_TLS = True
    tell(member)
    assert outbox.deliver_due() == (0, 0, False)
    assert sink.mails == []
    assert "STARTTLS" in notices.outbox_problems()["errors"][0]["text"]


def test_telling_does_not_wait_for_the_server(settings, sink, member):
    sink.delay = 1
    settings.EMAIL_BACKEND = "portal.accounts.outbox.Outbox"
    tell(member)
    assert sink.mails == []
    assert outbox.deliver_due() == (1, 0, True)
    assert len(sink.mails) == 1, "slow is not lost"


def test_a_mail_in_somebody_elses_hands_is_left_alone_until_the_lease_ends(sink, member):
    tell(member)
    assert outbox._take(Email.objects.get().pk)
    assert outbox.deliver_due() == (0, 0, True)
    with later(minutes=31):
        assert outbox.deliver_due() == (1, 0, True), "the other sender died"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference_again")
def test_two_senders_send_each_mail_once(smtp_port):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("Threads share one connection of a database in memory; test_command_twice uses a file.")
    tell(*UserFactory.create_batch(20))
    results = []

    def send():
        results.append(outbox.deliver_due())
        connections.close_all()

    with listening(Sink(), smtp_port) as sink:
        threads = [threading.Thread(target=send) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len({*sink.ids}) == len(sink.ids) == 20
    assert sum(sent for sent, _refused, _there in results) == 20


def test_purge_deletes_old_mails_with_their_log(sink):
    with time_machine.travel(timezone.now() - datetime.timedelta(days=31)):
        tell(UserFactory())
        outbox.deliver_due()
    tell(UserFactory())
    call_command("deliver_mail", once=True, verbosity=0)
    assert len(sink.mails) == 2
    assert Email.objects.count() == 1
    assert Log.objects.count() == 1


def test_what_was_not_delivered_stays_until_somebody_has_looked_at_it():
    with time_machine.travel(timezone.now() - datetime.timedelta(days=400)):
        for status in (STATUS.failed, STATUS.queued, STATUS.requeued, STATUS.sent):
            Email.objects.create(from_email="p@example.org", to=["a@example.org"], status=status)
    assert outbox.purge() == 1
    assert outbox.purge() == 0
    assert {*Email.objects.values_list("status", flat=True)} == {STATUS.failed, STATUS.queued, STATUS.requeued}
    assert outbox.problems()["failed"] == 1


QUEUE = """
import django; django.setup()
from portal.accounts.models import User
from portal.accounts import notices
people = [User.objects.create_user(f"p{n}@example.org", name="P") for n in range(30)]
notices.notify(recipients=people, kind="published", url="/en/x/", context={"title": "T", "lrg": "L"})
"""


@pytest.fixture
def portal(tmp_path, smtp_port):
    """A portal of its own in a file: returns how to start Python in it."""
    if connection.vendor != "sqlite":
        pytest.skip("Makes a SQLite database of its own.")
    connection.ensure_connection()
    (tmp_path / "portal.sqlite3").write_bytes(connection.connection.serialize())
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")} | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3",
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
    }

    def start(*arguments):
        command = [sys.executable, "-W", "ignore", *arguments]
        return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.PIPE, text=True)

    process = start("-c", QUEUE)
    assert process.wait(60) == 0, process.stderr.read()
    return start


def wait_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def test_command_twice_at_the_same_time_and_stopped_by_a_signal(portal, smtp_port):
    with listening(Sink(), smtp_port) as sink:
        senders = [portal("manage.py", "deliver_mail", "--every", "0.5") for _ in range(2)]
        wait_for(lambda: len(sink.ids) >= 30)
        time.sleep(1.5)  # two more rounds
        for sender, number in zip(senders, (signal.SIGTERM, signal.SIGINT), strict=True):
            sender.send_signal(number)
            assert sender.wait(60) == 0
        assert len({*sink.ids}) == len(sink.ids) == 30


def test_command_ends_with_its_parent(portal):
    sender = portal("manage.py", "deliver_mail", "--every", "60", "--parent", "1")
    assert sender.wait(60) == 0


def test_status_numbers_are_those_of_the_package():
    """The tests above and the admin speak of them by number."""
    assert (STATUS.sent, STATUS.failed, STATUS.queued) == (0, 1, 2)
