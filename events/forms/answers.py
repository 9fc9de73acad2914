"""Kinds of questions that only peer learning asks, beside those of the form of an action."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compacts.models import Agenda, ReviewForum, RoundTable
from portal.shared import languages
from practices.forms import answers, tags
from practices.forms import names as practice_names

from ..enums import Vocabulary
from . import names


class NameField(practice_names.NameField):
    """A name of one family of records; ``known`` names those of all families on the page."""

    def __init__(self, *, family, **options):
        self.family = family
        super().__init__(**options)

    @property
    def known(self):
        """Shown name → code."""
        return self._known

    @known.setter
    def known(self, shown):
        self._known = {name: key[1] for name, key in shown.items() if key[0] == self.family}


class Name(answers.Name):
    """The name of a body, a country, an action of any state, a series, an event or a publication."""

    kinds = names.KINDS

    @property
    def family(self):
        """The records among which its codes are unique."""
        return names.FAMILIES.get(self.kind.name, self.kind.name)

    def stored(self, data, _language):
        """Return the code; that of an action is a number."""
        return str(data.get(self.name) or "")

    def initial(self, answer, known):
        """Return the name."""
        return answer[1:] if answer.startswith(":") else known.get((self.family, answer), answer)

    def field(self, _language):
        """Return a text field that offers names while one types."""
        return NameField(
            family=self.family,
            kind=self.kind,
            is_free=self.is_free,
            required=False,
            label=self.label,
            help_text=self.hint,
            max_length=300,
        )


class Person(Name):
    """Somebody who speaks or writes; who is not known yet is entered when the page is saved."""

    is_free = True

    def __init__(self, **options):
        super().__init__("person", gettext_lazy("Name"), "people", **options)


class SessionNumber(answers.Answer):
    """The session that a row belongs to, by its number; empty for the event as a whole."""

    def __init__(self, **options):
        super().__init__("session", gettext_lazy("Number of the session"), **options)

    def typed(self, value):
        """Return the number, or the empty text."""
        return "" if value is None else value

    def field(self, _language):
        """Return a short field for a number."""
        return forms.IntegerField(
            required=False,
            label=self.label,
            help_text=self.hint,
            min_value=1,
            max_value=999,
            widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"}),
        )


class Minute(answers.Answer):
    """A place in a recording, written as people say it: 14:11; kept in seconds."""

    def stored(self, data, _language):
        """Return the seconds."""
        value = data.get(self.name)
        return "" if value is None else value

    def typed(self, value):
        """Return the seconds, or the empty text."""
        return "" if value in (None, "") else value

    def initial(self, answer, _names):
        """Return minutes and seconds."""
        if answer == "":
            return ""
        minutes, seconds = divmod(int(answer), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"

    def field(self, _language):
        """Return a short text field."""
        return MinuteField(
            required=False,
            label=self.label,
            help_text=self.hint,
            max_length=9,
            widget=forms.TextInput({"class": "govuk-input--width-5"}),
        )


class MinuteField(answers.TypedText):
    """Minutes and seconds; gives seconds."""

    def clean(self, value):
        """Return the seconds; raises ValidationError."""
        typed = super().clean(value).strip()
        if not typed:
            return None
        parts = typed.split(":")
        if len(parts) > 3 or not all(part.isascii() and part.isdigit() and len(part) < 4 for part in parts):
            raise ValidationError(_("Write minutes and seconds, for example 14:11."))
        seconds = 0
        for part in parts if len(parts) > 1 else [*parts, "0"]:
            seconds = seconds * 60 + int(part)
        return seconds


class Several(answers.Several):
    """Any number of values of a closed list of peer learning."""

    vocabulary = Vocabulary


class Known(answers.Several):
    """Any number of records of a short list: review forums, round tables, declarations and charters."""

    sources = {
        "agendas": lambda: [(one.code, str(one)) for one in Agenda.objects.all()],
        "forums": lambda: [(one.code, str(one)) for one in ReviewForum.objects.all()],
        "round_tables": lambda: [
            (one.code, languages.labelled(one.forum, one)) for one in RoundTable.objects.select_related("forum")
        ],
    }

    @property
    def label(self):
        """What is asked."""
        return answers.Answer.label.fget(self)

    def choices(self):
        """Return what can be chosen."""
        return self.sources[self.name]()


class Rows(answers.Rows):
    """Rows of one kind; ``may_paste`` lets somebody add several at once by a list of names, one on each line."""

    def __init__(self, *args, may_paste=False, **options):
        super().__init__(*args, **options)
        self.may_paste = may_paste

    @property
    def pasted(self):
        """The question that a pasted line answers, and those that are asked once for all lines."""
        first = next(one for one in self.answers if isinstance(one, Name))
        return first, [one for one in self.answers if one is not first and one.column.choices]


class Links(answers.Links):
    """A list of records, one name in each row."""

    def __init__(self, *args, may_paste=False, **options):
        super().__init__(*args, **options)
        self.may_paste = may_paste

    def name_of(self, one, kind):
        """Return the question that each row asks."""
        return Name("code", one, kind)

    @property
    def pasted(self):
        """The question that a pasted line answers; nothing else is asked."""
        return self.answers[0], []


class ObjectiveBoard(tags.TagBoard):
    """The board of objectives, ticked without a reason."""

    with_reason, with_primary, most_gcm, opened = (), "", 0, ()


class Objectives(tags.Tags):
    """Which objectives a record is about; a plain answer is {code: [False, ""]}, as the board has it."""

    control = ObjectiveBoard

    def stored(self, data, _language):
        """Return the objectives by code."""
        return {code: [False, ""] for code in data.get("objectives") or []}

    def data(self, answer, _data, _language):
        """Return their codes."""
        return {"objectives": list(answer)}
