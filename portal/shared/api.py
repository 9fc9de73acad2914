"""What the API's answers share: texts with their language, collections addressed by code, refusals in one shape."""

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import exception_handler
from rest_framework.viewsets import ReadOnlyModelViewSet

from . import languages
from .errors import Conflict, NotAllowed, WrongState


def answer_refusal(error, context):
    """Turn a refusal of an action into an answer (Django REST framework's exception handler).

    403 with the reason, 409 with the present state, 412 with the present revision, 400 by field.
    """
    match error:
        case NotAllowed():
            return Response({"detail": error.reason}, status.HTTP_403_FORBIDDEN)
        case WrongState():
            return Response({"detail": error.reason, "state": error.state}, status.HTTP_409_CONFLICT)
        case Conflict():
            return Response({"detail": error.reason, "revision": error.revision}, status.HTTP_412_PRECONDITION_FAILED)
        case ValidationError():
            by_field = error.message_dict if hasattr(error, "error_dict") else {"detail": error.messages}
            return Response(by_field, status.HTTP_400_BAD_REQUEST)
    return exception_handler(error, context)


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
