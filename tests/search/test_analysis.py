"""Words become the same terms however they are written, and the words of the domain keep their forms together."""

import json
import re
import sys

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from portal.shared import languages
from portal.shared.text import fold, words
from practices.search.analysis import MAX_LETTERS, analyse, is_stop_word, look_up, split, term

#: Words that are one word to a reader: language, forms.
ONE_WORD = [
    ("en", "woman women"),
    ("en", "child children"),
    ("en", "person persons people"),
    ("en", "refugee refugees Refugees’"),
    ("en", "city cities"),
    ("en", "policy policies"),
    ("en", "migrant migrants"),
    ("en", "organisation organization organisations organizations"),
    ("en", "labour labor"),
    ("en", "neighbourhood neighborhoods"),
    ("en", "rumour rumor rumours rumors"),
    ("en", "centre center centres"),
    ("en", "programme program programmes"),
    ("en", "crisis crises"),
    ("en", "analyse analyze analysed"),
    ("en", "university universities"),
    ("en", "housing house houses"),
    ("en", "metropolis metropolises"),
    ("es", "ciudad ciudades CIUDADES"),
    ("es", "joven jóvenes jovenes"),
    ("es", "mujer mujeres"),
    ("es", "comunidad comunidades"),
    ("es", "lugar lugares"),
    ("es", "hogar hogares"),
    ("es", "alquiler alquileres"),
    ("es", "gobierno gobiernos"),
    ("es", "línea líneas"),
    ("es", "mínimo mínimos mínima mínimas"),
    ("es", "europeo europea europeos europeas"),
    ("es", "financiero financiera financieros financieras"),
    ("es", "origen orígenes"),
    ("es", "imagen imágenes"),
    ("es", "orden órdenes"),
    ("es", "último últimos última últimas"),
    ("es", "refugiado refugiada refugiados refugiadas"),
    ("es", "niño niña niños niñas"),
    ("es", "migración migraciones"),
    ("es", "trabajador trabajadora trabajadores trabajadoras"),
    ("es", "red redes"),
    ("es", "país países"),
    ("es", "eficaz eficaces"),
    ("es", "examen exámenes"),
    ("fr", "travail travaux"),
    ("fr", "ville villes"),
    ("fr", "réfugié réfugiés réfugiée réfugiées"),
    ("fr", "municipal municipaux municipale municipales"),
    ("fr", "élu élus élue élues"),
    ("fr", "étranger étrangers étrangère étrangères"),
    ("fr", "conflit conflits"),
    ("fr", "emploi emplois"),
    ("fr", "loyer loyers"),
    ("fr", "revenu revenus"),
    ("fr", "lieu lieux"),
    ("fr", "travailleur travailleurs travailleuse travailleuses"),
    ("fr", "acteur acteurs actrice actrices"),
    ("fr", "donnée données"),
    ("fr", "public publics publique publiques"),
    ("fr", "nouveau nouveaux nouvelle nouvelles"),
    ("fr", "premier première premières"),
    ("fr", "hôpital hôpitaux"),
    ("fr", "œuvre oeuvre œuvres"),
]
#: Words that Snowball takes for one and readers do not.
TWO_WORDS = [
    ("en", "university", "universal"),
    ("en", "news", "new"),
    ("en", "policy", "police"),
    ("en", "organisation", "organ"),
    ("es", "comunidad", "común"),
    ("es", "comunicación", "comunidad"),
    ("es", "comida", "como"),
    ("es", "Asia", "así"),
    ("fr", "commune", "communication"),
    ("fr", "données", "donner"),
    ("fr", "visa", "vise"),
    ("fr", "cité", "cite"),
]


@pytest.mark.parametrize(("language", "forms"), ONE_WORD, ids=lambda value: value)
def test_forms_of_a_word_have_one_stem(language, forms):
    stems = {word: look_up(word, language).stem for word in split(forms)}
    stems.pop("s", None)
    assert len({*stems.values()}) == 1, stems


@pytest.mark.parametrize(("language", "one", "other"), TWO_WORDS)
def test_different_words_have_different_stems(language, one, other):
    assert look_up(split(one)[0], language).stem != look_up(split(other)[0], language).stem


