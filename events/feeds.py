"""Atom feeds of peer learning: what was published last, in the reader's language."""

from dataclasses import replace

from django.utils.translation import gettext as _

from portal.shared.feeds import NEWEST, Feed
from portal.shared.languages import LocalText, current

from . import presenters, publication_presenters
from .models import Event, Publication


def events(request, keys):
    """Answer the events among ``keys`` that were published last."""
    feed = Feed(request, title=_("Peer learning on migration: events"), page="events:browse")
    for event in _newest(Event.objects.public().for_cards(), keys):
        when, summary = presenters.when(event), event.text("summary")
        feed.add(
            title=event.text("title"),
            summary=replace(summary, value=f"{when}. {summary}") if summary else LocalText(when, current()),
            address=request.build_absolute_uri(event.get_absolute_url()),
            key=presenters.identity(event).urn,
            published_at=event.published_at,
            updated_at=event.updated_at,
        )
    return feed.answer()


def publications(request, keys):
    """Answer the publications among ``keys`` that were published last."""
    feed = Feed(request, title=_("Local Action on Migration: publications"), page="events:publications")
    for publication in _newest(Publication.objects.public().for_links(), keys):
        address = request.build_absolute_uri(publication.get_absolute_url())
        feed.add(
            title=publication_presenters.designated(publication),
            summary=publication.text("summary"),
            address=address,
            key=address,
            published_at=publication.published_at,
            updated_at=publication.updated_at,
        )
    return feed.answer()


def _newest(records, keys):
    return records.filter(pk__in=keys).order_by("-published_at", "-pk")[:NEWEST]
