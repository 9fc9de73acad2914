"""Forms of the account pages: those of django-allauth in the portal's words, and our own."""

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from portal.shared import languages
from portal.shared.forms import NamedErrors, OneLine

from .models import ApiToken, User

OWN_NAMES = list(languages.OWN_NAMES.items())


class Plain(NamedErrors):
    """Labels stay beside the fields, so nothing stands inside them; an empty answer is named."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(Plain, account_forms.LoginForm):
    """Address and password; the way to a new password stands below the form."""

    field_order = ["login", "password"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["password"].help_text = ""


class SignUpForm(Plain, account_forms.SignupForm):
    """Name, language, address and password of a new account."""

    field_order = ["name", "email", "password1", "language"]

    name = OneLine(
        label=_("Your name"),
        max_length=User._meta.get_field("name").max_length,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of pages and mails"), choices=OWN_NAMES, widget=forms.RadioSelect, initial=languages.current
    )

    def try_save(self, request):
        """Make the account; where there is one already, take as long and answer alike."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ChangeEmailForm(Plain, account_forms.AddEmailForm):
    """A new address, which counts once it has been proved."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["email"].label = _("New e-mail address")


class ChangePasswordForm(Plain, account_forms.ChangePasswordForm):
    """The present password and a new one."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["oldpassword"].help_text = ""


class SetPasswordForm(Plain, account_forms.SetPasswordForm):
    """A first password, for an account that was made without one."""


class ResetPasswordForm(Plain, account_forms.ResetPasswordForm):
    """The address to which the link goes."""


class NewPasswordForm(Plain, account_forms.ResetPasswordKeyForm):
    """A new password, for whoever followed the link."""


class ReauthenticateForm(Plain, account_forms.ReauthenticateForm):
    """The password once more."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["password"].help_text = ""


class Code(Plain):
    """A code from an authenticator app: digits, whatever spaces are typed between them."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "govuk-input--width-10"}


class CodeForm(Code, mfa_forms.AuthenticateForm):
    """The code that is asked for when signing in; a recovery code does as well."""


class CodeAgainForm(Code, mfa_forms.ReauthenticateForm):
    """The code once more."""


class ActivateAppForm(Code, totp_forms.ActivateTOTPForm):
    """The first code of an authenticator app, which shows that it was set up."""


class ProfileForm(NamedErrors, forms.ModelForm):
    """What people change about themselves without proving anything."""

    class Meta:
        model = User
        fields = ["name", "language", "mail_rhythm"]
        field_classes = {"name": OneLine}
        widgets = {
            "name": forms.TextInput({"autocomplete": "name"}),
            "language": forms.RadioSelect,
            "mail_rhythm": forms.RadioSelect,
        }
        labels = {"name": _("Your name"), "language": _("Language of pages and mails")}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["language"].choices = OWN_NAMES


class TokenForm(NamedErrors, forms.Form):
    """A token for a program: what it is for, what it may do, how long it lasts."""

    READ, WRITE = "read", "write"

    name = OneLine(
        label=_("What is it for?"),
        help_text=_("A name by which you know it again, for example “Open data portal of our city”."),
        max_length=ApiToken._meta.get_field("name").max_length,
    )
    access = forms.ChoiceField(
        label=_("What may it do?"),
        choices=[(READ, _("Read what you can read")), (WRITE, _("Read and write what you can write"))],
        widget=forms.RadioSelect,
        initial=READ,
    )
    days = forms.TypedChoiceField(
        label=_("How long does it last?"),
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("One year"))],
        coerce=int,
        initial=90,
    )

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.user = user

    def clean_name(self):
        """Refuse a second token of the same name, also when the form is sent twice."""
        name = self.cleaned_data["name"]
        if self.user.auth_token_set.filter(name=name).exists():
            raise forms.ValidationError(_("You have a token of this name: revoke it first, or choose another name."))
        return name