#: Endings of plurals: language → pairs of plural and singular ending.
PLURALS = {
    "en": [("ies", "y"), ("s", "")],
    "es": [("s", ""), ("dades", "dad"), ("ciones", "ción"), ("ores", "or"), ("ares", "ar"), ("ales", "al")],
    "fr": [("s", ""), ("aux", "al"), ("eaux", "eau"), ("eux", "eu")],
}
#: Pairs that look like singular and plural and are not, or whose difference does no harm.
NO_PAIRS = {
    "en": {"them", "new", "life", "asia", "http"},
    "es": {"ante", "esta", "http", "mayor", "uno", "otro", "otra", "ello", "ella"},
    "fr": {"divers", "part", "convenu", "reconnu"},
}


def said(language):
    """Every word of the reference and demo texts in one language."""
    found = set()

    def walk(node):
        if isinstance(node, dict) and node and {*node} <= {*languages.CODES}:
            values = node.get(language, "")
            for text in values if isinstance(values, list) else [values]:
                found.update(split(text if isinstance(text, str) else ""))
        elif isinstance(node, (dict, list)):
            for child in node.values() if isinstance(node, dict) else node:
                walk(child)

    for path in sorted((settings.BASE_DIR / "fixtures").rglob("*.json")):
        walk(json.loads(path.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize("language", languages.CODES)
def test_singular_and_plural_of_every_word_in_use_are_one(language):
    known, split_pairs = said(language), []
    assert len(known) > 1000
    for plural in known:
        for ending, singular_ending in PLURALS[language]:
            singular = plural.removesuffix(ending) + singular_ending
            is_pair = plural.endswith(ending) and len(singular) > 3 and singular in known
            is_pair = is_pair and singular not in NO_PAIRS[language]
            if is_pair and look_up(plural, language).stem != look_up(singular, language).stem:
                split_pairs.append(f"{singular}/{plural}")
    assert split_pairs == []


@pytest.mark.parametrize(
    "typed",
    ["identité", "IDENTITÉ", "identite\u0301", "ｉｄｅｎｔｉｔé", "Identité"],
)
def test_case_width_and_composition_make_no_difference(typed):
    assert [word.term for word in analyse(typed, "fr")] == [word.term for word in analyse("identité", "fr")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l’intégration", ["l", "intégration"]),
        ("socio-economic", ["socio", "economic"]),
        ("SDG 10.7", ["sdg", "10", "7"]),
        ("a_b", ["a", "b"]),
        ("İzmir", ["izmir"]),
        ("Ağrı", ["ağrı"]),
        ("غازي عنتاب", ["غازي", "عنتاب"]),
        ("سلامٌ", ["سلام"]),
        ("🙂 — …", []),
        ("", []),
        ("x" * 100, ["x" * MAX_LETTERS]),
    ],
)
def test_text_is_split_at_everything_but_letters_and_digits(text, expected):
    assert split(text) == expected


def test_every_letter_gives_a_plain_term_and_the_folding_of_the_portal():
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        if 0xD800 <= code < 0xE000 or char in "\u0345\u037a":  # a mark that is a letter in capitals
            continue
        found = analyse(f"a{char}b", "en")
        assert all(re.fullmatch("[a-z0-9]+", word.term) for word in found), hex(code)
        assert [word.folded for word in found] == words(f"a{char}b"), hex(code)


@given(text=st.text(max_size=60), language=st.sampled_from(languages.CODES))
def test_any_text_is_analysed(text, language):
    for word in analyse(text, language):
        assert re.fullmatch("[a-z0-9]{3,400}", word.term)
        assert word.folded == fold(word.folded)[:MAX_LETTERS]
        assert look_up(word.written, language) == word


def test_other_scripts_keep_their_beginnings():
    assert term("غاز", "en").startswith("enu")
    assert term("غازي", "en").startswith(term("غاز", "en"))


def test_stop_words_are_those_of_the_language():
    assert is_stop_word("the", "en")
    assert is_stop_word("sur", "fr")
    assert not is_stop_word("sur", "es")
    assert not is_stop_word("housing", "en")
