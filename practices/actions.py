"""Every change to an action, one function each; a status changes nowhere else.

Each function is atomic, locks the row, asks the permission and writes the history.
"""

import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, FileField
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.shared import languages
from portal.shared.errors import Conflict
from portal.shared.text import clean

from . import completeness, enums, notifications, permissions, record, search, uploads
from .enums import Status, TextState
from .models import (
    CLOSED,
    Assessment,
    Attachment,
    CodeCounter,
    Contact,
    DismissedSuggestion,
    HistoryEntry,
    Image,
    LanguageState,
    Practice,
    Presence,
    Remark,
    Submission,
    Version,
)
from .search import changes
from .workflow import TRANSITIONS

#: A published action is to be confirmed or updated within this time.
UPDATE_INTERVAL = datetime.timedelta(days=365)


# Writing ------------------------------------------------------------------------------------------


@transaction.atomic
def create_draft(*, by, lead_lrg, original_language, title, copy_of=None):
    """Start a draft of ``lead_lrg`` with a title in its original language.

    ``copy_of`` is an earlier action of the same LRG whose record is taken as a start.
    Side effects: the country and place of the LRG are prefilled, the officer is its contact; a history row is written.
    Raises NotAllowed, and ValidationError by field.
    """
    permissions.may_create(by, lead_lrg).require()
    if copy_of and copy_of.lead_lrg_id != lead_lrg.pk:
        raise ValidationError({"copy_of": [_("Copy an action of the same local government.")]})
    practice = Practice(
        lead_lrg=lead_lrg,
        original_language=original_language,
        created_by=by,
        updated_by=by,
        copied_from=copy_of,
        latitude=lead_lrg.latitude,
        longitude=lead_lrg.longitude,
    )
    record.fill(practice, {"title": {original_language: title}})
    if copy_of:
        copied = record.content(copy_of)
        kept = {"title", "original_language", "origin", "source_url", "hold_until", "sign_offs", "commitment_updates"}
        record.fill(practice, {name: value for name, value in copied.items() if name not in kept})
    else:
        if lead_lrg.country_id:
            practice.countries.set([lead_lrg.country_id])
        if permissions.acts_for(by, lead_lrg):
            Contact.objects.create(
                practice=practice, name=by.name, email=by.email, organisation_name=str(lead_lrg)[:200]
            )
    LanguageState.objects.create(practice=practice, language=original_language, state=TextState.DRAFT)
    _write_history(practice, "create", "", by)
    return practice


@transaction.atomic
def update(*, practice, by, data, seen=None):
    """Write plain ``data`` (``record.fill``) into a record that ``by`` may edit.

    ``seen`` is the revision that ``by`` had before them. Raises Conflict when somebody saved since, and
    ValidationError by field; then nothing is written.
    """
    practice = _lock(practice)
    permissions.may_edit(by, practice).require()
    _require_unchanged(practice, seen)
    practice.revision += 1
    practice.updated_by = by
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
    _set_language_state(practice, language, state)
    return practice


@transaction.atomic
def translate(*, practice, by, language, texts, is_reviewed, seen=None):
    """Write ``texts`` (``record.Slot.key`` → text) in another language than the original one.

    Side effects on a published action, when the language is public: readers find it at once, and the kept version
    has it as well. Raises Conflict, ValidationError by key, and WrongState for a draft text in a public language.
    """
    practice = _lock(practice)
    permissions.may_translate(by, practice).require()
    _require_unchanged(practice, seen)
    if language == practice.original_language or language not in languages.CODES:
        raise ValidationError({"language": [_("The original language is changed by revising the action.")]})
    is_public = practice.status == Status.PUBLISHED and language in practice.shown_languages
    if is_public and not is_reviewed:
        raise ValidationError({"is_reviewed": [_("This language is public: what you save is read at once.")]})
    record.translate(practice, language, texts)
    if is_reviewed and not getattr(practice, languages.column("title", language)):
        raise ValidationError({"title": [_("A reviewed translation needs a title.")]})
    practice.revision += 1
    practice.updated_by = by
    practice.save()
    _set_language_state(practice, language, TextState.HUMAN if is_reviewed else TextState.DRAFT)
    if is_reviewed:
        _write_history(practice, "translate", practice.status, by, note=language)
        if practice.status == Status.PUBLISHED:
            practice = Practice.objects.get(pk=practice.pk)
            practice.versions.filter(number=practice.version).update(content=record.dump(practice))
            _show(practice)
    return practice


