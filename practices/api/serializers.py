"""Actions as the API shows them: public fields only, each text with the language it is in."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.shared import languages
from portal.shared.api import LocalTextField, PrecisionField
from portal.shared.pagination import NOTICES

from .. import completeness, enums, permissions, record
from ..models import Assessment, Attachment, Image, Practice, Remark


class LeadSerializer(serializers.Serializer):
    """The lead LRG."""

    slug = serializers.SlugField()
    name = LocalTextField()


class TagSerializer(serializers.Serializer):
    """An objective that the action serves."""

    code = serializers.SlugField(source="objective.code")
    label = serializers.CharField(source="objective.label")
    is_primary = serializers.BooleanField()


class PracticeSerializer(serializers.ModelSerializer):
    """An action in a list."""

    url = serializers.SerializerMethodField()
    title = LocalTextField()
    summary = LocalTextField()
    lead_lrg = LeadSerializer()
    languages = serializers.ListField(child=serializers.CharField(), source="shown_languages")
    objectives = TagSerializer(source="tags", many=True)
    status = serializers.CharField(source="implementation_status")
    starts_precision, ends_precision = PrecisionField(), PrecisionField()
    freshness = serializers.ChoiceField(choices=["fresh", "ageing", "stale"], read_only=True)

    class Meta:
        model = Practice
        fields = [
            "code",
            "url",
            "title",
            "summary",
            "kind",
            "status",
            "lead_lrg",
            "starts_on",
            "starts_precision",
            "ends_on",
            "ends_precision",
            "original_language",
            "languages",
            "objectives",
            "version",
            "published_at",
            "confirmed_at",
            "freshness",
            "is_synthetic",
        ]

    def get_url(self, practice) -> str:
        """The public page."""
        return self.context["request"].build_absolute_uri(practice.get_absolute_url())


class PracticeDetailSerializer(PracticeSerializer):
    """One action with its whole public content."""

    content = serializers.SerializerMethodField()

    class Meta(PracticeSerializer.Meta):
        fields = [*PracticeSerializer.Meta.fields, "content"]

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_content(self, practice):
        """Every public field of the record, translated texts as an object per language."""
        return record.dump(practice)


class CountSerializer(serializers.Serializer):
    """One value of a facet with its number of actions."""

    value = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField()


class FacetSerializer(serializers.Serializer):
    """One facet."""

    name = serializers.CharField()
    label = serializers.CharField()
    values = CountSerializer(many=True)


class FacetsSerializer(serializers.Serializer):
    """All counts for a query string."""

    count = serializers.IntegerField()
    notices = serializers.ListField(child=serializers.CharField(), help_text=NOTICES["description"])
    facets = FacetSerializer(many=True)


# Writing ------------------------------------------------------------------------------------------


class NewDraftSerializer(serializers.Serializer):
    """What a draft starts with."""

    lead_lrg = serializers.SlugField()
    original_language = serializers.ChoiceField(choices=languages.CODES)
    title = serializers.CharField(max_length=120)
    content = serializers.DictField(required=False, help_text="Further fields of the record.")


class DraftSerializer(serializers.ModelSerializer):
    """An action in the list of those that one writes or reviews."""

    reference = serializers.CharField(read_only=True)
    title = serializers.CharField(source="__str__", read_only=True)
    lead_lrg = serializers.SlugField(source="lead_lrg.slug", read_only=True)
    workflow_status = serializers.CharField(source="status", read_only=True)

    class Meta:
        model = Practice
        fields = ["id", "reference", "title", "lead_lrg", "workflow_status", "revision", "updated_at", "submitted_at"]
        read_only_fields = fields


class ImageSerializer(serializers.ModelSerializer):
    """A picture and its description; texts by language."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = Image
        texts = [name for field in ("caption", "alt_text") for name in languages.columns(field)]
        fields = ["id", "url", "original_name", "width", "height", "credit", "licence", "has_consent", *texts]
        read_only_fields = ["original_name", "width", "height"]

    def get_url(self, image) -> str:
        """Where the large size is."""
        return self.context["request"].build_absolute_uri(reverse("practices:image", args=[image.pk, "large"]))


