"""Finding events, their sessions and publications by their words (the texts are analysed as those of actions)."""

from django.db.models import Q

from portal.shared import languages, text
from practices.enums import PUBLIC_TEXT_STATES

from .models import Entry, SearchText

#: Nobody types more to find an event; more words would only make the query slow.
MAX_WORDS = 8


def index(entry):
    """Write the search texts of a public entry anew; take those of any other out."""
    SearchText.objects.filter(entry=entry.pk).delete()


def find(typed, language):
    """Return the primary keys of the public entries that have every word of ``typed``, the best first.

    ``language`` is the reader's. Only languages that an entry shows count.
    """
    found = Entry.objects.public()
    for word in text.clean(typed).split()[:MAX_WORDS]:
        found = found.filter(_says(word))
    return list(found.values_list("pk", flat=True).distinct())


def _says(word):
    """Return the condition that title or summary has ``word`` in a language that may be shown."""
    said = Q()
    for code in languages.CODES:
        here = Q(**{f"{languages.column('title', code)}__icontains": word})
        here |= Q(**{f"{languages.column('summary', code)}__icontains": word})
        shown = Entry.objects.filter(language_states__language=code, language_states__state__in=PUBLIC_TEXT_STATES)
        said |= here & Q(pk__in=shown.values("pk"))
    return said
