"""Objectives proposed from the words of an action, and actions that resemble each other."""

import pytest

from compacts.models import Objective
from practices import actions, duplicates, suggestions
from practices.management.commands.measure_suggestions import measure
from practices.models import Practice
from tests.factories.accounts import UserFactory
from tests.factories.practices import draft, published, town

pytestmark = pytest.mark.django_db

#: What an officer writes about a card for every resident; GCM 4 is legal identity, GCM 15 access to services.
CARD = {
    "en": ("A municipal ID for every resident", "The card proves legal identity and opens access to basic services."),
    "es": (
        "Un documento municipal para cada vecino",
        "El documento prueba la identidad jurídica y abre el acceso a los servicios básicos, también sin papeles.",
    ),
    "fr": (
        "Une carte d’identité municipale pour tous",
        "La carte prouve l’identité juridique et donne accès aux services de base de la ville.",
    ),
}


@pytest.fixture
def editor():
    return UserFactory(editor=True)


def card(language, editor, tags=("gcm-23", "sdg-11"), **options):
    title, summary = CARD[language]
    return draft(by=editor, language=language, title=title, summary={language: summary}, tags=tags, **options)


@pytest.mark.parametrize("language", CARD)
def test_identity_and_services_are_proposed_with_the_words_that_say_so(language, editor):
    found = {s.objective.code: s for s in suggestions.suggest(card(language, editor))}
    assert {"gcm-4", "gcm-15"} <= {*found}
    text = " ".join(CARD[language]).lower().replace("’", " ")
    for suggestion in found.values():
        assert suggestion.words or suggestion.linkages
        assert all(word in text or word in "action the summary context activities" for word in found["gcm-4"].words)
    assert any("ident" in word or "municipal" in word for word in found["gcm-4"].words)


def test_what_is_tagged_or_was_dismissed_is_not_proposed(editor):
    practice = card("en", editor, tags=("gcm-15", "sdg-11"))
    codes = {s.objective.code for s in suggestions.suggest(practice)}
    assert "gcm-4" in codes
    assert "gcm-15" not in codes
    actions.dismiss_suggestion(practice=practice, by=editor, objective=Objective.objects.get(code="gcm-4"))
    assert "gcm-4" not in {s.objective.code for s in suggestions.suggest(practice)}


def test_there_is_a_limit_for_each_agenda(editor):
    by_agenda = [s.objective.agenda.code for s in suggestions.suggest(card("en", editor), limit=2)]
    assert by_agenda == sorted(by_agenda, key=["gcm", "gcr", "sdg"].index)
    assert max(by_agenda.count(code) for code in ("gcm", "gcr", "sdg")) <= 2


def test_an_empty_text_proposes_nothing_but_linkages(editor):
    practice = actions.create_draft(by=editor, lead_lrg=town(), original_language="en", title="…")
    assert suggestions.suggest(practice) == []


def test_words_are_learned_from_published_actions_only(editor):
    for number in range(4):
        published(by=editor, title=f"Quaxen {number}", tags=("gcm-22", "sdg-1"))
        published(by=editor, title=f"Other {number}", tags=("gcm-7", "sdg-10"))
        draft(by=editor, title=f"Blimfo {number}", tags=("gcm-22", "sdg-1"))

    def first(title):
        practice = actions.create_draft(by=editor, lead_lrg=town(), original_language="en", title=title)
        return [(s.objective.code, s.words) for s in suggestions.suggest(practice) if s.words]

    assert ("gcm-22", ("quaxen",)) in first("Quaxen")
    assert first("Blimfo") == []


def test_published_linkages_of_a_tag_are_proposed_with_their_source(editor):
    practice = actions.create_draft(by=editor, lead_lrg=town(), original_language="en", title="Plain")
    actions.update(practice=practice, by=editor, data={"tags": [{"objective": "gcm-1"}, {"objective": "gcm-20"}]})
    linked = [s for s in suggestions.suggest(practice) if s.linkages]
    assert all(linkage.source for s in linked for linkage in s.linkages)
    assert not any(linkage.is_suggested for s in linked for linkage in s.linkages)


def test_the_measure_counts_what_was_tagged(editor):
    published(by=editor, title=CARD["en"][0], summary={"en": CARD["en"][1]}, tags=("gcm-4", "gcm-15", "sdg-11"))
    figures = measure(Practice.objects.published())["gcm"]
    assert figures["actions"] == 1
    assert figures["recall"] == 1
    assert figures["precision"] == pytest.approx(0.4)


# The same action again ----------------------------------------------------------------------------


def test_a_title_that_is_alike_is_noticed_in_any_town(editor):
    first = published(
        by=editor, title="Welcome desk for newcomers in the old harbour", summary={"en": "Volunteers advise."}
    )
    again = draft(by=editor, title="Welcome desk for newcomers at the old harbour")
    (found,) = duplicates.likely(again, editor)
    assert found.practice == first
    assert found.reasons == ("The titles are alike.",)


def test_the_same_town_writing_in_two_languages_is_noticed_by_its_names(editor):
    lrg = town()
    first = published(
        by=editor, lead_lrg=lrg, title="The SUKOM register", summary={"en": "The register SUKOM links KADEM and desks."}
    )
    again = draft(
        by=editor,
        lead_lrg=lrg,
        language="fr",
        title="Le registre SUKOM",
        summary={"fr": "SUKOM relie KADEM aux guichets."},
    )
    (found,) = duplicates.likely(again, editor)
    assert found.practice == first
    assert "KADEM, SUKOM" in found.reasons[1]


def test_unlike_actions_and_hidden_ones_are_not_shown(editor):
    draft(by=editor, title="Welcome desk for newcomers in the old harbour")
    published(by=editor, title="Language courses", summary={"en": "Evening classes in libraries."})
    again = draft(by=editor, title="Welcome desk for newcomers in the old harbour", summary={"en": "A desk."})
    stranger = UserFactory()
    assert duplicates.likely(again, stranger) == []
    assert len(duplicates.likely(again, editor)) <= 1


def test_a_revision_is_not_its_own_duplicate(editor):
    practice = published(by=editor, title="Welcome desk for newcomers")
    copy = actions.revise(practice=practice, by=editor)
    assert duplicates.likely(copy, editor) == []
    assert duplicates.likely(practice, editor) == []
