"""Writing by the API: drafts, versions, steps, files, keys; the same answers as the pages."""

import pytest
from rest_framework.test import APIClient

from practices import actions
from practices.models import Practice
from tests.factories.accounts import UserFactory
from tests.factories.directory import MandateFactory
from tests.factories.practices import complete, draft, published, submitted, town
from tests.practices.test_uploads import PDF, picture, upload

pytestmark = pytest.mark.django_db
DRAFTS = "/api/v1/drafts/"
RUBRIC = {"relevance": "yes", "evidence": "partly", "replicability": "yes", "safety": "yes"}


@pytest.fixture
def lrg():
    return town(slug="our-town")


@pytest.fixture
def officer(lrg):
    return MandateFactory(lrg=lrg, officer=UserFactory(name="Ana"), confirmed_by=UserFactory(editor=True)).officer


def signed_in(person):
    client = APIClient()
    client.force_authenticate(person)
    return client


@pytest.fixture
def api(officer):
    return signed_in(officer)


@pytest.fixture
def practice(officer, lrg):
    return draft(by=officer, lead_lrg=lrg, title="Welcome desk")


def one(practice, *more):
    return "/".join([f"{DRAFTS}{practice.pk}", *map(str, more), ""])


def test_from_nothing_to_published(api, officer, lrg):
    """Every step of an action's life, by three people and four kinds of request."""
    new = {"lead_lrg": "our-town", "original_language": "es", "title": "Ventanilla"}
    made = api.post(DRAFTS, {**new, "content": complete(language="es", title="Ventanilla")}, format="json")
    assert made.status_code == 201, made.json()
    practice, etag = Practice.objects.get(), made["ETag"]
    assert set(made.json()["missing"]) == {"consent", "is_data_protection_confirmed"}
    assert made.json()["transitions"] == ["submit", "withdraw"]
    changed = api.patch(one(practice), {"department": "Vivienda"}, format="json", headers={"If-Match": etag})
    assert changed.status_code == 200
    assert changed.json()["content"]["department"] == "Vivienda"
    assert api.post(one(practice, "consent")).status_code == 200
    assert api.post(one(practice, "transitions", "submit")).json()["workflow_status"] == "submitted"

    reviewer = signed_in(UserFactory(role="reviewer"))
    assert reviewer.post(one(practice, "transitions", "claim")).status_code == 200
    remark = reviewer.post(one(practice, "remarks"), {"field": "summary", "text": "Dónde?"}, format="json")
    assert remark.status_code == 201
    assert api.get(one(practice)).json()["remarks"] == []
    assert reviewer.post(one(practice, "transitions", "request_changes")).status_code == 200
    (read,) = api.get(one(practice)).json()["remarks"]
    assert (read["field"], read["text"]) == ("summary", "Dónde?")
    assert api.post(one(practice, "transitions", "submit")).status_code == 400
    answer = api.patch(one(practice, "remarks", read["id"]), {"answer": "En el puerto."}, format="json")
    assert answer.json()["answer"] == "En el puerto."
    assert api.post(one(practice, "transitions", "submit")).status_code == 200
    assert reviewer.post(one(practice, "transitions", "recommend")).status_code == 400
    assert reviewer.put(one(practice, "assessment"), {**RUBRIC, "private_note": "x"}, format="json").status_code == 200
    assert reviewer.post(one(practice, "transitions", "recommend")).status_code == 200

    editor = signed_in(UserFactory(editor=True))
    public = editor.post(one(practice, "transitions", "publish"), {"evidence_level": "documented"}, format="json")
    code = public.json()["code"]
    assert api.get(f"/api/v1/practices/{code}/").status_code == 200
    copy = api.post(one(practice, "transitions", "revise")).json()
    assert (copy["workflow_status"], copy["code"]) == ("draft", None)


def test_anonymous_people_are_asked_to_sign_in_and_told_nothing(practice):
    client = APIClient()
    for address in (DRAFTS, one(practice), f"{DRAFTS}999999/"):
        answer = client.get(address)
        assert answer.status_code == 401
        assert "Token" in answer["WWW-Authenticate"]


