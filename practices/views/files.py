"""Files of an action: sent to whoever may open the action, and never straight from the disk."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ..enums import Status
from ..models import Attachment, Image, Practice

#: A picture is shown in the page; anything else is only saved.
_SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}


@require_safe
def image(request, pk, size):
    """One of the two sizes of an image."""
    if size not in ("large", "small"):
        raise Http404
    record = _visible(Image, request, pk)
    return _send(request, record, record.file if size == "large" else record.thumbnail, "image/webp")


@require_safe
def attachment(request, pk):
    """An attached file, to be saved under the name that it came with."""
    record = _visible(Attachment, request, pk)
    return _send(request, record, record.file, record.media_type, name=record.original_name)


def _visible(model, request, pk):
    """Return a file of an action that the reader may open; tombstones keep theirs to themselves."""
    visible = Practice.objects.visible_to(request.user)
    if not (request.user.is_authenticated and request.user.is_editor):
        visible = visible.exclude(status=Status.ARCHIVED)
    return get_object_or_404(model.objects.select_related("practice"), pk=pk, practice__in=visible)


def _send(request, record, file, media_type, name=""):
    try:
        answer = FileResponse(file.open("rb"), as_attachment=bool(name), filename=name, content_type=media_type)
    except FileNotFoundError:
        raise Http404 from None
    is_public = record.practice.status == Status.PUBLISHED
    answer["Cache-Control"] = "public, max-age=300" if is_public else "private, no-store"
    for header, value in _SAFE.items():
        answer[header] = value
    return answer
