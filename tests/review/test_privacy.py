"""What is written in the review reaches those it is meant for, and nobody else."""

import pytest
from django.urls import reverse

from portal.accounts.models import Notice
from practices import actions
from practices.models import Practice
from tests.factories.directory import MandateFactory
from tests.factories.practices import contact, draft, published, submitted
from tests.practices.test_uploads import PDF, picture, upload
from tests.practices.test_workflow import RUBRIC

UNSENT, SENT, PRIVATE, NOTE = "canary unsent", "canary sent", "canary private", "canary note"


@pytest.fixture
def reviewed(people):
    """An action in its second round: one remark was sent, one waits, and the rubric has a private note."""
    practice = submitted(by=people.officer, lead_lrg=people.lrg, title="Under review")
    practice = actions.claim(practice=practice, by=people.assigned)
    actions.remark(practice=practice, by=people.assigned, text=SENT, field="summary", kind="suggestion")
    actions.assess(practice=practice, by=people.assigned, **RUBRIC, private_note=PRIVATE, note=NOTE)
    practice = actions.request_changes(practice=practice, by=people.assigned)
    practice = actions.submit(practice=practice, by=people.officer)
    actions.remark(practice=practice, by=people.assigned, text=UNSENT)
    return practice


def pages(practice):
    """Every page that shows something of one action to somebody."""
    names = ("review-one", "review-changes", "draft", "check", "submitted")
    found = [reverse(f"practices:{name}", args=[practice.pk]) for name in names]
    return [*found, "/en/workspace/", "/en/review/", "/en/review/?tab=all", "/en/review/dashboard/", "/en/practices/"]


def read(client, practice):
    """Everything that a person can read of an action."""
    return "\n".join(client.get(page).content.decode() for page in pages(practice))


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("anonymous", set()),
        ("member", set()),
        ("neighbour", set()),
        ("waiting_officer", set()),
        ("officer", {SENT}),
        ("reviewer", {SENT, UNSENT, PRIVATE, NOTE}),
        ("assigned", {SENT, UNSENT, PRIVATE, NOTE}),
        ("editor", {SENT, UNSENT, PRIVATE, NOTE}),
    ],
)
def test_who_reads_what_reviewers_write(people, as_, reviewed, person, seen):
    text = read(as_(getattr(people, person)), reviewed)
    hidden = {UNSENT, SENT, PRIVATE, NOTE} - seen - ({NOTE} if person == "officer" else set())
    assert {canary for canary in hidden if canary in text} == set()
    assert {canary for canary in seen if canary not in text} == set()


def test_no_notice_holds_a_private_word(people, reviewed):
    for notice in Notice.objects.all():
        for canary in (UNSENT, PRIVATE):
            assert canary not in f"{notice.context} {notice.url}"


def test_an_answer_is_read_beside_the_field(people, as_, reviewed):
    actions.request_changes(practice=reviewed, by=people.assigned)
    for remark in reviewed.remarks.all():
        actions.answer_remark(remark=remark, by=people.officer, answer="Since 2019.")
    actions.submit(practice=reviewed, by=people.officer)
    text = as_(people.assigned).get(reverse("practices:review-one", args=[reviewed.pk])).content.decode()
    assert "Since 2019." in text


def test_who_acts_for_the_town_never_reads_the_private_side_as_its_reviewer(people, as_, reviewed):
    MandateFactory(officer=people.reviewer, lrg=people.lrg, confirmed_by=people.author)
    text = as_(people.reviewer).get(reverse("practices:review-one", args=[reviewed.pk])).content.decode()
    assert SENT in text
    assert UNSENT not in text
    assert PRIVATE not in text


def test_a_reviewer_reads_of_a_public_action_what_everybody_reads(people, as_):
    practice = submitted(by=people.author, lead_lrg=people.lrg)
    other = published(
        by=people.author,
        lead_lrg=people.lrg,
        contacts=[contact(name="Closed Person", email="closed@town.example")],
        summary={"en": "Open.", "es": "Texto clandestino."},
        states={"es": "draft"},
    )
    address = reverse("practices:review-beside", args=[practice.pk]) + f"?with={other.code}"
    for path in (address, address.replace("/en/", "/es/")):
        text = as_(people.reviewer).get(path).content.decode()
        assert "Closed Person" not in text
        assert "clandestino" not in text
    assert "Closed Person" in as_(people.editor).get(address).content.decode()


