"""Files of events and series, for whoever may read them."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portal.shared import files

from .. import permissions
from ..enums import Visibility
from ..models import Entry, Material


@require_safe
def material(request, pk):
    """A file of an event or series, under the name that it came with; tombstones keep theirs to themselves."""
    row = get_object_or_404(Material.objects.exclude(file=""), pk=pk)
    entry = Entry.objects.get(pk=row.entry_id).whole
    visible = type(entry).objects.visible_to(request.user).kept_or_published(request.user)
    record = get_object_or_404(visible, pk=entry.pk)
    if row.visibility not in permissions.readable_parts(request.user, record):
        raise Http404
    is_public = record.is_public and row.visibility == Visibility.PUBLIC
    return files.send(row.file, row.media_type, is_public=is_public, name=row.original_name)
