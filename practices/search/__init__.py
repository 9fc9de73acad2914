"""Finding actions by their words, whatever the language, case and accents."""

from .query import MAX_WORDS, Hit, Search, alike, complete
from .store import is_ready, write
from .texts import texts

#: Actions that are written or forgotten in one step.
BATCH = 500

__all__ = [
    "MAX_WORDS",
    "Hit",
    "Search",
    "alike",
    "complete",
    "forget",
    "forget_many",
    "index",
    "is_ready",
    "texts",
    "write",
]


def index(*practices):
    """Write the search texts of published actions anew, one per public language; take the others out."""
    keys = [practice.pk for practice in practices]
    write(keys, texts(keys))


def forget(*practices):
    """Take actions out of the search."""
    write([practice.pk for practice in practices], [])


def forget_many(practices):
    """Take every action of a queryset out of the search, before it is deleted in bulk."""
    keys = list(practices.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        write(keys[start : start + BATCH], [])
