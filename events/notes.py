"""The note that comes out of an event: what is asked before it begins, what is taken over from the event."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared import languages
from portal.shared.forms import NamedErrors
from practices.forms.answers import TypedText

from .enums import ContributorRole, DelegationState, OrganiserRole, PublicationKind
from .forms.page import next_number
from .record import EVENT

KINDS = [(kind.value, kind.label) for kind in (PublicationKind.NOTE, PublicationKind.OUTCOME_REPORT)]
#: What an organiser of the event is of the publication.
_BECOMES = {OrganiserRole.FUNDER: ContributorRole.FUNDER, OrganiserRole.ORGANISER: ContributorRole.COORDINATION}


class NoteForm(NamedErrors, forms.Form):
    """Title, sort and number."""

    marks_optional = True
    title = TypedText(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("What will it be?"), choices=KINDS, widget=forms.RadioSelect)
    number = forms.IntegerField(
        label=_("Number of the note"),
        help_text=_("Only for a peer learning note. This is the next free one; numbers may be left out."),
        required=False,
        min_value=1,
        max_value=32767,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )

    def __init__(self, *args, event, **options):
        title = languages.text_of(event, "title", prefer=[event.original_language])
        options["initial"] = {"title": title.value, "kind": PublicationKind.NOTE, "number": next_number()}
        super().__init__(*args, **options)

    def clean(self):
        """Only a note has a number, and it needs one."""
        found = super().clean()
        if found.get("kind") != PublicationKind.NOTE:
            found["number"] = None
        elif not found.get("number") and "number" not in self.errors:
            self.add_error("number", _("A peer learning note has a number."))
        return found


def taken_over(event):
    """Return the plain data of a publication that are known from its event."""
    names = {"themes", "objectives", "agendas", "forums", "networks", "crisis", "organisers", "delegations", "series"}
    data = EVENT.content(event, names | {"crisis_name"})
    came = [row["lrg"] for row in data["delegations"] if row["lrg"] and row["state"] != DelegationState.EXPECTED]
    contributors = [
        {"organisation": row["organisation"], "role": str(_BECOMES.get(row["role"], ContributorRole.PARTNER))}
        for row in data["organisers"]
    ]
    kept = ("themes", "objectives", "agendas", "forums", "networks", "crisis", "crisis_name", "series")
    return {
        **{name: data[name] for name in kept},
        "event": event.slug,
        "lrgs": list(dict.fromkeys(came)),
        "contributors": contributors,
    }
