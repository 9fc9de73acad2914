"""What a search finds, in which order, and what it says of itself."""

import pytest
from django.utils import translation
from pyroaring import BitMap

from practices import search
from practices.models import Lexeme, Practice
from practices.search import query

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def exact(monkeypatch):
    """Near hits follow only where nothing is exact; the test that is about them says otherwise."""
    monkeypatch.setattr(query, "FEW", 1)


def said(typed, language="en"):
    with translation.override(language):
        return search.Search(typed, language=language).notes


# Words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("flats", {"homes", "market"}),
        ("flat", {"homes", "market"}),
        ("FLATS", {"homes", "market"}),
        ("labor", {"homes", "market"}),
        ("organization", {"market"}),
        ("ciudad", {"vivienda", "both"}),  # SDG 11 is about cities, whatever language tells of it
        ("ciudades", {"vivienda", "both"}),
        ("joven", {"vivienda"}),
        ("jovenes", {"vivienda"}),
        ("poblacion", {"vivienda"}),
        ("pequena", {"vivienda"}),
        ("refugies", {"travail", "vivienda"}),  # "refugiadas" has the same stem
        ("integration", {"travail"}),
        ("travaux", {"travail", "zither_in_french"}),  # SDG 8 is about work
        ("l'an", {"travail"}),
        ("identite\u0301", {"travail"}),
        ("elu", {"travail"}),
        ("donnees", {"travail"}),
        ("Lisboa", {"homes"}),
        ("lisbonne", {"homes"}),
        ("Portugal", {"homes"}),
        ("guarantee", {"homes"}),
        ("GCM 8", {"both"}),
        ("gcm8", {"both"}),
        ("Francia", {"zither_in_title"}),
        ("gcm 7", {"zither_in_french"}),
        ("SDG 8", {"zither_in_french"}),
        ("ODD 8", {"zither_in_french"}),
        ("ODS 8", {"zither_in_french"}),
    ],
)
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_one_search_finds_texts_of_any_language(find, typed, expected, language):
    assert {*find(typed, language)} == expected


def test_the_code_of_an_action_finds_it_alone(find, library):
    assert find(library.market.code) == ["market"]


def test_every_word_must_be_there(find):
    assert find("market labour flats") == find("flats market labour")
    assert {*find("market labour")} == {"homes", "market"}
    assert find("market inspectors") == ["market"]


def test_words_in_two_languages_of_one_action_are_found_together(find):
    assert find("newcomers skills") == ["both"]
    assert find("zither charpentier") == ["both"]
    assert said("zither charpentier") == []
    assert "Nothing holds all your words; these results hold some of them." in said("inspectors wombat")


def test_a_search_falls_to_any_of_its_words_and_says_so(find):
    assert find("inspectors wombat") == ["market"]
    assert find("charpentier inspectors")[0] in ("both", "market")
    assert {*find("charpentier inspectors")} == {"both", "market"}
    assert said("charpentier inspectors") == ["Nothing holds all your words; these results hold some of them."]
    assert said("market inspectors") == []


def test_a_few_exact_hits_are_followed_by_near_ones(find, monkeypatch):
    monkeypatch.setattr(query, "FEW", 3)
    assert find("market inspectors")[0] == "market"
    assert {*find("market inspectors")} == {"homes", "market"}
    assert said("market inspectors") == ["Few results hold all your words; others that hold some of them follow."]
    assert find('"labour market"') == ["homes"]


def test_rare_words_weigh_more_where_any_is_enough(find):
    assert find("zymurgy newcomers charpentier", "fr")[0] == "both"


def test_stop_words_count_only_where_nothing_else_does(find):
    assert {*find("the flats to the city")} == {"homes"}
    assert "market" in find("the")


# Phrases, minus, asterisk -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ('"labour market"', {"homes"}),
        ("“labour market”", {"homes"}),
        ("«labour market»", {"homes"}),
        ('"marché du travail"', {"travail"}),
        ('"marche du travail"', {"travail"}),
        ('"market labour"', set()),  # nowhere side by side: offered without the quotation marks
        ('"labour market" flats', {"homes"}),
        ("market -inspectors", {"homes"}),
        ("market –inspectors", {"homes"}),
        ('flats -"labour market"', {"market"}),
        ("market -inspectors -doubled", set()),
        ("zither -musique -music", {"both"}),
        ("refug*", {"homes", "vivienda", "travail"}),
        ("neighb*", {"homes"}),
        ("neighbourh*", {"homes"}),
        ("integratio*", {"travail"}),
        ("trav*", {"travail", "zither_in_french"}),
        ("zith* -zither", set()),
        ("qx*", set()),
    ],
)
def test_signs_of_a_search(find, typed, expected):
    assert {*find(typed)} == expected


