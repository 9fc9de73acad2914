"""The list as a file: every column of an action, in order, in the reader's language."""

import csv
import json

import pytest

from practices import exports
from tests.factories.practices import published, town


@pytest.fixture
def made(db):
    """An action with two of everything, and one with little."""
    lrg = town(country="TR", sections=["mewa", "metropolis"], name_en="Izmir")
    rich = published(
        lead_lrg=lrg.slug,
        title="=Rich",
        tags=["gcm-15", "gcm-p-6", "gcr-b2-1", "sdg-10-7", "sdg-11", "lmp-6"],
        themes=["housing", "health"],
        countries=["TR", "FR"],
        population=["migrants", "refugees"],
        crisis=["conflict"],
        starts_on="2019-03-01",
    )
    rich.tags.filter(objective__code="gcm-15").update(is_primary=True)
    return [rich, published(title="Plain")]


def test_a_row_holds_what_the_action_holds(made):
    row, plain = exports.rows([action.pk for action in made], "en", "https://portal.example{}".format)
    assert list(row) == exports.COLUMNS
    assert (row["gcm"], row["principle"], row["gcr"]) == (["15"], ["6"], ["b2-1"])
    assert (row["sdg"], row["target"], row["charter"]) == (["11"], ["10.7"], ["6"])
    assert (row["themes"], row["countries"]) == (["health", "housing"], ["FR", "TR"])
    assert (row["sections"], row["lead_lrg_name"]) == (["metropolis", "mewa"], "Izmir")
    assert {*row["population"]} == {"migrants", "refugees"}
    assert (row["crisis"], row["languages"], row["starts_on"]) == (["conflict"], ["en"], "2019-03-01")
    assert row["url"] == f"https://portal.example/en/practices/{made[0].code}/{made[0].slug}/"
    assert (row["primary_objective"], plain["primary_objective"]) == ("gcm-15", "")
    assert (plain["title"], plain["title_language"], plain["sections"]) == ("Plain", "en", [])
    assert (plain["ends_on"], plain["ends_precision"], plain["starts_precision"]) == ("", "", "day")


def test_the_order_asked_for_is_kept(made):
    keys = [made[1].pk, made[0].pk]
    assert [row["title"] for row in exports.rows(keys, "en", str)] == ["Plain", "=Rich"]


def test_no_cell_is_a_formula(made):
    lines = exports.as_csv(exports.rows([made[0].pk], "en", str))
    _head, row = csv.reader("".join(lines).removeprefix("\ufeff").splitlines())
    assert row[exports.COLUMNS.index("title")] == "'=Rich"
    assert row[exports.COLUMNS.index("themes")] == "health; housing"


def test_json_holds_the_same_rows(made):
    rows = list(exports.rows([action.pk for action in made], "en", str))
    assert json.loads("".join(exports.as_json(rows)))["results"] == rows
