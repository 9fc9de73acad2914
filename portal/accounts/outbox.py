"""The outbox: every mail is a row first, written with the change that it tells of, and sent by a process of its own.

Rows, log and admin are django-post-office's. Taking mails in and sending them is ours: its own back end would read
typed text as a template, and its sender knows neither growing pauses nor a second sender beside it.
"""

import datetime
import logging
import re
import smtplib
from collections import defaultdict
from email.utils import make_msgid, parseaddr
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone
from post_office.models import PRIORITY, STATUS, Attachment, Email, Log
from post_office.settings import get_backend

from portal.shared.text import one_line

logger = logging.getLogger(__name__)

#: How long to wait after each refusal of one mail; after the last one it counts as failed.
PAUSES = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440)]
#: A mail that is being sent belongs to its sender this long; then the sender is taken for dead.
LEASE = datetime.timedelta(minutes=30)
#: Sent mails are deleted after this time; what was not delivered stays until somebody has looked at it.
KEPT = datetime.timedelta(days=30)
#: What may be attached to one mail, in bytes: a calendar file, not a report.
MOST_ATTACHED = 50_000
WAITING = (STATUS.queued, STATUS.requeued)
_ADDRESS = re.compile(r"[^\s<>()\[\]'\",;:]+@[^\s<>()\[\]'\",;:]+")


class Outbox(BaseEmailBackend):
    """Django's way into the outbox (``EMAIL_BACKEND``), for account mails and whatever else calls ``send_mail``."""

    def send_messages(self, email_messages):
        """Queue the messages; returns how many."""
        return len(queue(email_messages, priority=PRIORITY.high))


