"""The registry by which a higher room adds to the page of a lower one."""

import pytest

from portal.shared import beside
from portal.shared.beside import Row, Section
from portal.shared.languages import LocalText

ROW = Row(LocalText("Learning", "en"), "/en/events/learning/")


@pytest.fixture
def kind():
    """A kind of record that exists for one test."""
    yield "test-record"
    beside._providers.pop("test-record")


def test_sections_come_in_the_order_of_registration(kind):
    beside.register(kind, lambda record: [Section("first", f"First of {record}", (ROW,))])
    beside.register(kind, lambda record: [Section("second", "Second", lead="5 of 8 missions done")])
    sections = beside.of(kind, "Grenoble")
    assert [section.heading for section in sections] == ["First of Grenoble", "Second"]


def test_a_section_that_says_nothing_is_left_out(kind):
    beside.register(kind, lambda record: [Section("events", "Events")])
    assert beside.of(kind, "Grenoble") == []


def test_nobody_has_to_answer():
    assert beside.of("nothing-of-the-kind", None) == []
