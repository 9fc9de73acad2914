"""Writing by machines of the secretariat: the actions and permissions of the pages."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from portal.accounts.api import answers_once
from portal.shared.api import IDEMPOTENCY_KEY, IF_MATCH, body_of, revision_of, upload_of
from portal.shared.errors import Conflict

from .. import actions, record
from ..enums import EntryType
from ..models import Entry
from ..workflow import TRANSITIONS
from . import serializers

_TRANSITION = f"transitions/(?P<transition>{'|'.join(TRANSITIONS)})"
_RECORD = {"type": "object", "additionalProperties": True, "description": "Fields of the record (see `content`)."}
_TYPES = OpenApiParameter("type", str, enum=EntryType.values, description="Series, events or publications alone.")


class EntryViewSet(GenericViewSet):
    """Every series, event and publication in any state, for the secretariat; public ones are read under `events` …"""

    queryset = Entry.objects.none()
    permission_classes = (IsAuthenticated,)
    serializer_class = serializers.EntrySerializer
    lookup_value_regex = r"\d{1,15}"
    parameters = ("type",)

    def get_queryset(self):
        """For others than the secretariat there is nothing here."""
        return Entry.objects.kept_by(self.request.user).prefetch_related("language_states")

    def get_object(self):
        """The series, event or publication itself."""
        return super().get_object().whole

    @extend_schema(parameters=[_TYPES])
    def list(self, request):
        """Answer one page, what was changed last first."""
        rows = self.get_queryset().order_by("-updated_at", "-pk")
        if asked := [one for one in request.query_params.getlist("type") if one]:
            if wrong := {*asked} - {*EntryType.values}:
                raise ValidationError({"type": [_("“%(code)s” is not known.") % {"code": min(wrong)}]})
            rows = rows.filter(type__in=asked)
        return self.get_paginated_response(self.get_serializer(self.paginate_queryset(rows), many=True).data)

    @extend_schema(
        request=serializers.NewEntrySerializer,
        responses={201: serializers.WholeEntrySerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    @answers_once
    def create(self, request):
        """Start a record with its type, language and title; further fields may come along."""
        new = serializers.NewEntrySerializer(data=request.data)
        new.is_valid(raise_exception=True)
        given = new.validated_data
        entry = actions.create(
            by=request.user,
            type=given["type"],
            original_language=given["original_language"],
            title=given["title"],
            data=given.get("content"),
        )
        return self._answer(entry, status.HTTP_201_CREATED)

    @extend_schema(responses=serializers.WholeEntrySerializer)
    def retrieve(self, request, pk):
        """Answer the whole record, what is missing, and what you may do now."""
        return self._answer(self.get_object())

    @extend_schema(
        request={"application/json": _RECORD},
        parameters=[IF_MATCH],
        responses={
            200: serializers.WholeEntrySerializer,
            412: OpenApiResponse(_RECORD, "Somebody saved since: both texts."),
            428: None,
        },
    )
    def partial_update(self, request, pk):
        """Write the fields that are sent; others stay as they are."""
        entry, data = self.get_object(), body_of(request)
        try:
            entry = actions.update(entry=entry, by=request.user, data=data, seen=revision_of(request))
        except Conflict as conflict:
            present = record.shape_of(entry).content(type(entry).objects.get(pk=entry.pk), data)
            both = {"current": {name: present.get(name) for name in data}, "yours": data}
            answer = {"detail": conflict.reason, "revision": conflict.revision, **both}
            return Response(answer, status.HTTP_412_PRECONDITION_FAILED)
        return self._answer(entry)

    @extend_schema(
        request=serializers.EntryTransitionSerializer,
        responses=serializers.WholeEntrySerializer,
        parameters=[IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"], url_path=_TRANSITION, url_name="transition")
    @answers_once
    def transition(self, request, pk, transition):
        """Carry out one step; `transitions` of the record names those that are possible now."""
        asked = serializers.EntryTransitionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        reason = {"reason": asked.validated_data.get("reason", "")} if TRANSITIONS[transition].needs_reason else {}
        return self._answer(getattr(actions, transition)(entry=self.get_object(), by=request.user, **reason))

    @extend_schema(request=serializers.LanguageStateSerializer, responses=serializers.WholeEntrySerializer)
    @action(detail=True, methods=["post"], url_path="languages", url_name="languages")
    def languages(self, request, pk):
        """Say in what state the texts of one language are: a reviewed one is public."""
        entry, asked = self.get_object(), serializers.LanguageStateSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        entry = actions.set_language_state(entry=entry, by=request.user, **asked.validated_data)
        return self._answer(entry)

    @extend_schema(
        request={"multipart/form-data": serializers.MaterialUploadSerializer},
        responses={201: serializers.WholeEntrySerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    @answers_once
    def files(self, request, pk):
        """Add a file (`file`) of an event or series (`kind`), or the edition of a publication (`language`)."""
        entry, fields = self.get_object(), {"language": request.data.get("language", "")}
        if entry.type != EntryType.PUBLICATION:
            fields["kind"] = request.data.get("kind", "other")
        actions.attach(entry=entry, by=request.user, upload=upload_of(request), **fields)
        return self._answer(entry, status.HTTP_201_CREATED)

    @extend_schema(responses=serializers.HistorySerializer(many=True))
    @action(detail=True, pagination_class=None)
    def history(self, request, pk):
        """Every change: who, when, what it said before and afterwards."""
        rows = self.get_object().history.select_related("by")
        return Response(serializers.HistorySerializer(rows, many=True).data)

    def _answer(self, entry, code=status.HTTP_200_OK):
        entry = type(entry).objects.prefetch_related("language_states").get(pk=entry.pk)
        data = serializers.WholeEntrySerializer(entry, context=self.get_serializer_context()).data
        return Response(data, code, headers={"ETag": f'"{entry.revision}"'})
