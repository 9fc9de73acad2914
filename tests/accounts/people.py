"""People who sign in as in a browser, for the tests of accounts."""

import base64
import hashlib
import hmac
import re
import struct
import time

from allauth.account.models import EmailAddress
from django.test import Client

from tests.factories.accounts import PASSWORD, UserFactory


def person(**options):
    """An account whose address is verified."""
    user = UserFactory(**options)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(client, user, *, password=PASSWORD, **params):
    """Sign in as a person does; returns the answer."""
    return client.post("/en/accounts/login/", {"login": user.email, "password": password, **params})


def signed_in(user, *, again=False):
    """A browser in which ``user`` has signed in; ``again``: and has just shown it once more."""
    client = Client()
    assert sign_in(client, user).status_code == 302
    if again:
        assert client.post("/en/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return client


def set_up_app(client):
    """Set up an authenticator app as a person does; returns its key."""
    secret = client.get("/en/accounts/2fa/totp/activate/").context["form"].secret
    answer = client.post("/en/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer["Location"] == "/en/accounts/2fa/recovery-codes/"
    return secret


def code_of(secret, *, later=0):
    """The six digits that an app shows (RFC 6238), ``later`` half minutes from now."""
    moment = struct.pack(">Q", int(time.time()) // 30 + later)
    digest = hmac.new(base64.b32decode(secret), moment, hashlib.sha1).digest()
    start = digest[-1] & 0xF
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def link_in(mail):
    """The path of the first address of the portal in a mail."""
    return re.search(r"https?://[^/\s]+(/\S+)", mail.body)[1]
