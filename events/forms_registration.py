"""Forms of registration, attendance and follow-up."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.directory.forms import CountryChoice
from portal.directory.models import Organisation
from portal.shared import languages
from portal.shared.forms import NamedErrors, OneLine
from practices.forms.answers import TypedText
from practices.forms.names import KINDS, NameField
from practices.models import Practice

from .enums import ChangeState
from .models import Registration

_CODE = re.compile(r"LA-\d{4}-\d{4,}", re.IGNORECASE)


def _language_choices():
    return [(code, languages.OWN_NAMES[code]) for code in languages.CODES]


def _length(name):
    return Registration._meta.get_field(name).max_length


class OwnPageForm(NamedErrors, forms.Form):
    """What people may change about their registration afterwards."""

    language = forms.ChoiceField(
        label=gettext_lazy("In which language should we write to you?"),
        choices=_language_choices,
        widget=forms.RadioSelect,
    )
    requirements = OneLine(
        label=gettext_lazy("What do you need to take part?"),
        help_text=gettext_lazy("Interpretation, captions, step-free access; no details of health, please."),
        max_length=_length("requirements"),
        required=False,
    )


class RegistrationForm(NamedErrors, forms.Form):
    """What is asked of people who want to come; whoever is signed in is written to at the address of the account."""

    name = OneLine(
        label=gettext_lazy("Your name"),
        max_length=_length("name"),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("We send you a confirmation with a link to change or cancel your registration."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    position_title = OneLine(
        label=gettext_lazy("Your position"),
        max_length=_length("position_title"),
        required=False,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
    country = CountryChoice(label=gettext_lazy("Country or area"))
    language = OwnPageForm.base_fields["language"]
    requirements = OwnPageForm.base_fields["requirements"]
    has_consented = forms.BooleanField(
        label=gettext_lazy("I agree that my data are used for this event as described here."),
        error_messages={"required": gettext_lazy("Without your agreement we cannot keep a registration.")},
    )

    def __init__(self, *args, person=None, **options):
        super().__init__(*args, **options)
        organisation = NameField(
            kind=KINDS["bodies"],
            is_free=True,
            label=_("Your organization"),
            help_text=_("The name of your local government or organization, in any language."),
            max_length=_length("organisation_name"),
            required=False,
        )
        organisation.widget.attrs["autocomplete"] = "off" if person else "organization"
        if person:
            del self.fields["email"]
            self.initial.update(_known_of(person))
        else:
            del organisation.widget.attrs["data-complete"]  # that list is for people who are signed in
            organisation.widget.attrs["list"] = "organisations"  # this one stands in the page
            self.initial.setdefault("language", languages.current())
        self.fields["organisation"] = organisation
        self.order_fields(["name", "email", "position_title", "organisation", "country", "language", "requirements"])

    @property
    def values(self):
        """What ``actions.register`` takes."""
        values = dict(self.cleaned_data)
        typed = values.pop("organisation")
        if typed.startswith(":"):
            return values | {"organisation_name": typed[1:]}
        return values | {"organisation": Organisation.objects.filter(slug=typed).first() if typed else None}


def _known_of(person):
    """Return what the portal knows of somebody who is signed in."""
    known = {"name": person.name, "language": person.language}
    mandate = person.mandates.confirmed().select_related("lrg__country").first()
    if mandate:
        known |= {"organisation": str(mandate.lrg), "country": mandate.lrg.country.code}
    return known


class CancelForm(forms.Form):
    """Why the secretariat takes somebody off the list."""

    reason = TypedText(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The person reads it in the mail."),
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
        required=False,
    )


class TellForm(forms.Form):
    """What the secretariat adds to the mail to everybody who is registered."""

    message = TypedText(
        label=gettext_lazy("What has changed?"),
        help_text=gettext_lazy("Title, dates, place and a new calendar file are in the mail by themselves."),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        required=False,
    )


# Follow-up ----------------------------------------------------------------------------------------


class LRGChoice(forms.ModelChoiceField):
    """One of the local governments that the officer speaks for."""

    widget = forms.RadioSelect

    def __init__(self, **options):
        super().__init__(queryset=Organisation.objects.none(), to_field_name="slug", empty_label=None, **options)


class ChangeForm(NamedErrors, forms.Form):
    """What a local government means to change after an event."""

    lrg = LRGChoice(label=gettext_lazy("For which local government?"))
    what = TypedText(
        label=gettext_lazy("What do you mean to change?"),
        help_text=gettext_lazy("One or two sentences: what will be different, and for whom."),
        widget=forms.Textarea({"rows": 5}),
        max_length=2000,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language do you write?"), choices=_language_choices, widget=forms.RadioSelect
    )
    inspired_by = forms.ModelChoiceField(
        label=gettext_lazy("Which action shown at the event led you to it?"),
        queryset=Practice.objects.none(),
        required=False,
        empty_label=gettext_lazy("None of these"),
    )
    other_action = OneLine(
        label=gettext_lazy("Or another published action"),
        help_text=gettext_lazy("Its code or its address, for example LA-2026-0001."),
        max_length=300,
        required=False,
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("May be shown publicly"),
        help_text=gettext_lazy("On the pages of the event and of your local government. You can change this later."),
        required=False,
    )

    def __init__(self, *args, event, lrgs, **options):
        super().__init__(*args, **options)
        self.fields["lrg"].queryset = Organisation.objects.filter(pk__in=[lrg.pk for lrg in lrgs])
        shown = Practice.objects.published().filter(showings__event=event).distinct()
        self.fields["inspired_by"].queryset = shown.prefetch_related("language_states")
        if len(lrgs) == 1:
            self.initial.setdefault("lrg", lrgs[0].slug)
        if not shown.exists():
            del self.fields["inspired_by"]

    def clean_other_action(self):
        """Return the published action whose code was typed, or None."""
        typed = self.cleaned_data["other_action"]
        if not typed:
            return None
        code = _CODE.search(typed)
        found = code and Practice.objects.published().filter(code=code[0].upper()).first()
        if not found:
            raise ValidationError(_("No published action has this code."))
        return found

    @property
    def values(self):
        """What ``actions.state_change`` takes."""
        values = dict(self.cleaned_data)
        other = values.pop("other_action")
        return values | {"inspired_by": other or values.get("inspired_by")}


class AnswerForm(NamedErrors, forms.Form):
    """How far a change is."""

    state = forms.ChoiceField(
        label=gettext_lazy("How far is it?"), choices=ChangeState.choices, widget=forms.RadioSelect
    )
    answer = TypedText(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("What happened, what helped, what stood in the way. The secretariat reads it."),
        widget=forms.Textarea({"rows": 5}),
        max_length=4000,
        required=False,
    )
    became = forms.ModelChoiceField(
        label=gettext_lazy("It became this action"),
        help_text=gettext_lazy("An action of your local government here; readers are led to it once it is published."),
        queryset=Practice.objects.none(),
        required=False,
        empty_label=gettext_lazy("None yet"),
    )
    is_public = ChangeForm.base_fields["is_public"]

    def __init__(self, *args, change, user, **options):
        super().__init__(*args, **options)
        own = Practice.objects.officers_of(user).filter(lead_lrg=change.lrg_id, working_copy_of=None)
        self.fields["became"].queryset = own.order_by("-pk").prefetch_related("language_states")
        self.initial = {
            "state": change.state,
            "became": change.became_id,
            "is_public": change.is_public,
            **self.initial,
        }
