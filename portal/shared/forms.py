"""How a form is shown and refused, the same in every room: labels, hints, errors and controls by the portal's design.

``FORM_RENDERER`` puts ``AnsweredField`` between every form and its templates. A page shows one field with
``{{ field.as_field_group }}``, all of them with ``components/form_fields.html``. The admin stays as it is.
"""

from datetime import date
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import pretty_name
from django.utils.dates import MONTHS
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .dates import Precision
from .text import clean

#: Status of an answer that shows a form again because something in it is wrong.
REFUSED = 422

#: Widget → kind of control; the first that fits.
KINDS = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.FileInput, "file"),
    (forms.MultiWidget, "parts"),
)
#: Kinds that are several controls under one legend.
GROUPS = {"checkboxes", "radios", "parts"}
CLASSES = {
    "checkboxes": "govuk-checkboxes__input",
    "checkbox": "govuk-checkboxes__input",
    "radios": "govuk-radios__input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "input": "govuk-input",
}


def sent(request):
    """Return what a form was sent with, also when that is nothing at all; None while it is only asked for."""
    return request.POST if request.method == "POST" else None


def status_of(*shown):
    """Return the status of a page that shows the forms ``shown``: 422 when one of them was refused."""
    return REFUSED if any(form.is_bound and form.errors for form in shown) else 200


def errors_of(*shown):
    """Return the lines of one error summary over several forms, for ``components/error_summary.html``."""
    lines = []
    for form in shown:
        lines += [{"text": text, "url": ""} for text in form.non_field_errors()]
        lines += [{"text": text, "url": f"#{field.anchor}"} for field in form for text in field.errors]
    return lines


