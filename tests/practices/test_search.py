"""Words find actions whatever their language, case and accents, and never what is not public."""

import pytest
from django.http import QueryDict
from django.utils import translation

from portal.directory import actions as directory
from practices import actions
from practices.filters import PracticeFilter
from practices.models import Practice, SearchText
from tests.factories.practices import archived, draft, published, submitted, town

pytestmark = pytest.mark.django_db


def found(typed, language="en", **others):
    """Codes in the order of the list, for somebody who reads in ``language``."""
    params = QueryDict(mutable=True)
    params.update({"q": typed, **others})
    with translation.override(language):
        filters = PracticeFilter(params)
        assert filters.form.is_valid(), filters.form.errors
        return [practice.code for practice in filters.results()[:1000]]


@pytest.fixture
def card():
    """Grenoble's card as a trilingual record, beside another action."""
    published(title="Something else entirely")
    return published(
        lead_lrg=town(slug="grenoble-test", name_en="Grenoble", country="FR"),
        language="fr",
        title="Carte d’identité locale",
        states={"en": "human", "es": "human"},
        summary={"fr": "Un sésame pour l'œuvre", "en": "A local card", "es": "Una tarjeta del año"},
        context={"fr": "Contexte", "en": "Background", "es": "Antecedentes en Łódź"},
        keywords={"en": "straße Ağrı", "es": "niños"},
    )


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize(
    "typed",
    [
        "identité",
        "IDENTITÉ",
        "identite",
        "IdentiTe",
        "identite\u0301",
        "locale identité",
        "carte d'identité",
        "carte d’identité",
        "oeuvre",
        "ŒUVRE",
        "ano",
        "año",
        "AÑO",
        "nin\u0303os",
        "lodz",
        "STRASSE",
        "straße",
        "agri",
        "AĞRI",
        "sésame !!!",
        "  identité  ",
        "identité\x00",
        "ｉｄｅｎｔｉｔé",
        "identi",
    ],
)
def test_case_and_accents_make_no_difference(card, typed, language):
    assert found(typed, language) == [card.code]


@pytest.mark.parametrize("typed", ["identité wombat", "carte background wombat"])
def test_if_no_text_has_every_word_those_with_some_are_shown_and_it_is_said(client, card, typed):
    page = client.get("/en/practices/", {"q": typed})
    assert page.context["total"] == 1
    assert "Nothing holds all your words; these results hold some of them." in page.context["notices"]


def test_words_of_two_languages_of_one_action_are_found_together(client, card):
    page = client.get("/en/practices/", {"q": "sésame tarjeta"})
    assert (page.context["total"], page.context["notices"]) == (1, [])


def test_words_with_a_minus_are_not_there(card):
    assert found("sésame carte") == [card.code]
    assert found("identité -locale x9") == []


@pytest.mark.parametrize("typed", ["%", "_", "%%", "__", "\\", "*", "?", "'", "\\%", "👩‍👩‍👧", "!!!"])
def test_signs_are_no_wildcards(card, typed):
    assert found(typed) == []


@pytest.mark.parametrize("typed", ["zz%zz", "w_mbat", "wom?at", "wom*", ".*"])
def test_patterns_are_only_words(card, typed):
    """A sign between letters parts two words; it never stands for other letters."""
    assert found(typed) == []


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "\n"])
def test_nothing_typed_is_no_search(card, typed):
    assert len(found(typed)) == 2


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("Notse", "another name of the lead"),
        ("Notsé", "the name of the lead"),
        ("CGLU", "the acronym of another body in Spanish"),
        ("Kenia", "the country in Spanish"),
        ("Kenya", "the country"),
        ("Eastlands", "the place"),
        ("Sozialamt", "the department"),
        ("Registrum", "a digital tool"),
        ("GCM 15", "an objective by its code"),
        ("servicios básicos", "an objective by its title"),
        ("vivienda", "a theme"),
        ("becausewords", "the reason of a tag"),
    ],
)
def test_what_else_finds_an_action(editor, typed, what):
    published(title="Something else", tags=["gcr-obj-1", "sdg-17"], themes=["data"], lead_lrg=town(country="FR"))
    lead = town(name_en="Notsé", other_names=["Notse"], country="KE")
    other = town(name_en="United Cities", acronym_es="CGLU", country="ES")
    practice = published(
        lead_lrg=lead,
        other_lrgs=[other.slug],
        states={"es": "human"},
        place_name="Eastlands",
        department="Sozialamt",
        digital_tools=[{"name": "Registrum", "purpose": {"en": "x"}, "data_protection": {"en": "x"}}],
        tags=[{"objective": "gcm-15", "why": {"en": "becausewords"}}, {"objective": "sdg-10-7"}],
        themes=["housing"],
    )
    assert found(typed) == [practice.code], what
    assert found(practice.code) == [practice.code]


