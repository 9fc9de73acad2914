"""Atom feeds of lists, as RFC 4287 has them."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date

from . import languages, querystring

#: How many entries a feed has.
NEWEST = 50


class Feed(Atom1Feed):
    """What the list ``page`` (name of an address) shows for a query string; the order and the pages are its own.

    Django's feed names no author, calls plain texts HTML and has one language for everything.
    """

    def __init__(self, request, *, title, page):
        params = [pair for pair in querystring.pairs(request.GET) if pair[0] not in querystring.COMMON]
        address = request.build_absolute_uri(reverse(page) + (querystring.build(params) if params else ""))
        super().__init__(
            title=title,
            link=address,
            description="",
            language=languages.current(),
            author_name=settings.SITE_NAME,
            feed_url=request.build_absolute_uri(),
            feed_guid=address,
        )

    def add(self, *, title, summary, address, key, published_at, updated_at):
        """Add an entry; ``title`` and ``summary`` are texts with their language."""
        self.add_item(
            title=title.value,
            link=address,
            description=summary.value,
            unique_id=key,
            pubdate=published_at,
            updateddate=updated_at,
            title_lang=title.lang,
            summary_lang=summary.lang,
        )

    def add_item_elements(self, handler, item):
        """Write an entry."""
        handler.addQuickElement("title", item["title"], _in(item["title_lang"]))
        handler.addQuickElement("link", "", {"href": item["link"], "rel": "alternate"})
        handler.addQuickElement("published", rfc3339_date(item["pubdate"]))
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        handler.addQuickElement("id", item["unique_id"])
        if item["description"]:
            handler.addQuickElement("summary", item["description"], _in(item["summary_lang"]))

    def answer(self):
        """Return the feed as a response."""
        return HttpResponse(self.writeString("utf-8"), content_type=self.content_type)


def _in(language):
    """Return the attributes of a text that is in another language than the feed."""
    return {"xml:lang": language} if language else {}
