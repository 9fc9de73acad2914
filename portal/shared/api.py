"""What every API answer shares: language, paging, texts with their language, the shape of errors."""

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.viewsets import ReadOnlyModelViewSet

from . import languages


class Schema(AutoSchema):
    """The schema of the API (drf-spectacular)."""


class Pagination(PageNumberPagination):
    """Pages of 20; ``page_size`` up to 100."""

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100


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
        """Read the column of the field's own name."""
        text = languages.text_of(record, self.field_name)
        return {"text": text.value, "language": text.language}


class CodeViewSet(ReadOnlyModelViewSet):
    """Base of the read-only collections that are addressed by code."""

    lookup_field = "code"