def test_drafts_of_others_are_not_named_beside_or_below_an_action(people, as_):
    practice = submitted(by=people.author, lead_lrg=people.lrg, title="A house of words")
    hidden = Practice.objects.get(pk=submitted(by=people.author, lead_lrg=people.lrg, title="A house of words 2").pk)
    actions.withdraw(practice=hidden, by=people.author)
    client = as_(people.reviewer)
    text = client.get(reverse("practices:review-one", args=[practice.pk])).content.decode()
    assert "A house of words 2" not in text
    beside = client.get(reverse("practices:review-beside", args=[practice.pk]), {"with": hidden.reference})
    assert "A house of words 2" not in beside.content.decode()


def test_remarks_are_noted_taken_back_sent_and_closed(people, as_):
    practice = actions.claim(practice=submitted(by=people.officer, lead_lrg=people.lrg), by=people.assigned)
    client, place = as_(people.assigned), reverse("practices:review-remark", args=[practice.pk])
    answer = client.post(place, {"field": "summary", "kind": "required", "text": "Which year?"})
    assert answer.url.endswith("#summary")
    remark = practice.remarks.get()
    assert (remark.field, remark.kind, remark.text, remark.sent_at) == ("summary", "required", "Which year?", None)
    drop = reverse("practices:review-drop-remark", args=[practice.pk, remark.pk])
    assert as_(people.reviewer).post(drop).status_code == 403
    assert client.post(drop).status_code == 302
    assert not practice.remarks.exists()
    client.post(place, {"field": "", "kind": "suggestion", "text": "Well done."})
    remark = practice.remarks.get()
    resolve = reverse("practices:review-resolve-remark", args=[practice.pk, remark.pk])
    assert client.post(resolve).status_code == 404, "it was not sent yet"
    client.post(reverse("practices:review-step", args=[practice.pk, "request_changes"]))
    drop = reverse("practices:review-drop-remark", args=[practice.pk, remark.pk])
    assert client.post(drop).status_code == 409
    actions.submit(practice=practice, by=people.officer)
    assert client.post(resolve).status_code == 302
    assert practice.remarks.get().resolved_by == people.assigned
    client.post(resolve, {"is_resolved": "no"})
    assert practice.remarks.get().resolved_at is None


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"text": "x"},
        {"kind": "required", "text": " "},
        {"kind": "no", "text": "Kept words"},
        {"field": "nope", "kind": "required", "text": "Kept words"},
    ],
)
def test_a_remark_that_is_not_whole_is_refused_and_kept(people, as_, data):
    practice = actions.claim(practice=submitted(by=people.officer, lead_lrg=people.lrg), by=people.assigned)
    answer = as_(people.assigned).post(reverse("practices:review-remark", args=[practice.pk]), data)
    assert answer.status_code == 422
    assert not practice.remarks.exists()
    assert data.get("text", "") in answer.content.decode()


def test_a_remark_stays_with_its_action(people, as_):
    first, second = (
        actions.claim(practice=submitted(by=people.officer, lead_lrg=people.lrg), by=people.assigned) for _n in "ab"
    )
    remark = actions.remark(practice=first, by=people.assigned, text="Mine.")
    answer = as_(people.assigned).post(reverse("practices:review-drop-remark", args=[second.pk, remark.pk]))
    assert answer.status_code == 404
    assert first.remarks.exists()


def test_who_reviews_sees_pictures_and_files(people, as_):
    practice = draft(by=people.author, lead_lrg=people.lrg)
    image = actions.add_image(practice=practice, by=people.author, upload=upload(picture(), "Square.jpg"))
    actions.describe_file(file=image, by=people.author, alt_text_en="The square in May", credit="Ana", has_consent=True)
    actions.attach(practice=practice, by=people.author, upload=upload(PDF, "By-law.pdf"))
    actions.submit(practice=practice, by=people.author)
    page = as_(people.reviewer).get(f"/en/review/{practice.pk}/").content.decode()
    assert 'alt="The square in May"' in page
    assert f"/en/practices/files/images/{image.pk}/small/" in page
    assert ">By-law</a>" in page
