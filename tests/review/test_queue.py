"""The queue: tabs, filters, orders, claiming and several at once."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import Notice
from practices import actions
from practices.models import Practice
from tests.factories.practices import draft, published, submitted, town
from tests.practices.test_parts import full
from tests.practices.test_workflow import RUBRIC

QUEUE = "/en/review/"
BULK = "/en/review/bulk/"


@pytest.fixture
def titles(as_):
    """``titles(user, query)``: what the queue lists, in order."""

    def read(user, query=""):
        return [str(row["title"]) for row in as_(user).get(QUEUE + query).context["rows"]]

    return read


@pytest.fixture
def queue(people):
    """One action in each tab."""
    options = {"by": people.author, "lead_lrg": people.lrg}
    waiting = submitted(title="Waits", **options)
    mine = actions.claim(practice=submitted(title="Claimed", **options), by=people.assigned)
    back = actions.claim(practice=submitted(title="Sent back", **options), by=people.assigned)
    actions.remark(practice=back, by=people.assigned, text="More.")
    actions.request_changes(practice=back, by=people.assigned)
    good = submitted(title="Good", **options)
    actions.assess(
        practice=actions.assign(practice=good, by=people.editor, reviewer=people.assigned), by=people.assigned, **RUBRIC
    )
    actions.recommend(practice=good, by=people.assigned)
    draft(title="A draft", **options)
    published(title="Public", **options)
    return {"waiting": waiting, "mine": mine, "back": back, "good": good}


def test_each_tab_shows_its_own(people, queue, titles):
    assert titles(people.assigned) == ["Waits"]
    assert titles(people.assigned, "?tab=mine") == ["Claimed", "Sent back", "Good"]
    assert titles(people.assigned, "?tab=changes") == ["Sent back"]
    assert titles(people.assigned, "?tab=recommended") == ["Good"]
    assert titles(people.reviewer, "?tab=mine") == []
    assert titles(people.reviewer, "?tab=changes") == [], "what went back to its officers is its reviewer's alone"
    assert set(titles(people.reviewer, "?tab=all")) == {"Waits", "Claimed", "Good"}
    assert set(titles(people.editor, "?tab=all")) == {"Waits", "Claimed", "Sent back", "Good", "A draft", "Public"}


def test_the_counts_on_the_tabs_are_those_of_the_lists(people, queue, as_, titles):
    for person in (people.assigned, people.reviewer, people.editor):
        for tab in as_(person).get(QUEUE).context["tabs"]:
            assert tab["count"] == len(titles(person, tab["url"])), (person, tab["label"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=sent", {"Sent back"}),
        ("q=our-town", set()),
        ("language=fr", set()),
        ("language=en&kind=practice", {"Waits", "Claimed", "Sent back", "Good", "A draft", "Public"}),
        ("kind=policy", set()),
        ("status=draft&status=published", {"A draft", "Public"}),
        ("status=nonsense", {"Waits", "Claimed", "Sent back", "Good", "A draft", "Public"}),
        ("language=&kind=&q=", {"Waits", "Claimed", "Sent back", "Good", "A draft", "Public"}),
    ],
)
def test_the_filters(people, queue, titles, query, found):
    assert set(titles(people.editor, f"?tab=all&{query}")) == found


def test_the_filter_of_the_reviewer(people, queue, titles):
    query = f"?tab=all&reviewer={people.assigned.pk}"
    assert set(titles(people.editor, query)) == {"Claimed", "Sent back", "Good"}


def test_the_oldest_comes_first_with_its_age(people, as_, titles):
    options = {"by": people.author, "lead_lrg": people.lrg}
    now = timezone.now()
    for days, title in ((3, "Three"), (40, "Forty"), (0, "Today")):
        with time_machine.travel(now - datetime.timedelta(days=days), tick=False):
            submitted(title=title, **options)
    assert titles(people.reviewer) == ["Forty", "Three", "Today"]
    assert titles(people.reviewer, "?sort=newest") == ["Today", "Three", "Forty"]
    assert "40 days" in as_(people.reviewer).get(QUEUE).content.decode()


@pytest.mark.parametrize("query", ["?page=999", "?page=x"])
def test_a_page_that_is_not_there(people, as_, query):
    assert as_(people.reviewer).get(QUEUE + query).status_code == 404


@pytest.mark.parametrize(
    "query", ["?tab=nope", "?sort=nope", "?reviewer=x", "?q=%00%FF", "?q=" + "x" * 5000, "?tab=mine&tab="]
)
def test_any_query_is_answered(people, as_, query):
    assert as_(people.editor).get(QUEUE + query).status_code == 200


def test_an_empty_queue_says_so(people, as_):
    assert "Nothing waits for a reviewer" in as_(people.reviewer).get(QUEUE).content.decode()
    assert "You are reviewing nothing" in as_(people.reviewer).get(QUEUE + "?tab=mine").content.decode()
    assert "No action matches" in as_(people.reviewer).get(QUEUE + "?kind=tool").content.decode()


def test_who_does_not_review_is_told_so(people, as_):
    answer = as_(people.officer).get(QUEUE)
    assert answer.status_code == 403
    assert "open to reviewers" in answer.content.decode()


def test_claiming_from_the_list(people, queue, as_):
    page = as_(people.reviewer).get(QUEUE).content.decode()
    address = reverse("practices:review-step", args=[queue["waiting"].pk, "claim"])
    assert f'formaction="{address}"' in page
    assert as_(people.reviewer).post(address, {"back": "", "practice": []}).status_code == 302
    assert Practice.objects.get(pk=queue["waiting"].pk).reviewer == people.reviewer


def test_several_are_assigned_at_once_and_each_refusal_is_named(people, queue, as_):
    public = Practice.objects.published().get()
    chosen = [queue["waiting"].pk, queue["mine"].pk, public.pk]
    data = {"do": "assign", "reviewer": people.reviewer.pk, "practice": chosen, "back": "tab=all"}
    answer = as_(people.editor).post(BULK, data)
    assert answer.url == f"{QUEUE}?tab=all"
    text = as_(people.editor).get(QUEUE).content.decode()
    assert Practice.objects.filter(reviewer=people.reviewer).count() == 2
    assert Notice.objects.filter(kind="assigned", recipient=people.reviewer).count() == 2
    assert public.code not in text, "a message is shown once, to the one who acted"


def test_the_refused_ones_are_told_to_the_editor(people, queue, as_):
    client, public = as_(people.editor), Practice.objects.published().get()
    data = {"do": "assign", "reviewer": people.reviewer.pk, "practice": [public.pk]}
    text = client.post(BULK, data, follow=True).content.decode()
    assert f"{public.code}: This step is not possible" in text


def test_several_are_reminded_at_once(people, queue, as_):
    chosen = [queue["mine"].pk, queue["back"].pk]
    as_(people.editor).post(BULK, {"do": "remind", "practice": chosen})
    assert Notice.objects.filter(kind="reminder_review", recipient=people.assigned).count() == 1
    assert Notice.objects.filter(kind="reminder_draft", recipient=people.officer).count() == 1


def test_nobody_is_reminded_of_what_waits_for_nobody(people, queue, as_):
    public = Practice.objects.published().get()
    text = as_(people.editor).post(BULK, {"do": "remind", "practice": [public.pk]}, follow=True).content.decode()
    assert f"{public.code}: This action waits for nobody." in text
    assert as_(people.editor).post(reverse("practices:review-remind", args=[public.pk])).status_code == 409
    assert not Notice.objects.filter(kind="reminder_review").exists()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"do": "assign"}, "Choose a reviewer."),
        ({"do": "assign", "reviewer": "0"}, "Choose a reviewer."),
        ({"do": "remind"}, "Tick at least one action."),
        ({"do": "remind", "practice": ["x", "²", "9" * 40]}, "Tick at least one action."),
    ],
)
def test_nothing_is_done_with_nothing(people, queue, as_, data, told):
    assert told in as_(people.editor).post(BULK, data, follow=True).content.decode()


def test_the_way_back_stays_on_the_portal(people, as_):
    answer = as_(people.editor).post(BULK, {"do": "remind", "back": "\r\nLocation: https://elsewhere.example"})
    assert answer.url.startswith(QUEUE)
    assert "\n" not in answer.url


@pytest.mark.parametrize("address", [QUEUE, "/en/review/changes/", "/en/review/events/"])
def test_every_filter_is_offered_before_it_is_asked_for(people, as_, address):
    page = as_(people.editor).get(address)
    names = [control["name"] for control in page.context["filters"].controls]
    assert len(names) > 2
    for name in names:
        assert f'<label for="{name}">' in page.content.decode()
        assert f'name="{name}"' in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries(people, as_, django_assert_num_queries, number):
    for _number in range(number):
        submitted(by=people.author, lead_lrg=town())
    client = as_(people.editor)
    client.get(QUEUE)
    with django_assert_num_queries(9):
        client.get(QUEUE)


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries_of_one_submission(people, as_, django_assert_num_queries, number):
    practice = actions.submit(practice=full(people.author, number), by=people.author)
    Practice.objects.filter(pk=practice.pk).update(reviewer=people.assigned)
    for _number in range(number):
        practice.remarks.create(by=people.assigned, field="summary", text="Which year?")
        published(by=people.author, lead_lrg=practice.lead_lrg, title=practice.text("title").value)
    client, address = as_(people.assigned), reverse("practices:review-one", args=[practice.pk])
    client.get(address)
    with django_assert_num_queries(29):
        client.get(address)


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries_of_a_revision(people, as_, django_assert_num_queries, number):
    public = actions.publish(
        practice=actions.submit(practice=full(people.author, number), by=people.author),
        by=people.editor,
        evidence_level="documented",
    )
    copy = actions.revise(practice=public, by=people.author)
    actions.give_consent(practice=copy, by=people.author)
    actions.submit(practice=copy, by=people.author)
    client = as_(people.editor)
    for name, queries in (("review-one", 30), ("review-changes", 13)):
        address = reverse(f"practices:{name}", args=[copy.pk])
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)
    with django_assert_num_queries(13):
        client.get(reverse("practices:review-beside", args=[copy.pk]) + f"?with={public.code}")


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries_of_the_dashboard(people, as_, django_assert_num_queries, number):
    for _number in range(number):
        published(by=people.author, lead_lrg=town())
    client = as_(people.editor)
    with django_assert_num_queries(15):
        client.get("/en/review/dashboard/")


# The action of one's own town -------------------------------------------------------------------------


def test_nobody_claims_the_action_of_their_own_town(people, as_):
    own = submitted(by=people.author, lead_lrg=people.lrg)
    other = submitted(by=people.author, lead_lrg=town())
    client = as_(people.own_reviewer)
    offered = {row["practice"].pk: row["can_claim"] for row in client.get(QUEUE).context["rows"]}
    assert offered == {own.pk: False, other.pk: True}
    page = client.get(reverse("practices:review-one", args=[own.pk]))
    assert "You act for this local government: somebody else reviews its actions" in page.content.decode()
    assert not page.context["may_remark"]
    for name, data in (("review-step", {}), ("review-rubric", RUBRIC), ("review-remark", {"text": "Good"})):
        options = [own.pk, "claim"] if name == "review-step" else [own.pk]
        assert client.post(reverse(f"practices:{name}", args=options), data).status_code == 403
    address = f"/api/v1/drafts/{own.pk}/transitions/claim/"
    answer = client.post(address, {}, content_type="application/json")
    assert (answer.status_code, "You act for this local government" in answer.json()["detail"]) == (403, True)
    own.refresh_from_db()
    assert own.reviewer is None


def test_an_editor_does_not_publish_the_action_of_their_own_town(people, as_):
    own = submitted(by=people.author, lead_lrg=people.lrg)
    client = as_(people.own_editor)
    page = client.get(reverse("practices:review-one", args=[own.pk]))
    assert {step["name"] for step in page.context["steps"]} == {"assign", "withdraw"}
    assert "You act for this local government" in page.context["hindrance"]
    address = reverse("practices:review-step", args=[own.pk, "publish"])
    assert client.post(address, {"evidence_level": "documented"}).status_code == 403


def test_several_are_not_given_to_somebody_of_one_of_the_towns(people, as_):
    own, other = (submitted(by=people.author, lead_lrg=lrg) for lrg in (people.lrg, town()))
    data = {"practice": [own.pk, other.pk], "do": "assign", "reviewer": people.own_reviewer.pk}
    page = as_(people.editor).post(BULK, data, follow=True).content.decode()
    assert f"{own.reference}: {people.own_reviewer} acts for this local government" in page
    assert "Done for 1 action." in page
    given = Practice.objects.filter(reviewer=people.own_reviewer)
    assert list(given) == [other]