@transaction.atomic
def queue(messages, *, priority=PRIORITY.medium):
    """Put Django's ``messages`` into the outbox as they are; returns the rows. Nothing is sent here.

    What is attached, (name, content, media type) each, must be small: it is kept with the mail and goes with it.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    rows = []
    for message in messages:
        headers = {"Auto-Submitted": "auto-generated", **message.extra_headers}
        if message.reply_to:
            headers["Reply-To"] = ", ".join(message.reply_to)
        html = [part.content for part in getattr(message, "alternatives", []) if part.mimetype == "text/html"]
        rows.append(
            Email(
                from_email=message.from_email,
                to=message.to,
                cc=message.cc,
                bcc=message.bcc,
                subject=one_line(message.subject),
                message=message.body,
                html_message=html[0] if html else "",
                headers=headers,
                message_id=make_msgid(domain=domain),  # the same at every attempt
                priority=priority,
                status=STATUS.queued,
            )
        )
    queued = Email.objects.bulk_create(rows)
    files = defaultdict(list)
    for row, message in zip(queued, messages, strict=True):
        for attached in message.attachments:
            files[tuple(attached)].append(row)
    for (name, content, media_type), mails in files.items():
        _attach(mails, name, content, media_type)
    return queued


def _attach(mails, name, content, media_type):
    """Keep one small file for all the mails that it goes with."""
    if len(content) > MOST_ATTACHED:
        raise ValueError("The outbox takes small files only: link to a large one.")
    kept = Attachment(name=name, mimetype=media_type)
    kept.file.save(name, ContentFile(content.encode() if isinstance(content, str) else content))
    kept.emails.add(*mails)


def note_problem(email, text, *, kind="Template"):
    """Log that something is wrong with ``email`` although it goes out."""
    logger.warning("Mail %s: %s", email.pk, text)
    Log.objects.create(email=email, status=STATUS.failed, exception_type=kind, message=text)


def deliver_due(*, should_stop=lambda: False):
    """Send every mail whose time has come, one after the other; returns (sent, refused, whether the server is there).

    Two senders never send the same mail: each takes a mail by one conditional update before it opens its mouth. No
    transaction is open while the server answers. A server that cannot be reached costs no mail an attempt.
    """
    sent = refused = 0
    connection = get_connection(get_backend("default"))
    try:
        for pk in list(_due().order_by("-priority", "pk").values_list("pk", flat=True)):
            if should_stop():
                break
            email = _take(pk)
            if email is None:
                continue
            try:
                connection.open()
            except (OSError, smtplib.SMTPException) as error:
                _give_back(email, error)
                return sent, refused, False
            try:
                email.dispatch(commit=False, disconnect_after_delivery=False, connection=connection)
            except Exception as error:  # refused, cut off, not to be encoded: the next mail has its own chance
                refused += 1
                _put_off(email, error)
                _close(connection)
            else:
                sent += 1
                _write(email, status=STATUS.sent)
    finally:
        _close(connection)
    return sent, refused, True


def requeue(mails):
    """Send the chosen mails of a queryset once more, as if they were new; returns how many."""
    again = {"status": STATUS.queued, "scheduled_time": None, "number_of_retries": None}
    return mails.update(**again)


def purge():
    """Delete mails that were sent more than 30 days ago, bodies and log included; returns how many."""
    return _delete(Email.objects.filter(status=STATUS.sent, last_updated__lt=timezone.now() - KEPT))


def forget(text):
    """Delete every mail, sent or not, that says ``text`` (the link of somebody's own page); returns how many."""
    return _delete(Email.objects.filter(message__contains=text))


@transaction.atomic
def _delete(mails):
    """Delete mails with their logs, and with what was attached to nothing else."""
    number = mails.delete()[1].get(Email._meta.label, 0)
    for attachment in Attachment.objects.filter(emails=None):
        transaction.on_commit(partial(attachment.file.storage.delete, attachment.file.name))
        attachment.delete()
    return number


def problems():
    """Return what the secretariat should know: counts, since when the oldest waits, newest errors without addresses."""
    waiting = Email.objects.filter(status__in=WAITING)
    errors = Log.objects.filter(status=STATUS.failed).order_by("-date", "-pk")[:5]
    return {
        "waiting": waiting.count(),
        "oldest_waiting": waiting.aggregate(Min("created"))["created__min"],
        "failed": Email.objects.filter(status=STATUS.failed).count(),
        "errors": [
            {"date": error.date, "text": _ADDRESS.sub("…", f"{error.exception_type}: {error.message}")[:200]}
            for error in errors
        ],
    }


def _due():
    now = timezone.now()
    return Email.objects.filter(
        Q(scheduled_time__lte=now) | Q(scheduled_time=None),
        Q(expires_at__gt=now) | Q(expires_at=None),
        status__in=WAITING,
    )


def _take(pk):
    """Return the mail if it is still there to be sent, and nobody else's for the time of a lease."""
    taken = _due().filter(pk=pk).update(scheduled_time=timezone.now() + LEASE)
    return Email.objects.get(pk=pk) if taken else None


def _give_back(email, error):
    logger.warning("The mail server cannot be reached: %s", _ADDRESS.sub("…", str(error)))
    _write(email, error=error, scheduled_time=None)


def _put_off(email, error):
    attempts = (email.number_of_retries or 0) + 1
    logger.warning("Mail %s was not sent (attempt %s): %s", email.pk, attempts, type(error).__name__)
    if attempts > len(PAUSES):
        _write(email, error=error, status=STATUS.failed, number_of_retries=attempts)
    else:
        later = timezone.now() + PAUSES[attempts - 1]
        _write(email, error=error, status=STATUS.requeued, number_of_retries=attempts, scheduled_time=later)


@transaction.atomic
def _write(email, *, error=None, **values):
    """Keep what became of a mail, and the log line that says so."""
    Email.objects.filter(pk=email.pk).update(**values, last_updated=timezone.now())
    Log.objects.create(
        email=email,
        status=STATUS.failed if error else STATUS.sent,
        exception_type=type(error).__name__ if error else "",
        message=str(error or ""),
    )


def _close(connection):
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        logger.info("The connection to the mail server was closed by the other side.")
