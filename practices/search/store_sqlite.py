"""The index on SQLite: a full-text table (FTS5) whose content is the table of the texts.

FTS5 forgets a text only when it is told the old terms; so they are taken out before the row changes.
"""

import json
from math import log

from django.db import DatabaseError, connection, transaction
from pyroaring import BitMap

TABLE = "practices_searchindex"
#: The table that a rebuild fills while readers still ask the other one (or none).
NEXT = f"{TABLE}_next"
_COLUMNS = "heading, names, tags, summary, body"
#: Title, names, tags, summary, body.
_WEIGHTS = "8, 5, 3, 3, 1"


def _execute(sql, parameters=()):
    cursor = connection.cursor()
    cursor.execute(sql, parameters)
    return cursor


def create(name=TABLE):
    """Make the full-text table if there is none."""
    _execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5("
        f"{_COLUMNS}, content='practices_searchtext', content_rowid='id', tokenize='ascii')"
    )


def destroy():
    """Take the full-text tables away."""
    for name in (TABLE, NEXT):
        _drop(name)


def tables():
    """Return the full-text tables that are to be kept in step."""
    return [name for name in (TABLE, NEXT) if _exists(name)]


def _exists(name):
    return _execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = %s", [name]).fetchone() is not None


def _probe(table):
    """Read from the table; one that is broken says so here, where nothing is written that could not be taken back."""
    _execute(f"SELECT rowid FROM {table} WHERE {table} MATCH 'zz' LIMIT 1").fetchone()


def remove(table, keys):
    """Take texts out; their rows must still be as they were."""
    _probe(table)
    _execute(
        f"INSERT INTO {table}({table}, rowid, {_COLUMNS}) SELECT 'delete', id, {_COLUMNS} FROM practices_searchtext"
        f" WHERE id IN (SELECT value FROM json_each(%s)) AND id IN (SELECT id FROM {table}_docsize)",
        [json.dumps(keys)],
    )


def add(table, keys):
    """Put in the texts of these rows."""
    _probe(table)
    _execute(
        f"INSERT INTO {table}(rowid, {_COLUMNS}) SELECT id, {_COLUMNS} FROM practices_searchtext"
        " WHERE id IN (SELECT value FROM json_each(%s))",
        [json.dumps(keys)],
    )


# Questions ----------------------------------------------------------------------------------------


def find(expression):
    """Return the actions that match; one text of numbers is read three times faster than as many rows."""
    sql = f"SELECT group_concat(rowid >> 4) FROM {TABLE} WHERE {TABLE} MATCH %s"  # >> 4: store.SPREAD
    (numbers,) = _execute(sql, [_match(expression)]).fetchone()
    return BitMap(json.loads(f"[{numbers or ''}]"))


def count(expressions, most):
    """Return how many texts match each expression, up to ``most``."""
    one = f"(SELECT count(*) FROM (SELECT 1 FROM {TABLE} WHERE {TABLE} MATCH %s LIMIT {most:d}))"
    asked = [_match(expression) for expression in expressions]
    return _execute(f"SELECT {', '.join([one] * len(asked))}", asked).fetchone()


def score(expression, keys, numbers):
    """Return action → BM25 for the texts ``keys``; without the "+", SQLite would look each of them up by itself."""
    sql = (
        f"SELECT rowid >> 4, -bm25({TABLE}, {_WEIGHTS}) FROM {TABLE} WHERE {TABLE} MATCH %s"
        " AND +rowid IN (SELECT value FROM json_each(%s))"
    )
    rows = _execute(sql, [_match(expression), json.dumps(keys)]).fetchall()
    unit = _rarity(numbers) if numbers else 1
    return {practice: value / unit for practice, value in rows}


def _rarity(numbers):
    """Return what FTS5 multiplies a text with that holds everything: the sum of the inverse frequencies."""
    total = _number_of_texts()
    return sum(max(log((max(total - number, 0) + 0.5) / (number + 0.5)), 1e-6) for number in numbers)


def _number_of_texts():
    """Return how many texts FTS5 counts: the first number of its record of averages, seven bits to a byte."""
    (block,) = _execute(f"SELECT block FROM {TABLE}_data WHERE id = 1").fetchone()
    number = 0
    for byte in bytes(block):
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return number


def _match(expression):
    """Return the expression in the language of FTS5; terms are plain letters and digits."""
    return (" OR " if expression.is_any else " AND ").join(
        "(" + " OR ".join(f'"{" ".join(o.terms)}"{" *" if o.is_prefix else ""}' for o in clause.options) + ")"
        for clause in expression.clauses
    )


# Health -------------------------------------------------------------------------------------------


def is_ready():
    """Whether the full-text table answers and holds as many texts as there are."""
    if not _exists(TABLE):
        return False
    _probe(TABLE)
    counted = f"SELECT (SELECT count(*) FROM {TABLE}_docsize) = (SELECT count(*) FROM practices_searchtext)"
    return bool(_execute(counted).fetchone()[0])


def problems():
    """Return what is wrong with the full-text table, compared with the texts term by term (slow)."""
    if not _exists(TABLE):
        return ["the full-text table is missing"]
    try:
        with transaction.atomic():
            _execute(f"INSERT INTO {TABLE}({TABLE}, rank) VALUES ('integrity-check', 1)")
    except DatabaseError as error:
        return [f"the full-text table does not fit the texts: {error}"]
    return []


def prepare():
    """Begin a new full-text table, or go on with one; readers do not see it before ``finish``."""
    if _exists(NEXT):
        try:
            _probe(NEXT)
        except DatabaseError:
            _drop(NEXT)
    create(NEXT)


def fill(first, last):
    """Put the texts with keys from ``first`` to before ``last`` into the new table, unless a writer did already."""
    _execute(
        f"INSERT INTO {NEXT}(rowid, {_COLUMNS}) SELECT id, {_COLUMNS} FROM practices_searchtext"
        f" WHERE id >= %s AND id < %s AND id NOT IN (SELECT id FROM {NEXT}_docsize)",
        [first, last],
    )


def finish():
    """Let the new table take the place of the old one, at once for every reader."""
    with transaction.atomic():
        _drop(TABLE)
        _execute(f"ALTER TABLE {NEXT} RENAME TO {TABLE}")


def _drop(name):
    """Drop a full-text table even when it is too broken to be opened."""
    try:
        with transaction.atomic():
            _execute(f"DROP TABLE IF EXISTS {name}")
    except DatabaseError:
        _execute("PRAGMA writable_schema = ON")
        _execute("DELETE FROM sqlite_master WHERE type = 'table' AND name = %s", [name])
        _execute("PRAGMA writable_schema = RESET")
        for part in ("data", "idx", "docsize", "config", "content"):
            _execute(f"DROP TABLE IF EXISTS {name}_{part}")
