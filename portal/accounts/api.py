"""Signing in to the API with a token."""

from django.utils.translation import gettext as _
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication as KnoxAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS


class TokenAuthentication(KnoxAuthentication):
    """A token that people made themselves; one that may only read is refused before any view could forget to ask."""

    def authenticate(self, request):
        """Return (person, token), or None without a token; raises PermissionDenied for a write with a read-only one."""
        try:
            found = super().authenticate(request)
        except UnicodeDecodeError as error:
            raise AuthenticationFailed(_("Invalid token.")) from error
        if found and not found[1].can_write and request.method not in SAFE_METHODS:
            raise PermissionDenied(_("This token may only read."))
        return found


class TokenScheme(KnoxTokenScheme):
    """How the API's schema describes the token."""

    target_class = TokenAuthentication
