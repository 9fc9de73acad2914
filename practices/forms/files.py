"""Pictures and files of an action: what may be sent, and how each is described."""

from django import forms
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from portal.shared import languages

from ..models import Attachment, Image
from .answers import TypedText
from .page import DraftField

#: Endings that the browser offers; what counts is the content (``uploads``).
ACCEPTED = ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp"
#: Endings of files that are taken as pictures.
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg", ".bmp", ".tif", ".tiff", ".heic")


class ManyFiles(forms.FileInput):
    """A native input for several files."""

    allow_multiple_selected = True


class UploadForm(forms.Form):
    """One or several files, sent at once."""

    marks_optional = False
    files = forms.FileField(
        label=gettext_lazy("Choose pictures or files"),
        widget=ManyFiles({"accept": ACCEPTED}),
        required=False,
    )


class FileForm(forms.ModelForm):
    """How one picture or file is described; its texts are in the original language of the action.

    Many stand in one form of a page: only what was changed on that page is written, not what a colleague saved since.
    """

    bound_field_class = DraftField
    marks_optional = False

    def __init__(self, *args, instance, **options):
        super().__init__(*args, instance=instance, prefix=f"{self.kind}-{instance.pk}", **options)
        language = instance.practice.original_language
        for name in self.texts:
            column = instance._meta.get_field(name)
            self.fields[name] = TypedText(
                label=self.labels[name],
                help_text=self.hints.get(name, ""),
                required=False,
                max_length=column.max_length,
                initial=getattr(instance, languages.column(name, language)) or "",
                widget=forms.TextInput({"lang": language}),
            )
        self.order_fields(self.order)
        for field in self.fields.values():
            field.show_hidden_initial = True

    @property
    def before(self):
        """The answers as the page was opened with them, in hidden fields."""
        return mark_safe("".join(field.as_hidden(only_initial=True) for field in self))

    def described(self):
        """Return the columns to write."""
        language = self.instance.practice.original_language
        values = {name: self.cleaned_data[name] for name in self.changed_data}
        return {languages.column(name, language) if name in self.texts else name: values[name] for name in values}


class ImageForm(FileForm):
    """A picture."""

    kind = "file"
    texts = ("alt_text", "caption")
    order = ("alt_text", "caption", "credit", "licence", "has_consent")
    labels = {
        "alt_text": gettext_lazy("What does the picture show?"),
        "caption": gettext_lazy("Caption"),
    }
    hints = {"alt_text": gettext_lazy("In one sentence, for people who cannot see it.")}

    class Meta:
        model = Image
        fields = ("credit", "licence", "has_consent")
        labels = {
            "credit": gettext_lazy("Who made it?"),
            "has_consent": gettext_lazy("The persons shown have agreed, or nobody can be recognised"),
        }


class AttachmentForm(FileForm):
    """A document."""

    kind = "document"
    texts = ()
    order = ("title", "kind", "language", "licence")
    labels, hints = {}, {}

    class Meta:
        model = Attachment
        fields = ("title", "kind", "language", "licence")
        labels = {"kind": gettext_lazy("What is it?")}


def form_of(file, posted=None):
    """Return the form that describes ``file``, with what was posted for it."""
    kind = ImageForm if isinstance(file, Image) else AttachmentForm
    is_posted = posted is not None and f"{kind.kind}-{file.pk}-licence" in posted  # else it was sent by somebody since
    return kind(posted if is_posted else None, instance=file)


def is_picture(upload):
    """Whether an upload is meant as a picture, by its ending; what it is, ``uploads`` decides."""
    return (upload.name or "").lower().endswith(PICTURES)
