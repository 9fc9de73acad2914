"""Files of events and series: sent to whoever may read them, and never straight from the disk."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from .. import permissions
from ..enums import Visibility
from ..models import Entry, Material

#: A file is saved, never shown in the page; should a browser try, it may do nothing with it.
SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}


@require_safe
def material(request, pk):
    """A file of an event or series, under the name that it came with; tombstones keep theirs to themselves."""
    row = get_object_or_404(Material.objects.exclude(file=""), pk=pk)
    entry = get_object_or_404(Entry.objects.filter(pk=row.entry_id)).whole
    visible = type(entry).objects.visible_to(request.user).kept_or_published(request.user)
    record = get_object_or_404(visible, pk=entry.pk)
    if row.visibility not in permissions.readable_parts(request.user, record):
        raise Http404
    return send(row, is_public=record.is_public and row.visibility == Visibility.PUBLIC)


def send(row, *, is_public):
    """Answer the file of ``row`` (``models.Linked``) to be saved."""
    try:
        file = row.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(file, as_attachment=True, filename=row.original_name, content_type=row.media_type)
    answer["Cache-Control"] = "public, max-age=300" if is_public else "private, no-store"
    for header, value in SAFE.items():
        answer[header] = value
    return answer
