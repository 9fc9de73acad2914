"""Take it along: exactly the list on screen as CSV or JSON, streamed, in the reader's language.

Rows are read in batches by primary key and their tags merged in Python, so that memory stays flat at any length.
"""

import csv
import json
from collections import defaultdict

from django.db import connection
from django.http import StreamingHttpResponse
from django.utils import timezone

from compacts.models import Objective, Theme
from portal.directory.models import Country, Organisation
from portal.shared import languages

from .enums import PUBLIC_TEXT_STATES
from .facets import FACETS
from .models import LanguageState, Practice, PracticeTerm, Tag
from .querysets import PracticeQuerySet

BATCH = 1_000
#: A cell that starts like this would be run as a formula by a spreadsheet.
FORMULA_STARTS = {"=", "+", "-", "@", "\t", "\r"}
#: Facets of objectives, in the order of their columns.
OBJECTIVE_COLUMNS = [name for name, facet in FACETS.items() if facet.shared_column == "objective"]
TERM_COLUMNS = ("population", "group", "crisis")
COLUMNS = [
    *("code", "url", "title", "title_language", "summary", "summary_language", "kind", "status"),
    *(
        "lead_lrg",
        "lead_lrg_name",
        "countries",
        "sections",
        "starts_on",
        "starts_precision",
        "ends_on",
        "ends_precision",
    ),
    *("scope", *OBJECTIVE_COLUMNS, "primary_objective", "themes", *TERM_COLUMNS, "original_language", "languages"),
    *("evidence_level", "version", "published_at", "confirmed_at", "licence", "credit"),
]
_PLAIN = (
    *("pk", "code", "slug", "kind", "implementation_status", "lead_lrg__slug", "starts_on", "starts_precision"),
    *("ends_on", "ends_precision", "scope", "original_language", "evidence_level", "version", "published_at"),
    *("confirmed_at", "licence", "lead_lrg_id"),
)
_DATES = ("starts_on", "ends_on", "published_at", "confirmed_at")
_SAME = [name for name in COLUMNS if name in _PLAIN and name not in _DATES]
#: Texts, with the column of each language.
_TEXTS = {
    field: {code: languages.column(field, code) for code in languages.CODES}
    for field in ("title", "summary", "lead_lrg__name")
}
#: What an action has several of (the primary objective is read with its tags).
MANY = (*OBJECTIVE_COLUMNS, "primary_objective", "themes", "countries", *TERM_COLUMNS, "languages")
_EMPTY = {name: [] if name in MANY else "" for name in COLUMNS}


def rows(keys, language, address):
    """Yield the actions of ``keys`` (primary keys, in order) as dicts of ``COLUMNS``; lists stay lists.

    Texts are in ``language`` where they exist; ``address`` makes an absolute address of a path.
    """
    codes, home = _Codes(), address(f"/{language}/practices/")
    orders = {original: languages.preference(language, original) for original in languages.CODES}
    for start in range(0, len(keys), BATCH):
        chunk = keys[start : start + BATCH]
        read = _read_plain(chunk)
        many = _read_many(chunk, codes)
        for pk in chunk:
            if plain := read.get(pk):
                many[pk]["sections"] = codes.sections.get(plain["lead_lrg_id"], [])
                yield _row(plain, many[pk], orders[plain["original_language"]], home)


class _Codes:
    """What tags, themes and places are called, read once for a whole list: primary key → codes."""

    def __init__(self):
        self.objectives = _objective_values()
        self.themes = {pk: (code,) for pk, code in Theme.objects.values_list("pk", "code")}
        self.countries = {pk: (code,) for pk, code in Country.objects.values_list("pk", "code")}
        self.sections = defaultdict(list)  # of each LRG
        pairs = Organisation.sections.through.objects.order_by("section__code")
        for lrg, section in pairs.values_list("organisation_id", "section__code"):
            self.sections[lrg].append(section)


def _read_plain(chunk):
    """Read the columns of one batch; a plain queryset, because translated reads cost seven times as much."""
    columns = [*_PLAIN, *(column for written in _TEXTS.values() for column in written.values())]
    found = PracticeQuerySet(Practice).published_among(chunk).order_by()
    return {row["pk"]: row for row in found.values(*columns)}


