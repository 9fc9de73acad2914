"""Actions as the API shows them: public fields only, each text with the language it is in."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.shared.api import LocalTextField

from .. import record
from ..models import Practice


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
    facets = FacetSerializer(many=True)
