"""The workspace and its steps: starting, copying, withdrawing, revising, confirming, notices, pages of lists."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from portal.accounts.notices import notify
from practices import actions, confirmations, record
from practices.models import Practice
from tests.factories.directory import MandateFactory
from tests.factories.practices import draft, published, submitted, town
from tests.practices.test_uploads import picture, upload

HOME, START = "/en/workspace/", "/en/workspace/start/"


@pytest.fixture
def client(town_hall):
    client = Client()
    client.force_login(town_hall.officer)
    return client


# Starting -----------------------------------------------------------------------------------------


def test_the_only_town_is_chosen_already(client, town_hall):
    page = client.get(START)
    assert page.context["form"]["lead_lrg"].value() == "our-town"
    for text in ("Who may submit", "What is looked for", "How long it takes", "What to have at hand"):
        assert text in page.content.decode()


def test_start(client, town_hall):
    typed = {"lead_lrg": "our-town", "original_language": "es", "title": "Tarjeta vecinal"}
    answer = client.post(START, typed)
    practice = Practice.objects.latest("pk")
    assert answer.url == reverse("practices:draft", args=[practice.pk])
    assert record.content(practice)["title"] == {"es": "Tarjeta vecinal"}
    assert practice.contacts.get().email == town_hall.officer.email


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"original_language": "de"}, "original_language"),
        ({"lead_lrg": "next-town"}, "lead_lrg"),
        ({"lead_lrg": "\x00"}, "lead_lrg"),
        ({"title": "\x00"}, "title"),
        ({"copy_of": "999999"}, "copy_of"),
        ({"copy_of": "\x00"}, "copy_of"),
    ],
)
def test_a_wrong_start_keeps_what_was_typed(client, town_hall, typed, field):
    good = {"lead_lrg": "our-town", "original_language": "es", "title": "Tarjeta"}
    answer = client.post(START, good | typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["title"].value() == (good | typed)["title"]
    assert Practice.objects.count() == 1


def test_without_a_mandate_the_page_leads_to_where_one_asks(town_hall):
    client = Client()
    client.force_login(town_hall.member)
    page = client.get(START).content.decode()
    assert reverse("directory:mandate-ask") in page
    assert 'name="title"' not in page
    assert client.post(START, {"lead_lrg": "our-town", "original_language": "en", "title": "x"}).status_code == 422


def test_copy_an_earlier_action(client, town_hall, whole):
    typed = {"lead_lrg": "our-town", "original_language": "en", "title": "Second card", "copy_of": whole.pk}
    client.post(START, typed)
    practice = Practice.objects.latest("pk")
    assert practice.copied_from == whole
    assert record.content(practice)["summary"] == record.content(whole)["summary"]
    assert str(practice) == "Second card"


def test_a_copy_from_another_of_ones_towns_is_refused(client, town_hall, whole):
    MandateFactory(officer=town_hall.officer, lrg=town(slug="second-town"))
    typed = {"lead_lrg": "second-town", "original_language": "en", "title": "Card", "copy_of": whole.pk}
    assert list(client.post(START, typed).context["form"].errors) == ["copy_of"]


def test_actions_of_others_are_not_offered_as_a_start(client, town_hall):
    other = draft(lead_lrg=town(), title="Hidden draft")
    page = client.get(START)
    assert "Hidden draft" not in page.content.decode()
    assert other.pk not in [one.pk for one in page.context["form"].fields["copy_of"].queryset]


# Lists --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_list(client, whole, town_hall, number, django_assert_num_queries):
    for _each in range(number - 1):
        draft(lead_lrg=town_hall.lrg)
    with django_assert_num_queries(20):
        page = client.get(HOME)
    assert len(page.context["rows"]) == number


def test_each_list(client, town_hall):
    submitted(lead_lrg=town_hall.lrg, title="Waiting")
    public = published(lead_lrg=town_hall.lrg, title="Public")
    actions.withdraw(practice=draft(lead_lrg=town_hall.lrg, title="Taken back"), by=town_hall.officer)
    for show, title in (
        ("writing", "Identity card"),
        ("submitted", "Waiting"),
        ("published", "Public"),
        ("closed", "Taken back"),
    ):
        page = client.get(HOME, {"show": show})
        assert [str(line["practice"]) for line in page.context["rows"]] == [title]
    assert [tab["count"] for tab in page.context["tabs"]] == [1, 1, 1, 1]
    assert public.get_absolute_url() in client.get(HOME, {"show": "published"}).content.decode()
    assert client.get(HOME, {"show": "\x00"}).context["shown"] == "writing"
    assert client.get(HOME, {"page": "2"}).status_code == 404


def test_pages_of_a_list(client, town_hall):
    for _each in range(11):
        draft(lead_lrg=town_hall.lrg)
    assert len(client.get(HOME).context["rows"]) == 10
    assert len(client.get(HOME, {"page": 2}).context["rows"]) == 2


def test_how_complete_a_draft_is(client, whole, town_hall):
    empty = actions.create_draft(by=town_hall.officer, lead_lrg=town_hall.lrg, original_language="en", title="Empty")
    shares = {line["practice"].pk: line["share"] for line in client.get(HOME).context["rows"]}
    assert shares[whole.pk] > 80
    assert 0 < shares[empty.pk] < 30


def test_what_waits_for_the_secretariat(client, town_hall):
    MandateFactory(officer=town_hall.officer, lrg=town(name_en="Askedfor"), requested=True)
    assert "to act for Askedfor" in client.get(HOME).content.decode()


def test_notices_are_read(client, town_hall, editor):
    notify(recipients=[town_hall.officer, town_hall.colleague], kind="claimed", context={"title": "Card"}, by=editor)
    page = client.get(HOME)
    (line,) = page.context["notices"]["lines"]
    assert line["text"] in page.content.decode()
    theirs = town_hall.colleague.notices.get()
    answer = client.post(reverse("practices:read-notices"), {"notice": [line["notice"].pk, theirs.pk, "x", "9" * 40]})
    assert answer.url == HOME
    assert client.get(HOME).context["notices"]["lines"] == []
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_home_of_a_draft(client, whole, django_assert_max_num_queries):
    with django_assert_max_num_queries(50):
        page = client.get(reverse("practices:draft", args=[whole.pk]))
    states = {task.section.name: task.state for task in page.context["tasks"]}
    assert states == {
        **dict.fromkeys(("about", "who", "place", "what", "people", "results", "lessons", "tags"), "completed"),
        **dict.fromkeys(("consent", "means", "links"), "not-started"),
    }
    assert (page.context["completed"], page.context["needed"]) == (8, 9)
    assert "8 of 9 needed pages completed" in page.content.decode()
    assert "Last saved by Ana" in page.content.decode()


# Steps --------------------------------------------------------------------------------------------


def step(client, practice, name):
    return client.post(reverse("practices:step", args=[practice.pk, name]))


def test_withdraw_asks_first_and_is_undone(client, town_hall):
    url = reverse("practices:withdraw", args=[town_hall.draft.pk])
    assert "Withdraw this action?" in client.get(url).content.decode()
    assert Practice.objects.get(pk=town_hall.draft.pk).status == "draft"
    client.post(url)
    assert Practice.objects.get(pk=town_hall.draft.pk).status == "withdrawn"
    assert client.post(url).status_code == 409
    assert step(client, town_hall.draft, "reopen").status_code == 302
    assert Practice.objects.get(pk=town_hall.draft.pk).status == "draft"


def test_revise_makes_a_working_copy_once(client, town_hall):
    public = published(lead_lrg=town_hall.lrg, title="Public")
    answer = step(client, public, "revise")
    copy = Practice.objects.get(working_copy_of=public)
    assert answer.url == reverse("practices:draft", args=[copy.pk])
    assert "readers keep seeing" in client.get(answer.url).content.decode().lower()
    assert step(client, public, "revise").status_code == 409
    assert reverse("practices:draft", args=[copy.pk]) in client.get(HOME, {"show": "published"}).content.decode()


def test_confirm_with_one_click(client, town_hall):
    public = published(lead_lrg=town_hall.lrg)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=400)):
        client.force_login(town_hall.officer)
        assert Practice.objects.get(pk=public.pk).freshness == "ageing"
        assert step(client, public, "confirm").status_code == 302
        assert Practice.objects.get(pk=public.pk).freshness == "fresh"


@pytest.mark.parametrize("name", ["publish", "archive", "nonsense", "submit"])
def test_other_steps_are_not_taken_here(client, town_hall, name):
    assert step(client, town_hall.draft, name).status_code == 404


@pytest.mark.parametrize("name", ["confirm", "revise", "reopen"])
def test_a_step_in_a_wrong_state(client, town_hall, name):
    assert step(client, town_hall.draft, name).status_code == 409


# The link of a mail -------------------------------------------------------------------------------


@pytest.fixture
def public(town_hall):
    return published(lead_lrg=town_hall.lrg, title="Public")


def test_the_link_of_a_mail_confirms_without_a_sign_in(town_hall, public):
    url = confirmations.path(public, town_hall.officer, "fr")
    assert url.startswith(f"/fr/practices/{public.code}/confirm/")
    anybody = Client()
    before = Practice.objects.get(pk=public.pk).confirmed_at
    assert anybody.get(url).status_code == 200
    assert Practice.objects.get(pk=public.pk).confirmed_at == before, "looking at it changes nothing"
    assert anybody.post(url).status_code == 200
    practice = Practice.objects.get(pk=public.pk)
    assert practice.confirmed_at > before
    assert practice.history.get(transition="confirm").by == town_hall.officer


def test_the_link_ends(town_hall, public):
    url = confirmations.path(public, town_hall.officer, "en")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=61)):
        assert Client().post(url).status_code == 404
    other = published(lead_lrg=town_hall.lrg)
    assert Client().post(url.replace(public.code, other.code)).status_code == 404
    assert Client().post(url[:-3] + "x/").status_code == 404
    town_hall.officer.mandates.update(state="ended", ended_by=town_hall.member, ended_at=timezone.now())
    assert Client().post(url).status_code == 404
    assert not Practice.objects.get(pk=public.pk).history.filter(transition="confirm").exists()


def test_the_link_for_somebody_else(town_hall, public):
    for person in (town_hall.member, town_hall.neighbour):
        assert Client().get(confirmations.path(public, person, "en")).status_code == 404


# Suggestions --------------------------------------------------------------------------------------


def test_suggestions_are_accepted_and_dismissed(client, town_hall, desk):
    desk.save(
        "about",
        {
            "title": "Identity cards for migrants: legal identity and documents",
            "summary": "Proof of legal identity, documentation.",
        },
    )
    page = desk.open("tags")
    proposed = [one.objective.code for one in page.context["suggestions"]]
    assert "gcm-4" in proposed
    assert "Because of these words" in page.content.decode()
    assert desk.save("tags", {"keywords": "kept"}, step="accept:gcm-4").url.endswith("#suggestions")
    content = record.content(desk.now)
    assert [tag["objective"] for tag in content["tags"]] == ["gcm-4"]
    assert content["keywords"] == {"en": "kept"}
    others = [one.objective.code for one in desk.open("tags").context["suggestions"]]
    assert "gcm-4" not in others
    desk.save("tags", {}, step=f"dismiss:{others[0]}")
    assert others[0] not in [one.objective.code for one in desk.open("tags").context["suggestions"]]
    assert desk.save("tags", {}, step="dismiss:nonsense").status_code == 404


def test_at_most_five_of_the_gcm(desk):
    answer = desk.save("tags", {"tag": [f"gcm-{number}" for number in range(1, 7)]})
    assert answer.status_code == 422
    assert answer.context["errors"][0]["url"] == "#gcm"
    assert 'id="gcm"' in answer.content.decode()
    assert answer.content.decode().count('name="tag"') > 200


def test_a_code_that_is_not_offered_is_not_taken(desk):
    desk.save("tags", {"tag": ["gcm-1", "nonsense", "\x00", "gcm-99"], "primary": "sdg-1"})
    assert [tag["objective"] for tag in record.content(desk.now)["tags"]] == ["gcm-1"]


# The bin --------------------------------------------------------------------------------------------


def withdrawn(practice, by, days):
    """Withdraw an action so many days ago."""
    with time_machine.travel(timezone.now() - datetime.timedelta(days=days)):
        return actions.withdraw(practice=practice, by=by)


def test_a_draft_that_was_never_submitted_is_deleted_a_month_after_it_was_withdrawn(client, town_hall, editor):
    officer, lrg = town_hall.officer, town_hall.lrg
    once_submitted = actions.submit(practice=draft(by=officer, lead_lrg=lrg), by=officer)
    taken_up = withdrawn(draft(by=officer, lead_lrg=lrg), officer, 40)
    actions.reopen(practice=taken_up, by=officer)
    again = withdrawn(draft(by=officer, lead_lrg=lrg), officer, 60)
    actions.reopen(practice=again, by=officer)
    kept = {
        withdrawn(once_submitted, officer, 400).pk,
        withdrawn(again, officer, 3).pk,
        withdrawn(draft(by=officer, lead_lrg=lrg), officer, 29).pk,
        taken_up.pk,
        town_hall.draft.pk,
        published(by=editor).pk,
    }
    gone = withdrawn(draft(by=officer, lead_lrg=lrg), officer, 31)
    assert set(Practice.objects.values_list("pk", flat=True)) == kept | {gone.pk}
    call_command("clean_up", verbosity=0)
    call_command("clean_up", verbosity=0)
    assert set(Practice.objects.values_list("pk", flat=True)) == kept
    assert client.get(reverse("practices:draft", args=[gone.pk])).status_code == 404


def test_files_of_a_deleted_draft_leave_the_disk(town_hall, django_capture_on_commit_callbacks):
    officer = town_hall.officer
    image = actions.add_image(practice=town_hall.draft, by=officer, upload=upload(picture()))
    withdrawn(town_hall.draft, officer, 31)
    assert image.file.storage.exists(image.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.empty_bin() == 1
    assert not image.file.storage.exists(image.file.name)
    assert not image.thumbnail.storage.exists(image.thumbnail.name)


def test_the_officer_reads_when_a_draft_is_deleted(client, town_hall):
    page = reverse("practices:withdraw", args=[town_hall.draft.pk])
    with time_machine.travel("2026-03-01T12:00:00Z"):
        client.force_login(town_hall.officer)
        day = date_format(datetime.date(2026, 3, 31), "DATE_FORMAT")
        assert f"You can take it up again until {day}" in client.get(page).content.decode()
        home = client.post(page, follow=True).content.decode()
        assert f"It will be deleted on {day} unless you take it up again." in home
        assert f"It will be deleted on {day}" in client.get(HOME + "?show=closed").content.decode()


def test_what_was_submitted_once_is_never_said_to_be_deleted(client, town_hall):
    practice = actions.submit(practice=draft(by=town_hall.officer, lead_lrg=town_hall.lrg), by=town_hall.officer)
    assert "Nothing is deleted" in client.get(reverse("practices:withdraw", args=[practice.pk])).content.decode()
    withdrawn(practice, town_hall.officer, 0)
    assert "will be deleted" not in client.get(HOME + "?show=closed").content.decode()
