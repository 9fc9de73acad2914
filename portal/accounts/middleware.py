"""Second factor of those who publish; methods of the account pages; buttons pressed after the session had ended."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.shared.pages import way_back

#: Pages that an editor without a second factor still reaches: those that set it up, and the way out.
OPEN = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_reauthenticate",
    "account_reauthenticate",
    "account_logout",
    "account_email",
    "account_confirm_email",
    "account_email_verification_sent",
}


class SecondFactor:
    """Sends editors and administrators without a second factor to the page that sets it up.

    Asked at every request, so that it counts from the moment a role is given or a factor removed.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Do nothing before the view is known."""
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Refuse every other page."""
        if not settings.REQUIRE_SECOND_FACTOR or request.resolver_match.url_name in OPEN:
            return None
        user = request.user
        if not (user.is_authenticated and user.is_editor) or is_mfa_enabled(user):
            return None
        if request.path_info.startswith("/api/"):
            return JsonResponse({"detail": _("Set up a second factor first: your role needs one.")}, status=403)
        return redirect("mfa_activate_totp")


class OnlyForms:
    """Answers 405 to PUT, PATCH and DELETE on the pages of django-allauth, whose views would take a PUT for a form."""

    METHODS = ("GET", "HEAD", "POST", "OPTIONS")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Do nothing before the view is known."""
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Refuse what is no form."""
        name = request.resolver_match.url_name or ""
        if request.method not in self.METHODS and name.startswith(("account_", "mfa_", "usersessions_")):
            return HttpResponseNotAllowed(self.METHODS)
        return None


class PressedSignedOut:
    """Says after the sign-in that a button did nothing because the session had ended, on the page with the button.

    The sign-in leads on to the address of the button, which may answer POST only: then it leads back to the page. A
    view that keeps what was typed and says so itself sets ``request.is_kept``.
    """

    KEY = "pressed"
    #: How long the session of somebody who is not signed in remembers the page, in seconds.
    KEPT_FOR = 60 * 60

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Note the page when the press is refused; lead back to it when its person asks for the address again."""
        back = self._back(request)
        if back:
            messages.warning(
                request, _("Nothing was done: your session had ended. Press the button again if you still want it.")
            )
        response = self.get_response(request)
        if back and response.status_code == 405:
            return HttpResponseRedirect(back)
        if self._is_refused(request, response):
            request.session[self.KEY] = {"path": request.path, "back": way_back(request)}
            request.session.set_expiry(self.KEPT_FOR)
        return response

    def _back(self, request):
        """Return the page with the button that was pressed; empty when this is not its address or nobody's request."""
        if request.method != "GET" or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return ""
        found = request.session.get(self.KEY)
        if not found or found["path"] != request.path or not request.user.is_authenticated:
            return ""
        del request.session[self.KEY]
        return found["back"]

    def _is_refused(self, request, response):
        if request.method != "POST" or response.status_code != 302 or getattr(request, "is_kept", False):
            return False
        return response.url == redirect_to_login(request.get_full_path()).url
