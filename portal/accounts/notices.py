"""What people are told: a notice in the workspace, and mail as each prefers."""

import contextlib
import contextvars
import datetime
import logging
import re
from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import override
from post_office.models import PRIORITY

from portal.shared import languages
from portal.shared.text import clean

from . import letters, outbox
from .letters import KINDS
from .models import MailRhythm, Notice, User

logger = logging.getLogger(__name__)

#: A digest tells of the last days only: who turns mail on again is not told about months.
DIGEST_DAYS = 7
#: Notices are deleted this long after they were read or mailed; every one is after the longer time.
KEPT, KEPT_LONGEST = datetime.timedelta(days=90), datetime.timedelta(days=365)
#: Kinds that stay for the longer time: that somebody was reminded of a draft twice is known from them.
REMEMBERED = ("reminder_draft",)
#: Where a mail leads that names no page of its own.
WORKSPACE = "/en/workspace/"
_LANGUAGE_PREFIX = re.compile(rf"^/({'|'.join(languages.CODES)})(?=/)")
_UNSUBSCRIBE = "portal.accounts.unsubscribe"

outbox_problems = outbox.problems

_mails = contextvars.ContextVar("mails", default=True)


@contextlib.contextmanager
def without_mail():
    """Within it notices are written and nobody gets mail for them, ever: for the demo and for imports."""
    token = _mails.set(False)
    try:
        yield
    finally:
        _mails.reset(token)


@transaction.atomic
def notify(*, recipients, kind, context, url="", by=None):
    """Tell ``recipients`` (active, each once, never ``by``) what happened.

    ``kind`` is one of ``KINDS``. ``context`` holds the plain texts that the message names (``letters.PLACEHOLDERS``);
    ``url`` is a path of the portal, as are values named ``…_url``: each reader gets them in their language. Side
    effects: a notice per person and, for those who want mail at once, a mail in the outbox, both in the transaction of
    the caller. Raises ValueError for an unknown kind or address, TypeError for anything but text.
    """
    if kind not in KINDS:
        raise ValueError(f"There is no kind of notice {kind!r}.")
    context = {name: _plain(value) for name, value in context.items()}
    for address in (url, *(value for name, value in context.items() if name.endswith("_url"))):
        if address and not re.match(r"/(?!/)\S*$", address):
            raise ValueError(f"{address!r} is not a path of the portal.")
    people = {person.pk: person for person in recipients if person.is_active and person != by}
    now = timezone.now()
    silent = not _mails.get()
    at_once = set() if silent else {pk for pk, person in people.items() if _wants_now(person, KINDS[kind])}
    Notice.objects.bulk_create(
        Notice(
            recipient=person, kind=kind, context=context, url=url, mailed_at=now if silent or pk in at_once else None
        )
        for pk, person in people.items()
    )
    _mail([people[pk] for pk in at_once], kind, {**context, "url": url or WORKSPACE})


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who gets a mail at an address that may have no account; ``context`` is theirs alone."""

    email: str
    name: str
    language: str
    context: dict = field(default_factory=dict)


def write_to(*, addressees, kind, context, url="", attachments=()):
    """Queue a needed mail to each of ``addressees``; ``context`` and ``url`` are those of ``notify``.

    ``attachments`` are small files, (name, content, media type) each. Side effects: mails in the outbox, in the
    transaction of the caller. Raises ValueError for a kind that people may refuse: they have no way to do so here.
    """
    if not KINDS[kind].is_needed:
        raise ValueError(f"{kind!r} is for people with an account.")
    if not _mails.get():
        return
    addressees = list(addressees)
    contexts = [{**context, **one.context, "url": url or "/en/"} for one in addressees]
    plain = [{name: _plain(value) for name, value in values.items()} for values in contexts]
    _mail_each(addressees, kind, plain, attachments=attachments)


def unread(person):
    """Return the notices that ``person`` has not seen yet, newest first."""
    return Notice.objects.filter(recipient=person, read_at=None)


def text(notice):
    """Return what a notice says, in one line and the reader's language."""
    return letters.subject(notice.kind, languages.current(), notice.context)


def mark_read(*, person, notices):
    """Record that ``person`` has seen ``notices`` (a queryset or records); other people's stay as they are."""
    pks = [notice.pk for notice in notices]
    return Notice.objects.filter(pk__in=pks, recipient=person, read_at=None).update(read_at=timezone.now())


def purge():
    """Delete notices that were read or mailed more than 90 days ago, and all after a year; returns how many."""
    now = timezone.now()
    told = Q(read_at__lt=now - KEPT) | Q(read_at=None, mailed_at__lt=now - KEPT)
    old = told & ~Q(kind__in=REMEMBERED) | Q(created_at__lt=now - KEPT_LONGEST)
    return Notice.objects.filter(old).delete()[0]


