"""What local governments mean to change after an event, and how the portal asks what became of it."""

import datetime
import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import Notice, User
from portal.accounts.notices import notify
from portal.shared.text import clean
from practices.models import Practice
from practices.search import changes as readers

from .. import permissions, times
from ..enums import ChangeState, Holding, Visibility
from ..models import Event, FollowUp, IntendedChange
from ..querysets import TAKES_PART
from .steps import lock

logger = logging.getLogger(__name__)

#: How many months after an event its local governments are asked how far their change is.
MONTHS = (6, 12)
#: States after which nobody is asked any more.
ENDED = (ChangeState.DONE, ChangeState.DROPPED)
#: Nothing is asked more often than this, nor again before this time.
MOST_ASKED = 2
AGAIN = datetime.timedelta(days=30)
#: Who had no wish to answer within this time is left in peace; notices, by which it is known, are kept longer.
ASKED_WITHIN = datetime.timedelta(days=60)
#: What was stated only now is not asked after at once.
FRESH = datetime.timedelta(days=60)


@transaction.atomic
def state_change(*, event, lrg, by, what, language, inspired_by=None, is_public=False):
    """Say what ``lrg`` means to change after ``event``, or say it better; one statement for each.

    Raises NotAllowed, WrongState, and ValidationError by field.
    """
    event = lock(event)
    permissions.may_state_change(by, event, lrg).require()
    if inspired_by and not Practice.objects.published().filter(pk=inspired_by.pk).exists():
        raise ValidationError({"inspired_by": [_("Choose a published action.")]})
    change = IntendedChange.objects.filter(event=event, lrg=lrg).first() or IntendedChange(event=event, lrg=lrg)
    before = change.is_public
    change.what, change.language = clean(what).strip(), language
    change.inspired_by, change.is_public, change.stated_by = inspired_by, is_public, by
    change.full_clean()
    change.save()
    _show(change, before)
    return change


@transaction.atomic
def answer_follow_up(*, change, by, state, answer="", became=None, is_public=None):
    """Say how far a change is, in words and as a state; ``became`` is an action of the same local government.

    Side effects: the newest open question is answered, or the answer is kept under the month in which it is given.
    Raises NotAllowed and ValidationError by field.
    """
    change = IntendedChange.objects.select_for_update(of=("self",)).select_related("event").get(pk=change.pk)
    permissions.may_answer(by, change).require()
    if became and (became.lead_lrg_id != change.lrg_id or became.working_copy_of_id):
        raise ValidationError({"became": [_("Choose an action of this local government.")]})
    before = change.is_public
    change.state, change.became = state, became
    change.is_public = change.is_public if is_public is None else is_public
    change.full_clean()
    change.save()
    asked = change.follow_ups.filter(answered_at=None).order_by("-months").first()
    if asked is None:
        asked, _is_new = FollowUp.objects.get_or_create(change=change, months=_months_since(change.event))
    asked.state, asked.answer = state, clean(answer).strip()
    asked.answered_at, asked.answered_by = timezone.now(), by
    asked.full_clean()
    asked.save()
    _show(change, before)
    return change


def _show(change, was_public):
    """Let readers see at once what is public, or no longer is."""
    if change.is_public or was_public:
        readers.record_labels()


def _months_since(event):
    """Return the whole months that have passed since the end of ``event``; 0 while it has no date."""
    ended, today = times.last_day(event), times.today(event)
    if ended is None or ended >= today:
        return 0
    months = (today.year - ended.year) * 12 + today.month - ended.month
    return months if times.months_later(ended, months) <= today else months - 1


# Asking -------------------------------------------------------------------------------------------


def ask_follow_ups():
    """Ask what is due: what will change, the day after an event; how far it is, 6 and 12 months later.

    Repeating is safe: each question is put once and repeated once, a month later. Returns (asked, failed).
    """
    changes = IntendedChange.objects.exclude(state__in=ENDED).exclude(event__visibility=Visibility.INTERNAL)
    statements = _for_each(_just_ended(), _ask_change)
    progress = _for_each(changes.select_related("event").order_by("pk"), _ask_progress)
    return statements[0] + progress[0], statements[1] + progress[1]


def _for_each(records, ask):
    """Put a question for each record in a transaction of its own: one's trouble is not the others'."""
    asked = failed = 0
    for record in list(records):
        try:
            with transaction.atomic():
                asked += ask(record)
        except Exception:
            logger.exception("Nobody was asked about %s %s.", type(record).__name__, record.pk)
            failed += 1
    return asked, failed


def _just_ended():
    """Return the events that took place and ended lately."""
    since = timezone.localdate() - ASKED_WITHIN - datetime.timedelta(days=366)  # "2026" ends with December
    found = Event.objects.published().exclude(visibility=Visibility.INTERNAL)
    found = found.filter(Q(starts_on__gte=since) | Q(ends_on__gte=since))
    found = found.filter(holding__in=(Holding.CONFIRMED, Holding.HELD)).order_by("pk")
    return [event for event in found if times.is_over(event) and times.last_day(event) >= _earliest(event)]


def _earliest(event):
    return times.today(event) - ASKED_WITHIN


def _ask_change(event):
    """Ask each local government that took part and has stated nothing; returns how many."""
    event = lock(event)
    stated = event.intended_changes.values("lrg")
    rows = event.delegations.filter(state__in=TAKES_PART, lrg__isnull=False).exclude(lrg__in=stated)
    asked = 0
    for row in rows.select_related("lrg"):
        reference = f"{event.slug} {row.lrg.slug}"
        url = reverse("events:change", args=[event.slug])
        asked += _ask(event, row.lrg, "ask_change", reference, url)
    return asked


def _ask_progress(change):
    """Ask the officers how far a change is, if its time has come."""
    ended, today = times.last_day(change.event), times.today(change.event)
    due = [months for months in MONTHS if ended and times.months_later(ended, months) <= today]
    if not due or timezone.now() - change.stated_at < FRESH:
        return 0
    IntendedChange.objects.select_for_update().get(pk=change.pk)
    asked = change.follow_ups.filter(months__gte=due[-1])
    if asked.exists() and not asked.filter(months=due[-1], answered_at=None).exists():
        return 0
    question, _is_new = FollowUp.objects.get_or_create(change=change, months=due[-1])
    if timezone.now() - question.asked_at > ASKED_WITHIN:
        return 0
    url = reverse("events:answer", args=[change.pk])
    return _ask(change.event, change.lrg, "ask_progress", f"{change.pk} {due[-1]}", url, count=due[-1])


def _ask(event, lrg, kind, reference, url, **extra):
    """Tell the officers of ``lrg`` unless they were told lately or often enough; returns whether anybody was."""
    rows = Notice.objects.filter(kind=kind, context__reference=reference).values_list("created_at", flat=True)
    told = {row.date(): row for row in rows}
    if len(told) >= MOST_ASKED or (told and timezone.now() - max(told.values()) < AGAIN):
        return False
    people = User.objects.filter(is_active=True, pk__in=lrg.mandates.filter(state="confirmed").values("officer"))
    for person in people:
        with override(person.language):
            context = {"title": str(event), "lrg": str(lrg), "reference": reference, **extra}
        notify(recipients=[person], kind=kind, url=url, context=context)
    return bool(people)
