"""Letters of the political sign-off: sent like other files, read by those who work on the action, never public."""

import pytest
from django.test import Client
from django.urls import reverse

from practices import actions, record
from practices.models import Practice, SignOff
from tests.factories.accounts import UserFactory
from tests.factories.practices import published
from tests.practices.test_uploads import DOCX, picture, upload

PDF = b"%PDF-1.4\n%%EOF"
MAYOR = {"name": "The mayor", "position_title": "Mayor", "signed_on": "2026-01-01"}
COUNCIL = {"name": "The council", "position_title": "Speaker", "signed_on": "2026-02-01"}


@pytest.fixture
def signed(town_hall):
    """A draft with two sign-offs."""
    return actions.update(practice=town_hall.draft, by=town_hall.officer, data={"sign_offs": [MAYOR, COUNCIL]})


def send(desk, sign_off, content, name="letter.pdf", **more):
    url = reverse("practices:draft-letter", args=[sign_off.practice_id, sign_off.pk])
    return desk.client.post(url, {"letter": upload(content, name), **more} if content is not None else more)


def letter(practice, place=0):
    return practice.sign_offs.all()[place].letter


def attached(practice, by, place=0):
    actions.attach_letter(sign_off=practice.sign_offs.all()[place], by=by, upload=upload(PDF))
    return letter(practice, place).name


@pytest.mark.parametrize(
    ("content", "ending", "kind"),
    [
        (PDF, "pdf", "application/pdf"),
        (DOCX, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (picture(), "webp", "image/webp"),
    ],
)
def test_a_letter_is_known_by_its_content(signed, desk, content, ending, kind):
    sign_off = signed.sign_offs.first()
    answer = send(desk, sign_off, content, "../../etc/passwd")
    assert answer.url == reverse("practices:draft-files", args=[signed.pk])
    given = desk.client.get(reverse("practices:letter", args=[sign_off.pk]))
    assert (given.status_code, given["Content-Type"]) == (200, kind)
    assert given["Content-Disposition"] == f'attachment; filename="{signed.reference}-{sign_off.pk}.{ending}"'
    assert (given["Cache-Control"], given["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    assert f"/files/letters/{sign_off.pk}/" in desk.client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is not a PDF"),
        (b"MZ\x90\x00program", "is not a PDF"),
        (PDF[:-5], "damaged or incomplete"),
        (picture()[:200], "damaged or incomplete"),
        (None, "Choose at least one file."),
    ],
)
def test_a_wrong_letter_is_refused_and_the_earlier_one_stays(signed, desk, town_hall, content, said):
    before = attached(signed, town_hall.officer)
    sign_off = signed.sign_offs.first()
    answer = send(desk, sign_off, content, "my.pdf")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert f'href="#id_letter-{sign_off.pk}"' in page
    assert letter(signed).name == before


def test_only_those_who_work_on_it_read_a_letter(town_hall, editor):
    by = UserFactory(editor=True)
    practice = published(by=by, publisher=editor, lead_lrg=town_hall.lrg, sign_offs=[MAYOR])
    copy = actions.revise(practice=practice, by=by)
    attached(copy, by)
    actions.give_consent(practice=copy, by=by)
    public = actions.publish(practice=actions.submit(practice=copy, by=by), by=editor, evidence_level="documented")
    url = reverse("practices:letter", args=[public.sign_offs.get().pk])
    people = {town_hall.officer: 200, editor: 200, town_hall.neighbour: 404, UserFactory(reviewer=True): 404}
    for person, status in people.items():
        client = Client()
        client.force_login(person)
        assert client.get(url).status_code == status
    assert Client().get(url).status_code == 404
    pages = [public.get_absolute_url(), f"/api/v1/practices/{public.code}/"]
    assert all("letter" not in Client().get(page).content.decode().replace("newsletter", "") for page in pages[1:])
    assert url not in Client().get(pages[0]).content.decode()


def test_a_letter_is_replaced_and_removed(signed, desk, town_hall, django_capture_on_commit_callbacks):
    first = attached(signed, town_hall.officer)
    storage = SignOff._meta.get_field("letter").storage
    with django_capture_on_commit_callbacks(execute=True):
        second = attached(signed, town_hall.officer)
    assert (storage.exists(first), storage.exists(second)) == (False, True)
    with django_capture_on_commit_callbacks(execute=True):
        assert send(desk, signed.sign_offs.first(), None, step="remove").status_code == 302
    assert not letter(signed)
    assert not storage.exists(second)


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([MAYOR, COUNCIL], [True, False]),
        ([COUNCIL, MAYOR], [False, True]),
        ([MAYOR], [True]),
        ([COUNCIL], [False]),
        ([{**MAYOR, "name": "The mayor of Ourtown"}, COUNCIL], [True, False]),
        ([], []),
    ],
)
def test_a_letter_stays_with_its_sign_off(signed, town_hall, rows, kept, django_capture_on_commit_callbacks):
    name = attached(signed, town_hall.officer)
    with django_capture_on_commit_callbacks(execute=True):
        changed = actions.update(practice=signed, by=town_hall.officer, data={"sign_offs": rows})
    assert [bool(row.letter) for row in changed.sign_offs.all()] == kept
    assert SignOff._meta.get_field("letter").storage.exists(name) == any(kept)
    assert "letter" not in str(record.content(changed))


def test_a_revision_keeps_the_letter_of_the_public_action(town_hall, editor, django_capture_on_commit_callbacks):
    by = UserFactory(editor=True)
    practice = published(by=by, publisher=editor, lead_lrg=town_hall.lrg, sign_offs=[MAYOR])
    copy = actions.revise(practice=practice, by=by)
    name = attached(copy, by)
    actions.give_consent(practice=copy, by=by)
    actions.publish(practice=actions.submit(practice=copy, by=by), by=editor, evidence_level="documented")
    again = actions.revise(practice=Practice.objects.get(pk=practice.pk), by=by)
    assert letter(practice).name == letter(again).name == name
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_letter(sign_off=again.sign_offs.get(), by=by)
    assert letter(practice).storage.exists(name), "the public action still refers to it"


def test_the_page_of_a_reviewer_names_the_letter(signed, town_hall, editor):
    attached(signed, town_hall.officer)
    client = Client()
    client.force_login(editor)
    page = client.get(reverse("practices:review-one", args=[signed.pk])).content.decode()
    assert reverse("practices:letter", args=[signed.sign_offs.first().pk]) in page


def test_a_submitted_action_takes_no_letter(signed, desk, town_hall):
    Practice.objects.filter(pk=signed.pk).update(status="withdrawn")
    assert send(desk, signed.sign_offs.first(), PDF).status_code == 409
    assert not letter(signed)