class AttachmentSerializer(serializers.ModelSerializer):
    """An attached file and its description."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = Attachment
        fields = ["id", "url", "original_name", "media_type", "size", "kind", "title", "language", "licence"]
        read_only_fields = ["original_name", "media_type", "size"]

    def get_url(self, attachment) -> str:
        """Where the file is."""
        return self.context["request"].build_absolute_uri(reverse("practices:attachment", args=[attachment.pk]))


class RemarkSerializer(serializers.ModelSerializer):
    """A remark of the review, and its answer."""

    class Meta:
        model = Remark
        fields = ["id", "field", "kind", "text", "at", "answer", "resolved_at"]
        read_only_fields = ["at", "answer", "resolved_at"]


class AnswerSerializer(serializers.Serializer):
    """What an officer says to a remark."""

    answer = serializers.CharField(required=False, max_length=2000)
    is_resolved = serializers.BooleanField(required=False)


class AssessmentSerializer(serializers.ModelSerializer):
    """The rubric; the private note is for the secretariat."""

    class Meta:
        model = Assessment
        fields = ["relevance", "evidence", "replicability", "safety", "note", "private_note"]


class TransitionSerializer(serializers.Serializer):
    """What a step of the workflow asks for."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    evidence_level = serializers.ChoiceField(choices=enums.EvidenceLevel, required=False)
    reviewer = serializers.EmailField(required=False)


class FileUploadSerializer(serializers.Serializer):
    """A file."""

    file = serializers.FileField()


class SuggestionSerializer(serializers.Serializer):
    """A proposed objective: the words that speak for it, and the sources of published linkages that do."""

    code = serializers.SlugField(source="objective.code")
    label = serializers.CharField(source="objective.label")
    words = serializers.ListField(child=serializers.CharField())
    sources = serializers.SerializerMethodField()

    def get_sources(self, suggestion) -> list[str]:
        """Codes of the publications."""
        return sorted({linkage.source.code for linkage in suggestion.linkages if linkage.source})


class RecordSerializer(DraftSerializer):
    """The whole record for those who write or review it."""

    content = serializers.SerializerMethodField()
    missing = serializers.SerializerMethodField()
    transitions = serializers.SerializerMethodField()
    remarks = serializers.SerializerMethodField()
    images = ImageSerializer(many=True, read_only=True)
    attachments = AttachmentSerializer(many=True, read_only=True)
    language_states = serializers.SerializerMethodField()
    code = serializers.CharField(read_only=True, allow_null=True)

    class Meta(DraftSerializer.Meta):
        fields = [
            *DraftSerializer.Meta.fields,
            *["code", "version", "decision", "language_states", "content", "missing", "transitions", "remarks"],
            *["images", "attachments"],
        ]
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_content(self, practice):
        """Every field of the record, as an update writes it."""
        return record.content(practice)

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_missing(self, practice):
        """What a submission still needs: field → what to do."""
        return {name: str(message) for name, message in completeness.missing(practice).items()}

    def get_transitions(self, practice) -> list[str]:
        """What you may do now."""
        return [step.name for step in permissions.transitions_for(self.context["request"].user, practice)]

    @extend_schema_field(RemarkSerializer(many=True))
    def get_remarks(self, practice):
        """Remarks that were sent; those who review also see what waits."""
        can_see_all = permissions.may_remark(self.context["request"].user, practice)
        shown = practice.remarks.all() if can_see_all else practice.remarks.sent()
        return RemarkSerializer(shown, many=True).data

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_language_states(self, practice):
        """Language → state of its texts."""
        return {state.language: state.state for state in practice.language_states.all()}
