"""Writing by machines: the actions and permissions of the pages, on all that a person writes or reviews."""

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from portal.accounts.api import answers_once
from portal.accounts.models import User
from portal.directory.models import Organisation
from portal.shared.api import IDEMPOTENCY_KEY, IF_MATCH, body_of, revision_of, upload_of
from portal.shared.errors import Conflict
from portal.shared.parsers import JSONParser

from .. import actions, parts, record, suggestions
from ..models import Practice
from ..workflow import TRANSITIONS
from .serializers import (
    AnswerSerializer,
    AssessmentSerializer,
    AttachmentSerializer,
    DraftSerializer,
    FileUploadSerializer,
    ImageSerializer,
    NewDraftSerializer,
    RecordSerializer,
    RemarkSerializer,
    SuggestionSerializer,
    TransitionSerializer,
)

_TRANSITION = f"transitions/(?P<transition>{'|'.join(TRANSITIONS)})"
_FILE = r"(?P<file>\d{1,15})"
_STALE = "Somebody saved since: both texts."
_RECORD = {"type": "object", "additionalProperties": True, "description": "Fields of the record (see `content`)."}


class DraftViewSet(GenericViewSet):
    """Every action that you write or review, in any state; published texts are read under `practices`."""

    queryset = Practice.objects.none()
    permission_classes = (IsAuthenticated,)
    serializer_class = DraftSerializer
    lookup_value_regex = r"\d{1,15}"

    def get_queryset(self):
        """What others work on does not exist."""
        return Practice.objects.worked_on_by(self.request.user).select_related("lead_lrg", "updated_by", "reviewer")

    def list(self, request):
        """Answer one page, what was changed last first."""
        page = self.paginate_queryset(self.get_queryset().order_by("-updated_at", "-pk"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(request=NewDraftSerializer, responses={201: RecordSerializer}, parameters=[IDEMPOTENCY_KEY])
    @answers_once
    def create(self, request):
        """Start a draft with a title, a language and a lead LRG; further fields of the record may come along."""
        new = NewDraftSerializer(data=request.data)
        new.is_valid(raise_exception=True)
        lrg = get_object_or_404(Organisation.objects.local_governments(), slug=new.validated_data["lead_lrg"])
        draft = actions.create_draft(
            by=request.user,
            lead_lrg=lrg,
            original_language=new.validated_data["original_language"],
            title=new.validated_data["title"],
        )
        if data := new.validated_data.get("content"):
            draft = actions.update(practice=draft, by=request.user, data=data)
        return self._answer(draft, status.HTTP_201_CREATED)

    @extend_schema(responses=RecordSerializer)
    def retrieve(self, request, pk):
        """Answer the whole record, what is missing, and what you may do now."""
        return self._answer(self.get_object())

    @extend_schema(
        request={"application/json": _RECORD},
        parameters=[IF_MATCH],
        responses={
            200: RecordSerializer,
            412: OpenApiResponse(_RECORD, _STALE),
            428: None,
        },
    )
    def partial_update(self, request, pk):
        """Write the fields that are sent; others stay as they are."""
        practice, data = self.get_object(), body_of(request)
        try:
            practice = actions.update(practice=practice, by=request.user, data=data, seen=revision_of(request))
        except Conflict as conflict:
            present = record.content(Practice.objects.get(pk=practice.pk))
            both = {"current": {name: present.get(name) for name in data}, "yours": data}
            answer = {"detail": conflict.reason, "revision": conflict.revision, **both}
            return Response(answer, status.HTTP_412_PRECONDITION_FAILED)
        return self._answer(practice)

    @extend_schema(request=TransitionSerializer, responses=RecordSerializer, parameters=[IDEMPOTENCY_KEY])
    @action(detail=True, methods=["post"], url_path=_TRANSITION, url_name="transition")
    @answers_once
    def transition(self, request, pk, transition):
        """Carry out one step of the workflow; `transitions` of the record names those that are possible now."""
        practice = self.get_object()
        asked = TransitionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        options = {}
        if TRANSITIONS[transition].needs_reason:
            options["reason"] = asked.validated_data.get("reason", "")
        if transition == "publish":
            options["evidence_level"] = asked.validated_data.get("evidence_level", "")
        if transition == "assign":
            email = asked.validated_data.get("reviewer", "")
            options["reviewer"] = get_object_or_404(User.objects.filter(is_active=True), email__iexact=email)
        moved = getattr(actions, transition)(practice=practice, by=request.user, **options)
        return self._answer(moved)

    @extend_schema(request=None, responses=RecordSerializer)
    @action(detail=True, methods=["post"])
    def consent(self, request, pk):
        """Agree to the publication, and confirm that the texts hold no data of participants."""
        return self._answer(actions.give_consent(practice=self.get_object(), by=request.user))

    @extend_schema(responses=SuggestionSerializer(many=True))
    @action(detail=True, pagination_class=None)
    def suggestions(self, request, pk):
        """Propose objectives from the words of the record, each with what speaks for it."""
        return Response(SuggestionSerializer(suggestions.suggest(self.get_object()), many=True).data)

    # Files ----------------------------------------------------------------------------------------

    @extend_schema(
        request={"multipart/form-data": FileUploadSerializer},
        responses={201: ImageSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    @answers_once
    def images(self, request, pk):
        """Add a picture (`file`); describe it afterwards."""
        image = actions.add_image(practice=self.get_object(), by=request.user, upload=upload_of(request))
        return Response(self._of(ImageSerializer, image), status.HTTP_201_CREATED)

    @extend_schema(
        request={"multipart/form-data": FileUploadSerializer},
        responses={201: AttachmentSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    @answers_once
    def attachments(self, request, pk):
        """Attach a file (`file`)."""
        attachment = actions.attach(practice=self.get_object(), by=request.user, upload=upload_of(request))
        return Response(self._of(AttachmentSerializer, attachment), status.HTTP_201_CREATED)

    @extend_schema(request=ImageSerializer, responses=ImageSerializer)
    @action(detail=True, methods=["patch", "delete"], url_path=f"images/{_FILE}", parser_classes=[JSONParser])
    def image(self, request, pk, file):
        """Describe a picture, or take it away."""
        return self._change_file(request, self.get_object().images, file, ImageSerializer)

    @extend_schema(request=AttachmentSerializer, responses=AttachmentSerializer)
    @action(
        detail=True,
        methods=["patch", "delete"],
        url_path=f"attachments/{_FILE}",
        parser_classes=[JSONParser],
    )
    def attachment(self, request, pk, file):
        """Describe an attached file, or take it away."""
        return self._change_file(request, self.get_object().attachments, file, AttachmentSerializer)

    def _change_file(self, request, files, pk, serializer):
        file = get_object_or_404(files.all(), pk=pk)
        if request.method == "DELETE":
            actions.remove_file(file=file, by=request.user)
            return Response(status=status.HTTP_204_NO_CONTENT)
        asked = serializer(file, data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        file = actions.describe_file(file=file, by=request.user, **asked.validated_data)
        return Response(self._of(serializer, file))

    # Review ---------------------------------------------------------------------------------------

    @extend_schema(request=RemarkSerializer, responses={201: RemarkSerializer})
    @action(detail=True, methods=["post"])
    @answers_once
    def remarks(self, request, pk):
        """Remark on a field, or on the whole."""
        practice, asked = self.get_object(), RemarkSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        made = actions.remark(practice=practice, by=request.user, **asked.validated_data)
        return Response(RemarkSerializer(made).data, status.HTTP_201_CREATED)

    @extend_schema(request=AnswerSerializer, responses=RemarkSerializer)
    @action(detail=True, methods=["patch"], url_path=r"remarks/(?P<remark>\d{1,15})")
    def remark(self, request, pk, remark):
        """Answer a remark that was sent, or mark it as done."""
        found = get_object_or_404(self.get_object().remarks.sent(), pk=remark)
        asked = AnswerSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        if "answer" in asked.validated_data:
            found = actions.answer_remark(remark=found, by=request.user, answer=asked.validated_data["answer"])
        if "is_resolved" in asked.validated_data:
            done = asked.validated_data["is_resolved"]
            found = actions.resolve_remark(remark=found, by=request.user, is_resolved=done)
        return Response(RemarkSerializer(found).data)

    @extend_schema(request=AssessmentSerializer, responses=AssessmentSerializer)
    @action(detail=True, methods=["put"])
    def assessment(self, request, pk):
        """Fill in the rubric of this round."""
        practice, asked = self.get_object(), AssessmentSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        made = actions.assess(practice=practice, by=request.user, **asked.validated_data)
        return Response(AssessmentSerializer(made).data)

    # Answers --------------------------------------------------------------------------------------

    def _of(self, serializer, row):
        return serializer(row, context=self.get_serializer_context()).data

    def _answer(self, practice, code=status.HTTP_200_OK):
        practice = Practice.objects.for_whole().get(pk=practice.pk)  # what was loaded before the change is old
        parts.load(practice)
        return Response(self._of(RecordSerializer, practice), code, headers={"ETag": f'"{practice.revision}"'})
