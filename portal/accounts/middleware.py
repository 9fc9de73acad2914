"""Second factor of those who publish; methods of the account pages."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

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