def test_a_minus_leaves_an_action_out_in_every_language(find):
    assert "both" not in find("newcomers -charpentier")
    assert {*find("-market")} == {"vivienda", "travail", "both", "zither_in_title", "zither_in_french"} - {
        "travail"
    } | {"travail"}


def test_a_hyphen_inside_a_word_is_no_minus(find):
    assert find("labour-market inspectors") == ["market"]


# Order ------------------------------------------------------------------------------------------------


def test_the_title_ranks_before_the_text_and_the_readers_language_first(find):
    assert find("zither", "en") == ["zither_in_title", "both", "zither_in_french"] or find("zither", "en") == [
        "zither_in_title",
        "zither_in_french",
        "both",
    ]
    assert find("zither", "fr")[0] == "zither_in_french"
    assert find("flats")[0] == "homes"  # the summary before the rest


def test_each_hit_says_in_which_language_it_matched(library):
    def languages(typed, language):
        asked = search.Search(typed, language=language)
        return {library.names[hit.pk]: hit.language for hit in asked.ranked(asked.hits(), 0, 20)}

    assert languages("charpentier", "en") == {"both": "fr"}
    assert languages("newcomers", "fr") == {"homes": "en", "both": "en"}
    assert languages("zither", "fr") == {"zither_in_french": "fr", "zither_in_title": "en", "both": "en"}


def test_only_the_given_hits_are_ranked_and_pages_do_not_overlap(library):
    asked = search.Search("zither", language="en")
    found = asked.hits()
    few = BitMap([library.both.pk, library.zither_in_french.pk])
    assert {hit.pk for hit in asked.ranked(found & few, 0, 10)} == {*few}
    pages = [hit.pk for start in range(3) for hit in asked.ranked(found, start, start + 1)]
    assert pages == [hit.pk for hit in asked.ranked(found, 0, 3)]
    assert asked.ranked(found, 5, 9) == []
    assert asked.ranked(BitMap(), 0, 9) == []


@pytest.mark.parametrize("common", [0, 10])
def test_of_many_hits_those_with_the_words_in_the_title_come_first(library, find, monkeypatch, common):
    monkeypatch.setattr(query, "MOST_RANKED", 1)
    monkeypatch.setattr(query, "TOO_COMMON", common)
    assert find("zither", "en")[0] == "zither_in_title"
    assert find("zither", "fr")[0] == "zither_in_french"


def test_of_many_loose_hits_those_with_most_of_the_words_come_first(library, find, monkeypatch):
    monkeypatch.setattr(query, "MOST_RANKED", 2)
    monkeypatch.setattr(query, "TOO_COMMON", 0)
    found = find("inspectors authority flats doubled zymurgy")
    assert found[:2] == ["market", "homes"]  # three of the words, two of them
    assert {*find("newcomers charpentier musique")} >= {"both", "homes", "zither_in_french"}


def test_operators_of_other_searches_are_words_and_the_page_says_so(find):
    assert find("market AND labour") == find("market labour")
    assert any("“AND” is read as a word" in note for note in said("market AND labour"))
    assert said("market and labour") == []


# Help with the spelling -------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["sither", "flutz", "zihtre"])
def test_a_word_that_is_only_a_little_like_another_is_not_corrected(find, typed):
    """Another first letter, or more than one letter of a short word."""
    assert find(typed) == []


def test_what_is_left_out_is_never_proposed(find):
    asked = search.Search('market -"labour inspectors" zzz', language="en")
    assert asked.suggestion() == ""


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("inspecters", "inspectors", "market"),
        ("zihter", "zither", "zither_in_title"),
        ("logemment", "logement", "travail"),
        ('"labour markket"', '"labour market"', "homes"),
        ("flats doubbled", "flats doubled", "homes"),
    ],
)
def test_a_word_that_no_text_holds_is_corrected_and_the_page_says_so(find, typed, meant, expected):
    asked = search.Search(typed, language="en")
    assert asked.suggestion() == meant
    assert find(typed)[0] == expected
    assert any("similar ones were looked for" in note for note in asked.notes)


def test_a_phrase_that_stands_nowhere_is_offered_without_its_quotation_marks(find):
    assert find("“market labour”") == []
    assert search.Search("“market labour”", language="en").suggestion() == "market labour"


@pytest.mark.parametrize(
    "typed", ['"flats wombat"', '"wombat"', "flats", "xqz", "zzzzzzzzzzzz", "12345", "", "flats -inspecters", "wombat"]
)
def test_nothing_is_suggested_where_nothing_is_near_or_something_was_found(library, typed):
    assert search.Search(typed, language="en").suggestion() == ""


