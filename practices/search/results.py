"""A list of found actions: counted at once, loaded page by page."""

from ..models import Practice
from .bitmaps import index


class Results:
    """The actions of a bitmap in one order; a paginator counts and slices it like a queryset."""

    def __init__(self, found, order="newest", *, typed=""):
        self.found, self.order, self.typed = found, order, typed

    def count(self):
        """How many they are."""
        return len(self.found)

    def __len__(self):
        return len(self.found)

    def keys(self, start, stop):
        """Return the primary keys from ``start`` to ``stop``."""
        if self.order == "relevance":
            from . import by_relevance  # noqa: PLC0415 — replaced by the ranking of the text index

            practices = Practice.objects.published().filter(pk__in=self.found)
            return list(by_relevance(practices, self.typed).values_list("pk", flat=True)[start:stop])
        return index.page(self.found, self.order, start, stop)

    def load(self, keys):
        """Load some of the actions with what their cards show, in the order of ``keys``."""
        if not keys:
            return []
        rows = {row.pk: row for row in Practice.objects.published().filter(pk__in=keys).order_by().for_cards()}
        return [rows[pk] for pk in keys if pk in rows]

    def __getitem__(self, part):
        """Load the actions of a slice."""
        return self.load(self.keys(part.start or 0, part.stop))
