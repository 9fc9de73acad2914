"""Every change that people make to accounts, one function each."""

import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from . import permissions
from .models import ApiToken


@transaction.atomic
def change_profile(*, user, by, name, language, mail_rhythm):
    """Change how a person is called, which language they read and when they get mail."""
    permissions.may_change_profile(by, user).require()
    user.name, user.language, user.mail_rhythm = name, language, mail_rhythm
    user.full_clean(exclude=["password"])
    user.save(update_fields=["name", "language", "mail_rhythm"])
    return user


@transaction.atomic
def create_token(*, by, name, can_write, days):
    """Give ``by`` a token for the API that ends after ``days``; returns (the record, the token, shown only now)."""
    permissions.may_create_token(by).require()
    return ApiToken.objects.create(by, expiry=datetime.timedelta(days=days), name=name, can_write=can_write)


@transaction.atomic
def revoke_token(*, token, by):
    """End a token at once."""
    permissions.may_revoke_token(by, token).require()
    token.delete()


def end_tokens(*, user):
    """End every token of ``user``: with a changed password, the last second factor, or the account."""
    ApiToken.objects.filter(user=user).delete()


@transaction.atomic
def end_access(*, user):
    """End every session and token of a person whose account was deactivated, so that none comes back with it."""
    for session in UserSession.objects.filter(user=user):
        session.end()
    end_tokens(user=user)


@transaction.atomic
def remove_second_factor(*, user, by):
    """Remove app and recovery codes of a person who has lost them; their sessions and tokens end."""
    permissions.may_remove_second_factor(by).require()
    Authenticator.objects.filter(user=user).delete()
    end_access(user=user)


def vouch_for_address(*, user):
    """Record that the address of ``user`` is theirs without asking by mail: accounts made by the portal itself."""
    return EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )[0]
