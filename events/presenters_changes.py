"""Intended changes as readers, officers and the secretariat see them."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from portal.shared.languages import LocalText
from practices.enums import Status as PracticeStatus

from . import presenters
from .enums import Holding, Status
from .models import Delegation, Event, IntendedChange
from .querysets import TAKES_PART
from .times import has_ended


def public_rows(record):
    """Return the changes that may be shown on the public page of ``record``, an event or a local government.

    For ``templates/events/_changes.html``; actions that are not published are left out.
    """
    of = {"event": record} if isinstance(record, Event) else {"lrg": record}
    rows = IntendedChange.objects.public().filter(**of).for_desk()
    return [_public(row, shows_event=not isinstance(record, Event)) for row in rows]


def _public(row, *, shows_event):
    return {
        "what": LocalText(row.what, row.language),
        "of": entry_link(row.event) if shows_event else presenters.link(row.lrg),
        "state": row.get_state_display(),
        "inspired_by": _published(row.inspired_by),
        "became": _published(row.became),
    }


def entry_link(record, url=""):
    """Return an event or an action as a link to its own page, or to ``url``."""
    title = record.text("title")
    return {"label": title.value, "lang": title.lang, "url": url or record.get_absolute_url()}


def _published(practice):
    return entry_link(practice) if practice and practice.status == PracticeStatus.PUBLISHED else None


def own_line(row):
    """Return a change (load with ``for_desk``) as a line of the officer's list."""
    open_question = any(one.answered_at is None for one in row.follow_ups.all())
    link = entry_link(row.event, reverse("events:answer", args=[row.pk]))
    return {"change": row, "what": LocalText(row.what, row.language), "is_asked": open_question, "link": link}


def desk_line(row):
    """Return a change (load with ``for_desk``) as a line of the secretariat's list."""
    return {"change": row, "what": LocalText(row.what, row.language), "event": row.event.text("title")}


def to_state(user):
    """Return the events after which a local government of ``user`` has not said yet what it will change."""
    mandates = user.mandates.confirmed().values("lrg")
    stated = IntendedChange.objects.filter(event=OuterRef("event"), lrg=OuterRef("lrg"))
    rows = Delegation.objects.filter(
        ~Exists(stated), lrg__in=mandates, state__in=TAKES_PART, event__status=Status.PUBLISHED
    ).exclude(event__holding=Holding.CANCELLED)
    rows = rows.select_related("event", "lrg").prefetch_related("event__language_states")
    return [
        {
            "event": row.event,
            "lrg": row.lrg,
            "link": entry_link(row.event, f"{reverse('events:change', args=[row.event.slug])}?lrg={row.lrg.slug}"),
        }
        for row in rows.order_by("-event__starts_on", "pk")
        if has_ended(row.event)
    ]
