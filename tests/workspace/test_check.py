"""The check before the submission: everything shown, what is missing, one submission however often it is sent."""

import re

import pytest
from django.urls import reverse

from practices import actions
from practices.models import HistoryEntry, Practice
from tests.factories.practices import published
from tests.practices.test_parts import full

from .test_files import document, picture, uploads_apart  # noqa: F401 - a fixture for every test
from .test_paper import words

DECLARED = {"consent": "on", "is_data_protection_confirmed": "on"}


@pytest.fixture
def url(town_hall):
    return reverse("practices:check", args=[town_hall.draft.pk])


def test_what_is_missing_leads_to_its_question(desk, url):
    page = desk.client.get(url)
    problems = page.context["problems"]
    names = {line["name"] for line in problems}
    assert names == {
        *("summary", "context", "activities", "results", "lessons"),
        *("starts_on", "implementation_status", "population", "themes", "gcm", "sdg"),
    }
    for line in problems:
        path, _hash, anchor = line["url"].partition("#")
        assert f'id="{anchor}"' in desk.client.get(path).content.decode(), line


def test_a_change_comes_back_to_the_check(desk, whole, url):
    page = desk.client.get(url).content.decode()
    change = re.search(r'href="(\S+return=check)#question-summary"', page)[1]
    form = desk.client.get(change)
    answer = desk.client.post(desk.url("about"), desk.fill("about", {"summary": "New"}, page=form))
    assert answer.url == url
    assert "New" in desk.client.get(url).content.decode()


def test_every_answer_is_shown(desk, whole, url):
    page = desk.client.get(url).content.decode()
    for text in ("The summary of Identity card.", "2020", "Ongoing", "Contact Person", "Access to housing", "GCM 15"):
        assert text in page
    assert page.count("Change<span") >= 15


def test_pictures_and_files_are_shown_with_their_descriptions(desk, whole, url):
    files = reverse("practices:draft-files", args=[desk.practice.pk])
    offered = f'href="{files}?return=check#there"'
    assert offered in desk.client.get(url).content.decode()  # among the optional ones without an answer
    desk.client.post(files, {"files": [picture("one.png"), picture("two.png"), document("by-law.pdf")]})
    image = desk.now.images.first()
    actions.describe_file(file=image, by=desk.now.created_by, alt_text_en="The card on a table", credit="City")
    page = desk.client.get(url).content.decode()
    for text in ("one.png", "The card on a table", "Picture: City", "two.png", "Not described yet", ">by-law</a>"):
        assert text in page
    assert reverse("practices:image", args=[image.pk, "small"]) in page
    assert page.count(offered) == 1
    paper = desk.client.get(reverse("practices:draft-document", args=[desk.practice.pk])).content
    assert {"one.png · The card on a table", "two.png", "by-law.pdf · by-law"} <= {*words(paper)}


def test_incomplete_is_not_submitted(desk, url):
    before = desk.client.get(url).content.decode()
    assert "Still to be answered before you submit" in before
    assert "There is a problem" not in before  # nothing was refused yet
    answer = desk.client.post(url, DECLARED)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert desk.now.status == "draft"


def test_without_the_declaration_nothing_is_submitted(desk, whole, url):
    answer = desk.client.post(url, {"consent": "on"})
    assert answer.status_code == 422
    assert [line["url"] for line in answer.context["problems"]] == ["#id_is_data_protection_confirmed"]
    assert desk.now.consented_at is None


def test_submitted_once_however_often_it_is_sent(desk, whole, url, deliver):
    answers = [desk.client.post(url, DECLARED) for _click in range(3)]
    confirmation = reverse("practices:submitted", args=[whole.pk])
    assert [answer.url for answer in answers] == [confirmation] * 3
    assert HistoryEntry.objects.filter(practice=whole, transition="submit").count() == 1
    assert whole.submissions.count() == 1
    page = desk.client.get(confirmation).content.decode()
    assert whole.reference in page
    to_officer = [mail for mail in deliver() if mail.to == [whole.created_by.email]]
    assert len(to_officer) == 1
    assert desk.client.get(url).url == confirmation


def test_two_submissions_at_the_same_moment(desk, whole, url, monkeypatch):
    """The second one has loaded the draft before the first is stored."""
    submit = actions.submit

    def twice(**options):
        submit(**options)
        return submit(**options)

    monkeypatch.setattr(actions, "submit", twice)
    assert desk.client.post(url, DECLARED).url == reverse("practices:submitted", args=[whole.pk])
    assert whole.submissions.count() == 1


def test_the_confirmation_of_nothing_leads_back(desk, town_hall):
    answer = desk.client.get(reverse("practices:submitted", args=[town_hall.draft.pk]))
    assert answer.url == reverse("practices:draft", args=[town_hall.draft.pk])


def test_consent_on_its_own_page(desk):
    half = desk.save("consent", {"consent": "on"})
    assert half.status_code == 422
    assert desk.now.consented_at is None
    assert desk.save("consent", DECLARED).status_code == 302
    assert desk.now.consented_by == desk.now.created_by
    assert "gave the consent on" in desk.open("consent").content.decode()


def test_likely_the_same_action_is_shown_beside(desk, whole, url, town_hall):
    other = published(lead_lrg=town_hall.lrg, title="Identity cards")
    page = desk.client.get(url).content.decode()
    assert "Is it one of these?" in page
    assert other.code in page
    assert desk.client.post(url, DECLARED).status_code == 302, "it is a question, not a refusal"


def test_the_preview_is_the_public_page(desk, whole, town_hall, publisher):
    preview = desk.client.get(reverse("practices:preview", args=[whole.pk])).content.decode()
    practice = actions.submit(practice=actions.give_consent(practice=whole, by=town_hall.officer), by=town_hall.officer)
    practice = actions.publish(practice=practice, by=publisher, evidence_level="documented")
    public = desk.client.get(practice.get_absolute_url()).content.decode()

    def body(page):
        start, end = (
            page.index('<div class="record__body">'),
            page.index('<section class="record__section" id="record">'),
        )
        return page[start:end]

    evidence = re.compile(r'<div class="facts__row">\s*<dt>Evidence</dt>.*?</div>\s*', re.DOTALL)
    assert body(preview) == evidence.sub("", body(public))
    assert "contact@town.example" not in preview


def test_a_revision_is_previewed_too(town_hall, desk):
    public = published(lead_lrg=town_hall.lrg, title="Night shelter", tags=["gcm-15", "sdg-10"])
    copy = actions.revise(practice=public, by=town_hall.officer)
    assert desk.client.get(reverse("practices:preview", args=[copy.pk])).status_code == 200
    assert Practice.objects.get(pk=copy.pk).code is None


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries(desk, town_hall, editor, number, django_assert_num_queries):
    practice = full(town_hall.officer, number, lead_lrg=town_hall.lrg, title="Identity card", consent=False)
    for _number in range(number):
        published(by=editor, lead_lrg=town_hall.lrg, title="Identity card")
    for name, queries in (("check", 23), ("preview", 19), ("draft", 25)):
        page = reverse(f"practices:{name}", args=[practice.pk])
        desk.client.get(page)
        with django_assert_num_queries(queries):
            desk.client.get(page)
