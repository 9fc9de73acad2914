"""Every change to an action, one function each; a status changes nowhere else.

Each function is atomic, locks the row, asks the permission and writes the history.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.shared import languages

from . import completeness, enums, permissions, record, search
from .enums import Status
from .models import CodeCounter, HistoryEntry, LanguageState, Practice, Version
from .search import changes
from .workflow import TRANSITIONS

#: A published action is to be confirmed or updated within this time.
UPDATE_INTERVAL = datetime.timedelta(days=365)


@transaction.atomic
def create_draft(*, by, lead_lrg, original_language, title):
    """Start a draft of ``lead_lrg`` with a title in its original language.

    Side effects: the country and place of the LRG are prefilled; a history row is written. Raises NotAllowed, and
    ValidationError by field.
    """
    permissions.may_create(by, lead_lrg).require()
    practice = Practice(
        lead_lrg=lead_lrg,
        original_language=original_language,
        created_by=by,
        latitude=lead_lrg.latitude,
        longitude=lead_lrg.longitude,
    )
    record.fill(practice, {"title": {original_language: title}})
    if lead_lrg.country_id:
        practice.countries.set([lead_lrg.country_id])
    LanguageState.objects.create(practice=practice, language=original_language, state=enums.TextState.DRAFT)
    _write_history(practice, "create", "", by)
    return practice


@transaction.atomic
def update(*, practice, by, data):
    """Write plain ``data`` (``record.fill``) into a record that ``by`` may edit; raises ValidationError by field."""
    practice = _lock(practice)
    permissions.may_edit(by, practice).require()
    record.fill(practice, data)
    return practice


@transaction.atomic
def give_consent(*, practice, by):
    """Record that ``by`` agrees to the publication and confirms that no data of participants are in it."""
    practice = _lock(practice)
    permissions.may_edit(by, practice).require()
    practice.consented_at, practice.consented_by = timezone.now(), by
    practice.is_data_protection_confirmed = True
    practice.save()
    return practice


@transaction.atomic
def set_language_state(*, practice, by, language, state):
    """Say in what state the texts of one language are.

    Raises NotAllowed when ``by`` may not edit, and ValidationError by field.
    """
    practice = _lock(practice)
    permissions.may_edit(by, practice).require()
    known = practice.language_states.filter(language=language).first()
    text_state = known or LanguageState(practice=practice, language=language)
    text_state.state = state
    text_state.full_clean()
    text_state.save()
    return practice


def submit(*, practice, by):
    """Hand a draft to the secretariat; raises ValidationError by field while something needed is missing."""

    def check(practice):
        _require_complete(practice)
        practice.submitted_at = timezone.now()

    return _move(practice, "submit", by, before=check)


def claim(*, practice, by):
    """Make ``by`` the reviewer of a submitted action."""
    return _move(practice, "claim", by, before=lambda practice: setattr(practice, "reviewer", by))


def release(*, practice, by):
    """Give a claimed action back to the queue."""
    return _move(practice, "release", by, before=lambda practice: setattr(practice, "reviewer", None))


def publish(*, practice, by, evidence_level):
    """Make an action public.

    Side effects: the first time it gets its public code and address; a version is kept; the original language
    counts as reviewed; the search texts are written. Raises ValidationError without a compact objective or consent.
    """

    def check(practice):
        _require_complete(practice)
        if evidence_level not in enums.EvidenceLevel.values:
            raise ValidationError({"evidence_level": [_("Say what evidence stands behind the results.")]})
        if practice.hold_until and practice.hold_until > timezone.localdate():
            raise ValidationError({"hold_until": [_("The officer asked to wait until this date.")]})
        practice.evidence_level = evidence_level
        practice.version += 1
        practice.confirmed_at = timezone.now()
        practice.next_update_due = (practice.confirmed_at + UPDATE_INTERVAL).date()
        if not practice.code:
            practice.published_at = practice.confirmed_at
            practice.code = _next_code(practice.published_at.year)
            practice.slug = _slug(practice)

    def keep(practice):
        LanguageState.objects.update_or_create(
            practice=practice,
            language=practice.original_language,
            defaults={"state": enums.TextState.HUMAN},
        )
        practice.refresh_from_db()
        Version.objects.create(
            practice=practice,
            number=practice.version,
            content=record.dump(practice),
            published_at=practice.confirmed_at,
            published_by=by,
        )
        _show(practice)

    return _move(practice, "publish", by, before=check, after=keep)


def decline(*, practice, by, reason):
    """Refuse a submission; the officer reads ``reason``."""
    return _move(practice, "decline", by, reason=reason)


def withdraw(*, practice, by):
    """Take back an action that is not public yet."""
    return _move(practice, "withdraw", by)


def archive(*, practice, by, reason):
    """Take a published action out of every list; its address shows title, LRG, dates and ``reason``."""
    return _move(practice, "archive", by, reason=reason, after=_hide)


def restore(*, practice, by, reason):
    """Bring an archived action back; side effect: it is found again."""
    return _move(practice, "restore", by, reason=reason, after=_show)


@transaction.atomic
def _move(practice, name, by, *, reason="", before=None, after=None):
    """Carry out one transition: permission, ``before`` on the locked row, status, history, ``after``."""
    practice = _lock(practice)
    permissions.may(by, practice, name).require()
    transition = TRANSITIONS[name]
    if transition.needs_reason:
        if not reason.strip():
            raise ValidationError({"reason": [_("Give a reason: it is shown with the decision.")]})
        practice.decision = reason
    if before:
        before(practice)
    source = practice.status
    practice.status = transition.target or source
    practice.save()
    _write_history(practice, name, source, by, note=reason)
    if after:
        after(practice)
    return practice


def _show(practice):
    search.index(practice)
    changes.record(practice)


def _hide(practice):
    search.forget(practice)
    changes.record(practice)


def _lock(practice):
    return Practice.objects.select_for_update().get(pk=practice.pk)


def _require_complete(practice):
    if problems := completeness.missing(practice):
        raise ValidationError({name: [message] for name, message in problems.items()})


def _write_history(practice, transition, source, by, note=""):
    HistoryEntry.objects.create(
        practice=practice, transition=transition, from_status=source, to_status=practice.status, by=by, note=note
    )


def _next_code(year):
    counter, _created = CodeCounter.objects.select_for_update().get_or_create(year=year)
    counter.last += 1
    counter.save()
    return f"LA-{year}-{counter.last:04d}"


def _slug(practice):
    title = getattr(practice, languages.column("title", practice.original_language))
    return slugify(title.replace("’", " ").replace("'", " "))[:80].strip("-") or Status.PUBLISHED.value
