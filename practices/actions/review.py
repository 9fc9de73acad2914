"""From the draft to the decision: submission, the queue, remarks, rubric."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import enums, notifications, permissions, record
from ..models import Assessment, Remark, Submission
from . import steps


def submit(*, practice, by):
    """Hand a draft to the secretariat; what is handed in is kept, so that the next round shows what has changed.

    Raises ValidationError by field while something needed is missing.
    """

    def check(practice):
        steps.require_complete(practice)
        practice.submitted_at = timezone.now()

    def keep(practice):
        Submission.objects.create(
            practice=practice,
            number=practice.submissions.count() + 1,
            content=record.content(practice),
            submitted_by=by,
        )

    return steps.move(practice, "submit", by, before=check, after=keep)


def withdraw(*, practice, by):
    """Take back an action that is not public yet; ``reopen`` takes it up again.

    A draft that was never submitted is deleted after 30 days (``empty_bin``).
    """
    return steps.move(practice, "withdraw", by)


def reopen(*, practice, by):
    """Go on with an action that was withdrawn."""
    return steps.move(practice, "reopen", by)


def claim(*, practice, by):
    """Make ``by`` the reviewer of a submitted action; the second of two is told who was first."""
    return steps.move(practice, "claim", by, before=lambda practice: setattr(practice, "reviewer", by))


def release(*, practice, by):
    """Give a claimed action back to the queue."""
    return steps.move(practice, "release", by, before=lambda practice: setattr(practice, "reviewer", None))


def assign(*, practice, by, reviewer):
    """Give a submitted action to ``reviewer``, whoever had it before; never to somebody who acts for its lead LRG."""
    if not (reviewer.is_active and reviewer.is_reviewer):
        raise ValidationError({"reviewer": [_("Choose somebody who takes part in reviews.")]})

    def hand(practice):
        if permissions.acts_for(reviewer, practice.lead_lrg_id):
            reason = _("%(name)s acts for this local government: choose somebody else.") % {"name": reviewer}
            raise ValidationError({"reviewer": [reason]})
        practice.reviewer = reviewer

    return steps.move(practice, "assign", by, before=hand)


@transaction.atomic
def remind(*, practice, by):
    """Remind those on whom the action waits: its reviewer, or its officers while changes are requested."""
    permissions.may_remind(by, practice).require()
    notifications.remind(practice, by)


# Remarks and rubric -------------------------------------------------------------------------------


@transaction.atomic
def remark(*, practice, by, text, field="", kind=enums.RemarkKind.REQUIRED):
    """Note what should change, on one field or on the whole; the officer reads it with the request for changes."""
    practice = steps.lock(practice)
    permissions.may_remark(by, practice).require()
    entry = Remark(practice=practice, by=by, field=field, kind=kind, text=text.strip())
    entry.full_clean()
    entry.save()
    return entry


@transaction.atomic
def drop_remark(*, remark, by):
    """Take back a remark that was not sent yet."""
    practice = steps.lock(remark.practice)
    permissions.may_remark(by, practice).require()
    Remark.objects.unsent().filter(pk=remark.pk).delete()


@transaction.atomic
def answer_remark(*, remark, by, answer):
    """Answer a remark that was sent; the reviewer reads it beside the field."""
    practice = steps.lock(remark.practice)
    permissions.may_answer(by, practice).require()
    if not answer.strip():
        raise ValidationError({"answer": [_("Write an answer, or mark the remark as done.")]})
    remark = practice.remarks.sent().get(pk=remark.pk)
    remark.answer, remark.answered_by, remark.answered_at = answer.strip(), by, timezone.now()
    remark.full_clean()
    remark.save()
    return remark


@transaction.atomic
def resolve_remark(*, remark, by, is_resolved=True):
    """Mark a remark as done, or open it again: its officers while they work on it, else those who review."""
    practice = steps.lock(remark.practice)
    (permissions.may_answer(by, practice) or permissions.may_remark(by, practice)).require()
    remark = practice.remarks.sent().get(pk=remark.pk)
    remark.resolved_at, remark.resolved_by = (timezone.now(), by) if is_resolved else (None, None)
    remark.save()
    return remark


@transaction.atomic
def assess(*, practice, by, **rubric):
    """Fill in the rubric of this round (``Assessment``); a second time replaces the first. Raises ValidationError."""
    practice = steps.lock(practice)
    permissions.may_remark(by, practice).require()
    key = {"practice": practice, "reviewer": by, "round": practice.submissions.count()}
    assessment = Assessment.objects.filter(**key).first() or Assessment(**key)
    for name, value in rubric.items():
        setattr(assessment, name, value)
    assessment.full_clean()
    assessment.save()
    return assessment


def request_changes(*, practice, by):
    """Send the remarks of this round to the officers. Raises ValidationError while there is none."""

    def send(practice):
        if not practice.remarks.unsent().update(sent_at=timezone.now()):
            raise ValidationError({"remarks": [_("Write at least one remark first: on a field, or on the whole.")]})

    return steps.move(practice, "request_changes", by, before=send)


def recommend(*, practice, by):
    """Propose the publication to the secretariat. Raises ValidationError until ``by`` has filled in the rubric."""

    def check(practice):
        if not practice.assessments.filter(reviewer=by, round=practice.submissions.count()).exists():
            raise ValidationError({"rubric": [_("Fill in the rubric first.")]})

    return steps.move(practice, "recommend", by, before=check)


def decline(*, practice, by, reason):
    """Refuse a submission; the officer reads ``reason``."""
    return steps.move(practice, "decline", by, reason=reason)
