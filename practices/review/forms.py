"""The forms of the review: a remark, the rubric, and what each step asks before it is taken."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.forms import LongText, NamedErrors
from portal.shared.text import clean

from .. import outline
from ..enums import EvidenceLevel, RemarkKind
from ..models import Assessment
from .queue import reviewers


class Text(forms.CharField):
    """A few paragraphs, cleaned of what cannot be stored."""

    widget = LongText

    def __init__(self, **options):
        super().__init__(max_length=2000, **options)

    def to_python(self, value):
        """Leave out control characters; never refuse because of them."""
        return clean(super().to_python(value or "")).strip()


class RemarkForm(NamedErrors, forms.Form):
    """What should change, and where."""

    field = forms.ChoiceField(label=_("On"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of remark"), choices=RemarkKind.choices, initial=RemarkKind.REQUIRED, widget=forms.RadioSelect
    )
    text = Text(
        label=_("Remark"),
        help_text=_("Say what is missing and how it could be written. The officer reads it once you send it."),
    )
    marks_optional = False

    def __init__(self, *args, agendas=None, **options):
        super().__init__(*args, **options)
        self.fields["field"].choices = [("", _("The action as a whole")), *outline.fields(agendas)]


class RubricForm(forms.ModelForm):
    """The criteria, a note for the officer, and apart from both the private one."""

    marks_optional = True
    note = Text(
        label=_("Note for the officer"),
        required=False,
        help_text=_("Kept with the rubric and meant for the officer: write it as you would say it to them."),
    )
    private_note = Text(
        label=_("Private note"),
        required=False,
        help_text=_("The officer never reads this. Only reviewers and the secretariat do."),
    )

    class Meta:
        model = Assessment
        fields = ["relevance", "evidence", "replicability", "safety", "note", "private_note"]
        widgets = dict.fromkeys(["relevance", "evidence", "replicability", "safety"], forms.RadioSelect)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in self.Meta.widgets:
            self.fields[name].choices = [choice for choice in self.fields[name].choices if choice[0]]
            self.fields[name].error_messages["required"] = _("Choose an answer for each criterion.")


class StepForm(NamedErrors, forms.Form):
    """A step that asks for nothing but the decision."""


class ReasonForm(StepForm):
    """A step that gives its reason."""

    reason = Text(label=_("Reason"), help_text=_("The officer reads it; of an archived action everybody does."))


class PublishForm(StepForm):
    """What stands behind the results."""

    evidence_level = forms.ChoiceField(
        label=_("Evidence behind the results"),
        choices=EvidenceLevel.choices,
        widget=forms.RadioSelect,
        help_text=_("Readers see it with the action."),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["evidence_level"].option_hints = {
            EvidenceLevel.SELF_REPORTED: _("The local government says so."),
            EvidenceLevel.DOCUMENTED: _("Documents, figures or reports bear it out."),
            EvidenceLevel.EVALUATED: _("An evaluation has looked at the results."),
        }


class AssignForm(StepForm):
    """Who reviews."""

    reviewer = forms.ModelChoiceField(label=_("Reviewer"), queryset=None, empty_label=_("Choose somebody"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["reviewer"].queryset = reviewers()
