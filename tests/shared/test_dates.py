"""Partial dates say no more than is known, in the reader's language."""

import datetime

import pytest
from django.utils import translation

from portal.shared.dates import Precision, display, span

DAY = datetime.date(2019, 6, 16)
READ = {
    "en": ["16 June 2019", "June 2019", "early 2019", "mid-2019", "late 2019", "2019"],
    "es": ["16 de junio de 2019", "junio de 2019", "principios de 2019", "mediados de 2019", "finales de 2019", "2019"],
    "fr": ["16 juin 2019", "juin 2019", "début 2019", "mi-2019", "fin 2019", "2019"],
}


@pytest.mark.parametrize("language", READ)
def test_a_date_in_each_precision_and_language(language):
    with translation.override(language):
        assert [display(DAY, precision) for precision in Precision] == READ[language]


def test_french_writes_the_first_of_a_month_in_its_own_way():
    first, third = datetime.date(2026, 12, 1), datetime.date(2026, 12, 3)
    with translation.override("fr"):
        assert display(first) == "1er décembre 2026"
        assert span(first, Precision.DAY, third, Precision.DAY) == "1er–3 décembre 2026"
        assert display(datetime.date(2026, 12, 11)) == "11 décembre 2026"
    assert display(first) == "1 December 2026"


@pytest.mark.parametrize("precision", Precision)
def test_no_date_is_an_empty_text(precision):
    assert display(None, precision) == ""


def test_a_year_has_no_thousands_separator():
    assert display(DAY, Precision.YEAR) == "2019"


#: Ends of a period that starts on 16 June 2019, and how a reader sees it in each language.
PERIODS = {
    (2019, 6, 16): ["16 June 2019", "16 de junio de 2019", "16 juin 2019"],
    (2019, 6, 18): ["16–18 June 2019", "16–18 de junio de 2019", "16–18 juin 2019"],
    (2019, 7, 2): ["16 June – 2 July 2019", "16 de junio – 2 de julio de 2019", "16 juin – 2 juillet 2019"],
    (2020, 6, 18): [
        "16 June 2019 – 18 June 2020",
        "16 de junio de 2019 – 18 de junio de 2020",
        "16 juin 2019 – 18 juin 2020",
    ],
}


@pytest.mark.parametrize("end", PERIODS)
def test_a_period_says_nothing_twice(end):
    for language, wanted in zip(("en", "es", "fr"), PERIODS[end], strict=True):
        with translation.override(language):
            assert span(DAY, Precision.DAY, datetime.date(*end), Precision.DAY) == wanted


def test_a_period_with_parts_that_are_not_known():
    assert span(DAY, Precision.DAY, None, Precision.DAY) == "16 June 2019"
    assert span(None, Precision.DAY, DAY, Precision.DAY) == ""
    assert span(DAY, Precision.MONTH, datetime.date(2019, 12, 1), Precision.LATE) == "June 2019 – late 2019"
    assert span(DAY, Precision.YEAR, datetime.date(2021, 1, 1), Precision.YEAR) == "2019 – 2021"