def test_words_of_hidden_actions_are_never_found_suggested_or_completed(find, library):
    assert Lexeme.objects.filter(word="zymurgy").exists()  # the lexicon forgets at the next rebuild
    assert find("wombat") == find("zymurgy") == []
    assert search.Search("zymurgi", language="en").suggestion() == ""
    assert search.complete("womb", language="en") == []


# Completion -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "language", "first"),
    [
        ("Lis", "en", "Lisbon"),
        ("lis", "es", "Lisboa"),
        ("viv", "es", "vivienda"),
        ("refugi", "fr", "réfugiés"),
        ("zit", "en", "zither"),
        ("young zit", "en", "young zither"),
        ("jov", "en", "jóvenes"),
    ],
)
def test_the_last_word_is_completed(library, typed, language, first):
    with translation.override(language):
        assert search.complete(typed, language=language)[0] == first


@pytest.mark.parametrize("typed", ["", " ", "z", "zither ", "q*", "🙂", "\x00", "x" * 10_000, "wom", None])
def test_nothing_is_completed_without_a_beginning(library, typed):
    assert search.complete(typed, language="en") == []


def test_completions_are_few(library):
    assert len(search.complete("re", language="en", limit=2)) <= 2


# Snippets ---------------------------------------------------------------------------------------------


def passage(library, typed, name, language="en"):
    asked = search.Search(typed, language=language)
    hit = next(hit for hit in asked.ranked(asked.hits(), 0, 20) if library.names[hit.pk] == name)
    return asked.snippets([hit])[hit.pk]


def test_words_are_marked_as_they_are_written(library):
    snippet = passage(library, "travaux", "travail")
    assert snippet.language == "fr"
    assert "<mark>travail</mark>" in snippet.html
    assert "<mark>travaux</mark>" in snippet.html
    assert "<mark>refugees</mark>" in passage(library, "refugee", "homes").html
    assert "<mark>refugiadas</mark>" in passage(library, "refug*", "vivienda").html


def test_texts_are_escaped(library):
    snippet = passage(library, "derechos", "vivienda")
    assert "&lt;b&gt;<mark>derecho</mark>&lt;/b&gt; &amp; paz" in snippet.html
    assert "<b>" not in snippet.html


def test_words_of_two_fields_give_two_passages(library):
    html = passage(library, "flats doubled", "homes").html
    assert "<mark>flats</mark>" in html
    assert "<mark>doubled</mark>" in html


def test_a_hit_of_the_tags_shows_them_whatever_language_the_action_is_in(library):
    snippet = passage(library, "ODD 8", "zither_in_french", language="es")
    assert (snippet.is_of_tags, snippet.language) == (True, "fr")
    assert "<mark>ODD</mark> <mark>8</mark>" in snippet.html
    country = passage(library, "Francia", "zither_in_title", language="es")
    assert (country.is_of_tags, country.language, country.html) == (True, "es", "<mark>Francia</mark>")


def test_where_nothing_can_be_marked_there_is_no_passage(library):
    asked = search.Search("Lisboa", language="en")
    assert asked.snippets(asked.ranked(asked.hits(), 0, 20)) == {}


def test_a_draft_translation_is_never_a_passage(library):
    """An action is found in a language in which it has no public text by the names of what it is tagged with."""
    Practice.objects.filter(pk=library.zither_in_title.pk).update(summary_es="Borrador de Francia")
    assert passage(library, "Francia", "zither_in_title", language="es").html == "<mark>Francia</mark>"


def test_long_texts_are_cut_between_words():
    from practices.search.snippets import WIDTH, _passages  # noqa: PLC0415

    text = " ".join(f"word{n}" for n in range(500))
    html = _passages([text], "en", {"enword250"}, ())
    assert html.startswith("… word")
    assert html.endswith(" …")
    assert "<mark>word250</mark>" in html
    assert len(html) < WIDTH + 60


# What the search says of itself -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ('"flats', "A quotation mark without its other half was ignored."),
        ("flats & 🙂", "Ignored in your search: & 🙂"),
        ("ab*", "“ab*” is too short: give at least 3 letters before the asterisk."),
        (" ".join(f"w{n}" for n in range(20)), "only its first 12 words or 200 characters count."),
        ("flats " * 60, "only its first 12 words or 200 characters count."),
        ("🙂", "There is no word in your search, so it finds nothing."),
    ],
)
def test_what_does_not_count_is_said(library, typed, note):
    assert any(note in line for line in said(typed))


@pytest.mark.parametrize("typed", ["", "   ", "flats", "flats market", '"labour market"', "market -flats", "refug*"])
def test_an_ordinary_search_says_nothing(library, typed):
    assert said(typed) == []


@pytest.mark.parametrize("typed", ["", " ", "\n", "🙂", "%", "-", '""', "*"])
def test_without_a_word_nothing_is_found(find, typed):
    assert search.Search(typed, language="en").is_empty
    assert find(typed) == []
