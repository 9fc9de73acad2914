"""Finding actions by their words, whatever the language, case and accents."""

from django.db.models import Case, When

from portal.shared import languages

from .query import MAX_WORDS, Hit, Search, complete
from .store import is_ready, write
from .texts import texts

#: Actions that are written or forgotten in one step.
BATCH = 500

__all__ = ["MAX_WORDS", "Hit", "Search", "complete", "forget", "forget_many", "index", "is_ready", "texts", "write"]


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


def matching(practices, typed):
    """Return those of ``practices`` that a search finds."""
    return practices.filter(pk__in=Search(typed, language=languages.current()).hits())


def by_relevance(practices, typed):
    """Order found ``practices`` by relevance."""
    search = Search(typed, language=languages.current())
    found = search.hits()
    hits = search.ranked(found, 0, 1000)
    return practices.order_by(Case(*[When(pk=hit.pk, then=place) for place, hit in enumerate(hits)], default=1000))
