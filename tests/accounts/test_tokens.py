"""Tokens for programs: made once, shown once, listed, revoked; what they may do and until when."""

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from rest_framework.exceptions import PermissionDenied
from rest_framework.test import APIRequestFactory

from portal.accounts import actions
from portal.accounts.api import TokenAuthentication
from portal.accounts.models import ApiToken, User
from portal.accounts.permissions import MAX_TOKENS
from portal.shared.errors import NotAllowed
from tests.factories.accounts import UserFactory

from .people import person, signed_in

pytestmark = pytest.mark.django_db
FORM = {"name": "Open data portal", "access": "read", "days": "90"}


def read(text):
    """Ask the API with a token."""
    return Client(headers={"Authorization": f"Token {text}"}).get("/api/v1/practices/")


def made(user, **options):
    """Make a token; returns its text."""
    return actions.create_token(by=user, **{"name": "Program", "can_write": False, "days": 90, **options})[1]


def test_a_token_is_made_shown_once_and_works():
    client = signed_in(person(), again=True)
    answer = client.post("/en/accounts/tokens/", FORM)
    text = answer.context["made"]
    assert text.startswith("lam_")
    assert text in answer.content.decode()
    assert answer["Cache-Control"].endswith("private")
    assert text not in client.get("/en/accounts/tokens/").content.decode()
    assert read(text).status_code == 200
    token = ApiToken.objects.get()
    assert text not in (token.digest, token.name)
    assert abs((token.expiry - timezone.now()).days - 90) <= 1
    assert not token.can_write


def test_making_one_asks_for_the_password_and_goes_on_where_it_stood():
    client = signed_in(person())
    answer = client.post("/en/accounts/tokens/", FORM)
    assert answer["Location"] == "/en/accounts/reauthenticate/?next=%2Fen%2Faccounts%2Ftokens%2F"
    answer = client.post(answer["Location"], {"password": "quito-2026-correct"})
    assert answer.context["made"].startswith("lam_")


def test_the_same_form_twice_makes_one():
    client = signed_in(person(), again=True)
    assert [client.post("/en/accounts/tokens/", FORM).status_code for _n in range(2)] == [200, 422]
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "\x07"}, {"days": "9999"}, {"access": "all"}])
def test_a_wrong_form_is_refused(wrong):
    client = signed_in(person(), again=True)
    assert client.post("/en/accounts/tokens/", FORM | wrong).status_code == 422
    assert not ApiToken.objects.exists()


def test_a_revoked_token_ends_at_the_next_request():
    user = person()
    client, text = signed_in(user), made(user)
    assert read(text).status_code == 200
    token = ApiToken.objects.get()
    assert client.post(f"/en/accounts/tokens/{token.digest}/revoke/").status_code == 302
    assert read(text).status_code == 401


def test_a_token_ends_by_itself_and_with_the_account():
    user = UserFactory()
    text = made(user, days=30)
    with time_machine.travel(timezone.now() + timezone.timedelta(days=31)):
        assert read(text).status_code == 401
    text = made(user, name="Other")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert read(text).status_code == 401


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_token_that_reads_never_writes(method):
    user = UserFactory()
    asked = {
        can_write: getattr(APIRequestFactory(), method)(
            "/", headers={"Authorization": f"Token {made(user, name=str(can_write), can_write=can_write)}"}
        )
        for can_write in (False, True)
    }
    with pytest.raises(PermissionDenied):
        TokenAuthentication().authenticate(asked[False])
    assert TokenAuthentication().authenticate(asked[True])[0] == user


@pytest.mark.parametrize("header", ["Token", "Token a b", "Token nonsense", "Token \xff", "Token lam_" + "x" * 500])
def test_a_broken_token_is_a_401(header):
    answer = Client().get("/api/v1/practices/", HTTP_AUTHORIZATION=header)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Token")


def test_answers_to_a_token_are_private():
    assert read(made(UserFactory()))["Cache-Control"] == "private, no-store"


def test_nobody_makes_or_revokes_for_others():
    owner = UserFactory()
    made(owner)
    with pytest.raises(NotAllowed):
        actions.revoke_token(token=ApiToken.objects.get(), by=UserFactory(administrator=True))
    with pytest.raises(NotAllowed):
        made(UserFactory(is_active=False))


def test_there_is_an_end_to_tokens():
    user = UserFactory()
    for number in range(MAX_TOKENS):
        made(user, name=str(number))
    with pytest.raises(NotAllowed, match="revoke one first"):
        made(user)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_list(rows, django_assert_num_queries):
    user = UserFactory()
    for number in range(rows):
        made(user, name=str(number))
    client = Client()
    client.force_login(user)
    with django_assert_num_queries(3):  # session, person, tokens
        client.get("/en/accounts/tokens/")
