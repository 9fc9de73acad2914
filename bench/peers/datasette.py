"""The same actions in Datasette: one table, single values as indexed columns, several as JSON arrays."""

import json
import sqlite3
import sys
from pathlib import Path

from practices.facets import FACETS

from ..serving import Process, free_port
from . import flat

#: Columns with at most one value per action.
SINGLE = ("kind", "status", "scope", "fresh")
LIMITS = ("sql_time_limit_ms", "facet_time_limit_ms")
SETTINGS = {**dict.fromkeys(LIMITS, 600_000), "max_returned_rows": 1000, "suggest_facets": "off"}


def server(folder):
    """Write the table into ``folder`` and return Datasette serving it."""
    path = Path(folder) / "actions.db"
    with sqlite3.connect(path) as database:
        columns = ", ".join(["id INTEGER PRIMARY KEY", "place INTEGER", "code", "title", *flat.COLUMNS])
        database.execute(f"CREATE TABLE actions ({columns})")
        database.executemany(
            f"INSERT INTO actions VALUES ({', '.join('?' * (4 + len(flat.COLUMNS)))})",
            (
                [*plain, *(_cell(column, values[column]) for column in flat.COLUMNS)]
                for *plain, values in flat.records()
            ),
        )
        for column in ("place", *SINGLE):
            database.execute(f"CREATE INDEX by_{column} ON actions ({column})")
        database.execute("ANALYZE")
    database.close()
    port = free_port()
    command = [sys.executable, "-m", "datasette", "serve", str(path), "--port", str(port)]
    for name, value in SETTINGS.items():
        command += ["--setting", name, str(value)]
    return Process(command, port)


def _cell(column, values):
    return next(iter(values), None) if column in SINGLE else json.dumps(values)


def address(filters):
    """Return the address of the first page with all facets for choices of one value per facet."""
    parts = ["_size=20", "_sort_desc=place", "_facet_size=max", "_shape=objects"]
    for name, facet in FACETS.items():
        values = filters.form.cleaned_data.get(name)
        if values:
            key = next(option.key for option in filters.filters[name].options if option.value == values[0])
            parts.append(
                f"{facet.column}__exact={key}" if facet.column in SINGLE else f"{facet.column}__arraycontains={key}"
            )
    parts += [f"_facet={column}" if column in SINGLE else f"_facet_array={column}" for column in flat.COLUMNS]
    return f"/actions/actions.json?{'&'.join(parts)}"


def read(body):
    """Return codes of the first page and the numbers: column → value → number."""
    answer = json.loads(body)
    found = answer["facet_results"]
    found = found.get("results", found)
    numbers = {
        facet["name"]: {str(row["value"]): row["count"] for row in facet["results"] if row["value"] is not None}
        for facet in found.values()
    }
    return [row["code"] for row in answer["rows"]], numbers
