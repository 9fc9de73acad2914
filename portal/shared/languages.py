"""The portal's languages: one helper for every ordering, annotation and fallback (three, always three)."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, TextField, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

CODES = tuple(code for code, _name in settings.LANGUAGES)
#: Names of the languages in themselves, for switchers and labels.
OWN_NAMES = {"en": "English", "es": "Español", "fr": "Français"}


def colon():
    """Return the colon after a label as the reader's language writes it: French puts a space before it."""
    return "\u00a0:" if current() == "fr" else ":"


def labelled(label, value):
    """Return "label: value" in the reader's punctuation."""
    return f"{label}{colon()} {value}"


def current():
    """Return the code of the language of this request ("en" outside of one)."""
    code = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return code if code in CODES else settings.LANGUAGE_CODE


def name(code):
    """Return the name of a language in the reader's language, as it stands inside a sentence."""
    return str(dict(settings.LANGUAGES)[code])


def preference(*first):
    """Return all codes, those of ``first`` before the others, each once."""
    return tuple(dict.fromkeys([code for code in (*first, *CODES) if code in CODES]))


def column(field, language=None):
    """Return the column that holds ``field`` ("title", "lead_lrg__name") in one language."""
    return f"{field}_{language or current()}"


def localized(field, language=None):
    """Return an expression for ``field`` with fallback, for orderings, annotations and labels.

    modeltranslation's own fallback does not work inside queries; this does.
    """
    codes = preference(language or current())
    texts = [NullIf(F(column(field, code)), Value("")) for code in codes]
    return Coalesce(*texts, output_field=TextField())  # modeltranslation gives each column a type of its own


def columns(field):
    """Return the columns of ``field`` in every language."""
    return [column(field, code) for code in CODES]


@dataclass(frozen=True, slots=True)
class LocalText:
    """A text and the language it is in; false when there is none."""

    value: str = ""
    language: str = ""

    def __str__(self):
        return self.value

    def __bool__(self):
        return bool(self.value)

    @property
    def is_fallback(self):
        """Whether the reader's language is missing and another one is shown."""
        return bool(self.value) and self.language != current()

    @property
    def lang(self):
        """The ``lang`` attribute that the text needs: empty in the page's own language."""
        return self.language if self.is_fallback else ""


def text_of(record, field, *, prefer=(), allowed=CODES):
    """Return ``field`` of ``record`` in the reader's language, or the next one that has it.

    ``prefer`` names languages to try before the usual order (the original language of an action);
    ``allowed`` limits the languages that may be shown.
    """
    for code in preference(current(), *prefer):
        value = getattr(record, column(field, code), None)
        if value and code in allowed:
            return LocalText(value, code)
    return LocalText()
