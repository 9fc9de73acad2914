"""Loading is idempotent, keeps what people changed, and refuses a wrong fixture whole."""

import json
import shutil

import pytest
from django.core.management import CommandError, call_command

from compacts.loading import load
from compacts.models import Agenda, Linkage, Objective, ReviewForum, Theme
from portal.shared.fixtures import FixtureError, Loader

from .conftest import FIXTURES


@pytest.fixture
def copy(tmp_path):
    """A copy of the fixtures that a test may spoil: ``copy(file, change)`` gives its rows to ``change``."""
    shutil.copytree(FIXTURES, tmp_path, dirs_exist_ok=True)

    def spoil(file, change):
        rows = json.loads((tmp_path / file).read_text(encoding="utf-8"))
        change(rows)
        (tmp_path / file).write_text(json.dumps(rows), encoding="utf-8")
        return tmp_path

    return spoil


def row(rows, code):
    return next(row for row in rows if row["code"] == code)


def test_loading_again_changes_nothing(db, django_assert_num_queries):
    again = Loader()
    # Seven tables, three relations, two for what objectives cover, four savepoints: never one per row.
    with django_assert_num_queries(16):
        load(FIXTURES, again)
    assert not again.report.created.total()
    assert not again.report.differing
    assert again.report.unchanged["objective"] == Objective.objects.count()


def test_a_clean_load_creates_everything(empty):
    first = Loader()
    load(FIXTURES, first)
    assert first.report.created == {
        "agenda": 6,
        "objective": 269,
        "linkagesource": 13,
        "linkage": 123,
        "theme": 22,
        "reviewforum": 6,
        "roundtable": 4,
    }
    assert Objective.objects.get(code="sdg-10").covers.count() == 11
    assert Theme.objects.get(code="human-rights").objectives.count() == 3


def test_what_people_changed_is_kept_and_reported(db):
    Objective.objects.filter(code="gcm-7").update(gloss_es="Nuestra propia explicación")
    Theme.objects.get(code="data").objectives.clear()
    again = Loader()
    load(FIXTURES, again)
    assert Objective.objects.get(code="gcm-7").gloss_es == "Nuestra propia explicación"
    assert not Theme.objects.get(code="data").objectives.exists()
    assert sorted(again.report.differing) == [
        ("objective", "gcm-7", ["gloss_es"]),
        ("theme", "data", ["objectives"]),
    ]
    assert "  differs, kept as it is: objective gcm-7 (gloss_es)" in again.report.lines()


def test_overwriting_is_asked_for(db):
    Objective.objects.filter(code="gcm-7").update(gloss_es="Nuestra propia explicación")
    Theme.objects.get(code="data").objectives.clear()
    again = Loader(overwrite=True)
    load(FIXTURES, again)
    assert Objective.objects.get(code="gcm-7").gloss_es.startswith("Algunas personas corren más riesgos")
    assert [objective.code for objective in Theme.objects.get(code="data").objectives.all()] == ["gcm-1"]
    assert again.report.overwritten == {"objective": 1, "theme": 1}


def test_what_staff_added_stays(db):
    Objective.objects.create(
        agenda=Agenda.objects.get(code="gzt"), code="gzt-1", level="commitment", number="1", title_en="Ours"
    )
    load(FIXTURES, Loader(overwrite=True))
    assert Objective.objects.get(code="gzt-1").title_en == "Ours"
    assert [covered.code for covered in Objective.objects.get(code="gzt-1").covers.all()] == ["gzt-1"]


