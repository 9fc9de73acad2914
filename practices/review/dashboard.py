"""What the secretariat should know at a glance; every number is one query or less."""

import datetime
from statistics import median

from django.db.models import Count, Max, Min, OuterRef, Q, Subquery
from django.utils import timezone

from portal.accounts.notices import outbox_problems
from portal.directory.models import Mandate
from portal.shared import languages

from ..enums import Status, TextState
from ..models import HistoryEntry, LanguageState, Practice
from . import sheet

#: Turnaround is told over this time.
PERIOD = datetime.timedelta(days=90)
#: Transitions that decide on a submission.
DECISIONS = ("publish", "decline")
MOST_SHOWN = 5
NEWEST = 15


def compose():
    """Return the context of the dashboard."""
    return {
        "queue": _queue(),
        "turnaround": _turnaround(),
        "period_days": PERIOD.days,
        "outbox": outbox_problems(),
        "translations": _translations(),
        "stale": _stale(),
        "mandates": Mandate.objects.waiting().aggregate(count=Count("pk"), oldest=Min("requested_at")),
        "history": _newest(),
    }


def _queue():
    """How many submissions wait for what, and since when the oldest does."""
    return Practice.objects.aggregate(
        waiting=Count("pk", filter=Q(status=Status.SUBMITTED, reviewer=None)),
        reviewed=Count("pk", filter=Q(status=Status.SUBMITTED, reviewer__isnull=False)),
        recommended=Count("pk", filter=Q(status=Status.RECOMMENDED)),
        changes=Count("pk", filter=Q(status=Status.CHANGES_REQUESTED)),
        oldest=Min("submitted_at", filter=Q(status__in=(Status.SUBMITTED, Status.RECOMMENDED))),
    )


def _turnaround():
    """From the submission that was decided on to its decision: number of decisions and median in days."""
    submitted = HistoryEntry.objects.filter(practice=OuterRef("practice"), transition="submit", at__lte=OuterRef("at"))
    last = submitted.order_by().values("practice").annotate(last=Max("at")).values("last")
    decided = HistoryEntry.objects.filter(transition__in=DECISIONS, at__gte=timezone.now() - PERIOD)
    spans = decided.annotate(since=Subquery(last)).exclude(since=None).order_by().values_list("since", "at")
    days = [(at - since) / datetime.timedelta(days=1) for since, at in spans]
    return {"count": len(days), "median": median(days) if days else None}


def _translations():
    """Per language: published actions whose texts are missing, and those that follow an older original."""
    published = Practice.objects.published().count()
    rows = LanguageState.objects.filter(practice__status=Status.PUBLISHED).exclude(state=TextState.MISSING)
    known = {
        row["language"]: row
        for row in rows.order_by()
        .values("language")
        .annotate(
            there=Count("pk"),
            outdated=Count("pk", filter=Q(state=TextState.OUTDATED)),
            drafts=Count("pk", filter=Q(state=TextState.DRAFT)),
        )
    }
    nothing = {"there": 0, "outdated": 0, "drafts": 0}
    return [
        {"code": code, "name": languages.OWN_NAMES[code], "missing": published - found["there"], **found}
        for code in languages.CODES
        for found in [known.get(code, nothing)]
    ]


def _stale():
    """Published actions that should have been confirmed, the oldest first, and how many there are."""
    due = Practice.objects.published().filter(next_update_due__lt=timezone.localdate())
    rows = due.select_related("lead_lrg").prefetch_related("language_states").order_by("next_update_due", "pk")
    return {"count": due.count(), "rows": rows[:MOST_SHOWN]}


def _newest():
    entries = HistoryEntry.objects.select_related("by", "practice").prefetch_related("practice__language_states")
    return sheet.history(entries.order_by("-at", "-pk")[:NEWEST])
