"""Partial dates say no more than is known, in the reader's language."""

import datetime

import pytest
from django.utils import translation

from portal.shared.dates import Precision, display

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


@pytest.mark.parametrize("precision", Precision)
def test_no_date_is_an_empty_text(precision):
    assert display(None, precision) == ""


def test_a_year_has_no_thousands_separator():
    assert display(DAY, Precision.YEAR) == "2019"
