"""What the account pages of django-allauth do the portal's way: addresses, languages, mails."""

from types import SimpleNamespace
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import override

from portal.shared import languages

from . import actions
from .models import User


class AccountAdapter(DefaultAccountAdapter):
    """Mails in the person's language and to the portal's own address; after signing in, the workspace."""

    def get_login_redirect_url(self, request):
        """Return the person's workspace in their language."""
        with override(request.user.language):
            return start_url()

    def get_signup_redirect_url(self, request):
        """Return the same for whoever has just signed up."""
        return self.get_login_redirect_url(request)

    def save_user(self, request, user, form, commit=True):
        """Keep the name and language that were given at sign-up."""
        user.name, user.language = form.cleaned_data["name"], form.cleaned_data["language"]
        return super().save_user(request, user, form, commit)

    def set_password(self, user, password):
        """Set a new password; the tokens for the API end with the old one, as sessions do."""
        super().set_password(user, password)
        actions.end_tokens(user=user)

    def send_mail(self, template_prefix, email, context):
        """Send an account mail in the language of whoever has the address, else of the request.

        Addresses lead to the portal's own host, whatever host was asked, and to pages in the same language.
        """
        person = User.objects.filter(email__iexact=email).first() or context.get("user")
        language = person.language if person else languages.current()
        values = {
            name: public_url(value, language) if name.endswith("_url") and value else value
            for name, value in context.items()
        }
        site = SimpleNamespace(name=settings.SITE_NAME, domain=urlsplit(settings.SITE_URL).netloc)
        with override(language):
            self.render_mail(template_prefix, email, {**values, "email": email, "current_site": site}).send()

    def render_mail(self, template_prefix, email, context, headers=None):
        """Write the mail as text, and the same words as HTML in the portal's frame."""
        message = super().render_mail(template_prefix, email, context, headers)
        shown = {"text": message.body, "subject": message.subject, "site_name": settings.SITE_NAME}
        message.attach_alternative(render_to_string("account/email/message.html", shown), "text/html")
        return message


def start_url():
    """Return where a person starts: the workspace, or the account while there is none."""
    try:
        return reverse("practices:workspace")
    except NoReverseMatch:
        return reverse("accounts:home")


def public_url(url, language):
    """Return ``url`` on the portal's own host and in ``language``."""
    path = urlsplit(translate_url(url, language))._replace(scheme="", netloc="").geturl()
    return settings.SITE_URL + path
