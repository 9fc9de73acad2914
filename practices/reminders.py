"""What the portal asks of officers by itself: is a published action still current, does a draft go on?"""

import datetime
import logging

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from portal.accounts.models import Notice
from portal.accounts.notices import notify

from . import confirmations, notifications
from .enums import Status
from .models import Practice

logger = logging.getLogger(__name__)

#: Nobody is asked the same thing again within this time.
AGAIN = datetime.timedelta(days=60)
#: A draft on which nobody has worked this long is dormant; its officers hear of it this often.
DORMANT = datetime.timedelta(days=30)
MOST_ABOUT_A_DRAFT = 2


def ask_to_confirm():
    """Ask the officers of published actions whose confirmation is due; returns (actions asked about, failed)."""
    due = Practice.objects.published().filter(next_update_due__lt=timezone.localdate())
    return _for_each(due.order_by("next_update_due", "pk"), _ask)


def remind_of_drafts():
    """Remind the officers of drafts that nobody has worked on for a month; returns (drafts, failed)."""
    waiting = Practice.objects.filter(
        status__in=(Status.DRAFT, Status.CHANGES_REQUESTED), updated_at__lt=timezone.now() - DORMANT
    )
    return _for_each(waiting.order_by("updated_at", "pk"), _remind)


def _for_each(practices, step):
    """Take ``step`` for each action in a transaction of its own: one action's trouble is not the others'."""
    done = failed = 0
    for pk in list(practices.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                done += step(Practice.objects.select_for_update().get(pk=pk))
        except Exception:
            logger.exception("The officers of action %s were not asked.", pk)
            failed += 1
    return done, failed


def _ask(practice):
    """Ask each officer, each with a link of their own; returns whether anybody was asked."""
    if _told(practice, "confirm_current", since=timezone.now() - AGAIN):
        return False
    officers = list(notifications.officers(practice))
    for person in officers:
        with override(person.language):
            context = {
                **notifications.context(practice),
                "date": date_format(practice.confirmed_at or practice.published_at, "DATE_FORMAT"),
                "edit_url": reverse("practices:workspace"),
            }
        link = confirmations.path(practice, person, person.language)
        notify(recipients=[person], kind="confirm_current", url=link, context=context)
    return bool(officers)


def _remind(practice):
    """Remind the officers of a draft, twice at most until somebody goes on with it; returns whether anybody was."""
    told = _told(practice, "reminder_draft", since=practice.updated_at)
    if len(told) >= MOST_ABOUT_A_DRAFT or (told and max(told) > timezone.now() - AGAIN):
        return False
    officers = list(notifications.officers(practice))
    for person in officers:
        with override(person.language):
            context = {
                **notifications.context(practice),
                "date": date_format(practice.updated_at, "DATE_FORMAT"),
            }
        address = notifications.address(practice, notifications.OFFICERS)
        notify(recipients=[person], kind="reminder_draft", url=address, context=context)
    return bool(officers)


def _told(practice, kind, *, since):
    """Return when officers were told of ``practice`` since then: one time for each day."""
    rows = Notice.objects.filter(kind=kind, created_at__gt=since, context__reference=practice.reference)
    return {row.date(): row for row in rows.values_list("created_at", flat=True)}.values()