@transaction.atomic
def note_presence(*, practice, by, page):
    """Say that ``by`` has a page of the form open; colleagues see the name for a minute."""
    permissions.may_edit(by, practice).require()
    Presence.objects.filter(practice=practice).gone().delete()
    Presence.objects.bulk_create(
        [Presence(practice=practice, person=by, page=page, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["practice", "person"],
        update_fields=["page", "seen_at"],
    )


@transaction.atomic
def hand_over(*, lrg, officer, successor, by):
    """Let ``successor`` be the contact where ``officer`` was, in what ``lrg`` has not published yet.

    The permission was asked by whoever ended the mandate. Side effects: a history row each. Published actions keep
    their contact until they are revised.
    """
    contacts = Contact.objects.filter(practice__in=Practice.objects.unpublished(), email__iexact=officer.email)
    for contact in contacts.filter(practice__lead_lrg=lrg).select_related("practice"):
        practice = _lock(contact.practice)
        if practice.status in CLOSED:
            continue
        contact.name, contact.email, contact.position_title = successor.name, successor.email, ""
        contact.save()
        practice.revision += 1
        practice.save()
        _write_history(practice, "hand_over", practice.status, by)


@transaction.atomic
def dismiss_suggestion(*, practice, by, objective):
    """Keep ``objective`` from being proposed for this action again."""
    practice = _lock(practice)
    permissions.may_edit(by, practice).require()
    DismissedSuggestion.objects.get_or_create(practice=practice, objective=objective)


# Files --------------------------------------------------------------------------------------------


@transaction.atomic
def add_image(*, practice, by, upload):
    """Keep a picture in two sizes, encoded anew; what it shows is described afterwards (``describe_file``).

    Raises ValidationError, naming the file.
    """
    practice = _lock(practice)
    permissions.may_edit(by, practice).require()
    _require_room(practice.images)
    encoded = uploads.encode(upload)
    return Image.objects.create(
        practice=practice,
        position=practice.images.count(),
        file=encoded.large,
        thumbnail=encoded.small,
        width=encoded.width,
        height=encoded.height,
        original_name=uploads.file_name(upload),
        uploaded_by=by,
    )


@transaction.atomic
def attach(*, practice, by, upload):
    """Keep a file about the action. Raises ValidationError, naming the file."""
    practice = _lock(practice)
    permissions.may_edit(by, practice).require()
    _require_room(practice.attachments)
    media_type, name = uploads.media_type(upload), uploads.file_name(upload)
    upload.seek(0)
    return Attachment.objects.create(
        practice=practice,
        position=practice.attachments.count(),
        file=ContentFile(upload.read(), name=f"file.{uploads.ATTACHMENTS[media_type]}"),
        original_name=name,
        media_type=media_type,
        size=upload.size,
        title=name.rpartition(".")[0][:200] or name,
        language=practice.original_language,
        uploaded_by=by,
    )


@transaction.atomic
def describe_file(*, file, by, **fields):
    """Say what an image or attachment shows, who made it, under which licence. Raises ValidationError by field."""
    practice = _lock(file.practice)
    permissions.may_edit(by, practice).require()
    for name, value in fields.items():
        setattr(file, name, clean(value).strip() if isinstance(value, str) else value)
    file.full_clean()
    file.save()
    return file


@transaction.atomic
def remove_file(*, file, by):
    """Take an image or attachment away; it leaves the disk once no action refers to it any more."""
    practice = _lock(file.practice)
    permissions.may_edit(by, practice).require()
    stored = [(field.name, getattr(file, field.name)) for field in file._meta.fields if isinstance(field, FileField)]
    file.delete()
    for name, content in stored:
        if not type(file).objects.filter(**{name: content.name}).exists():
            transaction.on_commit(partial(content.storage.delete, content.name))


def _require_room(files):
    if files.count() >= uploads.MAX_FILES:
        raise ValidationError(_("There are %(number)d files already: remove one first.") % {"number": files.count()})


# From the draft to the review ---------------------------------------------------------------------


def submit(*, practice, by):
    """Hand a draft to the secretariat; what is handed in is kept, so that the next round shows what has changed.

    Raises ValidationError by field while something needed is missing.
    """

    def check(practice):
        _require_complete(practice)
        practice.submitted_at = timezone.now()

    def keep(practice):
        Submission.objects.create(
            practice=practice,
            number=practice.submissions.count() + 1,
            content=record.content(practice),
            submitted_by=by,
        )

    return _move(practice, "submit", by, before=check, after=keep)


def withdraw(*, practice, by):
    """Take back an action that is not public yet; ``reopen`` takes it up again."""
    return _move(practice, "withdraw", by)


def reopen(*, practice, by):
    """Go on with an action that was withdrawn."""
    return _move(practice, "reopen", by)


def claim(*, practice, by):
    """Make ``by`` the reviewer of a submitted action; the second of two is told who was first."""
    return _move(practice, "claim", by, before=lambda practice: setattr(practice, "reviewer", by))


def release(*, practice, by):
    """Give a claimed action back to the queue."""
    return _move(practice, "release", by, before=lambda practice: setattr(practice, "reviewer", None))


def assign(*, practice, by, reviewer):
    """Give a submitted action to ``reviewer``, whoever had it before."""
    if not (reviewer.is_active and reviewer.is_reviewer):
        raise ValidationError({"reviewer": [_("Choose somebody who takes part in reviews.")]})
    return _move(practice, "assign", by, before=lambda practice: setattr(practice, "reviewer", reviewer))


@transaction.atomic
def remind(*, practice, by):
    """Remind those on whom the action waits: its reviewer, or its officers while changes are requested."""
    permissions.may_remind(by, practice).require()
    notifications.remind(practice, by)


# Remarks and rubric -------------------------------------------------------------------------------


@transaction.atomic
def remark(*, practice, by, text, field="", kind=enums.RemarkKind.REQUIRED):
    """Note what should change, on one field or on the whole; the officer reads it with the request for changes."""
    practice = _lock(practice)
    permissions.may_remark(by, practice).require()
    entry = Remark(practice=practice, by=by, field=field, kind=kind, text=text.strip())
    entry.full_clean()
    entry.save()
    return entry


@transaction.atomic
def drop_remark(*, remark, by):
    """Take back a remark that was not sent yet."""
    practice = _lock(remark.practice)
    permissions.may_remark(by, practice).require()
    Remark.objects.unsent().filter(pk=remark.pk).delete()


@transaction.atomic
def answer_remark(*, remark, by, answer):
    """Answer a remark that was sent; the reviewer reads it beside the field."""
    practice = _lock(remark.practice)
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
    practice = _lock(remark.practice)
    (permissions.may_answer(by, practice) or permissions.may_remark(by, practice)).require()
    remark = practice.remarks.sent().get(pk=remark.pk)
    remark.resolved_at, remark.resolved_by = (timezone.now(), by) if is_resolved else (None, None)
    remark.save()
    return remark


@transaction.atomic
def assess(*, practice, by, **rubric):
    """Fill in the rubric of this round (``Assessment``); a second time replaces the first. Raises ValidationError."""
    practice = _lock(practice)
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

    return _move(practice, "request_changes", by, before=send)


def recommend(*, practice, by):
    """Propose the publication to the secretariat. Raises ValidationError until ``by`` has filled in the rubric."""

    def check(practice):
        if not practice.assessments.filter(reviewer=by, round=practice.submissions.count()).exists():
            raise ValidationError({"rubric": [_("Fill in the rubric first.")]})

    return _move(practice, "recommend", by, before=check)


# Publication --------------------------------------------------------------------------------------


def publish(*, practice, by, evidence_level):
    """Make an action public, or a revision take the place of what readers see.

    Side effects: the first time it gets its public code and address; a version is kept; the original language
    counts as reviewed; the search texts are written. Raises ValidationError without a compact objective or consent.
    Returns the public action.
    """

    def check(practice):
        _require_complete(practice)
        if evidence_level not in enums.EvidenceLevel.values:
            raise ValidationError({"evidence_level": [_("Say what evidence stands behind the results.")]})
        if practice.hold_until and practice.hold_until > timezone.localdate():
            raise ValidationError({"hold_until": [_("The officer asked to wait until this date.")]})

    def go_public(practice):
        check(practice)
        _renew(practice, evidence_level)
        practice.published_at = practice.confirmed_at
        practice.code = _next_code(practice.published_at.year)
        practice.slug = _slug(practice)

    if practice.working_copy_of_id:
        return _publish_revision(practice, by, check, evidence_level)
    return _move(practice, "publish", by, before=go_public, after=lambda practice: _keep_version(practice, by))


@transaction.atomic
def _publish_revision(copy, by, check, evidence_level):
    """Let the content of a working copy replace that of its public action; what happened to it moves along."""
    copy = _lock(copy)
    permissions.may(by, copy, "publish").require()
    public = _lock(copy.working_copy_of)
    check(copy)
    outdated = _outdated_languages(public, copy)
    was = copy.status
    record.fill(public, record.content(copy))
    for name in ("consented_at", "consented_by", "is_data_protection_confirmed", "submitted_at", "updated_by"):
        setattr(public, name, getattr(copy, name))
    _renew(public, evidence_level)
    public.revision += 1
    public.save()
    for state in copy.language_states.all():
        _set_language_state(public, state.language, TextState.OUTDATED if state.language in outdated else state.state)
    for files in ("images", "attachments"):
        getattr(public, files).all().delete()
        getattr(copy, files).update(practice=public)
    _take_over_history(public, copy)
    copy.delete()
    _write_history(public, "publish", was, by)
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
    _set_language_state(practice, practice.original_language, TextState.HUMAN)
    practice.language_states.filter(source_version=0).update(source_version=practice.version)
    practice.refresh_from_db()
    Version.objects.create(
        practice=practice,
        number=practice.version,
        content=record.dump(Practice.objects.get(pk=practice.pk)),
        published_at=practice.confirmed_at,
        published_by=by,
    )
    _show(practice)


def decline(*, practice, by, reason):
    """Refuse a submission; the officer reads ``reason``."""
    return _move(practice, "decline", by, reason=reason)


@transaction.atomic
def revise(*, practice, by):
    """Start a working copy of a published action; readers keep the published text until the copy is published.

    Returns the working copy.
    """
    practice = _lock(practice)
    permissions.may(by, practice, "revise").require()
    copy = Practice(
        lead_lrg=practice.lead_lrg,
        working_copy_of=practice,
        created_by=by,
        updated_by=by,
        evidence_level=practice.evidence_level,
    )
    record.fill(copy, record.content(practice))
    for state in practice.language_states.all():
        copy.language_states.create(language=state.language, state=state.state, source_version=state.source_version)
    for rows in (practice.images.all(), practice.attachments.all()):
        for row in rows:
            row.pk, row._state.adding, row.practice = None, True, copy
            row.save()
    _write_history(practice, "revise", practice.status, by)
    _write_history(copy, "create", "", by)
    return copy


def confirm(*, practice, by):
    """Say that a published action is still current. Side effect: its light is fresh for a year."""

    def renew(practice):
        practice.confirmed_at = timezone.now()
        practice.next_update_due = (practice.confirmed_at + UPDATE_INTERVAL).date()

    return _move(practice, "confirm", by, before=renew, after=changes.record)


def archive(*, practice, by, reason):
    """Take a published action out of every list; its address shows title, LRG, dates and ``reason``."""
    return _move(practice, "archive", by, reason=reason, after=_hide)


def restore(*, practice, by, reason):
    """Bring an archived action back; side effect: it is found again, also after it was merged."""
    return _move(
        practice,
        "restore",
        by,
        reason=reason,
        before=lambda practice: setattr(practice, "merged_into", None),
        after=_show,
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

    after = _hide if name == "archive" else None
    return _move(practice, name, by, reason=reason, before=lead_there, after=after)


# Steps shared by the transitions -------------------------------------------------------------------


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
    notifications.moved(practice, name, by, reason)
    return practice


def _show(practice):
    search.index(practice)
    changes.record(practice)


def _hide(practice):
    search.forget(practice)
    changes.record(practice)


def _lock(practice):
    return Practice.objects.select_for_update().get(pk=practice.pk)


def _require_unchanged(practice, seen):
    if seen is not None and seen != practice.revision:
        raise Conflict(
            _("%(name)s saved this action while you were writing.") % {"name": practice.updated_by}, practice.revision
        )


def _set_language_state(practice, language, state):
    known = practice.language_states.filter(language=language).first()
    text_state = known or LanguageState(practice=practice, language=language)
    text_state.state = state
    if state != TextState.OUTDATED:
        text_state.source_version = practice.version
    text_state.full_clean()
    text_state.save()


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
