"""Finding events, their sessions and publications by their words (the texts are analysed as those of actions)."""

from django.db.models import Q

from portal.shared import languages, text
from practices.enums import PUBLIC_TEXT_STATES

from .models import Entry, SearchText

#: More words than anybody needs would only make the query slow.
MAX_WORDS = 8


def index(entry):
    """Write the search texts of a public entry anew; take those of any other out."""
    SearchText.objects.filter(entry=entry.pk).delete()


def find(typed, language):
    """Return the primary keys of the public entries that have every word of ``typed`` in a language they show.

    ``language`` is the reader's.
    """
    found = Entry.objects.public()
    for word in text.clean(typed).split()[:MAX_WORDS]:
        found = found.filter(pk__in=Entry.objects.filter(_says(word)).values("pk"))
    return list(found.values_list("pk", flat=True))


def _says(word):
    """Return the condition that title or summary has ``word`` in a language that may be shown."""
    said = Q()
    for code in languages.CODES:
        shown = Q(language_states__language=code, language_states__state__in=PUBLIC_TEXT_STATES)
        texts = (languages.column(field, code) for field in ("title", "summary"))
        said |= shown & Q(*[(f"{column}__icontains", word) for column in texts], _connector=Q.OR)
    return said
