"""How an action moves: one table that answers "may I?", "why not?" and "which buttons?" (domain.md)."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from .enums import Status


class Actor(StrEnum):
    """In which capacity a person acts on one action."""

    OFFICER = "officer"  # holds a confirmed mandate for its lead LRG
    REVIEWER = "reviewer"  # takes part in reviews
    ASSIGNED = "assigned"  # is its reviewer
    EDITOR = "editor"  # secretariat


@dataclass(frozen=True, slots=True)
class Transition:
    """One arrow of the workflow."""

    name: str
    label: str
    sources: frozenset[Status]
    target: Status | None  # None: the status stays
    actors: frozenset[Actor]
    needs_reason: bool = False
    is_judgement: bool = False  # nobody who acts for the lead LRG takes it


def _arrow(name, label, sources, target, *actors, needs_reason=False, is_judgement=False):
    return Transition(name, label, frozenset(sources), target, frozenset(actors), needs_reason, is_judgement)


_WRITABLE = (Status.DRAFT, Status.CHANGES_REQUESTED)
_IN_REVIEW = (Status.SUBMITTED, Status.RECOMMENDED)

TRANSITIONS = {
    arrow.name: arrow
    for arrow in (
        _arrow("submit", _("Submit"), _WRITABLE, Status.SUBMITTED, Actor.OFFICER, Actor.EDITOR),
        _arrow("claim", _("Claim"), [Status.SUBMITTED], None, Actor.REVIEWER, Actor.EDITOR, is_judgement=True),
        _arrow("release", _("Release"), [Status.SUBMITTED], None, Actor.ASSIGNED, Actor.EDITOR),
        _arrow(
            "request_changes",
            _("Request changes"),
            [Status.SUBMITTED],
            Status.CHANGES_REQUESTED,
            Actor.ASSIGNED,
            Actor.EDITOR,
            is_judgement=True,
        ),
        _arrow("recommend", _("Recommend"), [Status.SUBMITTED], Status.RECOMMENDED, Actor.REVIEWER, is_judgement=True),
        _arrow("publish", _("Publish"), _IN_REVIEW, Status.PUBLISHED, Actor.EDITOR, is_judgement=True),
        _arrow(
            *("decline", _("Decline"), _IN_REVIEW, Status.DECLINED, Actor.EDITOR), needs_reason=True, is_judgement=True
        ),
        _arrow("assign", _("Assign"), [Status.SUBMITTED], None, Actor.EDITOR),
        _arrow("revise", _("Revise"), [Status.PUBLISHED], None, Actor.OFFICER, Actor.EDITOR),
        _arrow("confirm", _("Confirm as current"), [Status.PUBLISHED], None, Actor.OFFICER, Actor.EDITOR),
        _arrow(
            "withdraw",
            _("Withdraw"),
            (*_WRITABLE, Status.SUBMITTED),
            Status.WITHDRAWN,
            Actor.OFFICER,
            Actor.EDITOR,
        ),
        _arrow("reopen", _("Take up again"), [Status.WITHDRAWN], Status.DRAFT, Actor.OFFICER, Actor.EDITOR),
        _arrow("archive", _("Archive"), [Status.PUBLISHED], Status.ARCHIVED, Actor.EDITOR, needs_reason=True),
        _arrow("restore", _("Restore"), [Status.ARCHIVED], Status.PUBLISHED, Actor.EDITOR, needs_reason=True),
    )
}

#: Who may write in the record, by status.
WRITERS = {
    **dict.fromkeys(_WRITABLE, frozenset({Actor.OFFICER, Actor.EDITOR})),
    **dict.fromkeys(_IN_REVIEW, frozenset({Actor.EDITOR})),
}

#: Who may write texts in another language than the original one, by status.
TRANSLATORS = {**WRITERS, Status.PUBLISHED: frozenset({Actor.EDITOR})}

#: Who may remark on a submission and fill in its rubric, by status.
REMARKERS = dict.fromkeys(_IN_REVIEW, frozenset({Actor.ASSIGNED, Actor.EDITOR}))

#: Who may answer remarks, by status.
ANSWERERS = {Status.CHANGES_REQUESTED: frozenset({Actor.OFFICER, Actor.EDITOR})}

#: Statuses in which an action waits for somebody who can be reminded: its officers, or those who review.
WAITING = frozenset({*_WRITABLE, *_IN_REVIEW})
