"""Loads the agendas and what belongs to them from ``fixtures/compacts``: all of it or nothing.

A file is a list of rows of one shape. A text is an object with every language of the portal; what is left out is empty.
"""

import datetime
import re

from django.db import transaction

from portal.shared import fixtures
from portal.shared.dates import Precision

from . import actions
from .models import Agenda, Linkage, LinkageSource, Objective, ReviewForum, RoundTable, Theme

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: Which levels an agenda has, and the form of their codes.
LEVELS = {
    ("gcm", "objective"): re.compile(r"gcm-\d+"),
    ("gcm", "principle"): re.compile(r"gcm-p-\d+"),
    ("gcr", "objective"): re.compile(r"gcr-obj-\d"),
    ("gcr", "arrangement"): re.compile(r"gcr-a(\d(-\d+)?)?"),
    ("gcr", "area"): re.compile(r"gcr-b(\d(-\d+)?)?"),
    ("sdg", "goal"): re.compile(r"sdg-\d+"),
    ("sdg", "target"): re.compile(r"sdg-\d+-(\d+|[a-d])"),
    ("lmp", "principle"): re.compile(r"lmp-\d"),
    ("mmd", "commitment"): re.compile(r"mmd-\d"),
    ("mmd", "priority"): re.compile(r"mm-\d"),
}
AGENDAS, SOURCES, LINKAGES = "agendas.json", "sources.json", "linkages.json"
THEMES, FORUMS = "themes.json", "forums.json"
OBJECTIVES = ("gcm.json", "gcr.json", "sdg.json", "charters.json")
FILES = (AGENDAS, *OBJECTIVES, SOURCES, LINKAGES, THEMES, FORUMS)


def load(directory, loader):
    """Put the files of ``directory`` into the database with ``loader`` (``portal.shared.fixtures.Loader``).

    Everything is checked before anything is written; raises FixtureError with the file, the code and the problem.
    """
    files = {name: fixtures.read(directory / name) for name in FILES}
    _check(files)
    with transaction.atomic():
        agendas = _put_agendas(loader, files[AGENDAS])
        objectives = _put_objectives(loader, [row for name in OBJECTIVES for row in files[name]], agendas)
        _put_linkages(loader, files[SOURCES], files[LINKAGES], agendas, objectives)
        _put_themes(loader, files[THEMES], objectives)
        _put_forums(loader, files[FORUMS], agendas, objectives)
        actions.cover()


# What must hold before a row is written ---------------------------------------------------------


def _check(files):
    """Refuse the whole load when any row is wrong."""
    agendas = _check_agendas(files[AGENDAS])
    objectives = _check_objectives(files, agendas)
    fixtures.check_codes(SOURCES, files[SOURCES], pattern=CODE)
    for row in files[SOURCES]:
        fixtures.check_text(SOURCES, row, "citation")
    _check_linkages(files[LINKAGES], agendas, objectives, {row["code"] for row in files[SOURCES]})
    _check_themes(files[THEMES], objectives)
    _check_forums(files[FORUMS], agendas, objectives)


def _check_agendas(rows):
    fixtures.check_codes(AGENDAS, rows, pattern=CODE)
    for row in rows:
        _check_texts(AGENDAS, row, "title", "short_title", optional=("gloss", "place", "body"))
        _check_choice(AGENDAS, row, "kind", Agenda.Kind.values)
        _check_choice(AGENDAS, row, "adopted_precision", Precision.values)
        _check_dates(AGENDAS, row, "adopted_on")
    return {row["code"] for row in rows}


def _check_objectives(files, agendas):
    """Check the objectives of every agenda together: a code comes once in all files, a parent may be in any."""
    known = {}
    for file in OBJECTIVES:
        fixtures.check_codes(file, files[file], pattern=CODE)
        for row in files[file]:
            if row["code"] in known:
                raise fixtures.FixtureError(file, row["code"], "comes in two files")
            known[row["code"]] = row
    for file in OBJECTIVES:
        for row in files[file]:
            _check_objective(file, row, agendas, known)
    return known