REFUSED = {
    "a code of another form": ("gcm.json", "GCM-7", lambda rows: row(rows, "gcm-7").update(code="GCM-7")),
    "a code that its level does not have": (
        "gcm.json",
        "gcm-7x",
        lambda rows: row(rows, "gcm-7").update(code="gcm-7x"),
    ),
    "a duplicate": ("sdg.json", "sdg-10", lambda rows: rows.append(dict(row(rows, "sdg-10")))),
    "a duplicate in another file": ("charters.json", "gcm-7", lambda rows: rows.append({"code": "gcm-7"})),
    "a missing parent": ("sdg.json", "sdg-10-7", lambda rows: row(rows, "sdg-10-7").update(parent="sdg-99")),
    "a parent elsewhere": ("sdg.json", "sdg-10-7", lambda rows: row(rows, "sdg-10-7").update(parent="gcm-1")),
    "no parent": ("sdg.json", "sdg-10-7", lambda rows: row(rows, "sdg-10-7").pop("parent")),
    "its own parent": ("sdg.json", "sdg-10", lambda rows: row(rows, "sdg-10").update(parent="sdg-10")),
    "an unknown agenda": ("gcr.json", "gcr-obj-1", lambda rows: row(rows, "gcr-obj-1").update(agenda="nua")),
    "a wrong level": ("gcr.json", "gcr-obj-1", lambda rows: row(rows, "gcr-obj-1").update(level="goal")),
    "a title without French": ("gcm.json", "gcm-1", lambda rows: row(rows, "gcm-1")["title"].pop("fr")),
    "an empty title": ("themes.json", "data", lambda rows: row(rows, "data")["title"].update(es="")),
    "a gloss in two languages": ("agendas.json", "gcm", lambda rows: row(rows, "gcm")["gloss"].pop("es")),
    "an unknown kind": ("agendas.json", "gcm", lambda rows: row(rows, "gcm").update(kind="treaty")),
    "a date that is none": ("agendas.json", "gcm", lambda rows: row(rows, "gcm").update(adopted_on="2018-13-01")),
    "a linkage to nowhere": (
        "linkages.json",
        "gcm-4-to-sdg-16-9-iom-sop",
        lambda rows: row(rows, "gcm-4-to-sdg-16-9-iom-sop").update(to_objective="sdg-16-99"),
    ),
    "a linkage from two things": (
        "linkages.json",
        "gcm-4-to-sdg-16-9-iom-sop",
        lambda rows: row(rows, "gcm-4-to-sdg-16-9-iom-sop").update(from_agenda="gcm"),
    ),
    "a linkage without a source": (
        "linkages.json",
        "gcm-4-to-sdg-16-9-iom-sop",
        lambda rows: row(rows, "gcm-4-to-sdg-16-9-iom-sop").pop("source"),
    ),
    "an unknown source": (
        "linkages.json",
        "gcm-4-to-sdg-16-9-iom-sop",
        lambda rows: row(rows, "gcm-4-to-sdg-16-9-iom-sop").update(source="hearsay"),
    ),
    "a theme of an unknown objective": (
        "themes.json",
        "data",
        lambda rows: row(rows, "data").update(objectives=["gcm-24"]),
    ),
    "a forum of an unknown agenda": (
        "forums.json",
        "grf-2023",
        lambda rows: row(rows, "grf-2023").update(agendas=["x"]),
    ),
    "a round table of an unknown objective": (
        "forums.json",
        "imrf-2022-rt-1",
        lambda rows: row(rows, "imrf-2022")["round_tables"][0].update(objectives=["gcm-24"]),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_fixture_is_refused_whole(empty, copy, case):
    file, code, change = REFUSED[case]
    with pytest.raises(FixtureError) as refusal:
        load(copy(file, change), Loader())
    assert str(refusal.value).startswith(f"{file}: {code}: ")
    for model in (Agenda, Objective, Linkage, Theme, ReviewForum):
        assert not model.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("content", ["{", "{}", "[1]", '[{"title": 1}]'])
def test_a_file_that_is_no_list_of_coded_rows_is_refused(copy, content):
    directory = copy("gcm.json", lambda rows: None)
    (directory / "gcm.json").write_text(content, encoding="utf-8")
    with pytest.raises(FixtureError, match=r"^gcm\.json: -: "):
        load(directory, Loader())


def test_the_command_reports_and_overwrites(db, capsys):
    Objective.objects.filter(code="gcm-7").update(number="8")
    call_command("load_reference")
    said = capsys.readouterr().out
    assert "objective: 0 created, 268 unchanged, 1 differing, 0 overwritten" in said
    assert "differs, kept as it is: objective gcm-7 (number)" in said
    assert "country: 0 created, 248 unchanged, 0 differing, 0 overwritten" in said
    call_command("load_reference", overwrite=True)
    assert "objective: 0 created, 268 unchanged, 0 differing, 1 overwritten" in capsys.readouterr().out


def test_the_command_writes_nothing_when_a_file_is_wrong(empty, copy, settings, tmp_path):
    copy("gcm.json", lambda rows: row(rows, "gcm-7").update(code="GCM-7"))
    (tmp_path / "portal" / "fixtures").mkdir(parents=True)
    (tmp_path / "portal" / "fixtures" / "compacts").symlink_to(tmp_path)
    settings.BASE_DIR = tmp_path / "portal"
    with pytest.raises(CommandError, match=r"Nothing was loaded. gcm.json: GCM-7: "):
        call_command("load_reference")
    assert not Agenda.objects.exists()
