"""Signing in to the API with a token, and answering a repeated request once."""

import datetime
from functools import wraps

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication as KnoxAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response

from .models import KeptAnswer

#: How long an answer is kept for whoever sends the same request again.
KEPT = datetime.timedelta(days=1)


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


def answers_once(method):
    """Give a request with a known ``Idempotency-Key`` its first answer again; what was refused may be tried again."""

    @wraps(method)
    def answer(self, request, *args, **options):
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return method(self, request, *args, **options)
        if len(key) > KeptAnswer._meta.get_field("key").max_length:
            raise ValidationError({"Idempotency-Key": [_("This key is too long.")]})
        said = f"{request.method} {request.path}"[:300]
        with transaction.atomic():
            KeptAnswer.objects.filter(person=request.user, created_at__lt=timezone.now() - KEPT).delete()
            rows = KeptAnswer.objects.select_for_update()
            kept, is_new = rows.get_or_create(person=request.user, key=key, defaults={"request": said})
            if not is_new and kept.request != said:
                raise ValidationError({"Idempotency-Key": [_("This key was used for another request.")]})
            if not is_new:
                return Response(kept.body, kept.status)
            given = method(self, request, *args, **options)
            kept.status, kept.body = given.status_code, given.data
            kept.save()
        return given

    return answer
