"""Writing a record: drafts, translations, and whoever else has the page open."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.shared import languages

from .. import permissions, record, uploads
from ..enums import Status, TextState
from ..models import CLOSED, IN_BIN, Contact, DismissedSuggestion, LanguageState, Practice, Presence
from . import steps


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
    steps.write_history(practice, "create", "", by)
    return practice


@transaction.atomic
def update(*, practice, by, data, seen=None):
    """Write plain ``data`` (``record.fill``) into a record that ``by`` may edit.

    ``seen`` is the revision that ``by`` had before them. Raises Conflict when somebody saved since, and
    ValidationError by field; then nothing is written.
    """
    practice = steps.lock(practice)
    permissions.may_edit(by, practice).require()
    steps.require_unchanged(practice, seen)
    practice.revision += 1
    practice.updated_by = by
    record.fill(practice, data)
    return practice


@transaction.atomic
def give_consent(*, practice, by):
    """Record that ``by`` agrees to the publication and confirms that no data of participants are in it."""
    practice = steps.lock(practice)
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
    practice = steps.lock(practice)
    permissions.may_edit(by, practice).require()
    steps.write_language_state(practice, language, state)
    return practice


@transaction.atomic
def translate(*, practice, by, language, texts, is_reviewed, seen=None):
    """Write ``texts`` (``record.Slot.key`` → text) in another language than the original one.

    Side effects on a published action, when the language is public: readers find it at once, and the kept version
    has it as well. Raises Conflict, ValidationError by key, and WrongState for a draft text in a public language.
    """
    practice = steps.lock(practice)
    permissions.may_translate(by, practice).require()
    steps.require_unchanged(practice, seen)
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
    steps.write_language_state(practice, language, TextState.HUMAN if is_reviewed else TextState.DRAFT)
    if is_reviewed:
        steps.write_history(practice, "translate", practice.status, by, note=language)
        if practice.status == Status.PUBLISHED:
            practice = Practice.objects.get(pk=practice.pk)
            practice.versions.filter(number=practice.version).update(content=record.dump(practice))
            steps.show(practice)
    return practice


def note_presence(*, practice, by, page):
    """Say that ``by`` has a page of the form open; colleagues see the name for a minute."""
    permissions.may_edit(by, practice).require()
    Presence.note(practice, by, page)


@transaction.atomic
def hand_over(*, lrg, officer, successor, by):
    """Let ``successor`` be the contact where ``officer`` was, in what ``lrg`` has not published yet.

    The permission was asked by whoever ended the mandate. Side effects: a history row each. Published actions keep
    their contact until they are revised.
    """
    contacts = Contact.objects.filter(practice__in=Practice.objects.unpublished(), email__iexact=officer.email)
    for contact in contacts.filter(practice__lead_lrg=lrg).select_related("practice"):
        practice = steps.lock(contact.practice)
        if practice.status in CLOSED:
            continue
        contact.name, contact.email, contact.position_title = successor.name, successor.email, ""
        contact.save()
        practice.revision += 1
        practice.save()
        steps.write_history(practice, "hand_over", practice.status, by)


@transaction.atomic
def dismiss_suggestion(*, practice, by, objective):
    """Keep ``objective`` from being proposed for this action again."""
    practice = steps.lock(practice)
    permissions.may_edit(by, practice).require()
    DismissedSuggestion.objects.get_or_create(practice=practice, objective=objective)


def empty_bin():
    """Delete for good the drafts that were withdrawn more than 30 days ago and never submitted; returns how many.

    Side effect: their files leave the disk. Nothing that was ever submitted is deleted.
    """
    due = Practice.objects.in_bin().with_withdrawal().filter(withdrawn_at__lt=timezone.now() - IN_BIN)
    return sum(_delete(pk) for pk in list(due.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _delete(pk):
    """Delete one draft, unless somebody has just taken it up again."""
    practice = Practice.objects.in_bin().select_for_update().filter(pk=pk).first()
    if practice is None:
        return False
    rows = (practice.images.all(), practice.attachments.all(), practice.sign_offs.all())
    files = uploads.stored(*(row for kind in rows for row in kind))
    practice.delete()
    uploads.forget(files)
    return True