def _check_objective(file, row, agendas, known):
    code = row["code"]
    fixtures.check_reference(file, code, "agenda", row.get("agenda"), agendas)
    pattern = LEVELS.get((row["agenda"], row.get("level")))
    if pattern is None:
        raise fixtures.FixtureError(file, code, f"{row['agenda']} has no level {row.get('level')!r}")
    if not pattern.fullmatch(code):
        raise fixtures.FixtureError(file, code, f"is not the code of a {row['level']} of {row['agenda']}")
    if not row.get("number"):
        raise fixtures.FixtureError(file, code, "number is missing")
    _check_texts(file, row, "title", optional=("short_title", "gloss"))
    parent = row.get("parent")
    if parent:
        fixtures.check_reference(file, code, "parent", parent, known)
        # A parent's code begins its children's: this also rules out circles and parents in another agenda.
        if parent == code or not code.startswith(parent):
            raise fixtures.FixtureError(file, code, f"parent {parent!r} does not begin its code")
    elif row["level"] == Objective.Level.TARGET:
        raise fixtures.FixtureError(file, code, "a target needs its goal as parent")


def _check_linkages(rows, agendas, objectives, sources):
    fixtures.check_codes(LINKAGES, rows, pattern=CODE)
    for row in rows:
        code = row["code"]
        if sum(bool(row.get(start)) for start in ("from_objective", "from_agenda", "from_subject")) != 1:
            raise fixtures.FixtureError(LINKAGES, code, "starts at exactly one objective, agenda or subject")
        for name, known in (("from_objective", objectives), ("from_agenda", agendas), ("source", sources)):
            if row.get(name):
                fixtures.check_reference(LINKAGES, code, name, row[name], known)
        fixtures.check_reference(LINKAGES, code, "to_objective", row.get("to_objective"), objectives)
        if not row.get("source") and not row.get("is_suggested"):
            raise fixtures.FixtureError(LINKAGES, code, "a published linkage names its source")
        _check_texts(LINKAGES, row, "relation", optional=("from_subject", "note"))


def _check_themes(rows, objectives):
    fixtures.check_codes(THEMES, rows, pattern=CODE)
    for row in rows:
        _check_texts(THEMES, row, "title")
        _check_references(THEMES, row, "objectives", objectives)


def _check_forums(rows, agendas, objectives):
    fixtures.check_codes(FORUMS, rows, pattern=CODE)
    tables = [table for row in rows for table in row.get("round_tables", [])]
    fixtures.check_codes(FORUMS, tables, pattern=CODE)
    for row in rows:
        _check_texts(FORUMS, row, "title", optional=("place",))
        _check_references(FORUMS, row, "agendas", agendas)
        _check_choice(FORUMS, row, "starts_precision", Precision.values)
        _check_dates(FORUMS, row, "starts_on", "counts_from", "counts_to", optional=("ends_on",))
    for table in tables:
        _check_references(FORUMS, table, "objectives", objectives)
        if not isinstance(table.get("number"), int):
            raise fixtures.FixtureError(FORUMS, table["code"], "number is missing")


def _check_texts(file, row, *names, optional=()):
    """Refuse a missing text, and an optional one that is there in some languages only."""
    for name in (*names, *(name for name in optional if name in row)):
        fixtures.check_text(file, row, name)


def _check_choice(file, row, name, choices):
    if row.get(name) not in choices:
        raise fixtures.FixtureError(file, row["code"], f"{name} {row.get(name)!r} is none of {', '.join(choices)}")


def _check_references(file, row, name, known):
    """Refuse a list that is missing, empty, or names something unknown."""
    if not row.get(name):
        raise fixtures.FixtureError(file, row["code"], f"{name} is missing")
    for code in row[name]:
        fixtures.check_reference(file, row["code"], name, code, known)


