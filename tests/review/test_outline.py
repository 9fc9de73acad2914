"""A record field by field: nothing is left out, every difference is found, and the work stays small."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices import differences, outline, record
from practices.models import Practice
from tests.factories.practices import draft, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(editor):
    """The plain data of a complete draft."""
    practice = draft(by=editor, title="A house", summary={"en": "One old house.", "fr": "Une maison."})
    return record.content(Practice.objects.for_page().get(pk=practice.pk))


def changed(before, after):
    return differences.changed_fields(differences.compare(before, after))


def test_every_field_of_the_record_has_its_place(editor, data):
    named = {name for _anchor, _heading, names in outline.SECTIONS for name in names}
    together = {column for columns in outline.TOGETHER.values() for column in columns}
    kept = record.dump(published(by=editor))
    assert set(data) - named - together == {"tags"}
    assert set(kept) - named - together == {"tags", "code", "languages"}


def test_every_place_has_a_label():
    for _heading, fields in outline.fields():
        assert all(label and not label.islower() for _name, label in fields)


#: Field → another value, one for each kind of field.
OTHERS = {
    "summary": {"en": "One new house.", "fr": "Une maison."},
    "title": {"en": "A house", "es": "Una casa"},
    "kind": "policy",
    "starts_precision": "year",
    "ends_on": "2031-01-01",
    "population": ["refugees"],
    "themes": ["housing", "employment"],
    "partners": [{"organisation": None, "name": "Red Cross", "role": "implementer"}],
    "contacts": [],
    "reached": [{"number": 12, "unit": "persons", "year": 2020, "split": {}}],
    "budget_amount": "100.00",
    "evaluation_url": "https://town.example/report",
    "is_for_other_body": True,
    "latitude": "1.0000",
    "source_url": "https://town.example/",
    "area": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
    "hold_until": "2030-01-01",
}
SHOWN_WITH = {"starts_precision": "starts_on", "latitude": "point", "evaluation_url": "evaluation"}


@pytest.mark.parametrize("name", OTHERS)
def test_a_change_is_found_in_its_field(data, name):
    before = data | {"evaluation": "internal", "longitude": "2.0000"} | {"latitude": data["latitude"] or "3.0000"}
    after = before | {name: OTHERS[name]}
    assert changed(before, after) == {SHOWN_WITH.get(name, name)}
    assert changed(before, before) == set()


def test_a_tag_changes_under_its_agenda(data):
    assert changed(data, data | {"tags": data["tags"][1:]}) == {"gcm"}


def test_texts_are_marked_word_by_word(data):
    (section,) = [part for part in differences.compare(data, data | {"summary": OTHERS["summary"]}) if part.fields]
    (change,) = section.fields[0].changes
    assert [(part.kind, part.text) for part in change.before] == [
        ("same", "One "),
        ("gone", "old"),
        ("same", " house."),
    ]
    assert [(part.kind, part.text) for part in change.after] == [("same", "One "), ("new", "new"), ("same", " house.")]
    assert change.language == "en"


def test_rows_that_stayed_are_not_shown(data):
    rows = [{"text": {"en": text}} for text in ("A key.", "A door.", "A bell.")]
    sections = differences.compare(data | {"success_conditions": rows}, data | {"success_conditions": rows[::2]})
    (field,) = [field for section in sections for field in section.fields]
    (change,) = field.changes
    assert ("".join(part.text for part in change.before), change.after) == ("A door.", ())


@given(st.text(max_size=300), st.text(max_size=300))
def test_both_sides_can_be_read_back(before, after):
    left, right = differences.words(before, after)
    assert "".join(part.text for part in left) == before
    assert "".join(part.text for part in right) == after
    same = ["".join(part.text for part in parts if part.kind == "same").split() for parts in (left, right)]
    assert same[0] == same[1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 100_000, "a " * 99_999 + "b"),
        (" ".join(map(str, range(30_000))), " ".join(map(str, range(30_000, 0, -1)))),
        ("x\n" * 60_000, "y\n" * 60_000),
        ("ab" * 200_000, "ba" * 200_000),
    ],
)
def test_a_huge_text_does_not_take_long(before, after):
    start = time.thread_time()  # of the processor: a busy machine does not decide
    differences.words(before, after)
    assert time.thread_time() - start < 3
