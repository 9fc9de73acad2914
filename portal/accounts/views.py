"""The person's own account: profile, tokens for the API; signing in and all that goes with it is django-allauth's."""

from functools import wraps

from allauth.account import views as account_views
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared import languages
from portal.shared.forms import sent, status_of

from . import actions
from .forms import ProfileForm, TokenForm
from .models import ApiToken


@require_safe
@never_cache
@login_required
def home(request):
    """Your account: who you are here, and the way to everything that can be changed."""
    user = request.user
    facts = [
        {
            "label": _("Name"),
            "value": user.name,
            "action_url": reverse("accounts:profile"),
            "action_label": _("Change the name"),
        },
        {
            "label": _("E-mail address"),
            "value": user.email,
            "action_url": reverse("account_email"),
            "action_label": _("Change the e-mail address"),
        },
        {
            "label": _("Language of pages and mails"),
            "value": languages.OWN_NAMES[user.language],
            "action_url": reverse("accounts:profile"),
            "action_label": _("Change the language"),
        },
        {
            "label": _("Mail about actions"),
            "value": user.get_mail_rhythm_display(),
            "action_url": reverse("accounts:profile"),
            "action_label": _("Change when mail comes"),
        },
        {"label": _("Role"), "value": user.get_role_display()},
    ]
    return render(request, "accounts/home.html", {"facts": facts, "breadcrumbs": _trail()})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def profile(request):
    """Name, language, mail."""
    form = ProfileForm(sent(request), instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = actions.change_profile(user=request.user, by=request.user, **form.cleaned_data)
        with override(user.language):
            messages.success(request, _("Your account has been changed."))
            return redirect("accounts:home")
    context = {"form": form, "breadcrumbs": _trail(_("Name, language and mail"))}
    return render(request, "accounts/profile.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@reauthentication_required(allow_get=True, app="allauth.account")
def tokens(request):
    """The person's tokens for the API; a new one is shown once, on the answer that makes it."""
    form, made = TokenForm(sent(request), user=request.user), ""
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        _token, made = actions.create_token(
            by=request.user, name=values["name"], can_write=values["access"] == form.WRITE, days=values["days"]
        )
        form = TokenForm(user=request.user)
    context = {
        "form": form,
        "made": made,
        "tokens": ApiToken.objects.filter(user=request.user),
        "breadcrumbs": _trail(_("Tokens for programs")),
    }
    return render(request, "accounts/tokens.html", context, status=status_of(form))


@require_POST
@never_cache
@login_required
def revoke_token(request, digest):
    """End one token."""
    token = get_object_or_404(ApiToken, digest=digest, user=request.user)
    actions.revoke_token(token=token, by=request.user)
    messages.success(request, _("The token “%(name)s” has been revoked.") % {"name": token.name})
    return redirect("accounts:tokens")


def forgetting(view):
    """Let the browser forget what it kept of drafts when ``view`` signs out: the computer may be a shared one."""

    @wraps(view)
    def signing_out(request, *args, **options):
        response = view(request, *args, **options)
        if request.method == "POST":
            response["Clear-Site-Data"] = '"storage"'
        return response

    return signing_out


sign_out = forgetting(account_views.logout)


def _trail(*labels):
    """Where a page of the account stands."""
    first = {"label": _("Your account")} | ({"url": reverse("accounts:home")} if labels else {})
    return [first, *({"label": label} for label in labels)]
