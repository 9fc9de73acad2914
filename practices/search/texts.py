"""What is searched of an action: its public texts, and the names and tags that belong to it, language by language."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from django.utils.translation import override

from compacts.models import Objective
from portal.shared import languages

from ..enums import Vocabulary
from ..models import Practice
from ..record import translated
from .analysis import IN_TITLE, analyse

#: Translated fields of the record that are not part of the long text.
_APART = ("title", "summary", "keywords")
#: Rows of the record whose translated texts are part of the long text.
_PARTS = ("digital_tools", "indicators", "success_conditions", "building_blocks", "commitment_updates")
#: The chosen values of these lists are found by their names.
_TERMS = (Vocabulary.POPULATION, Vocabulary.GROUP)


@dataclass(frozen=True, slots=True)
class Text:
    """The analysed texts of an action in one language."""

    practice: int
    language: str
    columns: dict  # as SearchText has them
    words: list  # every word with its analysis
    title_words: list
    also: tuple = ()  # words of other languages (``_Names``)


@dataclass(frozen=True, slots=True)
class _Names:
    """What an action is called by in a language in which it has no text, as the lexicon learns it."""

    language: str
    columns: dict  # column → analysed words
    title_words: tuple = ()
    also: tuple = ()

    @property
    def words(self):
        """All of them."""
        return [word for found in self.columns.values() for word in found]


def texts(practices):
    """Return the texts of those of ``practices`` (keys) that are published, one per public language."""
    rows = (
        Practice.objects.published_among(practices)
        .select_related("lead_lrg__name_index", "commitment")
        .prefetch_related(
            *("language_states", "tags__objective", "themes", "countries", "terms", "other_lrgs__name_index"),
            *("partners__organisation__name_index", "partner_pledges__organisation__name_index", *_PARTS),
        )
    )
    return [_text(practice, language) for practice in rows for language in practice.shown_languages]


def raw(practice, language):
    """Return column → pieces of text of ``practice`` in one language, as written."""

    def said(record, *fields):
        return [getattr(record, languages.column(field, language)) or "" for field in fields]

    bodies = [practice.lead_lrg, *practice.other_lrgs.all()]
    partners = [*practice.partners.all(), *practice.partner_pledges.all()]
    bodies += [partner.organisation for partner in partners if partner.organisation_id]
    pieces = defaultdict(list)
    pieces["heading"] = said(practice, "title")
    pieces["names"] = [practice.code or "", practice.place_name, practice.department]
    pieces["names"] += [body.name_index.folded for body in bodies if hasattr(body, "name_index")]
    pieces["names"] += [partner.name for partner in practice.partners.all()]
    pieces["tags"] = said(practice, "keywords")
    for tag in practice.tags.all():
        pieces["tags"] += [*said(tag.objective, "title"), *said(tag, "why")]
        pieces["tags"] += tag.objective.keywords.get(language, [])
    pieces["tags"] += [tool.name for tool in practice.digital_tools.all()]
    for code in languages.CODES:  # a code is typed in any language
        pieces["tags"] += [_label(tag.objective.code, tag.objective.number, code) for tag in practice.tags.all()]
    for column, names in facts(practice, language).items():
        pieces[column] += names
    pieces["summary"] = said(practice, "summary")
    pieces["body"] = said(practice, *long_fields())
    commitment = getattr(practice, "commitment", None)
    for record in [*(row for name in _PARTS for row in getattr(practice, name).all()), *filter(None, [commitment])]:
        pieces["body"] += said(record, *_fields(type(record)))
    return pieces


def facts(practice, language):
    """Return column → what an action is found by in any language, whether it has a text there or not."""
    rows = [
        *(("names", country, field) for country in practice.countries.all() for field in ("name", "everyday_name")),
        *(("tags", tag.objective, "short_title") for tag in practice.tags.all()),
        *(("tags", theme, "title") for theme in practice.themes.all()),
    ]
    pieces = {"names": [], "tags": []}
    for column, record, field in rows:
        pieces[column].append(getattr(record, languages.column(field, language)) or "")
    with override(language):
        pieces["tags"] += [str(term.label) for term in practice.terms.all() if term.vocabulary in _TERMS]
    return pieces


def named(practice, language):
    """Return the objectives with their titles, and the names of ``facts``, as a reader of the language knows them."""
    titled = [(tag.objective, languages.column("title", language)) for tag in practice.tags.all()]
    labels = [f"{_label(one.code, one.number, language)}: {getattr(one, title) or ''}" for one, title in titled]
    return labels + [name for names in facts(practice, language).values() for name in names]


@lru_cache(maxsize=10_000)
def _label(code, number, language):
    """Return how people of ``language`` say an objective's code."""
    with override(language):
        return Objective(code=code, number=number).label


@cache
def _fields(model):
    """Return the translated fields of ``model`` in the order of the record."""
    known = {*translated(model)}
    return [field.name for field in model._meta.fields if field.name in known]


def long_fields():
    """Return the translated fields of the record that make up its long text."""
    return [field for field in _fields(Practice) if field not in _APART]


def _text(practice, language):
    words = {column: analyse("\n".join(pieces), language) for column, pieces in raw(practice, language).items()}
    also = _names_elsewhere(practice) if language == practice.shown_languages[0] else ()
    columns = {column: _line(word.term for word in found) for column, found in words.items()}
    title = words["heading"]
    columns["heading"] = _line([*(word.term for word in title), *(IN_TITLE + word.term for word in title)])
    columns["title"] = " ".join(word.folded for word in title)
    for names in also:
        for column, found in names.columns.items():
            columns[column] += _line(word.term for word in found).lstrip()
    return Text(practice.pk, language, columns, [word for found in words.values() for word in found], title, also)


def _names_elsewhere(practice):
    """Return the names of an action in the languages in which it has no text."""
    return tuple(
        _Names(code, {column: analyse("\n".join(pieces), code) for column, pieces in facts(practice, code).items()})
        for code in languages.CODES
        if code not in practice.shown_languages
    )


def _line(terms):
    """Return terms with a space before and after each, as the search without an index needs them."""
    return " ".join(["", *terms, ""])
