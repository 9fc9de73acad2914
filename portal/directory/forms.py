"""Forms of mandates: asking, deciding, handing over."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.shared import languages
from portal.shared.forms import NamedErrors, OneLine
from portal.shared.text import clean

from .filters import countries
from .models import Country, Organisation

#: Local governments that a search for one shows at most.
MOST_FOUND = 20


def found(typed):
    """Return the local governments of a name, ready for a choice; none without a name."""
    if not typed.strip():
        return Organisation.objects.none()
    rows = Organisation.objects.local_governments().named(typed).by_name().select_related("country")
    return rows[:MOST_FOUND]


class LRGChoice(forms.ModelChoiceField):
    """One local government, shown with its country and sent by its address name."""

    widget = forms.RadioSelect

    def __init__(self, **options):
        super().__init__(
            queryset=Organisation.objects.local_governments(), to_field_name="slug", empty_label=None, **options
        )

    def label_from_instance(self, lrg):
        """Return name and country."""
        return f"{lrg}, {lrg.country.display_name}"


class CountryChoice(forms.ModelChoiceField):
    """One country, in the order of the names that a reader sees."""

    def __init__(self, **options):
        super().__init__(queryset=Country.objects.all(), to_field_name="code", **options)
        self.choices = lambda: [("", _("Choose a country")), *countries()]


class Searched(NamedErrors, forms.Form):
    """A form that offers the local governments of a typed name; another one may be sent all the same."""

    lrg = LRGChoice(label=gettext_lazy("Which one is it?"))

    def __init__(self, *args, typed="", **options):
        super().__init__(*args, **options)
        self.rows = [(row.slug, self.fields["lrg"].label_from_instance(row)) for row in found(typed)]
        self.fields["lrg"].choices = self.rows


class RequestForm(Searched):
    """An officer asks to act for a local government of the directory."""

    message = forms.CharField(
        label=gettext_lazy("Message to the secretariat"),
        help_text=gettext_lazy("What is your office there, and who can confirm it?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )


class ProposalForm(NamedErrors, forms.Form):
    """An officer asks to act for a local government that the directory does not have."""

    name = OneLine(label=gettext_lazy("Name of the local government"), max_length=200)
    country = CountryChoice(label=gettext_lazy("Country"))
    message = RequestForm.base_fields["message"]


class ConfirmForm(Searched):
    """The secretariat says which local government of the directory a proposed one is."""


class NewLRGForm(NamedErrors, forms.Form):
    """The secretariat enters the local government that was proposed."""

    country = CountryChoice(label=gettext_lazy("Country"))
    lrg_type = forms.ChoiceField(label=gettext_lazy("Type"), choices=Organisation.LRGType.choices)
    slug = forms.SlugField(
        label=gettext_lazy("Address name"), help_text=gettext_lazy("Never changes once public."), max_length=80
    )

    def __init__(self, *args, mandate, **options):
        super().__init__(
            *args,
            initial={
                languages.column("name"): mandate.proposed_name,
                "country": mandate.proposed_country and mandate.proposed_country.code,
                "slug": slugify(mandate.proposed_name)[:80],
            },
            **options,
        )
        for code in languages.CODES:
            label = _("Name (%(language)s)") % {"language": languages.OWN_NAMES[code]}
            self.fields[languages.column("name", code)] = OneLine(label=label, max_length=200, required=False)
        self.order_fields(languages.columns("name"))

    @property
    def names(self):
        """The names: language → name."""
        return {code: self.cleaned_data.get(languages.column("name", code), "") for code in languages.CODES}

    def clean(self):
        """Ask for a name in one language at least, and for an address name that is free."""
        super().clean()
        if not any(self.names.values()):
            self.add_error(languages.column("name"), _("Enter the name in one language at least."))
        slug = self.cleaned_data.get("slug")
        if slug and Organisation.objects.filter(slug=slug).exists():
            self.add_error("slug", _("This address name is taken: choose another one."))


class EndForm(NamedErrors, forms.Form):
    """The secretariat ends a mandate or turns a request down; the reason goes to the officer."""

    successor = forms.ModelChoiceField(
        label=gettext_lazy("Who takes over the drafts?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody: they wait for whoever acts for this local government next"),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The officer reads it in the mail."),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args, mandate, **options):
        super().__init__(*args, **options)
        people = User.objects.filter(pk__in=mandate.colleagues().values("officer"), is_active=True)
        self.fields["successor"].queryset = people
        # A colleague who was chosen and has left meanwhile is an error, and not silently nobody.
        if not self.data.get("successor") and not people.exists():
            del self.fields["successor"]

    def clean_reason(self):
        """Return the reason as it may be stored."""
        reason = clean(self.cleaned_data["reason"]).strip()
        if not reason:
            raise ValidationError(_("Say why: the officer reads it."))
        return reason
