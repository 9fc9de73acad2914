"""Files of an action: sent to whoever may open the action, and never straight from the disk."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portal.shared import files

from .. import uploads
from ..enums import Status
from ..models import Attachment, Image, Practice, SignOff


@require_safe
def image(request, pk, size):
    """One of the two sizes of an image."""
    if size not in ("large", "small"):
        raise Http404
    record = _visible(Image, request, pk)
    return _send(record, record.file if size == "large" else record.thumbnail, "image/webp")


@require_safe
def attachment(request, pk):
    """An attached file, to be saved under the name that it came with."""
    record = _visible(Attachment, request, pk)
    return _send(record, record.file, record.media_type, name=record.original_name)


@require_safe
def letter(request, pk):
    """The letter of a political sign-off, for those who work on the action; for everybody else there is none."""
    own = Practice.objects.worked_on_by(request.user) if request.user.is_authenticated else Practice.objects.none()
    sign_off = get_object_or_404(SignOff.objects.exclude(letter="").select_related("practice"), pk=pk, practice__in=own)
    name = f"{sign_off.practice.reference}-{sign_off.pk}.{sign_off.letter.name.rpartition('.')[2]}"
    return files.send(sign_off.letter, uploads.type_of(sign_off.letter.name), is_public=False, name=name)


def _visible(model, request, pk):
    """Return a file of an action that the reader may open; tombstones keep theirs to themselves."""
    visible = Practice.objects.visible_to(request.user)
    if not (request.user.is_authenticated and request.user.is_editor):
        visible = visible.exclude(status=Status.ARCHIVED)
    return get_object_or_404(model.objects.select_related("practice"), pk=pk, practice__in=visible)


def _send(record, file, media_type, name=""):
    return files.send(file, media_type, is_public=record.practice.status == Status.PUBLISHED, name=name)