@pytest.mark.parametrize("role", ["member", "reviewer"])
def test_what_others_write_does_not_exist(practice, role):
    stranger = signed_in(UserFactory(role=role))
    assert stranger.get(DRAFTS).json()["count"] == 0
    answers = [
        stranger.get(one(practice)),
        stranger.patch(one(practice), {"department": "x"}, format="json", headers={"If-Match": "0"}),
        stranger.post(one(practice, "transitions", "submit")),
        stranger.post(one(practice, "attachments"), {"file": upload(PDF)}),
        stranger.get(f"{DRAFTS}999999/"),
    ]
    assert {answer.status_code for answer in answers} == {404}


def test_the_wrong_person_is_told_why_and_the_wrong_state_which(api, practice, officer):
    refused = api.post(one(practice, "transitions", "publish"))
    assert (refused.status_code, refused.json()["detail"]) == (403, "Your role does not include this step.")
    actions.submit(practice=practice, by=officer)
    late = api.post(one(practice, "transitions", "submit"))
    assert (late.status_code, late.json()["state"]) == (409, "submitted")
    assert api.patch(one(practice), {}, format="json", headers={"If-Match": '"1"'}).status_code == 409


@pytest.mark.parametrize("given", [None, "", "*", "abc", "²", '"-1"', "9" * 30])
def test_an_update_names_its_version(api, practice, given):
    headers = {} if given is None else {"If-Match": given.encode().decode("latin-1")}
    assert api.patch(one(practice), {"department": "x"}, format="json", headers=headers).status_code == 428


def test_a_stale_update_gets_both_texts(api, practice, officer):
    etag = api.get(one(practice))["ETag"]
    actions.update(practice=practice, by=officer, data={"department": "Theirs"})
    answer = api.patch(one(practice), {"department": "Mine"}, format="json", headers={"If-Match": etag})
    assert answer.status_code == 412
    assert (answer.json()["current"], answer.json()["yours"]) == ({"department": "Theirs"}, {"department": "Mine"})
    assert answer.json()["revision"] == practice.revision + 1


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"status": "published"}, "status"),
        ({"code": "LA-2026-9999"}, "code"),
        ({"created_by": 1}, "created_by"),
        ({"revision": 9}, "revision"),
        ({"working_copy_of": 1}, "working_copy_of"),
        ({"consented_at": "2020-01-01"}, "consented_at"),
        ({"starts_on": "yesterday"}, "starts_on"),
        ({"title": {"en": "x" * 121}}, "title_en"),
        ({"tags": [{"objective": "gcm-99"}]}, "tags"),
        ([], "detail"),
        ("text", "detail"),
    ],
)
def test_what_cannot_be_written_is_refused_by_field_and_nothing_is_written(api, practice, data, field):
    etag = api.get(one(practice))["ETag"]
    before = Practice.objects.values().get()
    answer = api.patch(one(practice), data, format="json", headers={"If-Match": etag})
    assert answer.status_code == 400
    assert field in answer.json()
    assert Practice.objects.values().get() == before


