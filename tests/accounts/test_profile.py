"""Your account: name, language, mail; the menu of whoever is signed in."""

import pytest
from django.test import Client

from portal import pagecache
from portal.accounts import actions
from portal.shared.errors import NotAllowed
from portal.shared.memory import Memory
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
FORM = {"name": "Ana Pérez", "language": "es", "mail_rhythm": "daily"}


def inside(user):
    client = Client()
    client.force_login(user)
    return client


def test_name_language_and_mail_are_changed_and_the_answer_is_in_the_new_language():
    user = UserFactory()
    answer = inside(user).post("/en/accounts/profile/", FORM)
    assert answer["Location"] == "/es/accounts/"
    user.refresh_from_db()
    assert (user.name, user.language, user.mail_rhythm) == ("Ana Pérez", "es", "daily")


@pytest.mark.parametrize("wrong", [{"name": " "}, {"language": "de"}, {"mail_rhythm": ""}, {"name": "x" * 151}])
def test_what_is_wrong_is_refused_and_nothing_changed(wrong):
    user = UserFactory(name="Before")
    answer = inside(user).post("/en/accounts/profile/", FORM | wrong)
    assert answer.status_code == 422
    user.refresh_from_db()
    assert (user.name, user.language) == ("Before", "en")


def test_languages_are_named_in_themselves():
    html = inside(UserFactory()).get("/en/accounts/profile/").content.decode()
    assert "Español" in html.split("<main")[1]
    assert "Spanish" not in html


def test_what_is_not_asked_for_is_not_taken():
    user = UserFactory()
    inside(user).post("/en/accounts/profile/", FORM | {"role": "administrator", "email": "x@example.org"})
    user.refresh_from_db()
    assert (user.role, user.email) == ("member", user.email)


def test_nobody_changes_others():
    with pytest.raises(NotAllowed):
        actions.change_profile(user=UserFactory(), by=UserFactory(administrator=True), **FORM)


def links(user):
    """The addresses of the menu, from the home page."""
    return [link["url"] for link in inside(user).get("/en/").context["account_links"]]


def test_the_menu_shows_what_a_person_may_reach():
    assert links(UserFactory()) == ["/en/workspace/", "/en/accounts/"]
    assert links(UserFactory(reviewer=True)) == ["/en/workspace/", "/en/review/", "/en/accounts/"]
    everything = ["/en/workspace/", "/en/review/", "/en/review/mandates/", "/en/accounts/", "/admin/"]
    assert links(UserFactory(editor=True)) == everything


def test_names_are_escaped_in_the_menu():
    assert "<b>x" not in inside(UserFactory(name="<b>x")).get("/en/").content.decode()


def test_readers_get_the_way_in_and_no_cookie(client, monkeypatch):
    monkeypatch.setattr(pagecache, "pages", Memory(10**7))
    for _twice in range(2):
        answer = client.get("/en/about/?x=1")
        assert 'href="/en/accounts/login/?next=%2Fen%2Fabout%2F%3Fx%3D1"' in answer.content.decode()
        assert not answer.cookies
        assert answer["Cache-Control"] == pagecache.PUBLIC


@pytest.mark.parametrize("path", ["/en/accounts/login/", "/es/accounts/signup/", "/fr/accounts/password/reset/"])
def test_a_page_with_a_form_is_never_remembered(monkeypatch, path):
    monkeypatch.setattr(pagecache, "pages", Memory(10**7))
    client = Client()
    tokens = [client.get(path).context["csrf_token"] for _twice in range(2)]
    assert not pagecache.pages.kept
    assert "no-store" in client.get(path)["Cache-Control"]
    assert str(tokens[0]) != str(Client().get(path).context["csrf_token"])


@pytest.mark.parametrize("path", ["", "profile/", "tokens/", "sessions/", "2fa/", "mandates/"])
def test_what_is_inside_is_private(path):
    answer = inside(UserFactory()).get(f"/en/accounts/{path}")
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
