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
    for country in practice.countries.all():
        pieces["names"] += said(country, "name", "everyday_name")
    pieces["tags"] = said(practice, "keywords")
    for tag in practice.tags.all():
        pieces["tags"] += [*said(tag.objective, "short_title", "title"), *said(tag, "why")]
        pieces["tags"] += tag.objective.keywords.get(language, [])
    for theme in practice.themes.all():
        pieces["tags"] += said(theme, "title")
    pieces["tags"] += [tool.name for tool in practice.digital_tools.all()]
    for code in languages.CODES:  # a code is typed in any language
        pieces["tags"] += [_label(tag.objective.code, tag.objective.number, code) for tag in practice.tags.all()]
    with override(language):
        pieces["tags"] += [str(term.label) for term in practice.terms.all() if term.vocabulary in _TERMS]
    pieces["summary"] = said(practice, "summary")
    pieces["body"] = said(practice, *long_fields())
    commitment = getattr(practice, "commitment", None)
    for record in [*(row for name in _PARTS for row in getattr(practice, name).all()), *filter(None, [commitment])]:
        pieces["body"] += said(record, *_fields(type(record)))
    return pieces


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
    columns = {column: _line(word.term for word in found) for column, found in words.items()}
    title = words["heading"]
    columns["heading"] = _line([*(word.term for word in title), *(IN_TITLE + word.term for word in title)])
    columns["title"] = " ".join(word.folded for word in title)
    return Text(practice.pk, language, columns, [word for found in words.values() for word in found], title)


def _line(terms):
    """Return terms with a space before and after each, as the search without an index needs them."""
    return " ".join(["", *terms, ""])