def test_a_request_sent_again_gets_its_answer_again(api, lrg):
    new = {"lead_lrg": "our-town", "original_language": "en", "title": "Once"}
    key = {"Idempotency-Key": "a-1"}
    first, again = (api.post(DRAFTS, new, format="json", headers=key) for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert Practice.objects.count() == 1
    other = api.post(one(Practice.objects.get(), "transitions", "withdraw"), headers=key)
    assert (other.status_code, [*other.json()]) == (400, ["Idempotency-Key"])
    assert api.post(DRAFTS, new, format="json", headers={"Idempotency-Key": "k" * 101}).status_code == 400


def test_a_refused_request_may_be_sent_again_under_its_key(api, practice, officer):
    Practice.objects.filter(pk=practice.pk).update(consented_at=None)
    key = {"Idempotency-Key": "submit-1"}
    assert api.post(one(practice, "transitions", "submit"), headers=key).status_code == 400
    actions.give_consent(practice=practice, by=officer)
    for _ in range(2):
        assert api.post(one(practice, "transitions", "submit"), headers=key).status_code == 200
    assert practice.history.filter(transition="submit").count() == 1


def test_files_come_are_described_and_go(api, practice):
    image = api.post(one(practice, "images"), {"file": upload(picture(), "Square.jpg")})
    assert image.status_code == 201
    described = api.patch(
        one(practice, "images", image.json()["id"]),
        {"alt_text_en": "The square", "credit": "Ana", "has_consent": True},
        format="json",
    )
    assert described.json()["alt_text_en"] == "The square"
    file = api.post(one(practice, "attachments"), {"file": upload(PDF, "By-law.pdf")}).json()
    assert (file["original_name"], file["media_type"]) == ("By-law.pdf", "application/pdf")
    assert api.patch(one(practice, "attachments", file["id"]), {"kind": "song"}, format="json").status_code == 400
    assert len(api.get(one(practice)).json()["attachments"]) == 1
    assert api.delete(one(practice, "attachments", file["id"])).status_code == 204
    assert api.delete(one(practice, "attachments", file["id"])).status_code == 404
    wrong = api.post(one(practice, "images"), {"file": upload(b"no picture", "a.jpg")})
    assert wrong.status_code == 400
    assert api.post(one(practice, "images"), {}).json().keys() == {"file"}


def test_a_file_of_another_action_cannot_be_reached_through_ones_own(api, practice, officer):
    foreign = draft(by=UserFactory(editor=True))
    file = actions.attach(practice=foreign, by=foreign.created_by, upload=upload(PDF))
    assert api.delete(one(practice, "attachments", file.pk)).status_code == 404
    assert foreign.attachments.exists()


def test_suggestions_say_why(api, practice, officer):
    actions.update(practice=practice, by=officer, data={"title": {"en": "Municipal ID and legal identity"}})
    proposed = api.get(one(practice, "suggestions")).json()
    assert any(row["code"] == "gcm-4" and row["words"] for row in proposed)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(api, officer, lrg, number, django_assert_num_queries):
    for _ in range(number):
        draft(by=officer, lead_lrg=lrg)
    with django_assert_num_queries(2):
        assert api.get(DRAFTS).json()["count"] == number


def test_a_reviewer_sees_the_queue_and_not_the_drafts(practice):
    waiting = submitted(by=UserFactory(editor=True))
    published(by=UserFactory(editor=True))
    rows = signed_in(UserFactory(role="reviewer")).get(DRAFTS).json()["results"]
    assert [row["id"] for row in rows] == [waiting.pk]


@pytest.mark.parametrize(
    "body",
    [
        '{"countries": ["\\ud800"]}',
        '{"\\ud800": 1}',
        '{"tags": [{"objective": "\\udfff"}]}',
        '{"area": {"type": "\\ud800"}}',
        '{"summary": ' * 5_000 + "1" + "}" * 5_000,
        '{"reached": [{"number": 1e400}]}',
        '{"latitude": -1e999}',
        '{"reached": [{"number": NaN}]}',
        '{"budget_amount": Infinity}',
    ],
    ids=["a code", "a name", "a row", "an area", "a deep nest", "too large", "too small", "not a number", "infinity"],
)
def test_what_is_no_text_and_no_number_is_refused(api, practice, body):
    """Every message may repeat what was sent; half a surrogate pair and an infinite number cannot be sent back."""
    headers = {"If-Match": f'"{practice.revision}"'}
    answer = api.patch(one(practice), body, content_type="application/json", headers=headers)
    assert answer.status_code == 400
    assert "detail" in answer.json()


@pytest.mark.parametrize("number", ["1e308", "-1e308", "9" * 4000, "9" * 5000, "1.5", "1e22"])
@pytest.mark.parametrize("field", ['{"reached": [{"number": %s}]}', '{"budget_amount": %s}', '{"latitude": %s}'])
def test_a_number_beyond_its_field_is_no_crash(api, practice, field, number):
    headers = {"If-Match": f'"{practice.revision}"'}
    answer = api.patch(one(practice), field % number, content_type="application/json", headers=headers)
    assert answer.status_code in (200, 400), answer.content