def test_an_alias_entered_later_counts_from_the_next_publication_on(editor):
    lead = town(name_en="Long Name")
    published(lead_lrg=lead)
    directory.add_alias(organisation=lead, name="Shorty", by=editor)
    practice = published(lead_lrg=lead)
    assert practice.code in found("shorty")


def test_words_in_the_title_rank_first():
    in_text = published(title="Plain", summary={"en": "About zebras"})
    in_other_title = published(
        title="Rayures", language="fr", states={"en": "human"}, summary={"fr": "Les zebras", "en": "x"}
    )
    Practice.objects.filter(pk=in_other_title.pk).update(title_en="Stripes")
    in_title = published(title="Zebras in town")
    newest = published(title="Other", summary={"en": "zebras again"})
    assert found("zebras") == [in_title.code, newest.code, in_text.code, in_other_title.code]
    assert found("zebras", sort="newest")[0] == newest.code


def test_the_title_that_one_reads_ranks_before_the_title_in_another_language():
    english = published(title="Zebra", states={"fr": "human"})
    french = published(title="Zebra", language="fr")
    assert found("zebra", "fr") == [french.code, english.code]
    assert found("zebra", "en") == [english.code, french.code]


@pytest.mark.parametrize("hidden", [draft, submitted, archived])
def test_what_is_not_public_is_never_found(hidden):
    practice = hidden(title="Wombat shelter", summary={"en": "wombat"})
    assert found("wombat") == []
    assert not SearchText.objects.filter(practice=practice).exists()


def test_there_is_a_row_for_each_public_language_only():
    practice = published(
        language="es",
        states={"en": "machine", "fr": "draft"},
        summary={"es": "Resumen", "en": "Summary", "fr": "Brouillon"},
    )
    assert sorted(SearchText.objects.values_list("practice", "language")) == [(practice.pk, "en"), (practice.pk, "es")]
    assert found("summary") == found("resumen") == [practice.code]
    assert found("brouillon") == []


@pytest.mark.parametrize(("state", "is_found"), [("human", 1), ("machine", 1), ("outdated", 1), ("draft", 0)])
def test_which_states_of_a_language_are_searched(state, is_found):
    published(states={"fr": state}, summary={"en": "x", "fr": "escargot"})
    assert len(found("escargot")) == is_found


def test_restoring_writes_the_rows_again_and_each_once(editor):
    practice = published(by=editor, title="Wombat")
    actions.archive(practice=practice, by=editor, reason="Over.")
    assert found("wombat") == []
    actions.restore(practice=practice, by=editor, reason="Again.")
    assert found("wombat") == [practice.code]
    assert SearchText.objects.count() == 1


def test_a_long_search_is_cut_and_says_so(client):
    practice = published(title=" ".join(f"word{n}" for n in range(12)))
    typed = " ".join([*(f"word{n}" for n in range(12)), "wombat"])
    page = client.get("/en/practices/", {"q": typed})
    assert page.context["total"] == 1
    assert "only its first 12 words or 200 characters count" in page.context["notices"][0]
    assert practice.code in page.content.decode()
    short = client.get("/en/practices/", {"q": "word1 word2"}).context["notices"]
    assert not any("only its first" in notice for notice in short)


def test_search_and_filters_together(card):
    assert found("identité", theme="housing") == [card.code]
    assert found("identité", theme="health") == []
