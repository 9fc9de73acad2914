"""The same actions in tantivy: every facet a fast field of raw values, counted by its aggregations."""

import tantivy

from practices.facets import FACETS

from . import flat


class TantivyIndex:
    """An index in memory, in one segment, which is how tantivy is fastest."""

    def __init__(self, texts=None):
        """Index every published action; ``texts`` (action → field → terms) adds fields to search."""
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("pk", stored=True, indexed=True, fast=True)
        builder.add_integer_field("place", fast=True)
        for column in flat.COLUMNS:
            builder.add_text_field(column, fast=True, tokenizer_name="raw", index_option="basic")
        fields = next(iter(texts.values())) if texts else {}
        for field in fields:
            builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
        index = tantivy.Index(builder.build())
        writer = index.writer(heap_size=500_000_000, num_threads=1)
        for pk, place, _code, _title, values in flat.records():
            document = tantivy.Document(pk=pk, place=place)
            for column, chosen in values.items():
                for value in chosen:
                    document.add_text(column, str(value))
            for field, terms in (texts or {}).get(pk, {}).items():
                document.add_text(field, terms)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self.index, self.schema, self.searcher = index, index.schema, index.searcher()

    def conditions(self, filters):
        """Return the choices in force as queries: facet → query."""
        chosen = {}
        for name, facet in FACETS.items():
            values = filters.form.cleaned_data.get(name)
            if values:
                keys = [option.key for option in filters.filters[name].options if option.value in values]
                chosen[name] = tantivy.Query.term_set_query(self.schema, facet.column, keys)
        return chosen

    def every(self, queries):
        """Return the query that all of ``queries`` must match."""
        if not queries:
            return tantivy.Query.all_query()
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])

    def counts(self, conditions, also=()):
        """Return the numbers of every column: those of a chosen facet without its own choice.

        ``also`` holds queries that always apply (a search).
        """
        columns = {facet.name: facet.column for facet in FACETS.values()} | {"year": "year"}
        shared = {column for name, column in columns.items() if name not in conditions}
        everything = self._aggregate(self.every([*conditions.values(), *also]), shared)
        numbers = {name: everything[column] for name, column in columns.items() if name not in conditions}
        for name in conditions:
            others = [query for other, query in conditions.items() if other != name]
            numbers[name] = self._aggregate(self.every([*others, *also]), {columns[name]})[columns[name]]
        return numbers

    def _aggregate(self, query, columns):
        asked = {column: {"terms": {"field": column, "size": 1000}} for column in columns}
        answer = self.searcher.aggregate(query, asked)
        return {
            column: {bucket["key"]: bucket["doc_count"] for bucket in answer[column]["buckets"]} for column in columns
        }

    def newest(self, query, number=20):
        """Return the newest actions that match, and how many match."""
        found = self.searcher.search(query, limit=number, count=True, order_by_field="place")
        return self._keys(found), found.count

    def ranked(self, query, number=20):
        """Return the best actions that match, and how many match."""
        found = self.searcher.search(query, limit=number, count=True)
        return self._keys(found), found.count

    def _keys(self, found):
        return self.searcher.fast_field_values("pk", [address for _key, address in found.hits])
