"""How forms are shown and refused: partial dates, error summary, labels, what each control says of itself."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from portal.gallery import SampleForm
from portal.shared.dates import Precision
from portal.shared.forms import PartialDate, PartialDateField, errors_of, status_of

DATES = {
    ("", "", "2019"): (date(2019, 1, 1), Precision.YEAR),
    ("", "early", "2019"): (date(2019, 1, 1), Precision.EARLY),
    ("", "mid", "2019"): (date(2019, 5, 1), Precision.MID),
    ("", "late", "2019"): (date(2019, 9, 1), Precision.LATE),
    ("", "6", "2019"): (date(2019, 6, 1), Precision.MONTH),
    ("29", "2", "2020"): (date(2020, 2, 29), Precision.DAY),
}


@pytest.mark.parametrize(("typed", "meant"), DATES.items())
def test_a_partial_date_is_read_and_shown_again(typed, meant):
    field = PartialDateField()
    assert field.clean(typed) == PartialDate(*meant)
    assert [str(part) for part in field.widget.decompress(meant)] == [*typed]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("", "6", ""), "year"),
        (("", "", "19"), "year"),
        (("", "", "٢٠١٩"), "year"),
        (("", "", "0000"), "year"),
        (("5", "", "2019"), "month"),
        (("5", "early", "2019"), "month"),
        (("31", "2", "2019"), "day"),
        (("x", "2", "2019"), "day"),
        (("", "13", "2019"), "month"),
    ],
)
def test_a_wrong_date_says_which_part(typed, code):
    with pytest.raises(ValidationError) as caught:
        PartialDateField().clean(typed)
    assert [error.code for error in caught.value.error_list] == [code]


def test_a_date_may_be_left_out():
    assert PartialDateField(required=False).clean(("", "", "")) is None


def test_a_refused_form_names_each_answer_and_links_to_it():
    form = SampleForm({"people": ["refugees"]})
    assert (status_of(form), status_of(SampleForm())) == (422, 200)
    assert {"text": "Fill in “Title”.", "url": "#id_title"} in errors_of(form)
    html = render_to_string("components/form_fields.html", {"form": form})
    for line in errors_of(form):
        assert f'id="{line["url"][1:]}"' in html
    summary = render_to_string("components/error_summary.html", {"form": form})
    assert 'href="#id_scope_0"' in summary
    assert " required" not in html


def test_hint_error_and_count_describe_the_control():
    form = SampleForm({})
    assert form["summary"].described_by == "id_summary_helptext id_summary_error id_summary-info"
    assert 'aria-describedby="id_summary_helptext id_summary_error id_summary-info"' in form["summary"].control
    assert 'aria-invalid="true"' in form["summary"].control


def test_what_is_typed_comes_back_escaped():
    html = SampleForm({"title": '"><script>', "starts_year": '"><b>'}).render()
    assert "<script>" not in html
    assert "<b>" not in html


def test_optional_answers_say_so_unless_the_form_knows_better():
    class Draft(forms.Form):
        marks_optional = False
        title = forms.CharField(required=False)

    assert not Draft()["title"].is_optional
    assert SampleForm()["people"].is_optional
