"""What readers see: publication and its versions, revision, confirmation, archive, merge."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.shared import dates, languages

from .. import enums, notifications, permissions, record
from ..enums import Status, TextState
from ..models import CodeCounter, Practice, Version
from ..search import changes
from . import steps

#: A published action is to be confirmed or updated within this time.
UPDATE_INTERVAL = datetime.timedelta(days=365)


def publish(*, practice, by, evidence_level):
    """Make an action public, or a revision take the place of what readers see.

    Side effects: the first time it gets its public code and address; a version is kept; the original language
    counts as reviewed; the search texts are written. Raises ValidationError without a compact objective or consent.
    Returns the public action.
    """

    def check(practice):
        steps.require_complete(practice)
        if evidence_level not in enums.EvidenceLevel.values:
            raise ValidationError({"evidence_level": [_("Say what evidence stands behind the results.")]})
        if practice.hold_until and practice.hold_until > timezone.localdate():
            until = _("The officer asked to wait until %(date)s.") % {"date": dates.display(practice.hold_until)}
            raise ValidationError({"hold_until": [until]})

    def go_public(practice):
        check(practice)
        _renew(practice, evidence_level)
        practice.published_at = practice.confirmed_at
        practice.code = _next_code(practice.published_at.year)
        practice.slug = _slug(practice)

    if practice.working_copy_of_id:
        return _publish_revision(practice, by, check, evidence_level)
    return steps.move(practice, "publish", by, before=go_public, after=lambda practice: _keep_version(practice, by))


@transaction.atomic
def _publish_revision(copy, by, check, evidence_level):
    """Let the content of a working copy replace that of its public action; what happened to it moves along."""
    copy = steps.lock(copy)
    permissions.may(by, copy, "publish").require()
    public = steps.lock(copy.working_copy_of)
    check(copy)
    outdated = _outdated_languages(public, copy)
    was = copy.status
    record.fill(public, record.content(copy))
    record.copy_letters(copy, public)
    for name in ("consented_at", "consented_by", "is_data_protection_confirmed", "submitted_at", "updated_by"):
        setattr(public, name, getattr(copy, name))
    _renew(public, evidence_level)
    public.revision += 1
    public.save()
    for state in copy.language_states.all():
        steps.write_language_state(
            public, state.language, TextState.OUTDATED if state.language in outdated else state.state
        )
    for files in ("images", "attachments"):
        getattr(public, files).all().delete()
        getattr(copy, files).update(practice=public)
    _take_over_history(public, copy)
    copy.delete()
    steps.write_history(public, "publish", was, by)
    _keep_version(public, by)
    notifications.moved(public, "publish", by)
    return public


def _take_over_history(public, copy):
    """Let rounds, remarks, rubrics and history of a revision go on in the public action."""
    rounds = public.submissions.count()
    copy.submissions.update(practice=public, number=F("number") + rounds)
    copy.assessments.update(practice=public, round=F("round") + rounds)
    copy.remarks.update(practice=public)
    copy.history.update(practice=public)


def _outdated_languages(public, copy):
    """Return the languages whose texts follow an original that the revision changes, and were not changed with it."""
    before, after = record.content(public), record.content(copy)

    def texts(data, language):
        return {
            name: data[name].get(language) for name in record.translated(Practice) if isinstance(data.get(name), dict)
        }

    if texts(before, copy.original_language) == texts(after, copy.original_language):
        return set()
    return {
        state.language
        for state in copy.language_states.all()
        if state.language != copy.original_language
        and state.state in enums.PUBLIC_TEXT_STATES
        and texts(before, state.language) == texts(after, state.language)
    }


def _renew(practice, evidence_level):
    """A new version that counts as confirmed today."""
    practice.evidence_level = evidence_level
    practice.version += 1
    practice.confirmed_at = timezone.now()
    practice.next_update_due = (practice.confirmed_at + UPDATE_INTERVAL).date()


def _keep_version(practice, by):
    """Keep what readers see from now on; what was translated before the first version follows that one."""
    steps.write_language_state(practice, practice.original_language, TextState.HUMAN)
    practice.language_states.filter(source_version=0).update(source_version=practice.version)
    practice.refresh_from_db()
    Version.objects.create(
        practice=practice,
        number=practice.version,
        content=record.dump(Practice.objects.get(pk=practice.pk)),
        published_at=practice.confirmed_at,
        published_by=by,
    )
    steps.show(practice)


@transaction.atomic
def revise(*, practice, by):
    """Start a working copy of a published action; readers keep the published text until the copy is published.

    Returns the working copy.
    """
    practice = steps.lock(practice)
    permissions.may(by, practice, "revise").require()
    copy = Practice(
        lead_lrg=practice.lead_lrg,
        working_copy_of=practice,
        created_by=by,
        updated_by=by,
        evidence_level=practice.evidence_level,
    )
    record.fill(copy, record.content(practice))
    record.copy_letters(practice, copy)
    for state in practice.language_states.all():
        copy.language_states.create(language=state.language, state=state.state, source_version=state.source_version)
    for rows in (practice.images.all(), practice.attachments.all()):
        for row in rows:
            row.pk, row._state.adding, row.practice = None, True, copy
            row.save()
    steps.write_history(practice, "revise", practice.status, by)
    steps.write_history(copy, "create", "", by)
    return copy


def confirm(*, practice, by):
    """Say that a published action is still current. Side effect: its light is fresh for a year."""

    def renew(practice):
        practice.confirmed_at = timezone.now()
        practice.next_update_due = (practice.confirmed_at + UPDATE_INTERVAL).date()

    return steps.move(practice, "confirm", by, before=renew, after=changes.record)


def archive(*, practice, by, reason):
    """Take a published action out of every list; its address shows title, LRG, dates and ``reason``."""
    return steps.move(practice, "archive", by, reason=reason, after=steps.hide)


def restore(*, practice, by, reason):
    """Bring an archived action back; side effect: it is found again, also after it was merged."""
    return steps.move(
        practice,
        "restore",
        by,
        reason=reason,
        before=lambda practice: setattr(practice, "merged_into", None),
        after=steps.show,
    )


@transaction.atomic
def merge(*, practice, into, by):
    """Declare that ``practice`` tells of the same action as the published ``into``: its address leads there from now.

    A published action is archived, a submission declined; ``restore`` undoes the first. Raises NotAllowed, WrongState.
    """
    permissions.may_merge(by, practice, into).require()
    reason = _("The same action as %(reference)s.") % {"reference": into.reference}
    name = "archive" if practice.status == Status.PUBLISHED else "decline"

    def lead_there(practice):
        practice.merged_into = into

    after = steps.hide if name == "archive" else None
    return steps.move(practice, name, by, reason=reason, before=lead_there, after=after)


def _next_code(year):
    counter, _created = CodeCounter.objects.select_for_update().get_or_create(year=year)
    counter.last += 1
    counter.save()
    return f"LA-{year}-{counter.last:04d}"


def _slug(practice):
    title = getattr(practice, languages.column("title", practice.original_language))
    return slugify(title.replace("’", " ").replace("'", " "))[:80].strip("-") or Status.PUBLISHED.value
