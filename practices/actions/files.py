"""Pictures and files of an action."""

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from portal.shared.text import clean

from .. import permissions, uploads
from ..models import Attachment, Image
from . import steps


@transaction.atomic
def add_image(*, practice, by, upload):
    """Keep a picture in two sizes, encoded anew; what it shows is described afterwards (``describe_file``).

    Raises ValidationError, naming the file.
    """
    practice = steps.lock(practice)
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
    practice = steps.lock(practice)
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
    practice = steps.lock(file.practice)
    permissions.may_edit(by, practice).require()
    for name, value in fields.items():
        setattr(file, name, clean(value).strip() if isinstance(value, str) else value)
    file.full_clean()
    file.save()
    return file


@transaction.atomic
def remove_file(*, file, by):
    """Take an image or attachment away; it leaves the disk once no action refers to it any more."""
    practice = steps.lock(file.practice)
    permissions.may_edit(by, practice).require()
    stored = uploads.stored(file)
    file.delete()
    uploads.forget(stored)


@transaction.atomic
def attach_letter(*, sign_off, by, upload):
    """Keep the signed letter of a political sign-off, in place of an earlier one; it is never public.

    Raises ValidationError, naming the file.
    """
    practice = steps.lock(sign_off.practice)
    permissions.may_edit(by, practice).require()
    before, sign_off.letter = uploads.stored(sign_off), uploads.letter(upload)
    sign_off.save(update_fields=["letter"])
    uploads.forget(before)
    return sign_off


@transaction.atomic
def remove_letter(*, sign_off, by):
    """Take the letter of a sign-off away; the sign-off itself stays."""
    practice = steps.lock(sign_off.practice)
    permissions.may_edit(by, practice).require()
    before, sign_off.letter = uploads.stored(sign_off), ""
    sign_off.save(update_fields=["letter"])
    uploads.forget(before)


def _require_room(files):
    if files.count() >= uploads.MAX_FILES:
        raise ValidationError(_("There are %(number)d files already: remove one first.") % {"number": files.count()})
