"""Finding events, sessions and publications by their words; nothing hidden is ever found."""

import pytest
from django.core.management import call_command
from django.utils import translation

from events import actions, search
from events.models import SearchText
from portal.directory.actions import rename
from portal.directory.models import Organisation
from tests.factories.accounts import UserFactory
from tests.factories.events import again, event, person, publication, published_event, published_publication
from tests.factories.practices import town

pytestmark = pytest.mark.django_db


def found(typed):
    asked = search.search_for(typed)
    hits = asked.hits()
    return [hit.pk for hit in asked.ranked(hits, 0, len(hits))]


def meeting(**data):
    return published_event(
        title="Multilevel governance",
        sessions=[
            {"number": 1, "title": {"en": "Registers"}, "summary": {"en": "How a town counts its newcomers."}},
            {"number": 2, "title": {"en": "Catalysts for stability"}},
        ],
        **data,
    )


@pytest.mark.parametrize(
    "typed",
    ["governance", "GOVERNANCE", "newcomer", '"counts its newcomers"', "catalyst", "Zübeyde", "zubeyde", "housing"],
)
def test_event_is_found_by_its_own_words_its_sessions_people_and_tags(typed):
    speaker = person("Zübeyde Tan")
    one = meeting(participations=[{"person": speaker.slug, "session": 2, "role": "moderator"}])
    published_event(title="Something else", themes=["health"])
    assert found(typed) == [one.pk]


def test_event_is_found_by_old_spellings_and_by_a_new_name_of_a_town():
    notse = town(name_en="Notsé", other_names=["Nuatja"])
    one = meeting(delegations=[{"lrg": notse.slug}])
    assert found("notse") == found("nuatja") == [one.pk]
    rename(organisation=Organisation.objects.get(pk=notse.pk), by=UserFactory(editor=True), names={"en": "Kpalimé"})
    assert found("kpalime") == [one.pk]


def test_text_in_another_language_is_found_once_it_is_reviewed():
    draft = meeting(description={"fr": "Un quartier accueillant"})
    assert found("accueillant") == []
    editor = UserFactory(editor=True)
    actions.set_language_state(entry=draft, by=editor, language="fr", state="human")
    assert found("accueillants") == [draft.pk]


def test_title_counts_more_than_the_long_text():
    low = published_event(title="A meeting", description={"en": "Also on solidarity."})
    high = published_event(title="Solidarity")
    assert found("solidarity") == [high.pk, low.pk]


def test_session_that_holds_the_words_is_named():
    one = meeting()
    asked = search.search_for("newcomers counted")
    assert asked.sessions(asked.hits()) == {one.pk: one.sessions.get(number=1).pk}


def test_passage_marks_the_words_of_a_session():
    one = meeting()
    asked = search.search_for("newcomers")
    snippet = asked.snippets(asked.ranked(asked.hits(), 0, 1))[one.pk]
    assert "<mark>newcomers</mark>" in snippet.html


def test_excluded_words_and_misspellings():
    one, other = meeting(), published_event(title="Governance of water")
    assert found("governance -water") == [one.pk]
    asked = search.search_for("gouvernence")
    with translation.override("en"):
        assert {*asked.hits()} == {one.pk, other.pk}
        assert asked.suggestion() == "governance"


HIDDEN = {
    "draft": lambda: event(title="Xylophone"),
    "internal": lambda: published_event(title="Xylophone", visibility="internal"),
    "participants only": lambda: published_event(title="Xylophone", visibility="participants"),
    "outcome": lambda: published_event(outcome_visibility="participants", key_messages={"en": "Xylophone"}),
    "next step": lambda: published_event(outcome_visibility="internal", next_steps=[{"what": {"en": "Xylophone"}}]),
    "material": lambda: published_event(
        materials=[{"kind": "data", "url": "https://e.example", "title": {"en": "Xylophone"}, "visibility": "internal"}]
    ),
    "quote": lambda: published_event(quotes=[{"words": {"en": "Xylophone"}, "language": "en"}]),
    "draft translation": lambda: published_event(description={"es": "Xylophone"}),
    "draft publication": lambda: publication(title="Xylophone"),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_nothing_hidden_is_found_or_counted(name):
    HIDDEN[name]()
    assert found("xylophone") == []
    assert sum(search.counts("xylophone").values()) == 0
    assert not SearchText.objects.filter(body__contains="xylophon").exists()


def test_what_is_taken_back_is_found_no_longer():
    one, editor = meeting(), UserFactory(editor=True)
    actions.unpublish(entry=one, by=editor, reason="Too early.")
    assert found("governance") == []
    actions.publish(entry=again(one), by=editor)
    actions.archive(entry=again(one), by=editor, reason="Superseded.")
    assert found("governance") == []


def test_counts_of_the_tabs():
    meeting()
    published_publication(title="Governance in practice")
    assert search.counts("governance") == {"series": 0, "event": 1, "publication": 1}


def test_rebuild_makes_the_same_texts_and_keeps_the_words_of_events_known():
    one = meeting()
    before = [*SearchText.objects.order_by("session", "language").values_list("heading", "names", "tags", "body")]
    SearchText.objects.all().delete()
    call_command("rebuild_search", verbosity=0)
    after = [*SearchText.objects.order_by("session", "language").values_list("heading", "names", "tags", "body")]
    assert after == before
    assert found("gouvernence") == [one.pk]


@pytest.mark.parametrize("typed", ["\x00", "\ud800", '"', "-", "🙂", "a" * 10_000, "%' OR 1=1 --", "_", "*", "مرحبا"])
def test_any_text_is_safe(typed):
    meeting()
    asked = search.search_for(typed)
    assert [*asked.ranked(asked.hits(), 0, 5)] == [] if asked else True
