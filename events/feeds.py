"""Atom feeds of peer learning: what was published last, in the reader's language."""

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed

from portal.shared import languages

from . import presenters
from .models import Event

NEWEST = 50


def newest(keys):
    """Return the events among ``keys`` that were published last."""
    return Event.objects.public().for_cards().filter(pk__in=keys).order_by("-published_at", "-pk")[:NEWEST]


def atom(request, records, *, title, page):
    """Answer ``records`` (events, or publications with title and summary) as a feed of the list at ``page``."""
    feed = Atom1Feed(
        title=title,
        link=request.build_absolute_uri(page),
        description="",
        language=languages.current(),
        feed_url=request.build_absolute_uri(),
        feed_guid=request.build_absolute_uri(page),
    )
    for record in records:
        said = [presenters.when(record), str(record.text("summary"))] if isinstance(record, Event) else []
        feed.add_item(
            title=str(record.text("title")),
            link=request.build_absolute_uri(record.get_absolute_url()),
            description=". ".join(filter(None, said)) or str(record.text("summary")),
            unique_id=presenters.identity(record).urn,
            pubdate=record.published_at,
            updateddate=record.updated_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
