"""All counts, and the matrix, in one hand-written SQL statement each (SQLite): the best that was found.

The actions of each set that is needed are worked out once; every facet joins the narrow set to its table.
"""

from django.db import connection
from django.utils import timezone

from practices.enums import OPEN_ENDED, PUBLIC_TEXT_STATES
from practices.facets import FACETS

#: Column of the facet index → the pairs (action, value) of all actions.
PAIRS = {
    "objective": "SELECT t.practice_id AS id, o.code AS value FROM practices_tag t "
    "JOIN compacts_objective_covers c ON c.to_objective_id = t.objective_id "
    "JOIN compacts_objective o ON o.id = c.from_objective_id",
    "theme": "SELECT l.practice_id AS id, v.code AS value FROM practices_practice_themes l "
    "JOIN compacts_theme v ON v.id = l.theme_id",
    "country": "SELECT l.practice_id AS id, v.code AS value FROM practices_practice_countries l "
    "JOIN directory_country v ON v.id = l.country_id",
    "section": "SELECT p.id, v.code AS value FROM practices_practice p "
    "JOIN directory_organisation_sections l ON l.organisation_id = p.lead_lrg_id "
    "JOIN directory_section v ON v.id = l.section_id",
    "population": "SELECT practice_id AS id, value FROM practices_practiceterm WHERE vocabulary = 'population'",
    "crisis": "SELECT practice_id AS id, value FROM practices_practiceterm WHERE vocabulary = 'crisis'",
    "lang": "SELECT practice_id AS id, language AS value FROM practices_languagestate WHERE state IN "
    + str(tuple(map(str, PUBLIC_TEXT_STATES))),
    "kind": "SELECT id, kind AS value FROM practices_practice",
    "status": "SELECT id, implementation_status AS value FROM practices_practice",
    "scope": "SELECT id, scope AS value FROM practices_practice",
    "fresh": "SELECT id, CASE WHEN COALESCE(confirmed_at, published_at) >= date(:today, '-365 days') THEN 'fresh' "
    "WHEN COALESCE(confirmed_at, published_at) >= date(:today, '-730 days') THEN 'ageing' ELSE 'stale' END AS value "
    "FROM practices_practice",
    "year": "SELECT p.id, y.year AS value FROM practices_practice p JOIN years y "
    "ON y.year >= CAST(substr(p.starts_on, 1, 4) AS INTEGER) AND y.year <= CASE "
    "WHEN p.ends_on IS NOT NULL THEN CAST(substr(p.ends_on, 1, 4) AS INTEGER) "
    f"WHEN p.implementation_status IN {tuple(map(str, OPEN_ENDED))} "
    "THEN max(CAST(substr(p.starts_on, 1, 4) AS INTEGER), CAST(substr(:today, 1, 4) AS INTEGER)) "
    "ELSE CAST(substr(p.starts_on, 1, 4) AS INTEGER) END",
}
#: Columns with one value per action at most, or each value once by a constraint: nothing to make distinct.
REPEATING = ("objective",)
YEARS = "years(year) AS (SELECT 1990 UNION ALL SELECT year + 1 FROM years WHERE year < 2060)"


def counts(filters):
    """Return what ``PracticeFilter.counts`` returns, for choices in facets."""
    chosen, parameters = _chosen(filters)
    sets = {
        "found": list(chosen),
        **{f"without_{name}": [other for other in chosen if other != name] for name in chosen},
    }
    tables, wanted = [YEARS], {}
    for name, needed in sets.items():
        conditions = "".join(f" AND {chosen[other]}" for other in needed)
        actions = f"SELECT id FROM practices_practice p WHERE status = 'published'{conditions}"
        tables.append(f"{name} AS MATERIALIZED ({actions})")
    for name, column in [*((facet.name, facet.column) for facet in FACETS.values()), ("year", "year")]:
        wanted.setdefault((f"without_{name}" if name in chosen else "found", column), []).append(name)
    groups = " UNION ALL ".join(_group(*key) for key in wanted)
    statement = f"WITH RECURSIVE {', '.join(tables)} {groups}"
    numbers = {name: {} for names in wanted.values() for name in names}
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        for table, column, value, number in cursor.fetchall():
            for name in wanted[table, column]:
                numbers[name][value] = number
    return numbers


def _chosen(filters):
    """Return the conditions of the choices in force: facet → SQL, and the parameters."""
    chosen, parameters = {}, {"today": timezone.localdate().isoformat()}
    for name, facet in FACETS.items():
        values = filters.form.cleaned_data.get(name)
        if values:
            keys = [option.key for option in filters.filters[name].options if option.value in values]
            names = [f"{name}_{number}" for number in range(len(keys))]
            parameters |= dict(zip(names, keys, strict=True))
            marks = ", ".join(f":{mark}" for mark in names)
            chosen[name] = f"p.id IN (SELECT id FROM ({PAIRS[facet.column]}) WHERE value IN ({marks}))"
    return chosen, parameters


def _group(table, column):
    number = "COUNT(DISTINCT id)" if column in REPEATING else "COUNT(*)"
    return (
        f"SELECT '{table}', '{column}', value, {number} FROM {table} JOIN ({PAIRS[column]}) USING (id) "
        "WHERE value <> '' GROUP BY value"
    )


def objective_matrix(columns):
    """Return how many published actions have each pair of objective and value of ``columns`` (of the facet index).

    The distinct pairs on either side first, and numbers instead of codes until the end: up to four times faster than
    ``COUNT(DISTINCT …)`` over the whole join.
    """
    statement = (
        f"WITH RECURSIVE {YEARS}, "
        "found AS MATERIALIZED (SELECT id FROM practices_practice WHERE status = 'published'), "
        "r AS MATERIALIZED (SELECT DISTINCT found.id, c.from_objective_id AS value FROM found "
        "JOIN practices_tag t ON t.practice_id = found.id JOIN compacts_objective_covers c "
        "ON c.to_objective_id = t.objective_id), "
        f"c AS MATERIALIZED (SELECT DISTINCT id, value FROM found JOIN ({PAIRS[columns]}) USING (id)), "
        "pairs AS (SELECT r.value AS objective, c.value AS value, COUNT(*) AS actions FROM r JOIN c USING (id) "
        "GROUP BY 1, 2) "
        "SELECT o.code, value, actions FROM pairs JOIN compacts_objective o ON o.id = objective"
    )
    table = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, {"today": timezone.localdate().isoformat()})
        for row, column, number in cursor.fetchall():
            table.setdefault(row, {})[column] = number
    return table