class NamedErrors:
    """A form whose message on an empty answer names the answer, so that the summary can be read alone."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("Fill in “%(answer)s”.") % {
                    "answer": pretty_name(name) if field.label is None else field.label
                }


class OneLine(forms.CharField):
    """Typed text of one line, as it may be stored."""

    def clean(self, value):
        """Return the text without control characters and outer spaces."""
        return super().clean(" ".join(clean(value or "").split()))


class LongText(forms.Textarea):
    """A long answer with the number of words it should have and an example of a good one."""

    def __init__(self, attrs=None, *, words=None, example=""):
        super().__init__({"rows": 6, **(attrs or {})})
        self.words, self.example = words, example


class PartialDate(NamedTuple):
    """A date and how much of it is known (``portal.shared.dates``)."""

    date: date
    precision: str


class PartialDateWidget(forms.MultiWidget):
    """Day, month or part of the year, year; only the year is needed."""

    use_fieldset = True

    def __init__(self, attrs=None):
        number = {"inputmode": "numeric", "autocomplete": "off"}
        periods = [("", gettext_lazy("Not known"))]
        periods += [(str(number), name) for number, name in MONTHS.items()]
        periods += [
            (Precision.EARLY, gettext_lazy("early in the year")),
            (Precision.MID, gettext_lazy("middle of the year")),
            (Precision.LATE, gettext_lazy("late in the year")),
        ]
        widgets = {
            "day": forms.TextInput({**number, "class": "govuk-input govuk-input--width-2", "maxlength": 2}),
            "month": forms.Select({"class": "govuk-select"}, choices=periods),
            "year": forms.TextInput({**number, "class": "govuk-input govuk-input--width-4", "maxlength": 4}),
        }
        super().__init__(widgets, attrs)

    def decompress(self, value):
        """Return the three answers that stand for ``value`` (PartialDate or a pair)."""
        if not value or not value[0]:
            return ["", "", ""]
        day, precision = value
        if precision in (Precision.EARLY, Precision.MID, Precision.LATE):
            return ["", precision, day.year]
        return [
            day.day if precision == Precision.DAY else "",
            day.month if precision in (Precision.DAY, Precision.MONTH) else "",
            day.year,
        ]


class PartialDateField(forms.MultiValueField):
    """A date of which only the year may be known; gives a PartialDate, or None without an answer."""

    widget = PartialDateWidget
    default_error_messages = {
        "year": gettext_lazy("Enter the year with four digits, for example 2019."),
        "month": gettext_lazy("Choose the month, or leave the day empty."),
        "day": gettext_lazy("There is no such day in this month: change the day or the month."),
    }
    #: First month of each part of the year.
    STARTS = {Precision.EARLY: 1, Precision.MID: 5, Precision.LATE: 9}

    def __init__(self, **options):
        options.setdefault("require_all_fields", False)
        fields = (forms.CharField(required=False), forms.CharField(required=False), forms.CharField(required=False))
        super().__init__(fields, **options)

    def compress(self, values):
        """Return the PartialDate that the three answers mean; raises ValidationError."""
        day, period, year = (clean(value or "").strip() for value in values or ("", "", ""))
        if not (day or period or year):
            return None
        if not (year.isascii() and year.isdigit() and len(year) == 4 and int(year)):
            raise ValidationError(self.error_messages["year"], code="year")
        if period in self.STARTS and not day:
            return PartialDate(date(int(year), self.STARTS[Precision(period)], 1), Precision(period))
        if not period and not day:
            return PartialDate(date(int(year), 1, 1), Precision.YEAR)
        if period not in map(str, MONTHS):
            raise ValidationError(self.error_messages["month"], code="month")
        try:
            found = date(int(year), int(period), int(day or 1))
        except ValueError as error:
            raise ValidationError(self.error_messages["day"], code="day") from error
        return PartialDate(found, Precision.DAY if day else Precision.MONTH)


class AnsweredField(BoundField):
    """A field of a form as ``components/field.html`` shows it."""

    @property
    def kind(self):
        """What sort of control it is."""
        return next((kind for widget, kind in KINDS if isinstance(self.field.widget, widget)), "input")

    @property
    def is_group(self):
        """Whether several controls share one legend."""
        return self.kind in GROUPS

    @property
    def is_optional(self):
        """Whether the label says so; a form in which nothing is required yet sets ``marks_optional = False``."""
        return not self.field.required and self.kind != "checkbox" and getattr(self.form, "marks_optional", True)

    @property
    def words(self):
        """How many words a long answer should have; None without a target."""
        return getattr(self.field.widget, "words", None)

    @property
    def example(self):
        """An example of a good answer."""
        return getattr(self.field.widget, "example", "")

    @property
    def anchor(self):
        """The id that a link of the error summary leads to: the control, or the first of a group."""
        return f"{self.auto_id}_0" if self.is_group else self.auto_id

    @property
    def described_by(self):
        """The ids of hint, error and word count, in reading order."""
        parts = [("_helptext", self.help_text), ("_error", self.errors), ("-info", self.words)]
        return " ".join(f"{self.auto_id}{ending}" for ending, is_there in parts if is_there)

    @property
    def control(self):
        """The input itself; what is required is said in words and by the server, not by the browser's bubbles."""
        attrs = self.build_widget_attrs({"id": self.auto_id, "aria-describedby": self.described_by})
        attrs.pop("required", None)
        attrs = {name: value for name, value in attrs.items() if value != ""}
        if self.kind in CLASSES:
            own = self.field.widget.attrs.get("class", "")
            attrs["class"] = " ".join(filter(None, [CLASSES[self.kind], own, *self._special_classes()]))
        return self.field.widget.render(self.html_name, self.value(), attrs, self.renderer)

    def _special_classes(self):
        if self.errors and self.kind in ("input", "textarea", "select", "file"):
            yield f"{CLASSES[self.kind]}--error"
        if self.words:
            yield "govuk-js-character-count"

    @property
    def options(self):
        """The choices of radios and checkboxes: control, its id, label and hint (``option_hints`` of the field)."""
        hints = getattr(self.field, "option_hints", {})
        for option in self.subwidgets:
            attrs = {name: value for name, value in option.data["attrs"].items() if name != "required"}
            hint = hints.get(str(option.data["value"]), "")
            if hint:
                attrs["aria-describedby"] = f"{attrs['id']}-hint"
            option.data["attrs"] = attrs | {"class": CLASSES[self.kind]}
            yield {"control": option.tag(), "id": attrs["id"], "label": option.choice_label, "hint": hint}

    @property
    def parts(self):
        """The controls of a date, each with its own short label."""
        labels = {"day": _("Day"), "month": _("Month or part of the year"), "year": _("Year")}
        context = self.field.widget.get_context(self.html_name, self.value(), {"id": self.auto_id})
        for name, part in zip(self.field.widget.widgets_names, context["widget"]["subwidgets"], strict=True):
            part["attrs"].pop("required", None)
            if self.errors:
                kind = "select" if "select" in part["attrs"]["class"] else "input"
                part["attrs"]["class"] += f" {CLASSES[kind]}--error"
                part["attrs"]["aria-invalid"] = "true"
            control = mark_safe(self.renderer.render(part["template_name"], {"widget": part}))
            yield {"control": control, "id": part["attrs"]["id"], "label": labels.get(name.strip("_"), name)}

    @property
    def counter(self):
        """What the counting of words says in the reader's language, as attributes of govuk-frontend."""
        some = {"count": "%{count}"}
        return _attributes(
            {
                "words-under-limit.one": _("%(count)s word left") % some,
                "words-under-limit.other": _("%(count)s words left") % some,
                "words-at-limit": _("No words left"),
                "words-over-limit.one": _("%(count)s word too many") % some,
                "words-over-limit.other": _("%(count)s words too many") % some,
            }
        )


def _attributes(texts):
    return format_html_join(" ", 'data-i18n.{}="{}"', texts.items())


class Renderer(TemplatesSetting):
    """The portal's templates for forms and fields (setting ``FORM_RENDERER``)."""

    form_template_name = "components/form_fields.html"
    field_template_name = "components/field.html"
    bound_field_class = AnsweredField


def typed(posted):
    """Return what was typed as (name, value), to be sent again: without the token of the form, and no passwords."""
    kept = (name for name in posted if name != "csrfmiddlewaretoken" and "password" not in name)
    return [(name, value) for name in kept for value in posted.getlist(name)]
