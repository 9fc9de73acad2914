"""Starting an action, and what is declared before it is submitted."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.directory.models import Organisation
from portal.shared import languages
from portal.shared.forms import NamedErrors

from .. import completeness
from ..enums import Status
from ..models import Practice
from .answers import TypedText

#: What the officer is told while a needed answer is missing.
WHY_NEEDED = {field: message for field, _rule, message in completeness.NEEDED}


class LRGChoice(forms.ModelChoiceField):
    """One of the local governments that the person acts for."""

    def __init__(self, **options):
        super().__init__(queryset=Organisation.objects.none(), to_field_name="slug", empty_label=None, **options)


class StartForm(NamedErrors, forms.Form):
    """For whom, in which language, under which title; an earlier action may be taken as a start."""

    marks_optional = True
    lead_lrg = LRGChoice(label=gettext_lazy("For which local government?"), widget=forms.RadioSelect)
    original_language = forms.ChoiceField(
        label=gettext_lazy("In which language do you write?"),
        help_text=gettext_lazy("The secretariat sees to the other languages. You cannot change it later."),
        widget=forms.RadioSelect,
    )
    title = TypedText(
        label=gettext_lazy("What is the action called?"),
        help_text=gettext_lazy("Up to 120 characters, in the language you write in. You can change it at any time."),
        max_length=120,
    )
    copy_of = forms.ModelChoiceField(
        label=gettext_lazy("Copy an earlier action as a start"),
        help_text=gettext_lazy("Its answers are taken over; you change what is different."),
        queryset=Practice.objects.none(),
        required=False,
        empty_label=gettext_lazy("No, I start from an empty form"),
    )

    def __init__(self, user, *args, **options):
        super().__init__(*args, **options)
        lrgs = lrgs_of(user)
        self.fields["lead_lrg"].queryset = lrgs
        self.fields["original_language"].choices = [(code, capfirst(name)) for code, name in settings.LANGUAGES]
        earlier = Practice.objects.officers_of(user).filter(lead_lrg__in=lrgs, working_copy_of=None)
        self.fields["copy_of"].queryset = earlier.exclude(status=Status.ARCHIVED).prefetch_related("language_states")
        self.initial.setdefault("original_language", get_language())
        self.lrg_count = len(lrgs)
        if self.lrg_count == 1:
            self.initial.setdefault("lead_lrg", lrgs[0].slug)
        if not earlier.exists():
            del self.fields["copy_of"]

    def clean(self):
        """Refuse a copy from another local government."""
        found = super().clean()
        copy, lrg = found.get("copy_of"), found.get("lead_lrg")
        if copy and lrg and copy.lead_lrg_id != lrg.pk:
            self.add_error("copy_of", _("Copy an action of the same local government."))
        return found


def lrgs_of(user):
    """Return the local governments that ``user`` holds a confirmed mandate for, by name."""
    mandates = user.mandates.confirmed().values("lrg")
    return Organisation.objects.filter(pk__in=mandates).order_by(languages.localized("name"), "slug")


class DeclarationForm(forms.Form):
    """Consent to the publication and the word that no data of participants are in the texts; asked once."""

    marks_optional = False
    consent = forms.BooleanField(
        label=gettext_lazy("We agree that the action is published under the licence named above."),
        error_messages={"required": WHY_NEEDED["consent"]},
    )
    is_data_protection_confirmed = forms.BooleanField(
        label=gettext_lazy(
            "The texts and files hold no data of participants and nothing that points at single persons."
        ),
        error_messages={"required": WHY_NEEDED["is_data_protection_confirmed"]},
    )

    def __init__(self, practice, data=None):
        super().__init__(data)
        if practice.consented_at and practice.is_data_protection_confirmed:
            self.fields.clear()
