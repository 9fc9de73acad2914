"""One choice of language for pages and for queries."""

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compacts.models import Theme
from portal.shared import languages
from tests.factories.compacts import ThemeFactory

titles = st.fixed_dictionaries({code: st.sampled_from([None, "", f"In {code}"]) for code in languages.CODES})


@pytest.fixture
def theme(db):
    return ThemeFactory(code="a-theme")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=titles, reader=st.sampled_from(languages.CODES))
def test_a_query_shows_the_text_that_a_page_shows(theme, said, reader):
    Theme.objects.filter(pk=theme.pk).update(**{languages.column("title", code): text for code, text in said.items()})
    with translation.override(reader):
        text = languages.text_of(Theme.objects.get(pk=theme.pk), "title")
        shown = Theme.objects.annotate(shown=languages.localized("title")).get(pk=theme.pk).shown
    assert (shown or "") == text.value
    first = next((code for code in (reader, *languages.CODES) if said[code]), "")
    assert text.language == first
    assert text.value == (said.get(first) or "")


@pytest.mark.parametrize(
    ("reader", "prefer", "allowed", "language"),
    [
        ("en", [], languages.CODES, "en"),
        ("en", ["fr"], ["es", "fr"], "fr"),
        ("en", [], ["es", "fr"], "es"),
        ("es", ["fr"], ["en"], "en"),
        ("es", ["fr"], [], ""),
    ],
)
def test_only_allowed_languages_are_shown(theme, reader, prefer, allowed, language):
    with translation.override(reader):
        text = languages.text_of(theme, "title", prefer=prefer, allowed=allowed)
        assert text.language == language
        assert bool(text) == bool(language)
        assert text.lang == ("" if language == reader else language)


@pytest.mark.parametrize(("active", "code"), [("fr", "fr"), ("es-mx", "es"), ("de", "en"), (None, "en")])
def test_the_current_language_is_one_of_ours(active, code):
    with translation.override(active):
        assert languages.current() == code


def test_the_preferred_language_comes_first_and_each_once():
    assert languages.preference("fr", "es", "fr", "de") == ("fr", "es", "en")


@pytest.mark.parametrize(("reader", "name"), [("en", "French"), ("es", "francés"), ("fr", "français")])
def test_names_are_in_the_readers_language_as_inside_a_sentence(reader, name):
    with translation.override(reader):
        assert languages.name("fr") == name
    assert set(languages.OWN_NAMES) == set(languages.CODES)


def test_columns():
    assert languages.columns("lead_lrg__name") == ["lead_lrg__name_en", "lead_lrg__name_es", "lead_lrg__name_fr"]


@pytest.mark.parametrize(("language", "said"), [("en", "Town: Sfax"), ("es", "Town: Sfax"), ("fr", "Town\u00a0: Sfax")])
def test_a_label_has_the_colon_of_its_language(language, said):
    with translation.override(language):
        assert languages.labelled("Town", "Sfax") == said
