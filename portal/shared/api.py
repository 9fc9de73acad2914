"""What the API's answers share: texts with their language, collections addressed by code, refusals in one shape."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler
from rest_framework.viewsets import ReadOnlyModelViewSet

from . import languages
from .dates import Precision
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


class PrecisionField(serializers.ChoiceField):
    """How exact the date beside it is (``since_precision`` of ``since``, else ``…_on``); empty without a date."""

    def __init__(self, **options):
        super().__init__(**{"choices": Precision.choices, "read_only": True, "allow_blank": True, **options})

    def get_attribute(self, record):
        """Say nothing of a date that is not known: the record says "day" by default."""
        stem = self.field_name.removesuffix("_precision")
        date = getattr(record, f"{stem}_on" if hasattr(record, f"{stem}_on") else stem)
        return super().get_attribute(record) if date else ""


class CodeViewSet(ReadOnlyModelViewSet):
    """Base of the read-only collections that are addressed by code."""

    lookup_field = "code"


# Writing ------------------------------------------------------------------------------------------

IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True, description="The ETag you read.")
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="Sent again, the first answer comes again."
)


class VersionNeeded(APIException):
    """An update that does not say which revision it starts from (428)."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED

    def __init__(self):
        super().__init__(_("Send the ETag that you read in the header If-Match."))


def body_of(request):
    """Return the body if it is an object; raises ValidationError."""
    if not isinstance(request.data, dict):
        raise ValidationError({"detail": [_("Send an object with the fields to write.")]})
    return request.data


def revision_of(request):
    """Return the revision that an update starts from; raises VersionNeeded."""
    given = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not given.isascii() or not given.isdigit() or len(given) > 9:
        raise VersionNeeded
    return int(given)


def upload_of(request):
    """Return the file that came along as ``file``; raises ValidationError."""
    upload = request.FILES.get("file")
    if not upload:
        raise ValidationError({"file": [_("Choose a file.")]})
    return upload
