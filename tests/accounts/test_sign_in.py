"""Signing up, in and out, new passwords, new addresses: each as a person does it, and what nobody learns on the way."""

import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client
from django.utils import timezone

from portal.accounts.actions import create_token
from portal.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

from .people import link_in, person, sign_in, signed_in

pytestmark = pytest.mark.django_db

FORM = {"name": "Ana Pérez", "email": "ana@example.org", "password1": PASSWORD, "language": "es"}


def page(answer):
    """A page without what differs from one request to the next."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def test_an_officer_signs_up_confirms_and_is_in(client, mailoutbox):
    answer = client.post("/es/accounts/signup/", FORM)
    assert (answer.status_code, answer["Location"]) == (302, "/es/accounts/confirm-email/")
    user = User.objects.get(email="ana@example.org")
    assert (user.name, user.language, user.role) == ("Ana Pérez", "es", "member")
    (mail,) = mailoutbox
    assert mail.to == ["ana@example.org"]
    assert client.get("/es/accounts/").status_code == 302  # not in yet
    assert link_in(mail).startswith("/es/accounts/confirm-email/")
    assert client.get(link_in(mail)).status_code == 200
    assert not EmailAddress.objects.get(user=user).verified  # opening the link alone confirms nothing
    answer = client.post(link_in(mail))
    assert answer["Location"] == "/es/workspace/"
    assert client.get("/es/accounts/").status_code == 200


def test_whoever_has_not_confirmed_is_not_let_in_and_gets_a_new_link(client, mailoutbox):
    user = UserFactory()
    answer = sign_in(client, user)
    assert answer["Location"] == "/en/accounts/confirm-email/"
    assert [mail.to for mail in mailoutbox] == [[user.email]]
    assert client.get("/en/accounts/").status_code == 302


def test_sign_up_says_what_is_wrong_and_keeps_what_is_right(client):
    answer = client.post("/en/accounts/signup/", FORM | {"name": "", "password1": "1234"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: Create an account" in html
    assert 'href="#id_name"' in html
    assert 'href="#id_password1"' in html
    assert 'value="ana@example.org"' in html
    assert re.search(r'<input[^>]*value="es"[^>]*checked', html)
    assert "1234" not in html


def test_fields_say_what_the_portal_says_of_them():
    """Hints and labels of the package are ours once the form is shown."""
    assert b"Forgot your password" not in Client().get("/en/accounts/login/").content
    client = signed_in(person())
    assert b"Forgot your password" not in client.get("/en/accounts/password/change/").content
    assert b"New e-mail address" in client.get("/en/accounts/email/").content


def test_sign_up_answers_alike_for_a_known_address(mailoutbox):
    known = person(language="fr")
    answers = [
        Client().post("/en/accounts/signup/", FORM | {"email": email}, follow=True)
        for email in ("new@example.org", known.email.upper())
    ]
    shown = [page(answer).replace("new@example.org", known.email) for answer in answers]
    assert shown[0] == shown[1]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert User.objects.count() == 2
    assert [mail.to for mail in mailoutbox] == [["new@example.org"], [known.email]]
    assert link_in(mailoutbox[1]) == "/fr/accounts/password/reset/"  # in the language of whoever has the account


def test_reset_answers_alike_and_mails_both(mailoutbox):
    known = person()
    answers = [
        Client().post("/en/accounts/password/reset/", {"email": email}, follow=True)
        for email in (known.email, "nobody@example.org")
    ]
    assert page(answers[0]) == page(answers[1])
    assert [mail.to for mail in mailoutbox] == [[known.email], ["nobody@example.org"]]
    assert "/password/reset/key/" in mailoutbox[0].body
    assert "/password/reset/key/" not in mailoutbox[1].body


def test_sign_in_answers_alike_for_an_unknown_address_and_a_wrong_password():
    known, unknown = person(), UserFactory.build(email="nobody@example.org")
    answers = [page(sign_in(Client(), user, password="wrong")).replace(user.email, "") for user in (known, unknown)]
    assert answers[0] == answers[1]


class CountingHasher(PBKDF2PasswordHasher):
    """The hasher of the portal, which takes all the time of a sign-in; it counts how often it is at work."""

    calls = 0

    def encode(self, *args, **kwargs):
        CountingHasher.calls += 1
        return super().encode(*args, **kwargs)


@pytest.mark.parametrize(
    ("path", "unknown", "known"),
    [
        ("login", {"login": "nobody@example.org", "password": "x"}, "login"),
        ("signup", FORM | {"email": "nobody@example.org"}, "email"),
    ],
)
def test_an_unknown_address_takes_as_long_as_a_known_one(settings, path, unknown, known):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    forms, calls = [unknown, unknown | {known: person().email}], []
    for form in forms:
        CountingHasher.calls = 0
        assert Client().post(f"/en/accounts/{path}/", form).status_code in (200, 302, 422)
        calls.append(CountingHasher.calls)
    assert calls == [1, 1]


def test_a_reset_link_works_once_for_an_hour_on_our_own_host_and_ends_sessions_and_tokens(mailoutbox, settings):
    settings.SITE_URL = "https://portal.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    user = person(language="fr")
    inside = signed_in(user)
    create_token(by=user, name="Program", can_write=True, days=90)
    asked = Client(headers={"host": "evil.example.com"})
    asked.post("/en/accounts/password/reset/", {"email": user.email})
    (mail,) = mailoutbox
    assert "https://portal.example.org/fr/accounts/password/reset/key/" in mail.body
    assert "evil" not in mail.body + mail.alternatives[0][0]
    client = Client()
    form = client.get(link_in(mail), follow=True)
    assert link_in(mail) not in form.content.decode()
    new = {"password1": "another-2026-word", "password2": "another-2026-word"}
    assert client.post(form.redirect_chain[-1][0], new).status_code == 302
    assert inside.get("/en/accounts/").status_code == 302
    assert not user.auth_token_set.exists()
    assert sign_in(Client(), user, password="another-2026-word").status_code == 302
    again = link_in(mail).replace("/fr/", "/en/")
    assert "has been used" in Client().get(again, follow=True).content.decode()
    assert [mail.to for mail in mailoutbox] == [[user.email]] * 2  # the person is told that the password was changed


def test_a_reset_link_ends_after_an_hour(mailoutbox):
    user = person()
    Client().post("/en/accounts/password/reset/", {"email": user.email})
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=61)):
        assert "more than one hour old" in Client().get(link_in(mailoutbox[0]), follow=True).content.decode()


def test_a_new_address_counts_once_it_is_proved(mailoutbox):
    user = person()
    client, old = signed_in(user, again=True), user.email
    client.post("/en/accounts/email/", {"email": "new@example.org", "action_add": "1"})
    user.refresh_from_db()
    assert user.email == old
    (mail,) = mailoutbox
    assert mail.to == ["new@example.org"]
    client.post(link_in(mail))
    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert [mail.to for mail in mailoutbox[1:]] == [[old]]  # the old address is told
    assert sign_in(Client(), user).status_code == 302


def test_changing_the_address_asks_for_the_password_once_more(mailoutbox):
    client = signed_in(person())
    answer = client.post("/en/accounts/email/", {"email": "new@example.org", "action_add": "1"})
    assert answer["Location"].startswith("/en/accounts/reauthenticate/")
    assert not mailoutbox


def test_a_changed_password_keeps_this_browser_and_ends_the_others(mailoutbox):
    user = person()
    here, there = signed_in(user), signed_in(user)
    form = {"oldpassword": PASSWORD, "password1": "another-2026-word", "password2": "another-2026-word"}
    assert here.post("/en/accounts/password/change/", form | {"oldpassword": "no"}).status_code == 422
    assert here.post("/en/accounts/password/change/", form).status_code == 302
    assert here.get("/en/accounts/").status_code == 200
    assert there.get("/en/accounts/").status_code == 302


def test_the_sessions_of_others_are_ended_from_the_list():
    user = person()
    here, there = signed_in(user), signed_in(user)
    assert here.get("/en/accounts/sessions/").content.decode().count('<li class="card">') == 2
    here.post("/en/accounts/sessions/")
    assert (here.get("/en/accounts/").status_code, there.get("/en/accounts/").status_code) == (200, 302)


def test_signing_out_asks_for_a_post_and_clears_what_the_browser_kept():
    client = signed_in(person())
    assert client.get("/en/accounts/logout/").status_code == 200
    answer = client.post("/en/accounts/logout/")
    assert (answer["Location"], answer["Clear-Site-Data"]) == ("/en/", '"storage"')
    assert client.get("/en/accounts/").status_code == 302


def test_a_session_lasts_two_weeks_and_the_way_back_leads_to_the_same_page():
    user = person()
    client = signed_in(user)
    assert client.cookies["session"]["max-age"] == 14 * 24 * 60 * 60
    with time_machine.travel(timezone.now() + timezone.timedelta(days=15)):
        answer = client.get("/en/accounts/mandates/ask/?q=quito")
        assert answer["Location"] == "/en/accounts/login/?next=/en/accounts/mandates/ask/%3Fq%3Dquito"
        answer = sign_in(client, user, next="/en/accounts/mandates/ask/?q=quito")
        assert answer["Location"] == "/en/accounts/mandates/ask/?q=quito"


TRICKS = (
    "https://evil.example.com/",
    "//evil.example.com/",
    "///evil.example.com",
    "/\\evil.example.com",
    "\\\\evil.example.com",
    "https:evil.example.com",
    "http:///evil.example.com",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://testserver@evil.example.com/",
    "https://testserver.evil.example.com/",
    "\x00//evil.example.com",
    "/\t/evil.example.com",
    " //evil.example.com",
)


@pytest.mark.parametrize("trick", TRICKS)
def test_nobody_is_sent_to_another_site(trick):
    user = person()
    client = Client()
    assert sign_in(client, user, next=trick)["Location"] == "/en/workspace/"
    assert client.get("/en/accounts/login/", {"next": trick})["Location"] == "/en/workspace/"
    assert client.post("/en/accounts/reauthenticate/", {"password": PASSWORD, "next": trick})["Location"][0] == "/"
    assert "evil" not in client.post("/en/accounts/logout/", {"next": trick})["Location"]


def test_after_signing_in_the_start_is_in_the_persons_language():
    assert sign_in(Client(), person(language="fr"))["Location"] == "/fr/workspace/"


def test_a_deactivated_account_is_out_at_the_next_request_and_stays_out(administrator):
    user = person()
    client = signed_in(user)
    create_token(by=user, name="Program", can_write=True, days=90)
    admin = Client()
    admin.force_login(administrator)
    form = {"email": user.email, "name": user.name, "language": "en", "role": "member"}  # without is_active
    assert admin.post(f"/admin/accounts/user/{user.pk}/change/", form).status_code == 302
    assert client.get("/en/accounts/").status_code == 302
    assert sign_in(Client(), user)["Location"] in ("/en/accounts/inactive/", "/en/accounts/confirm-email/")
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert client.get("/en/accounts/").status_code == 302  # what was ended does not come back
    assert not user.auth_token_set.exists()


def test_a_lowered_role_counts_at_the_next_request():
    user = person(editor=True)
    client = signed_in(user)
    assert client.get("/en/review/mandates/").status_code == 200
    User.objects.filter(pk=user.pk).update(role="member")
    assert client.get("/en/review/mandates/").status_code == 403


class TestLimits:
    """Numbers of attempts; the address is that of the connection, whatever the request claims."""

    def test_five_wrong_passwords_a_minute_for_one_account(self):
        user = person()
        for _attempt in range(5):
            assert "not correct" in sign_in(Client(), user, password="wrong").content.decode()
        assert "Too many failed" in sign_in(Client(), user).content.decode()

    def test_twenty_attempts_a_minute_from_one_address(self):
        statuses = [
            Client(headers={"x-forwarded-for": f"203.0.113.{n}"})
            .post("/en/accounts/login/", {"login": f"{n}@example.org", "password": "x"})
            .status_code
            for n in range(21)
        ]
        assert statuses == [422] * 20 + [429]

    def test_three_resets_an_hour_for_one_address(self, mailoutbox):
        user = person()
        statuses = [Client().post("/en/accounts/password/reset/", {"email": user.email}).status_code for _n in range(4)]
        assert statuses == [302, 302, 302, 429]
        assert len(mailoutbox) == 3

    def test_five_new_accounts_an_hour_from_one_address(self):
        statuses = [
            Client().post("/en/accounts/signup/", FORM | {"email": f"{n}@example.org"}).status_code for n in range(6)
        ]
        assert statuses == [302] * 5 + [429]

    def test_the_page_that_says_so(self):
        for _attempt in range(21):
            answer = Client().post("/fr/accounts/login/", {"login": "x@example.org", "password": "x"})
        assert answer.status_code == 429
        assert b"<h1>" in answer.content


def test_the_admin_has_no_way_in_of_its_own(client):
    answer = client.get("/admin/login/?next=/admin/")
    assert answer["Location"] == "/en/accounts/login/?next=%2Fadmin%2F"
    assert client.post("/admin/login/", {"username": "x", "password": "x"}).status_code == 302


def test_demo_accounts_sign_in_at_once(demo):
    for user in User.objects.filter(email__contains="@example.org", email__startswith="officer"):
        assert sign_in(Client(), user, password="local-action-demo")["Location"] == "/en/workspace/"


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_account_mails_are_text_and_html_in_the_readers_language(language, mailoutbox):
    user = person(language=language)
    Client().post("/en/accounts/password/reset/", {"email": user.email})
    (mail,) = mailoutbox
    html = mail.alternatives[0][0]
    assert f'<html lang="{language}">' in html
    assert f'href="http://127.0.0.1:8000{link_in(mail)}"' in html
    assert link_in(mail).startswith(f"/{language}/accounts/")
    assert "{" not in mail.subject + mail.body


def test_a_link_that_is_opened_in_another_browser_confirms_but_lets_nobody_in(client, mailoutbox):
    client.post("/en/accounts/signup/", FORM)
    other = Client()
    assert other.post(link_in(mailoutbox[0]))["Location"] == "/es/accounts/login/"
    assert EmailAddress.objects.get(email="ana@example.org").verified
    assert other.get("/en/accounts/").status_code == 302
