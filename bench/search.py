"""Goal 4: a search with all counts and the best twenty, against tantivy on the same terms; and FTS5 itself."""

import json

from django.db import connection

from practices.models import Practice, SearchText
from practices.search import store

from . import data
from .facets import QUERIES, asked, known
from .report import faster, missing, same, within
from .timing import alternate

#: A word of most texts, and a word beside an objective (one action in ten); a town is added (one in two hundred).
SEARCHES = ("housing", "GCM 8 youth")


def bench_search(size):
    """Hits, all counts and the ranked first page."""
    data.use(size)
    try:
        import tantivy  # noqa: PLC0415 — an extra

        from .peers.tantivy_index import TantivyIndex  # noqa: PLC0415
    except ImportError:
        yield missing("4", "tantivy")
        return
    peer = TantivyIndex(_texts())
    for number, most in ((0, 4), (2, 2)):
        for typed in (*SEARCHES, f'"{Practice.objects.published().first().lead_lrg.name_en}"'):
            query = f"q={typed}&{QUERIES[number]}"
            filters = asked(query)  # the peer gets its query ready-made: reading what was typed is our cost alone
            conditions, text = peer.conditions(filters), _asked_of_tantivy(tantivy, peer, filters.search)
            whole = peer.every([*conditions.values(), text])

            def ours(query=query):
                filters = asked(query)
                return filters.counts(), filters.results().keys(0, 20)

            def other(conditions=conditions, text=text, whole=whole):
                return peer.counts(conditions, [text]), peer.ranked(whole)

            numbers, keys = ours()
            theirs, (_their_keys, found) = other()
            same(_plain(numbers), _plain(theirs), f"counts of “{query}”, tantivy")
            same(len(keys), min(found, 20), f"hits of “{query}”, tantivy")
            what = f"“{typed}”, {number} filters ({found:,} hits): all counts and best 20 : tantivy"
            yield within("4", what, alternate(ours, other), most)


def _plain(numbers):
    numbers = numbers | {"year": {int(year): number for year, number in numbers["year"].items()}}
    return {(name, str(key)): number for (name, key), number in known(numbers).items()}


def _texts():
    """Return the terms of every action: action → column → terms of all its languages."""
    texts = {}
    for practice, *terms in SearchText.objects.values_list("practice_id", *store.COLUMNS):
        known_terms = texts.setdefault(practice, dict.fromkeys(store.COLUMNS, ""))
        for column, more in zip(store.COLUMNS, terms, strict=True):
            known_terms[column] += more
    return texts


def _asked_of_tantivy(tantivy, peer, search):
    """Return the portal's own reading of a search as a query: a term belongs to one language."""
    weights = {"heading": 8, "names": 5, "tags": 3, "summary": 3, "body": 1}

    def any_of(queries):
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])

    def one(field, terms):
        query = tantivy.Query.phrase_query if len(terms) > 1 else tantivy.Query.term_query
        return query(peer.schema, field, list(terms) if len(terms) > 1 else terms[0])

    def clause(options):
        return any_of(
            tantivy.Query.boost_query(one(field, option.terms), weight)
            for option in options
            for field, weight in weights.items()
        )

    search.hits()
    return any_of(
        (any_of if expression.is_any else peer.every)([clause(part.options) for part in expression.clauses])
        for expression in search._outcome.expressions.values()
    )


def bench_plus(size):
    """Control: ranking chosen texts in FTS5 must be slow without the "+" that the portal writes."""
    data.use(size)
    filters = asked(f"q={SEARCHES[0]}")
    language, expression = next((code, asked_) for code, asked_ in filters.search._outcome.expressions.items())
    hits = list(filters.search._find(language, expression) & filters.found())[-2000:]
    match = store.engine()._match(expression)
    keys = json.dumps([store.key(pk, language) for pk in hits])

    def rank(column):
        table = store.engine().TABLE
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rowid, bm25({table}) FROM {table} WHERE {table} MATCH %s "
                f"AND {column} IN (SELECT value FROM json_each(%s))",
                [match, keys],
            )
            return sorted(cursor.fetchall())

    same(rank("+rowid"), rank("rowid"), "ranked texts with and without the +")
    what = f"control: {len(hits):,} texts ranked with + : without"
    yield faster("4", what, alternate(lambda: rank("+rowid"), lambda: rank("rowid")), 2)


BENCHMARKS = {bench_search: ("4",), bench_plus: ("4",)}
