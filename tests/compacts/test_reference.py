"""What the fixtures say: the counts, the titles and the structure of the agendas."""

import json
import unicodedata
from collections import Counter

import pytest

from compacts.models import Agenda, Linkage, LinkageSource, Objective, ReviewForum, RoundTable, Theme
from portal.shared import languages

from .conftest import FIXTURES

pytestmark = pytest.mark.django_db

OBJECTIVE_FILES = ("gcm", "gcr", "sdg", "charters")
#: Titles as the resolutions print them, kept apart from the fixtures so that a slip there shows.
TITLES = {
    "gcm-1": (
        "Collect and utilize accurate and disaggregated data as a basis for evidence-based policies",
        "Recopilar y utilizar datos exactos y desglosados para formular políticas con base empírica",
        "Collecter et utiliser des données précises et ventilées qui serviront à l’élaboration de politiques "
        "fondées sur la connaissance des faits",
    ),
    "gcm-15": (
        "Provide access to basic services for migrants",
        "Proporcionar a los migrantes acceso a servicios básicos",
        "Assurer l’accès des migrants aux services de base",
    ),
    "gcr-obj-1": (
        "Ease pressures on host countries",
        "Aliviar las presiones sobre los países de acogida",
        "Alléger la pression sur les pays d’accueil",
    ),
    "sdg-10": (
        "Reduce inequality within and among countries",
        "Reducir la desigualdad en los países y entre ellos",
        "Réduire les inégalités dans les pays et d’un pays à l’autre",
    ),
}


def rows(name):
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


def test_every_node_of_every_agenda_is_there():
    counts = Counter(Objective.objects.order_by().values_list("agenda__code", "level"))
    assert counts == {
        ("gcm", "objective"): 23,
        ("gcm", "principle"): 10,
        ("gcr", "objective"): 4,
        ("gcr", "arrangement"): 10,
        ("gcr", "area"): 25,
        ("sdg", "goal"): 17,
        ("sdg", "target"): 169,
        ("lmp", "principle"): 7,
        ("mmd", "commitment"): 3,
        ("mmd", "priority"): 1,
    }
    assert [agenda.code for agenda in Agenda.objects.all()] == ["gcm", "gcr", "sdg", "lmp", "mmd", "gzt"]
    assert Theme.objects.count() == 22
    assert LinkageSource.objects.count() == 13
    assert Linkage.objects.published().count() == 94
    assert Linkage.objects.filter(is_suggested=True).count() == 29


def test_titles_are_the_official_ones_in_every_language():
    records = Objective.objects.in_bulk(field_name="code")
    for code, titles in TITLES.items():
        assert tuple(getattr(records[code], column) for column in languages.columns("title")) == titles


@pytest.mark.parametrize("name", OBJECTIVE_FILES)
def test_every_objective_carries_its_row(name):
    records = Objective.objects.in_bulk(field_name="code")
    for row in rows(name):
        record = records[row["code"]]
        assert {code: getattr(record, languages.column("title", code)) for code in languages.CODES} == row["title"]
        assert record.verified == row["verified"]
        assert (record.parent.code if record.parent else None) == row.get("parent")


def test_unverified_wording_is_marked_as_in_the_reference():
    unread = {
        language: Objective.objects.filter(
            agenda__code="gcm", level="objective", **{f"verified__title__{language}": False}
        ).count()
        for language in languages.CODES
    }
    assert unread == {"en": 0, "es": 7, "fr": 1}


def test_all_but_targets_are_told_in_plain_words_in_every_language():
    told = Objective.objects.exclude(level__in=["target", "commitment", "priority"])
    assert told.count() == 96
    for record in [*told, *Agenda.objects.all()]:
        for column in languages.columns("gloss"):
            assert getattr(record, column), f"{record.code} {column}"


def test_french_glosses_put_a_no_break_space_before_double_punctuation():
    glosses = Objective.objects.order_by().values_list(languages.column("gloss", "fr"), flat=True)
    assert not [gloss for gloss in glosses if gloss and (" :" in gloss or " ;" in gloss or "'" in gloss)]


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.json")), ids=lambda path: path.name)
def test_letters_are_composed(path):
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)


def test_hierarchies_hang_together():
    assert Objective.objects.get(code="sdg-10-7").parent.code == "sdg-10"
    assert Objective.objects.get(code="gcr-a3-1").parent.code == "gcr-a3"
    assert Objective.objects.get(code="gcr-a3").parent.code == "gcr-a"
    goals = Objective.objects.filter(level="goal").prefetch_related("children")
    assert [goal.children.count() for goal in goals] == [7, 8, 13, 10, 9, 8, 5, 12, 8, 10, 10, 11, 5, 10, 12, 12, 19]
    assert not Objective.objects.filter(level="target", parent=None).exists()


def test_every_objective_covers_itself_and_all_below():
    covers = {
        objective.code: {other.code for other in objective.covers.all()}
        for objective in Objective.objects.prefetch_related("covers")
    }
    assert covers["gcm-7"] == {"gcm-7"}
    assert {"sdg-10", "sdg-10-7", "sdg-10-c"} <= covers["sdg-10"]
    assert len(covers["sdg-10"]) == 11
    assert {"gcr-a", "gcr-a3", "gcr-a3-1"} <= covers["gcr-a"]
    assert all(code in covered for code, covered in covers.items())


def test_themes_begin_with_those_of_the_first_cities():
    assert [theme.code for theme in Theme.objects.all()][:8] == [
        "intercultural",
        "health",
        "education",
        "housing",
        "urban-planning",
        "human-rights",
        "co-development",
        "employment",
    ]


def test_crosswalk_starts_at_an_objective_an_agenda_or_a_subject():
    whole = Linkage.objects.get(code="gcm-to-sdg-10-7-iom-ap")
    assert (whole.from_agenda.code, whole.from_objective, whole.from_subject) == ("gcm", None, "")
    priority = Linkage.objects.get(code="mm-1-to-gcr-a-mm")
    assert (priority.from_objective.code, priority.to_objective.code) == ("mm-1", "gcr-a")
    subjects = Linkage.objects.filter(from_objective=None, from_agenda=None)
    assert subjects.count() == 84
    for linkage in subjects:
        assert all(getattr(linkage, column) for column in languages.columns("from_subject"))


def test_round_tables_share_out_all_objectives_once():
    tables = RoundTable.objects.filter(forum__code="imrf-2022").prefetch_related("objectives")
    numbers = {table.number: [int(objective.number) for objective in table.objectives.all()] for table in tables}
    assert numbers == {
        1: [2, 5, 6, 12, 18],
        2: [4, 8, 9, 10, 11, 13, 21],
        3: [14, 15, 16, 19, 20, 22],
        4: [1, 3, 7, 17, 23],
    }
    assert sorted(number for table in numbers.values() for number in table) == list(range(1, 24))


def test_forums_come_in_the_order_of_their_dates():
    assert [forum.code for forum in ReviewForum.objects.all()] == [
        "imrf-2022",
        "grf-2023",
        "imrf-2026",
        "hlpf-2026",
        "grf-2027",
        "hlpf-2027",
    ]
