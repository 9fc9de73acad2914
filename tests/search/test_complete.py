"""The search box offers whole searches while somebody types: in each language, for any text, of public words alone."""

import pytest
from django.urls import reverse
from django.utils import translation

from portal import pagecache
from portal.shared.memory import Memory
from practices import actions
from tests.factories.practices import published
from tests.search.test_bad_input import TYPED

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(client):
    """Return a function: what is typed, in which language → the completions."""

    def ask(typed, language="en"):
        with translation.override(language):
            answer = client.get(reverse("practices:complete"), {"q": typed})
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/json"
        assert answer["Content-Language"] == language
        return answer.json()["completions"]

    return ask


@pytest.mark.parametrize(
    ("typed", "language", "first"),
    [
        ("lis", "en", "Lisbon"),
        ("lis", "es", "Lisboa"),
        ("young zit", "en", "young zither"),
        ("REFUGI", "fr", "réfugiés"),
    ],
)
def test_the_address_answers_in_the_language_of_the_page(library, offered, typed, language, first):
    assert offered(typed, language)[0] == first


@pytest.mark.parametrize("typed", TYPED, ids=lambda typed: ascii(typed)[:40])
def test_any_text_gets_a_short_list(library, offered, typed):
    completions = offered(typed.encode("utf-8", "surrogatepass"))
    assert len(completions) <= 8
    assert all(isinstance(text, str) and 0 < len(text) <= 250 for text in completions)


def test_without_a_question_nothing_is_offered(library, client):
    assert client.get("/en/practices/complete/").json() == {"completions": []}


@pytest.mark.parametrize("typed", ["womb", "Wombat sh", "zymu", "shelt"])
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_words_of_hidden_actions_are_never_offered(library, offered, typed, language):
    assert offered(typed, language) == []


def test_a_word_comes_with_its_first_action_and_goes_with_its_last(offered, editor):
    assert offered("zeb") == []
    first, second = published(title="Zebra crossing"), published(title="Zebra house")
    assert offered("zeb") == ["zebra"]
    actions.archive(practice=first, by=editor, reason="Over.")
    assert offered("zeb") == ["zebra"]
    actions.archive(practice=second, by=editor, reason="Over.")
    assert offered("zeb") == []


def test_the_more_frequent_word_comes_first(offered):
    for title in ("Zebra one", "Zebu two", "Zebu three"):
        published(title=title)
    assert offered("zeb") == ["zebu", "zebra"]


@pytest.mark.parametrize("number", [1, 3])
def test_a_completion_takes_the_same_queries_whatever_the_number_of_words(client, django_assert_num_queries, number):
    for word in ("Zebra", "Zebu", "Zebroid")[:number]:
        published(title=f"{word} crossing", states={"fr": "human"})
    with django_assert_num_queries(7):  # names, words, their titles in a savepoint, words of the two other languages
        answer = client.get("/en/practices/complete/", {"q": "zeb"})
    assert len(answer.json()["completions"]) == number


def test_a_completion_is_remembered_until_something_changes(client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(pagecache, "pages", Memory(10**6))
    published(title="Zebra crossing")
    first = client.get("/en/practices/complete/", {"q": "zeb"})
    assert first["Cache-Control"] == pagecache.PUBLIC
    with django_assert_num_queries(1):  # the data version
        assert client.get("/en/practices/complete/", {"q": "zeb"}).content == first.content
    published(title="Zebu crossing")
    again = client.get("/en/practices/complete/", {"q": "zeb"}, headers={"If-None-Match": first["ETag"]})
    assert again.json() == {"completions": ["zebra", "zebu"]}


def test_many_short_answers_stay_within_the_memory(client, monkeypatch):
    monkeypatch.setattr(pagecache, "pages", Memory(100 * pagecache.ENTRY))
    for number in range(150):
        client.get("/en/practices/complete/", {"q": f"zeb{number}"})
    assert 0 < len(pagecache.pages.kept) < 100


def test_people_who_are_signed_in_get_an_answer_of_their_own(client, editor):
    client.force_login(editor)
    assert client.get("/en/practices/complete/", {"q": "zeb"})["Cache-Control"] == pagecache.PRIVATE
