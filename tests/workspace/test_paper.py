"""The form on paper: blank in three languages, and a draft to be signed off; it asks what the screen asks."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from docx import Document

from compacts.models import Objective
from practices import actions, forms, paper
from practices.forms.answers import Rows
from tests.practices.test_parts import full

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "es", "fr")


def words(content):
    """Everything that a Word document says: paragraphs and cells, in order."""
    document = Document(io.BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    return texts + [cell.text for table in document.tables for row in table.rows for cell in row.cells]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_blank_form_asks_every_question_of_the_screen(client, language):
    answer = client.get(f"/{language}/about/submit/form.docx")
    assert answer["Content-Type"] == paper.DOCX
    assert answer["Content-Disposition"] == f'attachment; filename="local-action-{language}.docx"'
    said = words(answer.content)
    page = client.get(f"/{language}/about/submit/form/").content.decode()
    with translation.override(language):
        for section in forms.SECTIONS:
            assert str(section.title) in said
            for one in section.answers:
                label = str(one.label)
                assert label in said or f"{label} *" in said, label
                assert escape(label) in page, label
                assert not one.hint or str(one.hint) in said
                if isinstance(one, Rows):
                    assert all(any(text.startswith(str(part.label)) for text in said) for part in one.answers)
        for code in ("gcm-1", "gcm-23", "sdg-11"):
            assert f"☐ {Objective.objects.select_related('agenda').get(code=code)}" in said
    document = Document(io.BytesIO(answer.content))
    assert document.core_properties.language == language
    assert document.core_properties.title == said[0]


def test_what_is_needed_is_marked():
    needed = {question.label for page in paper.pages() for question in page.questions if question.is_needed}
    with translation.override("en"):
        labels = {
            str(one.label) for section in forms.SECTIONS for one in section.answers if one.name in forms.page.NEEDED
        }
    assert labels <= needed
    assert "Keywords" not in needed


def test_choices_are_those_of_the_screen():
    questions = {question.label: question for page in paper.pages() for question in page.questions}
    ((_heading, kinds),) = questions["What is it?"].choices
    assert kinds[0] == "Practice: Something you do, again and again or once"
    assert len(kinds) == 5
    assert questions["Summary"].words == 100
    assert [heading.partition(".")[0] for heading, _labels in questions["Objectives"].choices] == [
        "Objectives of the Global Compact for Migration",
        "Objectives and areas of the Global Compact on Refugees",
        "Sustainable Development Goals and targets",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_may_submit_is_said_before_anybody_signs_in(client, language):
    page = client.get(f"/{language}/about/submit/").content.decode()
    for name in ("blank-document", "blank-form", "start"):
        with translation.override(language):
            assert f'href="{reverse(f"practices:{name}")}"' in page
    assert "form.docx" not in client.get(f"/{language}/workspace/start/", follow=True).content.decode()


def test_the_start_page_offers_the_blank_form(desk):
    assert "/en/about/submit/form.docx" in desk.client.get("/en/workspace/start/").content.decode()


def test_a_draft_is_taken_out_with_its_answers(town_hall, desk):
    practice = full(
        town_hall.officer, 2, lead_lrg=town_hall.lrg, title="Identity card", context={"en": "Line 1\nLine 2"}
    )
    answer = desk.client.get(reverse("practices:draft-document", args=[practice.pk]))
    assert "no-store" in answer["Cache-Control"]
    said = words(answer.content)
    assert said[0] == "Identity card"
    assert {"Line 1", "Line 2", "Sign-off", "Signature", "The summary of Identity card."} <= {*said}
    assert any(practice.reference in text for text in said)
    assert any("ana@town.example" in text for text in said)
    assert any(text.startswith("Not answered: ") for text in said)


@pytest.mark.parametrize("text", ["🏙️ " * 3000, "مدينة \u200f من أجل", "<b>&amp;</b> ]]>", "x" * 10_000])
def test_whatever_was_typed_comes_out_again(town_hall, desk, text):
    actions.update(practice=town_hall.draft, by=town_hall.officer, data={"context": {"en": text}})
    said = words(desk.client.get(reverse("practices:draft-document", args=[town_hall.draft.pk])).content)
    assert text.strip() in said


def test_a_draft_is_taken_out_by_those_who_write_it_alone(town_hall):
    url = reverse("practices:draft-document", args=[town_hall.draft.pk])
    for person, status in ((town_hall.colleague, 200), (town_hall.neighbour, 404), (town_hall.member, 404)):
        client = Client()
        client.force_login(person)
        assert client.get(url).status_code == status
    assert Client().get(url).status_code == 302