def _read_many(chunk, codes):
    """Read what an action has several of: action → column → values. The wide rows of the actions are left alone."""
    many = {pk: defaultdict(list) for pk in chunk}
    for practice, objective, is_primary in _rows_of(Tag, chunk, "practice_id", "objective_id", "is_primary"):
        column, value, code = codes.objectives.get(objective, ("", "", ""))
        if column:
            many[practice][column].append(value)
        if is_primary:
            many[practice]["primary_objective"].append(code)
    for practice, vocabulary, value in _rows_of(PracticeTerm, chunk, "practice_id", "vocabulary", "value"):
        if vocabulary in TERM_COLUMNS:
            many[practice][vocabulary].append(value)
    for practice, language, state in _rows_of(LanguageState, chunk, "practice_id", "language", "state"):
        if state in PUBLIC_TEXT_STATES:
            many[practice]["languages"].append(language)
    for practice, theme in _rows_of(Practice.themes.through, chunk, "practice_id", "theme_id"):
        many[practice]["themes"] += codes.themes.get(theme, ())
    for practice, country in _rows_of(Practice.countries.through, chunk, "practice_id", "country_id"):
        many[practice]["countries"] += codes.countries.get(country, ())
    for lists in many.values():
        for name in ("languages", "themes", "countries"):
            lists[name].sort()
    return many


def _rows_of(model, chunk, *columns):
    """Return the rows of ``model`` that belong to actions, in their order; the ORM would take twice the time for it."""
    numbers, table = ", ".join(map(str, chunk)), model._meta.db_table
    sql = f"SELECT {', '.join(columns)} FROM {table} WHERE practice_id IN ({numbers}) ORDER BY practice_id, id"  # noqa: S608 — ours
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _objective_values():
    """Return the column, the value and the code of each objective."""
    served = {}
    for objective in Objective.objects.select_related("agenda").only("code", "level", "agenda__code"):
        for name in OBJECTIVE_COLUMNS:
            if FACETS[name].serves(objective):
                served[objective.pk] = (name, objective.value, objective.code)
    return served


def _row(plain, lists, order, home):
    """Return one action as it is written, texts in the first language of ``order``; ``home`` is the list's address."""
    row = _EMPTY | {name: plain[name] for name in _SAME} | lists
    public = [code for code in order if code in lists["languages"]]
    row["title"], row["title_language"] = _text(plain, "title", public)
    row["summary"], row["summary_language"] = _text(plain, "summary", public)
    row["lead_lrg_name"], _language = _text(plain, "lead_lrg__name", order)
    row["url"] = f"{home}{plain['code']}/{plain['slug']}/"
    row["status"] = plain["implementation_status"]
    row["lead_lrg"] = plain["lead_lrg__slug"]
    row["primary_objective"] = "".join(lists["primary_objective"])
    row["credit"] = f"{row['lead_lrg_name']}, Local Action on Migration, {plain['code']}"
    for name in _DATES:
        row[name] = plain[name].isoformat() if plain[name] else ""
    for end in ("starts", "ends"):
        if not row[f"{end}_on"]:
            row[f"{end}_precision"] = ""  # the record says "day" by default
    return row


def _text(plain, field, order):
    """Return a text and its language, the first of ``order`` that it is written in."""
    written = _TEXTS[field]
    return next(((text, code) for code in order if (text := plain[written[code]])), ("", ""))


# Formats ------------------------------------------------------------------------------------------


class _Echo:
    """A file that gives back what is written, for csv.writer."""

    def write(self, value):
        """Return the line."""
        return value


def as_csv(found):
    """Yield the lines of a CSV file with a header, marked as UTF-8 for spreadsheets.

    Several values are joined by "; "; no cell is one that a spreadsheet runs as a formula.
    """
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in found:
        cells = [cell if type(cell) is str else _joined(cell) for cell in row.values()]
        yield writer.writerow(map(safe, cells))


def safe(cell):
    """Return the text of a cell as one that no spreadsheet runs as a formula."""
    text = str(cell)
    return f"'{text}" if text[:1] in FORMULA_STARTS else text


def _joined(cell):
    return "; ".join(cell) if isinstance(cell, list) else str(cell)


def as_json(found):
    """Yield one JSON object with the actions under ``results``, piece by piece."""
    yield '{"results": ['
    for number, row in enumerate(found):
        yield (",\n" if number else "\n") + json.dumps(row, ensure_ascii=False)
    yield "\n]}\n"


FORMATS = {"csv": (as_csv, "text/csv; charset=utf-8"), "json": (as_json, "application/json")}


def download(results, name, request):
    """Answer the whole list in the format ``name``; one of ``FORMATS``."""
    write, content_type = FORMATS[name]
    found = rows(results.keys(0, None), languages.current(), request.build_absolute_uri)
    response = StreamingHttpResponse(write(found), content_type=content_type)
    filename = f"local-actions-{timezone.localdate():%Y-%m-%d}.{name}"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
