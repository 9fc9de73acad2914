"""The texts of the index and what the database makes of them: written, found, scored, checked, made anew.

What differs between SQLite and PostgreSQL is in ``store_sqlite`` and ``store_postgresql``; both hold the same terms,
so both give the same hits. When the database's own index is missing or broken, the texts themselves are read.
"""

import contextlib
import logging

from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from pyroaring import BitMap

from portal.shared import languages

from ..models import Practice, SearchText
from . import changes, lexicon, store_postgresql, store_sqlite
from .expression import Clause, Expression, Sequence
from .texts import long_fields, named

logger = logging.getLogger(__name__)

#: Columns of terms, in the order of the index.
COLUMNS = ("heading", "names", "tags", "summary", "body")
#: The key of a text is the key of its action times this, plus the place of its language.
SPREAD = 16


def engine():
    """Return the functions for the database in use."""
    return store_postgresql if connection.vendor == "postgresql" else store_sqlite


def key(practice, language):
    """Return the primary key of the text of an action (by its key) in one language."""
    return practice * SPREAD + languages.CODES.index(language)


def create(*_migration):
    """Make what the database needs for its own index, where it is missing (a migration calls it, too)."""
    engine().create()


def destroy(*_migration):
    """Take away what ``create`` made."""
    engine().destroy()


def is_ready():
    """Whether the index answers and holds every text, and every published action has one."""
    try:
        with _safely():
            has_every_text = not Practice.objects.published().filter(search_texts=None).exists()
            return engine().is_ready() and has_every_text and is_sound()
    except DatabaseError:
        return False


def is_sound():
    """Whether the index finds a text that is known to be there: a damaged one may answer, and know nothing."""
    text = SearchText.objects.order_by("pk").values("practice_id", "heading").last()
    terms = text["heading"].split()[:1] if text else []
    return not terms or text["practice_id"] in (find(Expression((Clause((Sequence((*terms,)),)),))) or ())


# Writing ------------------------------------------------------------------------------------------


@transaction.atomic
def write(practices, texts):
    """Replace the texts of the actions ``practices`` (keys) by ``texts`` (``texts.Text``); readers see old or new.

    A broken index does not stop a publication: it is logged, and ``rebuild_search`` mends it.
    """
    changes.hold()  # before a word is learnt: a rebuild forgets words, and must see or keep out who needs them
    old = list(SearchText.objects.filter(practice__in=practices).values_list("pk", flat=True))
    rows = [
        SearchText(
            pk=key(text.practice, text.language), practice_id=text.practice, language=text.language, **text.columns
        )
        for text in texts
    ]
    _upkeep("remove", old)
    SearchText.objects.filter(pk__in=old).delete()
    SearchText.objects.bulk_create(rows)
    _upkeep("add", [row.pk for row in rows])
    lexicon.learn(texts)


def _upkeep(change, keys):
    """Carry out ``change`` ("add" or "remove") in every index there is: during a rebuild there are two."""
    if not keys:
        return
    for table in engine().tables():
        try:
            with transaction.atomic():
                getattr(engine(), change)(table, keys)
        except DatabaseError:
            logger.exception("The search index cannot be written; run rebuild_search")


# Reading ------------------------------------------------------------------------------------------


def find(expression):
    """Return the actions of which a text matches, as a bitmap; None when the index cannot be asked."""
    try:
        with _safely():
            return engine().find(expression)
    except DatabaseError:
        logger.exception("The search index cannot be read; run rebuild_search")
        return None


def count(expressions, most):
    """Return how many texts match each of the expressions, up to ``most``, in one question.

    Nothing is counted when the index cannot be asked.
    """
    if not expressions:
        return []
    try:
        with _safely():
            return engine().count(expressions, most)
    except DatabaseError:
        logger.exception("The search index cannot be read; run rebuild_search")
        return [0] * len(expressions)


def everything():
    """Return every action that has a text, as a bitmap."""
    return BitMap(SearchText.objects.values_list("practice_id", flat=True))


def passages(language, keys):
    """Yield (action, its summary and long texts), for those of ``keys`` that have public texts in the language."""
    columns = [languages.column(field, language) for field in ("summary", *long_fields())]
    for pk, *texts in Practice.objects.filter(pk__in=keys, search_texts__language=language).values_list("pk", *columns):
        yield pk, texts


def names(language, keys):
    """Yield (action, its objectives, themes, groups and countries by their names in the language)."""
    rows = Practice.objects.published_among(keys) if keys else Practice.objects.none()
    for practice in rows.prefetch_related("tags__objective", "themes", "countries", "terms"):
        yield practice.pk, named(practice, language)


def find_in_texts(expression):
    """Return the same hits without the index, by reading every text."""
    wanted = holding(expression)
    return BitMap(SearchText.objects.filter(wanted).values_list("practice_id", flat=True))


def holding(expression):
    """Return the condition that a row of terms in the columns of ``COLUMNS`` matches."""
    wanted = Q()
    for clause in expression.clauses:
        holds = Q(pk__in=[])
        for option in clause.options:
            needle = f" {' '.join(option.terms)}" + ("" if option.is_prefix else " ")
            for column in COLUMNS:
                holds |= Q(**{f"{column}__contains": needle})
        wanted = wanted | holds if expression.is_any else wanted & holds
    return wanted


def score(expression, language, practices, numbers):
    """Return action → score, the better the higher, for those of ``practices`` that match in ``language`` (or several).

    With ``numbers`` (in how many texts each clause stands) rare words weigh more, and the scores of two languages
    may be compared. None when the index cannot be asked.
    """
    try:
        with _safely():
            keys = [key(practice, code) for practice in practices for code in _listed(language)]
            return engine().score(expression, keys, numbers)
    except DatabaseError:
        logger.exception("The search index cannot rank; run rebuild_search")
        return None


def _listed(language):
    return (language,) if isinstance(language, str) else language


@contextlib.contextmanager
def _safely():
    """Keep a failed question from spoiling the transaction it is asked in; outside of one, open none."""
    with transaction.atomic() if connection.in_atomic_block else contextlib.nullcontext():
        yield
