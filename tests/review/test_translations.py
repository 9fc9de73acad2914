"""The translation desk: which texts lack which language, and one language beside its original."""

import pytest
from django.urls import reverse

from practices import actions, record
from practices.models import Practice
from practices.review import desk
from tests.factories.practices import published, submitted
from tests.practices.test_parts import full
from tests.review.test_versions import revised

pytestmark = pytest.mark.django_db
TABLE = "/en/review/translations/"


@pytest.fixture
def action(editor):
    """A published action in English, with a reviewed French title and summary."""
    return published(
        by=editor,
        title="A house",
        summary={"en": "One old house.", "fr": "Une vieille maison."},
        success_conditions=[{"text": {"en": "A key.", "fr": "Une clé."}}, {"text": {"en": "A door."}}],
        states={"fr": "human"},
    )


@pytest.fixture
def desk_of(as_, editor):
    """The editor's client."""
    return as_(editor)


def address(practice, language="fr"):
    return reverse("practices:translation", args=[practice.pk, language])


def fields(practice, language, **changes):
    """What the form sends: the texts as they are, with ``changes``."""
    found = {slot.key: slot.text(language) for slot in record.slots(practice)}
    return {**found, "seen": practice.revision, "do": "reviewed", **changes}


def test_the_desk_names_what_is_missing(desk_of, action, editor):
    waiting = submitted(by=editor, title="It waits")
    text = desk_of.get(TABLE).content.decode()
    assert address(action) in text
    assert address(waiting, "es") in text
    assert address(action, "en") not in text, "the original is not translated"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("language=fr&state=human", {"A house"}),
        ("language=fr&state=missing", {"It waits"}),
        ("language=es&state=missing", {"A house", "It waits"}),
        ("language=en", set()),
        ("state=unfinished", {"A house", "It waits"}),
        ("language=fr&state=unfinished", {"It waits"}),
        ("language=fr&scope=published", {"A house"}),
        ("language=xx&state=yy&scope=draft", {"A house", "It waits"}),
    ],
)
def test_the_filters(desk_of, action, editor, query, found):
    submitted(by=editor, title="It waits")
    rows = desk_of.get(f"{TABLE}?{query}").context["rows"]
    assert {str(row["title"]) for row in rows} == found


def test_the_counts_are_those_of_the_filters(desk_of, action, editor):
    submitted(by=editor, title="It waits", states={"fr": "draft"}, summary={"en": "A", "fr": "B"})
    for language in ("en", "es", "fr"):
        for state in ("missing", "draft", "human", "machine", "outdated"):
            listed = desk.actions_in(language=language, state=state).count()
            assert desk.counts().get((language, state), 0) == listed, (language, state)


def test_a_draft_stays_hidden_and_a_review_is_read_at_once(client, desk_of, action):
    spanish = address(action, "es")
    assert desk_of.post(spanish, fields(action, "es", title="Una casa", do="draft")).status_code == 302
    page = action.get_absolute_url().replace("/en/", "/es/")
    assert "Una casa" not in client.get(page).content.decode()
    action.refresh_from_db()
    assert desk_of.post(spanish, fields(action, "es")).status_code == 302
    assert "Una casa" in client.get(page).content.decode()
    assert action.history.filter(transition="translate", note="es").exists()


def test_the_button_says_when_readers_see_it_at_once(desk_of, action):
    assert "Save and show readers at once" in desk_of.get(address(action)).content.decode()
    assert "readers see it at once" in desk_of.get(address(action, "es")).content.decode()


def test_a_draft_is_refused_where_the_language_is_public(client, desk_of, action):
    answer = desk_of.post(address(action), fields(action, "fr", summary="Presque.", do="draft"))
    assert answer.status_code == 422
    assert "Presque." in answer.content.decode(), "what was typed is kept"
    assert "Presque." not in client.get(action.get_absolute_url().replace("/en/", "/fr/")).content.decode()


def test_a_review_needs_a_title(desk_of, action):
    answer = desk_of.post(address(action, "es"), fields(action, "es", summary="Una casa."))
    assert answer.status_code == 422
    assert "A reviewed translation needs a title." in answer.content.decode()


def test_a_colleague_who_saved_first_is_not_overwritten(desk_of, action, publisher):
    typed = fields(action, "fr", title="Une maison", summary="Mon texte.")
    actions.translate(
        practice=action,
        by=publisher,
        language="fr",
        texts={"title": "Une maison", "summary": "Son texte."},
        is_reviewed=True,
        seen=action.revision,
    )
    answer = desk_of.post(address(action), typed)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Mon texte." in text
    assert "Son texte." in text
    assert str(publisher) in text
    action.refresh_from_db()
    again = desk_of.post(address(action), {**typed, "seen": answer.context["practice"].revision})
    assert again.status_code == 302
    assert Practice.objects.filter(summary_fr="Mon texte.").exists()


def test_a_revision_shows_what_changed_in_the_original(desk_of, action, editor):
    rows = [{"text": {"en": "A door."}}, {"text": {"en": "A bigger key.", "fr": "Une clé."}}]
    action = revised(
        action, by=editor, summary={"en": "One new house.", "fr": "Une vieille maison."}, success_conditions=rows
    )
    assert action.language_states.get(language="fr").state == "outdated"
    text = desk_of.get(address(action)).content.decode()
    assert "<ins>new</ins>" in text
    assert "<del>old</del>" in text
    assert "<ins>bigger</ins>" not in text, "a row that moved is compared by its text first, then by its place"
    assert "changed since the translation" in text
    assert desk_of.post(address(action), fields(Practice.objects.get(pk=action.pk), "fr", title="Une maison")).url
    assert action.language_states.get(language="fr").state == "human"
    assert "changed since the translation" not in desk_of.get(address(action)).content.decode()


def test_the_way_to_the_next_one(desk_of, action, editor):
    first, second, third = (published(by=editor) for _number in range(3))
    text = desk_of.get(address(second, "es")).content.decode()
    assert f'href="{address(third, "es")}" rel="prev"' in text
    assert f'href="{address(first, "es")}" rel="next"' in text
    answer = desk_of.post(address(second, "es"), fields(second, "es", title="Dos", next="1"))
    assert answer.url == address(first, "es")


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30])
def test_a_broken_revision_counts_as_old(desk_of, action, seen):
    assert desk_of.post(address(action), fields(action, "fr", seen=seen)).status_code == 409


def test_texts_that_are_too_long_are_named(desk_of, action):
    answer = desk_of.post(address(action), fields(action, "fr", title="x" * 130))
    assert answer.status_code == 422
    assert "Shorten this text to 120 characters" in answer.content.decode()


def test_only_the_secretariat_comes_to_the_desk(as_, people, action):
    for person, status in (("reviewer", 403), ("member", 403), ("officer", 403), ("anonymous", 302), ("editor", 200)):
        for path in (TABLE, address(action)):
            assert as_(getattr(people, person)).get(path).status_code == status, (person, path)


@pytest.mark.parametrize("language", ["en", "de", "xx"])
def test_there_is_no_translation_into_the_original_or_an_unknown_language(desk_of, action, language):
    assert desk_of.get(address(action, language)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries(desk_of, editor, django_assert_num_queries, number):
    for _number in range(number):
        published(by=editor)
    desk_of.get(TABLE)
    with django_assert_num_queries(7):
        desk_of.get(TABLE)


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries_of_one_text(desk_of, editor, django_assert_num_queries, number):
    practice = full(editor, number)
    address = reverse("practices:translation", args=[practice.pk, "fr"])
    desk_of.get(address)
    with django_assert_num_queries(14):
        desk_of.get(address)
