"""When a second factor goes: allauth says so, the tokens for the API go with the last one."""

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed

from . import actions


def connect():
    """Listen to factors that are removed."""
    authenticator_removed.connect(_end, dispatch_uid="accounts.factors")


def _end(*, user, **_options):
    if not Authenticator.objects.filter(user=user).exists():
        actions.end_tokens(user=user)
