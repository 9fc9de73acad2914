"""Files of publications: editions to be saved, covers to be seen, for whoever may open the publication."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portal.shared import files

from .. import permissions
from ..enums import EditionState
from ..models import Edition, Publication


@require_safe
def edition(request, pk):
    """The file of one edition, to be saved under the name that it came with."""
    found = get_object_or_404(Edition.objects.select_related("publication").exclude(file=""), pk=pk)
    publication = _visible(request, found.publication_id)
    if found.state != EditionState.AVAILABLE and not permissions.may_keep(request.user):
        raise Http404
    return files.send(found.file, found.media_type, is_public=publication.is_public, name=found.original_name)


@require_safe
def cover(request, pk):
    """The cover of a publication."""
    publication = _visible(request, pk)
    if not publication.cover:
        raise Http404
    return files.send(publication.cover, "image/webp", is_public=publication.is_public)


def _visible(request, pk):
    """Return a publication that the reader may open; tombstones keep their files to themselves."""
    visible = Publication.objects.visible_to(request.user).kept_or_published(request.user)
    return get_object_or_404(visible, id=pk)  # its own column knows how large a number may be, the parent link does not
