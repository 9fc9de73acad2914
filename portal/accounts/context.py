"""What every page knows of whoever reads it: the way in, or their own menu."""

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _


def account(request):
    """Return the links of the menu (``account_links``), or the way to sign in and back (``sign_in_url``)."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"sign_in_url": _sign_in_url(request)}
    links = [
        (_("Workspace"), _address("practices:workspace")),
        (_("Review"), _address("practices:review") if user.is_reviewer else ""),
        (_("Requests to act"), reverse("directory:mandate-requests") if user.is_editor else ""),
        (_("Your account"), reverse("accounts:home")),
        (_("Administration"), reverse("admin:index") if user.is_staff else ""),
    ]
    return {"account_links": [{"label": label, "url": url} for label, url in links if url]}


def _sign_in_url(request):
    """Return the address of the page that signs in and leads back here, unless here is such a page itself."""
    match = request.resolver_match
    name = (match and match.url_name) or "home"
    if name == "home" or name.startswith(("account_", "mfa_")):
        return reverse("account_login")
    return f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"


def _address(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
