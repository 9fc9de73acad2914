"""What the secretariat's list of peer learning shows and how a record begins, is moved and followed."""

from dataclasses import dataclass

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.shared import languages
from portal.shared.filters import ReaderFilterSet, Values, Words
from portal.shared.forms import NamedErrors
from practices.enums import TextState
from practices.forms.answers import TypedText
from practices.review.forms import ReasonForm, StepForm

from . import completeness
from .enums import EntryType, Kind, PublicationKind, Status
from .forms import GROUPS, group_of
from .forms.page import next_number
from .models import Entry
from .workflow import TRANSITIONS

#: What the page says on which a record begins.
NEW = {
    EntryType.SERIES: _("New series"),
    EntryType.EVENT: _("New event"),
    EntryType.PUBLICATION: _("New publication"),
}
#: Values of the filter "state" → which records need it.
STATES = (
    ("unpublished", _("Needs publishing")),
    *Status.choices,
)


class WordsFilter(django_filters.CharFilter):
    """Records with these words in the title or the address name."""

    field_class = Words

    def filter(self, qs, value):
        """Keep the records that hold every word."""
        columns = ["slug", *languages.columns("title")]
        for word in (value or "").split():
            qs = qs.filter(Q(*((f"{column}__icontains", word) for column in columns), _connector=Q.OR))
        return qs


class OneOf(django_filters.MultipleChoiceFilter):
    """Records with one of the chosen values in a column."""

    field_class = Values


class StateFilter(OneOf):
    """Records in one of the states; those that need publishing are drafts and what was taken back."""

    def filter(self, qs, value):
        """Keep them."""
        wanted = {Status.DRAFT if name == "unpublished" else name for name in value or ()}
        return qs.filter(status__in=wanted) if wanted else qs


class DeskFilter(ReaderFilterSet):
    """The query string of the desk, beside ``page``."""

    q = WordsFilter(label=_("Title"))
    type = OneOf(label=_("Kind of record"), choices=EntryType.choices, distinct=False)
    status = StateFilter(label=_("Status"), choices=STATES, distinct=False)
    language = OneOf(field_name="original_language", label=_("Language"), choices=settings.LANGUAGES, distinct=False)

    class Meta:
        model = Entry
        fields = []


def records():
    """Return every record with what a line shows, the one changed last first."""
    rows = Entry.objects.select_related("updated_by", "as_event", "as_publication", "as_series")
    return rows.prefetch_related("language_states").order_by("-updated_at", "-pk")


def row(entry):
    """A record as one line of the list (load with ``records``)."""
    states = {state.language: TextState(state.state) for state in entry.language_states.all()}
    whole = entry.whole
    return {
        "entry": whole,
        "title": languages.text_of(whole, "title", prefer=[entry.original_language]),
        "what": whole.get_kind_display() if hasattr(whole, "kind") else entry.get_type_display(),
        "number": getattr(whole, "number", None),
        "when": getattr(whole, "when", "") or getattr(whole, "published", ""),
        "languages": [
            {
                "code": code,
                "name": languages.OWN_NAMES[code],
                "state": states.get(code, TextState.MISSING),
                "is_original": code == entry.original_language,
            }
            for code in languages.CODES
        ],
    }


def counts():
    """Return the number of records by kind and status, in one query."""
    found = Entry.objects.order_by().values_list("type", "status").annotate(Count("pk"))
    numbers = {(type, status): number for type, status, number in found}
    return [
        {
            "type": type,
            "label": label,
            "cells": [
                {"status": status, "label": name, "number": numbers.get((type, status), 0)}
                for status, name in Status.choices
            ],
        }
        for type, label in EntryType.choices
    ]


class NewForm(NamedErrors, forms.Form):
    """Title, language, and what sort of event or publication it is."""

    marks_optional = True
    title = TypedText(label=_("Title"), max_length=200)
    original_language = forms.ChoiceField(
        label=_("In which language do you write?"),
        help_text=_("The other languages are written at the translation desk."),
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label=_("What sort is it?"))
    number = forms.IntegerField(
        label=_("Number of the note"),
        help_text=_("Only for peer learning notes."),
        required=False,
        min_value=1,
        max_value=32767,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )

    def __init__(self, *args, type, user, **options):
        super().__init__(*args, **options)
        self.fields["original_language"].choices = [(code, capfirst(name)) for code, name in settings.LANGUAGES]
        self.initial.setdefault("original_language", user.language or get_language())
        kinds = {EntryType.EVENT: Kind, EntryType.PUBLICATION: PublicationKind}.get(type)
        if kinds:
            self.fields["kind"].choices = kinds.choices
        else:
            del self.fields["kind"]
        if type == EntryType.PUBLICATION:
            self.initial.setdefault("number", next_number())
        else:
            del self.fields["number"]

    def clean(self):
        """Only notes have a number; the number that is proposed is not held against others."""
        found = super().clean()
        if found.get("kind") not in (None, PublicationKind.NOTE):
            found["number"] = None
        return found

    @property
    def start(self):
        """What ``actions.create`` gets."""
        data = {name: self.cleaned_data[name] for name in ("kind", "number") if self.cleaned_data.get(name)}
        return {
            "title": self.cleaned_data["title"],
            "original_language": self.cleaned_data["original_language"],
            "data": data,
        }


# Moving a record ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """How one transition is asked for: what follows from it, what to say when it is done, which form."""

    before: str
    done: str
    form: type = StepForm
    is_grave: bool = False


class WhyForm(ReasonForm):
    """A step that gives its reason."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["reason"].help_text = _("It stays in the history; of an archived record everybody reads it.")


STEPS = {
    "publish": Step(_("Whom it is meant for can read it from now on."), _("The record is published.")),
    "unpublish": Step(
        _("Nobody finds it any more until it is published again. Its address name is kept."),
        _("The record is a draft again."),
        WhyForm,
        is_grave=True,
    ),
    "archive": Step(
        _("The record leaves every list. Its address shows the title and your reason."),
        _("The record is archived."),
        WhyForm,
        is_grave=True,
    ),
    "restore": Step(_("Readers find it again."), _("The record is public again."), WhyForm),
}


def missing(entry, found=None):
    """Return what a publication still needs (``completeness.missing``), as lines that lead to the questions."""
    lines = []
    for name, texts in (completeness.missing(entry) if found is None else found).items():
        group = group_of(entry, name)
        url = f"{reverse('events:entry', args=[entry.pk])}#question-{name}"
        lines += [{"text": languages.labelled(group.title, text) if group else text, "url": url} for text in texts]
    return lines


def after(entry, name):
    """Return the name of the group after ``name`` (the first one after the empty name), or the empty string."""
    names = ["", *(group.name for group in GROUPS[EntryType(entry.type)]), ""]
    return names[names.index(name, 1 if name else 0) + 1]


def history_label(transition):
    """Return what happened, in words."""
    if transition in TRANSITIONS:
        return TRANSITIONS[transition].label
    others = {
        "create": _("Draft started"),
        "update": _("Saved"),
        "translate": _("Translation saved"),
        "attach": _("File added"),
        "cover": _("Cover changed"),
        "draft_actions": _("Drafts of actions made"),
        "import": _("Participants imported"),
        "note_attendance": _("Attendance noted"),
        "tell_registered": _("Mail to everybody who is registered"),
        "cancel_registration": _("Registration cancelled"),
        "export_registrations": _("List of registrations taken along"),
    }
    return others.get(transition, transition)
