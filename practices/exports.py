"""Take it along: exactly the list on screen as CSV or JSON, streamed, in the reader's language.

Rows are read in batches by primary key and their tags merged in Python, so that memory stays flat at any length.
"""

import csv
import json
from collections import defaultdict

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone

from compacts.models import Objective
from portal.shared import languages

from .enums import PUBLIC_TEXT_STATES
from .facets import FACETS
from .models import LanguageState, Practice, PracticeTerm, Tag

BATCH = 1_000
#: A cell that starts like this would be run as a formula by a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
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
    *("confirmed_at", "licence"),
)
_TEXTS = ("title", "summary", "lead_lrg__name")


def rows(keys, language, address):
    """Yield the actions of ``keys`` (primary keys, in order) as dicts of ``COLUMNS``; lists stay lists.

    Texts are in ``language`` where they exist; ``address`` makes an absolute address of a path.
    """
    served = _objective_values()
    for start in range(0, len(keys), BATCH):
        chunk = keys[start : start + BATCH]
        read = _read_plain(chunk)
        extra = _read_many(chunk, served)
        for pk in chunk:
            if pk in read:
                yield _row(read[pk], extra[pk], language, address)


def _read_plain(chunk):
    """Read the columns of one batch; a plain QuerySet, because translated reads cost seven times as much."""
    columns = [*_PLAIN, *(column for field in _TEXTS for column in languages.columns(field))]
    found = QuerySet(Practice).filter(pk__in=chunk, status="published").order_by()
    return {row["pk"]: row for row in found.values(*columns)}


def _read_many(chunk, served):
    """Read what an action has several of: action → column → values."""
    many = defaultdict(lambda: defaultdict(list))
    for pk, objective, is_primary in (
        QuerySet(Tag).filter(practice__in=chunk).order_by("pk").values_list("practice_id", "objective_id", "is_primary")
    ):
        column, value, code = served.get(objective, ("", "", ""))
        if column:
            many[pk][column].append(value)
        if is_primary:
            many[pk]["primary_objective"] = code
    for pk, vocabulary, value in (
        QuerySet(PracticeTerm)
        .filter(practice__in=chunk, vocabulary__in=TERM_COLUMNS)
        .order_by("pk")
        .values_list("practice_id", "vocabulary", "value")
    ):
        many[pk][vocabulary].append(value)
    for pk, language in (
        QuerySet(LanguageState)
        .filter(practice__in=chunk, state__in=PUBLIC_TEXT_STATES)
        .order_by("language")
        .values_list("practice_id", "language")
    ):
        many[pk]["languages"].append(language)
    for column, path in (
        ("themes", "themes__code"),
        ("countries", "countries__code"),
        ("sections", "lead_lrg__sections__code"),
    ):
        for pk, code in QuerySet(Practice).filter(pk__in=chunk).order_by(path).values_list("pk", path):
            if code:
                many[pk][column].append(code)
    return many


def _objective_values():
    """Return the column, the value and the code of each objective."""
    served = {}
    for objective in Objective.objects.select_related("agenda").only("code", "level", "agenda__code"):
        for name in OBJECTIVE_COLUMNS:
            if FACETS[name].serves(objective):
                served[objective.pk] = (name, objective.value, objective.code)
    return served


def _row(plain, many, language, address):
    row = {name: many.get(name, []) for name in COLUMNS}
    public = many.get("languages", [])
    for field, column in (("title", "title"), ("summary", "summary"), ("lead_lrg__name", "lead_lrg_name")):
        order = languages.preference(language, plain["original_language"])
        allowed = languages.CODES if field == "lead_lrg__name" else public
        shown = [code for code in order if code in allowed and plain[languages.column(field, code)]]
        row[column] = plain[languages.column(field, shown[0])] if shown else ""
        if column != "lead_lrg_name":
            row[f"{column}_language"] = shown[0] if shown else ""
    row |= {name: _text(plain[name]) for name in _PLAIN if name in row}
    return row | {
        "url": address(f"/{language}/practices/{plain['code']}/{plain['slug']}/"),
        "status": plain["implementation_status"],
        "lead_lrg": plain["lead_lrg__slug"],
        "primary_objective": many.get("primary_objective", ""),
        "version": plain["version"],
        "credit": f"{row['lead_lrg_name']}, Local Action on Migration, {plain['code']}",
    }


def _text(value):
    return value.isoformat() if hasattr(value, "isoformat") else value or ""


# Formats ------------------------------------------------------------------------------------------


class _Echo:
    """A file that gives back what is written, for csv.writer."""

    def write(self, value):
        """Return the line."""
        return value


def safe(value):
    """Return a cell that no spreadsheet runs as a formula; several values are joined by "; "."""
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_csv(found):
    """Yield the lines of a CSV file with a header, marked as UTF-8 for spreadsheets."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in found:
        yield writer.writerow([safe(row[name]) for name in COLUMNS])


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
