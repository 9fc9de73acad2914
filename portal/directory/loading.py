"""Loads countries, M49 regions and UCLG sections from ``fixtures/directory``: all of it or nothing."""

import re
from collections import defaultdict

from django.db import transaction

from portal.shared import fixtures

from .models import Country, Region, Section, SectionCountry

REGION, SECTION = re.compile(r"\d{3}"), re.compile(r"[a-z]+")
ALPHA2, ALPHA3, M49 = re.compile(r"[A-Z]{2}"), re.compile(r"[A-Z]{3}"), re.compile(r"\d{3}")
#: The columns of each file, no more and no fewer.
COLUMNS = {
    "regions.json": ["code", "level", "parent", "name"],
    "sections.json": ["code", "kind", "name", "organisation", "position", "verified"],
    "countries.json": ["code", "alpha3", "m49", "name", "everyday_name", "region"],
    "section-countries.json": ["section", "country", "basis", "is_verified"],
}
#: What a column holds when it is not text.
TYPES = {"name": dict, "everyday_name": dict, "position": int, "verified": dict, "is_verified": bool}
MAX_LENGTH = 100
#: A parent region must be of a level before its own.
LEVELS = Region.Level.values


def load(directory, loader):
    """Put the four files of ``directory`` into the database with ``loader`` (``portal.shared.fixtures.Loader``).

    Everything is checked before anything is written; raises FixtureError with the file, the code and the problem.
    """
    files = {name: fixtures.read(directory / name) for name in COLUMNS}
    regions, sections, countries, links = files.values()
    for name, rows in files.items():
        _check_columns(name, rows)
    _check_regions(regions)
    _check_sections(sections)
    _check_countries(countries, regions)
    _check_links(links, sections, countries)
    with transaction.atomic():
        _put(loader, regions, sections, countries, links)


def _check_columns(file, rows):
    """Refuse rows with other columns, a value of another type or length, or a name that lacks a language."""
    for row in rows:
        code = row.get("code") or f"{row.get('section')}-{row.get('country')}"
        if odd := sorted({*COLUMNS[file]} ^ {*row}):
            raise fixtures.FixtureError(file, code, f"columns missing or unknown: {', '.join(odd)}")
        for column, value in row.items():
            if not isinstance(value, TYPES.get(column, str)):
                raise fixtures.FixtureError(file, code, f"{column} is not of type {TYPES.get(column, str).__name__}")
            texts = value.values() if isinstance(value, dict) else [value]
            if any(isinstance(text, str) and len(text) > MAX_LENGTH for text in texts):
                raise fixtures.FixtureError(file, code, f"{column} is longer than {MAX_LENGTH} characters")
        if "name" in row:
            fixtures.check_text(file, row, "name")


def _check_choice(file, row, column, choices):
    """Refuse a value that is none of ``choices``."""
    if row[column] not in choices:
        raise fixtures.FixtureError(file, row["code"], f"{column} {row[column]!r} is none of {', '.join(choices)}")


def _check_regions(rows):
    file = "regions.json"
    fixtures.check_codes(file, rows, pattern=REGION)
    levels = {row["code"]: row["level"] for row in rows}
    for row in rows:
        _check_choice(file, row, "level", LEVELS)
        if not row["parent"]:
            continue
        fixtures.check_reference(file, row["code"], "parent", row["parent"], levels)
        if LEVELS.index(row["level"]) <= LEVELS.index(levels[row["parent"]]):
            raise fixtures.FixtureError(file, row["code"], f"parent {row['parent']!r} is not of a higher level")


def _check_sections(rows):
    fixtures.check_codes("sections.json", rows, pattern=SECTION)
    for row in rows:
        _check_choice("sections.json", row, "kind", Section.Kind.values)


def _check_countries(rows, regions):
    file = "countries.json"
    for key, pattern in (("code", ALPHA2), ("alpha3", ALPHA3), ("m49", M49)):
        fixtures.check_codes(file, rows, pattern=pattern, key=key)
    known = {row["code"] for row in regions}
    for row in rows:
        if row["region"]:
            fixtures.check_reference(file, row["code"], "region", row["region"], known)
        if row["everyday_name"]:
            fixtures.check_text(file, row, "everyday_name")


def _check_links(rows, sections, countries):
    file = "section-countries.json"
    known_sections, known_countries = ({row["code"] for row in known} for known in (sections, countries))
    seen = set()
    for row in rows:
        pair = f"{row['section']}-{row['country']}"
        fixtures.check_reference(file, pair, "section", row["section"], known_sections)
        fixtures.check_reference(file, pair, "country", row["country"], known_countries)
        if pair in seen:
            raise fixtures.FixtureError(file, pair, "comes twice")
        seen.add(pair)


def _put(loader, regions, sections, countries, links):
    """Write what was checked, parents first."""
    found = {"": None}
    for level in LEVELS:
        values = {row["code"]: _columns(row, "parent", found) for row in regions if row["level"] == level}
        found |= loader.put_all(Region, values)
    loader.put_all(Section, {row["code"]: _columns(row) for row in sections})
    existing = {*Country.objects.values_list("code", flat=True)}
    loader.put_all(Country, {row["code"]: _columns(row, "region", found) for row in countries})
    _put_links(loader, links, existing)


def _columns(row, reference=None, found=None):
    """Return ``row`` as columns, its ``reference`` (a code) as the record that was ``found``."""
    texts = [name for name in ("name", "everyday_name") if name in row]
    columns = {name: value for name, value in row.items() if name not in ("code", *texts)}
    if reference:
        columns[reference] = found[row[reference]]
    return columns | fixtures.columns_of(row, *texts)


def _put_links(loader, rows, existing):
    """Write the sections of each country; those of an ``existing`` country are kept when people changed them."""
    sections = {section.code: section for section in Section.objects.all()}
    countries = Country.objects.in_bulk(field_name="code")
    wanted, present = defaultdict(set), defaultdict(set)
    for row in rows:
        wanted[row["country"]].add((row["section"], row["basis"], row["is_verified"]))
    for code, *link in SectionCountry.objects.values_list("country__code", "section__code", "basis", "is_verified"):
        present[code].add(tuple(link))
    new, kind = [], SectionCountry._meta.model_name
    for code in {*wanted, *present} & {*countries}:
        if wanted[code] == present[code]:
            loader.report.unchanged[kind] += len(wanted[code])
        elif code in existing and not loader.overwrite:
            loader.report.differing.append((kind, code, ["sections"]))
        else:
            countries[code].sections.clear()
            report = loader.report.overwritten if code in existing else loader.report.created
            report[kind] += len(wanted[code])
            new += [
                SectionCountry(section=sections[section], country=countries[code], basis=basis, is_verified=is_verified)
                for section, basis, is_verified in sorted(wanted[code])
            ]
    SectionCountry.objects.bulk_create(new)
