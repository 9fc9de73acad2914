"""A list of found actions: counted at once, loaded page by page."""

from pyroaring import BitMap

from ..models import Practice
from .bitmaps import index


class Results:
    """The actions of a bitmap in one order; a paginator counts and slices it like a queryset."""

    def __init__(self, found, order="newest", search=None):
        self.found, self.order, self.search = found, order, search

    def count(self):
        """How many they are."""
        return len(self.found)

    def __len__(self):
        return len(self.found)

    def keys(self, start, stop):
        """Return the primary keys from ``start`` to ``stop`` (None: to the end)."""
        if self.order == "relevance":
            return [hit.pk for hit in self.search.ranked(self.found, start, stop or len(self.found))]
        return index.page(self.found, self.order, start, stop)

    def snippets(self, keys):
        """Return the passages of a page of a search: action → ``search.Snippet``; none without a search."""
        if self.search is None or self.search.is_empty:
            return {}
        page = BitMap(keys)
        return self.search.snippets(self.search.ranked(page, 0, len(page)))

    def load(self, keys):
        """Load some of the actions with what their cards show, in the order of ``keys``."""
        if not keys:
            return []
        rows = {row.pk: row for row in Practice.objects.published_among(keys).order_by().for_cards()}
        return [rows[pk] for pk in keys if pk in rows]

    def __getitem__(self, part):
        """Load the actions of a slice."""
        return self.load(self.keys(part.start or 0, part.stop))