def send_digests():
    """Queue one mail for each person whose notices wait for it; returns (queued, failed).

    A second run on the same day finds nobody: a notice is told once, and a person gets one digest a day.
    """
    since = timezone.now() - datetime.timedelta(days=DIGEST_DAYS)
    waiting = Notice.objects.filter(mailed_at=None, read_at=None, created_at__gte=since)
    people = User.objects.filter(is_active=True, pk__in=waiting.values("recipient")).exclude(
        mail_rhythm=MailRhythm.NEVER
    )
    queued = failed = 0
    for pk in list(people.order_by("pk").values_list("pk", flat=True)):
        try:
            queued += _send_digest(pk, waiting)
        except Exception:  # one person's trouble is not the others'
            logger.exception("The digest of account %s was not made.", pk)
            failed += 1
    return queued, failed


@transaction.atomic
def _send_digest(pk, waiting):
    """Queue the digest of one person, unless it was made today; returns the number of mails."""
    person = User.objects.select_for_update().get(pk=pk)
    made = Notice.objects.filter(recipient=person, kind="digest").order_by("-created_at").first()
    if made and timezone.localdate(made.created_at) >= timezone.localdate():
        return 0
    news = list(waiting.filter(recipient=person).order_by("created_at", "pk"))
    if not news:
        return 0
    now = timezone.now()
    Notice.objects.filter(pk__in=[notice.pk for notice in news]).update(mailed_at=now)
    # The digest itself is kept as a notice that was read: it says that today's mail is made.
    Notice.objects.create(
        recipient=person, kind="digest", context={"count": str(len(news))}, mailed_at=now, read_at=now
    )
    lines, addresses = [], []
    for notice in news:
        line = "- " + letters.subject(notice.kind, person.language, notice.context)
        if notice.url:
            addresses.append(_address(notice.url, person.language))
            line += f": {addresses[-1]}"
        lines.append(line)
    context = {"count": str(len(news)), "lines": "\n".join(lines), "addresses": addresses, "url": WORKSPACE}
    _mail([person], "digest", context, priority=PRIORITY.low)
    return 1


def unsubscribe_token(person):
    """Return what proves that its holder got a mail to ``person``."""
    return signing.Signer(salt=_UNSUBSCRIBE).sign_object(person.pk)


def person_of_token(token):
    """Return the active person whom an ``unsubscribe_token`` names, or None."""
    try:
        pk = signing.Signer(salt=_UNSUBSCRIBE).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return User.objects.filter(pk=pk, is_active=True).first()


def unsubscribe(*, person):
    """Stop the mail that is not needed for the account of ``person``."""
    person.mail_rhythm = MailRhythm.NEVER
    person.save(update_fields=["mail_rhythm"])


def _wants_now(person, kind):
    return kind.is_needed or person.mail_rhythm == MailRhythm.IMMEDIATE


def _mail(people, kind, context, priority=PRIORITY.medium):
    """Queue one letter per person, each in their language."""
    _mail_each(people, kind, [context] * len(people), priority=priority)


def _mail_each(people, kind, contexts, *, priority=PRIORITY.medium, attachments=()):
    """Queue one letter per person, each in their language and with a context of their own."""
    if not people:
        return
    wordings = letters.edited(kind, letters.FOOT)
    written = []
    for person, context in zip(people, contexts, strict=True):
        letter, headers = _letter(person, kind, context, wordings)
        message = EmailMultiAlternatives(letter.subject, letter.text, to=[person.email], headers=headers)
        message.attach_alternative(letter.html, "text/html")
        for name, content, media_type in attachments:
            message.attach(name, content, media_type)
        written.append((letter, message))
    rows = outbox.queue([message for _letter, message in written], priority=priority)
    for row, (letter, _message) in zip(rows, written, strict=True):
        if letter.problem:
            outbox.note_problem(row, letter.problem)


def _letter(person, kind, context, wordings):
    """Return the letter to one person and the headers that go with it."""
    language = person.language
    values = {
        name: _address(value, language) if name.endswith("url") and value else value for name, value in context.items()
    }
    values |= {"name": person.name, "secretariat_email": settings.SECRETARIAT_EMAIL}
    headers = {}
    if not KINDS[kind].is_needed:
        with override(language):
            stop = settings.SITE_URL + reverse("unsubscribe", kwargs={"token": unsubscribe_token(person)})
        values["unsubscribe_url"] = stop
        headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return letters.write(kind, language, values, wordings=wordings), headers


def _address(path, language):
    """Return a path of the portal as an address in ``language``."""
    return settings.SITE_URL + _LANGUAGE_PREFIX.sub(f"/{language}", path)


def _plain(value):
    """Return a value of a context as clean text: a text that is edited by people must not reach into records."""
    if value is None:
        return ""
    if not isinstance(value, str | int | Promise):
        raise TypeError(f"A notice names plain texts, not {type(value).__name__}.")
    return clean(str(value))
