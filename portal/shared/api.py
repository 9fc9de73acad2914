"""What the API's answers share: texts with their language, collections addressed by code."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from . import languages


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            "text": {"type": "string"},
            "language": {"type": "string", "enum": ["en", "es", "fr", ""]},
        },
        "required": ["text", "language"],
    }
)
class LocalTextField(serializers.Field):
    """A translated text in the language of the request, or the next one that has it: ``{"text", "language"}``."""

    def __init__(self, **options):
        super().__init__(**{"read_only": True, **options, "source": "*"})

    def to_representation(self, record):
        """Read the column of the field's own name; a record that hides some of its languages says which one."""
        choose = getattr(record, "text", None)
        text = choose(self.field_name) if choose else languages.text_of(record, self.field_name)
        return {"text": text.value, "language": text.language}


class CodeViewSet(ReadOnlyModelViewSet):
    """Base of the read-only collections that are addressed by code."""

    lookup_field = "code"
