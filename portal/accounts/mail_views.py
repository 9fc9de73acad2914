"""The page that stops mail, for whoever holds the link of one."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from . import notices


@csrf_exempt  # mail programs post here by themselves, without a cookie (RFC 8058); the token is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """Ask (GET) and stop (POST) the mail that is not needed for the account; no login, one click."""
    person = notices.person_of_token(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        notices.unsubscribe(person=person)
    return render(request, "accounts/unsubscribe.html", {"is_done": request.method == "POST"})
