"""Mentions of actions at an event that may become drafts of their local governments."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Organisation
from practices.forms.answers import LONGEST, TypedText

from .forms.answers import NameField
from .forms.names import KINDS, shown_body


def open_mentions(event):
    """Return the mentions of an event that are no actions yet."""
    rows = event.showings.filter(practice=None).select_related("lrg__country", "session")
    return rows.select_related("event").prefetch_related("event__language_states")


class MentionForm(forms.Form):
    """What a draft begins with: title, local government, language, a note."""

    marks_optional = False
    is_chosen = forms.BooleanField(required=False)
    title = TypedText(label=_("Title of the draft"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language of the draft"))
    note = TypedText(
        label=_("What was said about it"),
        help_text=_("It becomes the summary; the local government rewrites it."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, data, *, showing, event):
        language = event.original_language
        said = showing.text("mention")
        super().__init__(
            data,
            prefix=f"mention-{showing.pk}",
            initial={
                "title": said.value[:120],
                "language": said.language or language,
                "note": showing.text("note").value,
                "lead_lrg": shown_body(showing.lrg) if showing.lrg else "",
            },
        )
        self.showing = showing
        self.fields["is_chosen"].label = str(said) or _("This mention")
        self.fields["language"].choices = [(code, capfirst(name)) for code, name in settings.LANGUAGES]
        field = NameField(
            family="bodies",
            kind=KINDS["lrgs"],
            is_free=False,
            required=False,
            label=_("Local government that completes it"),
            max_length=300,
        )
        field.known = {shown_body(showing.lrg): ("bodies", showing.lrg.slug)} if showing.lrg else {}
        self.fields["lead_lrg"] = field
        self.order_fields(["is_chosen", "title", "lead_lrg", "language", "note"])

    def clean(self):
        """Ask for title and local government of what is ticked; nothing of the rest."""
        found = super().clean()
        if not found.get("is_chosen"):
            for name in [name for name in self.errors if name != "is_chosen"]:
                del self.errors[name]
            return found
        for name, text in (("title", _("Give the draft a title.")), ("lead_lrg", _("Name the local government."))):
            if not found.get(name) and name not in self.errors:
                self.add_error(name, text)
        return found

    @property
    def row(self):
        """What ``actions.draft_actions`` gets."""
        found = self.cleaned_data
        return {
            "showing": self.showing.pk,
            "title": found["title"],
            "lead_lrg": Organisation.objects.get(slug=found["lead_lrg"]),
            "language": found["language"],
            "note": found["note"],
        }


def tell(shown, error):
    """Put the messages of the action beside the mention that they belong to; returns those that belong to none."""
    left = []
    by_key = {str(form.showing.pk): form for form in shown}
    found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for key, texts in found.items():
        number, _dash, name = key.partition("-")
        form = by_key.get(number)
        if form is None:
            left += texts
        else:
            name = {"original_language": "language", "summary": "note"}.get(name.rpartition("_")[0] or name, name)
            form.add_error(name if name in form.fields else None, ValidationError(texts))
    return left