def _check_dates(file, row, *names, optional=()):
    for name in (*names, *(name for name in optional if name in row)):
        try:
            _date(row.get(name))
        except (TypeError, ValueError) as error:
            raise fixtures.FixtureError(file, row["code"], f"{name} is not a date: {error}") from error


def _date(value):
    return datetime.date.fromisoformat(value)


# Writing what was checked -----------------------------------------------------------------------


def _put_agendas(loader, rows):
    return loader.put_all(
        Agenda,
        {
            row["code"]: {
                "kind": row["kind"],
                **fixtures.columns_of(row, "title", "short_title", "gloss", "place", "body"),
                "symbol": row.get("symbol", ""),
                "adopted_on": _date(row["adopted_on"]),
                "adopted_precision": row["adopted_precision"],
                "position": position,
                "verified": row.get("verified", {}),
            }
            for position, row in enumerate(rows, 1)
        },
    )


def _put_objectives(loader, rows, agendas):
    """Write parents before their children; the order is that of the files."""
    found = {}
    waiting = dict(enumerate(rows, 1))
    while waiting:
        ready = {pos: row for pos, row in waiting.items() if not row.get("parent") or row["parent"] in found}
        found |= loader.put_all(
            Objective,
            {
                row["code"]: {
                    "agenda": agendas[row["agenda"]],
                    "level": row["level"],
                    "number": row["number"],
                    "parent": found.get(row.get("parent")),
                    **fixtures.columns_of(row, "title", "short_title", "gloss"),
                    "paragraphs": row.get("paragraphs", ""),
                    "colour": row.get("colour", ""),
                    "keywords": row.get("keywords", {}),
                    "position": position,
                    "verified": row.get("verified", {}),
                }
                for position, row in ready.items()
            },
        )
        waiting = {pos: row for pos, row in waiting.items() if pos not in ready}
    return found


def _put_linkages(loader, sources, rows, agendas, objectives):
    known = loader.put_all(
        LinkageSource,
        {row["code"]: {**fixtures.columns_of(row, "citation"), "url": row.get("url", "")} for row in sources},
    )
    loader.put_all(
        Linkage,
        {
            row["code"]: {
                "from_objective": objectives.get(row.get("from_objective")),
                "from_agenda": agendas.get(row.get("from_agenda")),
                **fixtures.columns_of(row, "from_subject", "relation", "note"),
                "to_objective": objectives[row["to_objective"]],
                "source": known.get(row.get("source")),
                "is_suggested": row.get("is_suggested", False),
            }
            for row in rows
        },
    )


def _put_themes(loader, rows, objectives):
    loader.put_all(
        Theme,
        {
            row["code"]: {
                **fixtures.columns_of(row, "title"),
                "objectives": [objectives[code] for code in row["objectives"]],
                "position": position,
                "verified": row.get("verified", {}),
            }
            for position, row in enumerate(rows, 1)
        },
    )


def _put_forums(loader, rows, agendas, objectives):
    forums = loader.put_all(
        ReviewForum,
        {
            row["code"]: {
                **fixtures.columns_of(row, "title", "place"),
                "agendas": [agendas[code] for code in row["agendas"]],
                "starts_on": _date(row["starts_on"]),
                "starts_precision": row["starts_precision"],
                "ends_on": _date(row["ends_on"]) if "ends_on" in row else None,
                "counts_from": _date(row["counts_from"]),
                "counts_to": _date(row["counts_to"]),
                "source": row.get("source", ""),
                "is_verified": row.get("is_verified", False),
            }
            for row in rows
        },
    )
    loader.put_all(
        RoundTable,
        {
            table["code"]: {
                "forum": forums[row["code"]],
                "number": table["number"],
                "objectives": [objectives[code] for code in table["objectives"]],
                "source": table.get("source", ""),
                "is_verified": table.get("is_verified", False),
            }
            for row in rows
            for table in row.get("round_tables", [])
        },
    )
