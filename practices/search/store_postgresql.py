"""The index on PostgreSQL: weighted vectors that the database keeps in step by itself, and a GIN index.

Terms are analysed already; the "simple" configuration only takes them apart again.
"""

from array import array
from math import log

from django.db import connection
from pyroaring import BitMap

TABLE = "practices_searchtext"
INDEX = f"{TABLE}_vector"
#: Body, summary, names and tags, title.
_WEIGHTS = "{0.1, 0.3, 0.4, 1.0}"
#: Up to this many texts are ranked by all their words; of more only the short columns are read.
_FEW = 200
#: Stands at the end of each column, so that no phrase runs from one into the next.
_END = "zzz"


def _vector(**weights):
    return " || ".join(
        f"setweight(to_tsvector('simple', {column} || ' {_END}'), '{weight}')" for column, weight in weights.items()
    )


_SHORT = {"heading": "A", "names": "B", "tags": "B", "summary": "C"}
_VECTORS = {"vector": _vector(**_SHORT, body="D"), "short_vector": _vector(**_SHORT)}


def _execute(sql, parameters=()):
    cursor = connection.cursor()
    cursor.execute(sql, parameters)
    return cursor


def create():
    """Add the vectors and their index if missing; what is there stays, for altering locks readers out."""
    missing = [name for name in _VECTORS if name not in _columns()]
    for name in missing:
        _execute(f"ALTER TABLE {TABLE} ADD COLUMN {name} tsvector GENERATED ALWAYS AS ({_VECTORS[name]}) STORED")
    if missing:
        # Finding reads only keys and ranking only the short vector: keep those in the row, the rest beside the table.
        _execute(f"ALTER TABLE {TABLE} ALTER COLUMN short_vector SET STORAGE MAIN, SET (toast_tuple_target = 1024)")
    if not _has_index():  # IF NOT EXISTS would still wait for every transaction that writes
        _execute(f"DROP INDEX IF EXISTS {INDEX}")
        _execute(f"CREATE INDEX {INDEX} ON {TABLE} USING gin (vector)")


def _has_index():
    sql = "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(%s) AND indisvalid"
    return bool(_execute(sql, [INDEX]).fetchone())


def _columns():
    return {row[0] for row in _execute("SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s)", [TABLE])}


def destroy():
    """Take the vectors away, and with them their index."""
    for name in _VECTORS:
        _execute(f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS {name}")


def tables():
    """Return the full-text tables to be kept in step: none, the vectors follow by themselves."""
    return []


# Questions ----------------------------------------------------------------------------------------


def find(expression):
    """Return the actions that match, as one string of bytes: as many rows would take ten times longer."""
    sql = f"SELECT string_agg(int4send((id >> 4)::int4), '') FROM {TABLE} WHERE vector @@ %s::tsquery"  # SPREAD
    (numbers,) = _execute(sql, [_query(expression.clauses, is_any=expression.is_any)]).fetchone()
    keys = array("I", bytes(numbers or b""))
    keys.byteswap()
    return BitMap(keys)


def count(expressions, most):
    """Return how many texts match each expression, up to ``most``."""
    one = f"(SELECT count(*) FROM (SELECT 1 FROM {TABLE} WHERE vector @@ %s::tsquery LIMIT {most:d}) AS found)"
    asked = [_query(expression.clauses, is_any=expression.is_any) for expression in expressions]
    return _execute(f"SELECT {', '.join([one] * len(asked))}", asked).fetchone()


def score(expression, keys, numbers):
    """Return action → mean rank of the clauses; with ``numbers`` the rare ones weigh more."""
    vector = "vector" if len(keys) <= _FEW else "short_vector"
    most = max(numbers or [0]) + 1
    weights = [log(1 + most / (number + 1)) for number in numbers or [0] * len(expression.clauses)]
    ranks = " + ".join(f"%s * ts_rank('{_WEIGHTS}', {vector}, %s::tsquery)" for _clause in expression.clauses)
    parameters = []
    for clause, weight in zip(expression.clauses, weights, strict=True):
        parameters += [weight / sum(weights), _query([clause])]
    return dict(_execute(f"SELECT id >> 4, {ranks} FROM {TABLE} WHERE id = ANY(%s)", [*parameters, keys]).fetchall())


def _query(clauses, *, is_any=False):
    """Return the clauses in PostgreSQL's query language; terms are plain letters and digits."""
    return (" | " if is_any else " & ").join(
        "("
        + " | ".join(f"({' <-> '.join(option.terms)}{':*' if option.is_prefix else ''})" for option in clause.options)
        + ")"
        for clause in clauses
    )


# Health -------------------------------------------------------------------------------------------


def is_ready():
    """Whether vectors and index are there."""
    return not problems()


def problems():
    """Return what is missing."""
    missing = [f"the column {name} is missing" for name in _VECTORS if name not in _columns()]
    if not _has_index():
        missing.append(f"the index {INDEX} is missing")
    return missing


def prepare():
    """Make what is missing; PostgreSQL fills it at once."""
    create()


def fill(_first, _last):
    """Nothing is left to do."""


def finish():
    """Nothing is left to do."""
