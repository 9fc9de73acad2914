"""Typed text that outlives the end of a session or of a page's token: it waits on the server for its person.

Nothing of it lies on the device: contact data must not. Only what was sent by a page of the portal is kept.
"""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import JsonResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal.shared.forms import typed

SALT = "practices.kept"
KEY = "kept"
#: Nobody types more on one page, in characters.
MOST_KEPT = 250_000
#: How long it waits for its person, in seconds.
KEPT_FOR = 60 * 60

_csrf = CsrfViewMiddleware(lambda request: None)


def person_mark(user):
    """Return the hidden value that says whose page it is."""
    return signing.dumps(user.pk, salt=SALT)


def wants_json(request):
    """Whether a script saves in the background."""
    return request.headers.get("X-Autosave") == "1"


def nothing_lost(view):
    """Ask for a signed-in person and for the page's token, as every view does, but lose nothing that was typed.

    Without a person the posted text is kept until they have signed in. With a person and an old token (they signed in
    again in another window) the view gets ``request.is_late``: it shows the text again and saves nothing.
    """

    def refused(request):
        return _csrf.process_view(request, lambda request: None, (), {}) if request.method == "POST" else None

    @csrf_exempt  # the token is asked for below
    @wraps(view)
    def wrapper(request, *args, **options):
        refusal = refused(request)
        request.is_late = refusal is not None
        if request.user.is_authenticated:
            if request.is_late and wants_json(request):
                return JsonResponse({"problem": "late"}, status=403)
            return view(request, *args, **options)
        if refusal:
            return refusal
        here = request.get_full_path()
        if wants_json(request):
            return JsonResponse({"sign_in": f"{reverse('account_login')}?{urlencode({'next': here})}"}, status=401)
        if request.method == "POST":
            keep(request)
        return redirect_to_login(here)

    return wrapper


def sent_again(view):
    """Ask for a signed-in person; what was posted without one is offered to be sent again once they have signed in.

    For forms that carry the hidden value of ``mark``.
    """

    @wraps(view)
    def wrapper(request, *args, **options):
        if not request.user.is_authenticated:
            if request.method == "POST":
                keep(request)
            return redirect_to_login(request.get_full_path())
        posted = take(request) if request.method == "GET" else None
        return view(request, *args, **options) if posted is None else _offer(request, posted)

    return wrapper


def button_sent_again(view):
    """The same for the address of a button: it answers POST only, and a GET while something waits for its person."""
    only_posted = require_POST(sent_again(view))

    @wraps(view)
    def wrapper(request, *args, **options):
        posted = take(request) if request.method == "GET" and request.user.is_authenticated else None
        return only_posted(request, *args, **options) if posted is None else _offer(request, posted)

    return wrapper


def _offer(request, posted):
    return render(request, "csrf.html", {"typed": typed(posted), "was_signed_out": True})


def mark(request):
    """Context processor: whose page it is, as a hidden value (``person_mark``), made where a form asks for it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"person_mark": SimpleLazyObject(lambda: person_mark(user))}


def keep(request):
    """Keep what was posted for the person whose page it was."""
    body = request.POST.urlencode()
    if len(body) <= MOST_KEPT and request.POST.get("person"):
        request.is_kept = True  # nobody needs to be told that it was lost
        request.session[KEY] = {"path": request.path, "body": body}
        request.session.set_expiry(KEPT_FOR)


def take(request):
    """Return what was kept for this page and this person, or None; it is given back once."""
    found = request.session.get(KEY)
    if not found or found["path"] != request.path:
        return None
    del request.session[KEY]
    posted = QueryDict(found["body"])
    try:
        person = signing.loads(posted.get("person", ""), salt=SALT, max_age=14 * 24 * 60 * 60)
    except signing.BadSignature:
        return None
    return posted if person == request.user.pk else None


def late_notice():
    """Return what the person reads when nothing was saved because the page was open for too long."""
    return _("You have signed in again since this page was opened. Nothing is saved yet: look at it and save again.")


def kept_notice():
    """Return what the person reads when their text waited while they signed in."""
    return _("This is what you had typed when your session ended. Nothing of it is saved yet: look at it and save.")
