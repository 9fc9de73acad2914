"""Finding actions by their words, whatever the language, case and accents."""

from django.db.models import Case, Exists, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from portal.directory.models import NameIndex
from portal.shared import languages
from portal.shared.text import words

from ..models import DigitalTool, SearchText
from ..record import translated

#: More words than this are ignored; the page says so.
MAX_WORDS = 12


def index(practice):
    """Write the search texts of a published action, one row per public language."""
    forget(practice)
    SearchText.objects.bulk_create(_texts(practice))


def forget(practice):
    """Take an action out of the search."""
    SearchText.objects.filter(practice=practice).delete()


def _texts(practice):
    """Return the rows of ``practice``: its texts, LRGs with other names, place, tools, objectives and themes."""
    lrgs = [practice.lead_lrg, *practice.other_lrgs.all()]
    names = [name.folded for name in NameIndex.objects.filter(organisation__in=lrgs)]
    fixed = [practice.code, practice.place_name, practice.department]
    fixed += DigitalTool.objects.filter(practice=practice).values_list("name", flat=True)
    tags = list(practice.tags.select_related("objective"))
    for language in practice.shown_languages:

        def said(record, *fields, language=language):
            return [getattr(record, languages.column(field, language)) or "" for field in fields]

        parts = said(practice, *translated(type(practice))) + fixed
        for country in practice.countries.all():
            parts += said(country, "name", "everyday_name")
        for tag in tags:
            parts += [tag.objective.label, *said(tag, "why"), *said(tag.objective, "title", "short_title")]
        for theme in practice.themes.all():
            parts += said(theme, "title")
        yield row(practice, language, said(practice, "title")[0], " ".join([*parts, *names]))


def row(practice, language, title, body):
    """Return the search text of an action in one language, not yet saved; ``body`` holds the title as well."""
    return SearchText(practice=practice, language=language, title=" ".join(words(title)), body=" ".join(words(body)))


def matching(practices, typed):
    """Return those of ``practices`` that hold every word of ``typed`` in one of their languages."""
    rows = SearchText.objects.all()
    for word in words(typed)[:MAX_WORDS]:
        rows = rows.filter(body__contains=word)
    return practices.filter(pk__in=rows.values("practice"))


def by_relevance(practices, typed):
    """Order by: words in the title in the reader's language, in any title, then newest."""
    titled = SearchText.objects.filter(practice=OuterRef("pk"))
    for word in words(typed)[:MAX_WORDS]:
        titled = titled.filter(title__contains=word)
    rank = Case(
        When(Exists(titled.filter(language=languages.current())), then=Value(0)),
        When(Exists(titled), then=Value(1)),
        default=Value(2),
    )
    return practices.order_by(rank, "-published_at", "-pk")


def by_title(practices):
    """Order by the title that the reader sees, without regard to case and accents."""
    titles = SearchText.objects.filter(practice=OuterRef("pk"))
    shown = [
        Subquery(titles.filter(language=language).values("title")[:1])
        for language in (languages.current(), OuterRef("original_language"), *languages.CODES)
    ]
    return practices.order_by(Coalesce(*shown, Value("")), "pk")
