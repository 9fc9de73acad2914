"""Mentions become drafts: one or five at once, all or nothing, the same one never twice, its officers are told."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from events import actions
from portal.accounts.models import Notice
from portal.shared.errors import NotAllowed
from practices.models import Practice
from tests.factories import events as make
from tests.factories.directory import LRGFactory, MandateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(editor):
    """An event at which five towns told of an action each; the first two have an officer."""
    towns = LRGFactory.create_batch(5)
    officers = [MandateFactory(lrg=town).officer for town in towns[:2]]
    rows = [
        {"mention": {"en": f"Action of {town}"}, "lrg": town.slug, "note": {"en": f"What {town} said."}}
        for town in towns
    ]
    event = make.event(by=editor, showings=rows, source_url="https://example.org/news")
    return event, towns, officers


def typed(event, *chosen):
    """What the page sends with the mentions at the places ``chosen`` ticked."""
    values = {}
    for place, showing in enumerate(event.showings.all()):
        start = f"mention-{showing.pk}-"
        values |= {
            f"{start}title": showing.mention_en,
            f"{start}lead_lrg": str(showing.lrg or ""),
            f"{start}language": "en",
            f"{start}note": showing.note_en or "",
        }
        if place in chosen:
            values[f"{start}is_chosen"] = "on"
    return values


def url(event):
    return reverse("events:entry-mentions", args=[event.pk])


def test_five_at_once(client, editor, shown, deliver):
    event, towns, officers = shown
    client.force_login(editor)
    assert client.post(url(event), typed(event, *range(5))).status_code == 302
    made = [showing.practice for showing in event.showings.select_related("practice")]
    assert [practice.lead_lrg for practice in made] == towns
    first = made[0]
    assert (first.status, first.origin, first.source_url) == ("draft", "event", "https://example.org/news")
    assert first.summary_en == f"What {towns[0]} said."
    assert [theme.code for theme in first.themes.all()] == ["housing"]
    assert [notice.recipient for notice in Notice.objects.filter(kind="mentioned").order_by("pk")] == officers
    mails = deliver()
    assert {address for mail in mails for address in mail.to} == {officer.email for officer in officers}
    assert event.history.filter(transition="draft_actions").get().by == editor


def test_an_officer_finds_it_in_the_workspace(client, editor, shown):
    event, _towns, officers = shown
    client.force_login(editor)
    client.post(url(event), typed(event, 0))
    client.force_login(officers[0])
    assert "Action of" in client.get(reverse("practices:workspace")).content.decode()


def test_one_bad_row_holds_back_all(client, editor, shown):
    event, _towns, _officers = shown
    client.force_login(editor)
    first, second = event.showings.all()[:2]
    values = typed(event, 0, 1) | {
        f"mention-{second.pk}-lead_lrg": "Nowhere-on-Sea",
        f"mention-{first.pk}-title": "Mine",
    }
    answer = client.post(url(event), values)
    assert answer.status_code == 422
    assert 'value="Mine"' in answer.content.decode()
    assert Practice.objects.count() == Notice.objects.count() == 0


def test_the_action_refuses_all_when_one_is_wrong(editor, shown):
    event, towns, _officers = shown
    showings = [*event.showings.all()]
    rows = [
        {"showing": showing.pk, "title": "Card" if place else "x" * 500, "lead_lrg": town, "language": "en", "note": ""}
        for place, (showing, town) in enumerate(zip(showings, towns, strict=True))
    ]
    with pytest.raises(ValidationError) as raised:
        actions.draft_actions(event=event, by=editor, rows=rows)
    assert all(key.startswith(f"{showings[0].pk}-") for key in raised.value.message_dict)
    assert Practice.objects.count() == Notice.objects.count() == 0


def test_the_same_mention_never_twice(client, editor, shown):
    event, towns, _officers = shown
    client.force_login(editor)
    sent = typed(event, 0)
    client.post(url(event), sent)
    again = client.post(url(event), sent)
    assert again.status_code == 422
    row = {"showing": event.showings.first().pk, "title": "Again", "lead_lrg": towns[0], "language": "en", "note": ""}
    with pytest.raises(ValidationError, match="already"):
        actions.draft_actions(event=event, by=editor, rows=[row])
    assert Practice.objects.count() == 1


@pytest.mark.parametrize("change", [{"title": ""}, {"title": "x" * 300}, {"lead_lrg": ""}, {"language": "xx"}])
def test_what_is_missing_is_said_beside_the_mention(client, editor, shown, change):
    event, _towns, _officers = shown
    client.force_login(editor)
    name, value = next(iter(change.items()))
    start = f"mention-{event.showings.first().pk}-"
    answer = client.post(url(event), typed(event, 0) | {start + name: value})
    assert answer.status_code == 422
    assert any(start + name in line["url"] for line in answer.context["errors"])


def test_nothing_ticked_says_so(client, editor, shown):
    event, _towns, _officers = shown
    client.force_login(editor)
    answer = client.post(url(event), typed(event))
    assert "Tick at least one mention." in answer.content.decode()


def test_only_the_secretariat(member, shown):
    event, _towns, _officers = shown
    with pytest.raises(NotAllowed):
        actions.draft_actions(event=event, by=member, rows=[])
