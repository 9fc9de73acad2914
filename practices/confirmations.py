"""The signed link with which a mail asks whether a published action is still current."""

import datetime

from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from portal.accounts.models import User

from . import permissions
from .models import Practice

SALT = "practices.confirm"
VALID = datetime.timedelta(days=60)


def path(practice, person, language):
    """Return the address that confirms ``practice`` in the name of ``person`` without a sign-in."""
    token = signing.dumps([practice.pk, person.pk], salt=SALT)
    with override(language):
        return reverse("practices:confirm", args=[practice.code, token])


def read(code, token):
    """Return the (action, person) that a token names, or None once it is too old or the person may no longer."""
    try:
        practice_pk, person_pk = signing.loads(token, salt=SALT, max_age=VALID)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    practice = Practice.objects.published().filter(pk=practice_pk, code=code).select_related("lead_lrg").first()
    person = User.objects.filter(pk=person_pk, is_active=True).first()
    if practice is None or person is None or not permissions.may(person, practice, "confirm"):
        return None
    return practice, person
