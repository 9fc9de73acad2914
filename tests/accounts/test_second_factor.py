"""The authenticator app and its recovery codes; who must have one."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from portal.accounts.actions import create_token
from portal.accounts.models import User

from .people import code_of, person, set_up_app, sign_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def required(settings):
    """As in production."""
    settings.REQUIRE_SECOND_FACTOR = True


def test_the_app_is_set_up_and_asked_for_at_the_next_sign_in(mailoutbox, django_capture_on_commit_callbacks):
    user = person(language="fr")
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up_app(signed_in(user, again=True))
    assert [mail.to for mail in mailoutbox] == [[user.email]]  # the person is told
    client = Client()
    assert sign_in(client, user)["Location"] == "/en/accounts/2fa/authenticate/"
    assert client.get("/en/accounts/").status_code == 302
    assert client.get("/en/accounts/2fa/authenticate/").status_code == 200
    assert client.post("/en/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 422
    answer = client.post("/en/accounts/2fa/authenticate/", {"code": code_of(secret, later=1)})
    assert answer["Location"] == "/fr/workspace/"
    assert client.get("/en/accounts/").status_code == 200


def test_the_way_back_survives_the_code():
    user = person()
    secret = set_up_app(signed_in(user, again=True))
    client = Client()
    sign_in(client, user, next="/en/accounts/profile/")
    answer = client.post("/en/accounts/2fa/authenticate/", {"code": code_of(secret, later=1)})
    assert answer["Location"] == "/en/accounts/profile/"


def test_a_recovery_code_signs_in_once():
    user = person()
    inside = signed_in(user, again=True)
    set_up_app(inside)
    code = inside.get("/en/accounts/2fa/recovery-codes/").context["unused_codes"][0]
    assert inside.get("/en/accounts/2fa/recovery-codes/download/").status_code == 200
    answers = []
    for _attempt in range(2):
        client = Client()
        sign_in(client, user)
        answers.append(client.post("/en/accounts/2fa/authenticate/", {"code": code}).status_code)
    assert answers == [302, 422]


def test_the_app_is_removed_only_by_whoever_shows_it_is_them():
    user = person()
    set_up_app(signed_in(user, again=True))
    stale = Client()
    stale.force_login(user)
    assert "reauthenticate" in stale.post("/en/accounts/2fa/totp/deactivate/")["Location"]
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    inside = Client()
    inside.force_login(user)
    inside.post("/en/accounts/reauthenticate/", {"password": "quito-2026-correct"})
    assert inside.post("/en/accounts/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()


def test_tokens_end_with_the_last_factor():
    """What was made behind two factors does not go on behind one; a colleague's token does."""
    user, colleague = person(role="editor"), person(email="b@example.org")
    set_up_app(signed_in(user, again=True))
    texts = [create_token(by=one, name="Program", can_write=True, days=90)[1] for one in (user, colleague)]

    def answers():
        asked = (Client(headers={"Authorization": f"Token {text}"}) for text in texts)
        return [client.get("/api/v1/practices/").status_code for client in asked]

    inside = Client()
    inside.force_login(user)
    inside.post("/en/accounts/reauthenticate/", {"password": "quito-2026-correct"})
    assert inside.post("/en/accounts/2fa/recovery-codes/generate/").status_code == 302
    assert answers() == [200, 200]
    assert inside.post("/en/accounts/2fa/totp/deactivate/").status_code == 302
    assert answers() == [401, 200]


@pytest.mark.parametrize("role", ["member", "reviewer", "editor", "administrator"])
def test_who_publishes_reaches_only_the_page_that_sets_it_up(required, role):
    user, must = person(role=role), role in ("editor", "administrator")
    client = signed_in(user)
    for path in ("/en/", "/en/accounts/", "/en/practices/", "/en/accounts/tokens/", "/en/review/mandates/"):
        answer = client.get(path)
        assert (answer.get("Location") == "/en/accounts/2fa/totp/activate/") is must, path
    assert (client.get("/api/v1/practices/").status_code == 403) is must
    if must:
        assert client.get("/admin/")["Location"] == "/en/accounts/2fa/totp/activate/"
        client.post("/en/accounts/reauthenticate/", {"password": "quito-2026-correct"})
        set_up_app(client)
        assert client.get("/en/accounts/").status_code == 200
        assert client.get("/admin/").status_code == 200


def test_it_counts_from_the_moment_a_role_is_given(required):
    user = person()
    client = signed_in(user)
    assert client.get("/en/accounts/").status_code == 200
    User.objects.filter(pk=user.pk).update(role="editor")
    assert client.get("/en/accounts/")["Location"] == "/en/accounts/2fa/totp/activate/"
    assert client.post("/en/accounts/logout/")["Location"] == "/en/"


def test_settings_of_production_require_it():
    from portal.settings import base  # noqa: PLC0415 - the settings that nothing overrides

    assert base.REQUIRE_SECOND_FACTOR is True


def test_an_administrator_removes_a_lost_factor_and_every_session_ends(administrator, editor):
    user = person()
    client = signed_in(user, again=True)
    set_up_app(client)
    create_token(by=user, name="Program", can_write=False, days=30)
    form = {"action": "remove_second_factor", "_selected_action": [user.pk]}
    admin = Client()
    admin.force_login(editor)
    assert admin.post("/admin/accounts/user/", form).status_code == 403
    admin.force_login(administrator)
    assert admin.post("/admin/accounts/user/", form).status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()
    assert client.get("/en/accounts/").status_code == 302
    assert not user.auth_token_set.exists()
