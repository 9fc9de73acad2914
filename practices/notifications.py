"""Who is told of what happens to an action: one table, read by every transition (texts: ``fixtures/mail``)."""

from django.db.models import Q
from django.urls import reverse

from portal.accounts.models import Role, User
from portal.accounts.notices import notify

from .enums import Status

OFFICERS, REVIEWER, EDITORS = "officers", "reviewer", "editors"

#: Transition → (kind of notice, who gets it). Nobody is told of their own act, but of a receipt.
TOLD = {
    "submit": (("submitted", OFFICERS), ("waits_for_review", EDITORS), ("answered", REVIEWER)),
    "claim": (("claimed", OFFICERS),),
    "assign": (("assigned", REVIEWER),),
    "request_changes": (("changes_requested", OFFICERS),),
    "recommend": (("recommended", EDITORS),),
    "publish": (("published", OFFICERS),),
    "decline": (("declined", OFFICERS),),
    "withdraw": (("withdrawn", REVIEWER),),
    "archive": (("archived", OFFICERS),),
    "restore": (("restored", OFFICERS),),
}
#: Kinds that also go to the person who acted.
RECEIPTS = frozenset({"submitted"})


def moved(practice, transition, by, reason=""):
    """Tell everybody concerned of a transition, once it is committed with it."""
    told = TOLD.get(transition, ()) if not practice.merged_into_id else (("merged", OFFICERS),)
    for kind, audience in told:
        _tell(practice, kind, audience, by, reason)


def remind(practice, by):
    """Remind those on whom the action waits."""
    if practice.status in (Status.CHANGES_REQUESTED, Status.DRAFT):
        _tell(practice, "reminder_draft", OFFICERS, by)
    else:
        _tell(practice, "reminder_review", REVIEWER if practice.reviewer_id else EDITORS, by)


def officers(practice):
    """Return who acts for the lead LRG of ``practice``."""
    return User.objects.filter(
        mandates__lrg=practice.lead_lrg_id, mandates__state="confirmed", is_active=True
    ).distinct()


def _audience(practice, name):
    if name == OFFICERS:
        return officers(practice)
    if name == REVIEWER:
        return User.objects.filter(pk=practice.reviewer_id, is_active=True)
    return User.objects.filter(Q(role=Role.EDITOR) | Q(role=Role.ADMINISTRATOR), is_active=True)


def context(practice):
    """Return what every notice about ``practice`` names."""
    return {"title": str(practice), "lrg": str(practice.lead_lrg), "reference": practice.reference}


def _tell(practice, kind, audience, by, reason=""):
    into = practice.merged_into.reference if practice.merged_into_id else ""
    notify(
        recipients=_audience(practice, audience),
        kind=kind,
        url=address(practice, audience),
        context={**context(practice), "reason": reason, "by": str(by), "into": into},
        by=None if kind in RECEIPTS else by,
    )


def address(practice, audience):
    """Return the page that a notice leads to, without language: the reader's own is put before it."""
    if practice.status in (Status.PUBLISHED, Status.ARCHIVED):
        return reverse("permanent-link", args=[practice.code])
    name = "practices:draft" if audience == OFFICERS else "practices:review-one"
    return reverse(name, args=[practice.pk])
