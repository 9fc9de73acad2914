"""The loader of fixtures: created, kept, overwritten, refused."""

import re

import pytest

from compacts.models import Objective, Theme
from portal.shared import fixtures, languages
from portal.shared.fixtures import FixtureError, Loader
from tests.factories.compacts import ObjectiveFactory

TITLES = {languages.column("title", code): f"Title {code}" for code in languages.CODES}


def put(loader, code="a-theme", objectives=(), **values):
    return loader.put(Theme, code, {**TITLES, **values}, many={"objectives": list(objectives)})


def test_a_missing_record_is_created_once(db):
    objective = ObjectiveFactory()
    for created, unchanged in ((1, 0), (0, 1)):
        loader = Loader()
        theme = put(loader, objectives=[objective])
        assert (loader.report.created["theme"], loader.report.unchanged["theme"]) == (created, unchanged)
        assert list(theme.objectives.all()) == [objective]
    assert Theme.objects.filter(code="a-theme").count() == 1


@pytest.mark.parametrize("overwrite", [False, True])
def test_what_people_changed_is_kept_unless_told(db, overwrite):
    first, second = ObjectiveFactory(), ObjectiveFactory()
    theme = put(Loader(), objectives=[first])
    theme.objectives.set([second])
    Theme.objects.filter(pk=theme.pk).update(title_es="Nuestro título")
    loader = Loader(overwrite=overwrite)
    put(loader, objectives=[first])
    theme.refresh_from_db()
    assert theme.title_es == ("Title es" if overwrite else "Nuestro título")
    assert list(theme.objectives.all()) == [first if overwrite else second]
    if overwrite:
        assert loader.report.overwritten == {"theme": 1}
    else:
        assert [(kind, code, set(names)) for kind, code, names in loader.report.differing] == [
            ("theme", "a-theme", {"title_es", "objectives"})
        ]
        assert any("a-theme" in line for line in loader.report.lines())


def test_nothing_is_the_same_as_an_empty_text(db):
    theme = put(Loader())
    Theme.objects.filter(pk=theme.pk).update(title_fr="")
    loader = Loader()
    put(loader, title_fr=None)
    assert loader.report.unchanged["theme"] == 1


def test_a_relation_to_one_is_compared(db):
    parent = ObjectiveFactory()
    values = {"agenda": parent.agenda, "level": "objective", "number": "1", "parent": parent, **TITLES}
    Loader().put(Objective, "gcm-x-1", values)
    loader = Loader()
    loader.put(Objective, "gcm-x-1", {**values, "parent": None})
    assert loader.report.differing == [("objective", "gcm-x-1", ["parent"])]


@pytest.mark.parametrize("content", ["{", "null", "5", '"text"', "[1]", "\ufeff[]x"])
def test_a_file_of_another_shape_is_refused(tmp_path, content):
    path = tmp_path / "rows.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FixtureError, match=r"^rows\.json: -: "):
        fixtures.read(path)
    with pytest.raises(FixtureError, match=r"^rows\.json: -: "):
        fixtures.read_one(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(FixtureError, match=r"^none\.json: -: cannot be read"):
        fixtures.read(tmp_path / "none.json")


@pytest.mark.parametrize("rows", [[{}], [{"code": None}], [{"code": "B-1"}], [{"code": 5}], [{"code": "a-1"}] * 2])
def test_a_missing_wrong_or_repeated_code_is_refused(rows):
    with pytest.raises(FixtureError, match=r"^f\.json: "):
        fixtures.check_codes("f.json", rows, pattern=re.compile("a-[0-9]+"))


@pytest.mark.parametrize("text", [None, "Text", {"en": "x"}, {"en": "x", "es": "x", "fr": ""}, {**TITLES}])
def test_a_text_without_one_of_the_languages_is_refused(text):
    with pytest.raises(FixtureError, match="title is not given in each of en, es, fr"):
        fixtures.check_text("f.json", {"code": "a-1", "title": text}, "title")


def test_columns_of_a_row():
    row = {"title": {"en": "One", "fr": ""}, "gloss": None}
    assert fixtures.columns_of(row, "title", "gloss") == {
        "title_en": "One",
        "title_es": None,
        "title_fr": None,
        "gloss_en": None,
        "gloss_es": None,
        "gloss_fr": None,
    }
