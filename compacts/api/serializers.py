"""How agendas, objectives, linkages, themes and forums read in the API."""

from rest_framework import serializers

from compacts.models import Agenda, Linkage, LinkageSource, Objective, ReviewForum, RoundTable, Theme
from portal.shared.api import LocalTextField, PrecisionField


def _code(**options):
    """Return a field that names a related record by its code."""
    return serializers.SlugRelatedField(slug_field="code", read_only=True, **options)


class _WithPage(serializers.ModelSerializer):
    """Base of records that have a public page."""

    url = serializers.SerializerMethodField(help_text="The page for people, in the language of the answer.")

    def get_url(self, record) -> str:
        """Return the whole address."""
        return self.context["request"].build_absolute_uri(record.get_absolute_url())


class AgendaSerializer(_WithPage):
    """A global text."""

    title = LocalTextField()
    short_title = LocalTextField()
    gloss = LocalTextField()
    place = LocalTextField()
    body = LocalTextField()
    adopted_precision = PrecisionField()

    class Meta:
        model = Agenda
        fields = [
            "code",
            "kind",
            "title",
            "short_title",
            "gloss",
            "symbol",
            "adopted_on",
            "adopted_precision",
            "place",
            "body",
            "url",
        ]


class ObjectiveSerializer(_WithPage):
    """One node of an agenda."""

    agenda = _code()
    parent = _code(allow_null=True)
    label = serializers.CharField(read_only=True)
    value = serializers.CharField(read_only=True, help_text="What query strings write: 7, 10.7, b2-1.")
    title = LocalTextField()
    short_title = LocalTextField()
    gloss = LocalTextField()

    class Meta:
        model = Objective
        fields = [
            "code",
            "agenda",
            "level",
            "number",
            "value",
            "label",
            "parent",
            "title",
            "short_title",
            "gloss",
            "paragraphs",
            "colour",
            "url",
        ]


class LinkageSourceSerializer(serializers.ModelSerializer):
    """The publication that states a linkage."""

    citation = LocalTextField()
    url = serializers.CharField(read_only=True, help_text="Address, or empty.")

    class Meta:
        model = LinkageSource
        fields = ["code", "citation", "url"]


class LinkageSerializer(serializers.ModelSerializer):
    """One published statement; it starts at an objective, at a whole agenda or at a subject."""

    from_objective = _code(allow_null=True)
    from_agenda = _code(allow_null=True)
    from_subject = LocalTextField()
    to_objective = _code()
    relation = LocalTextField()
    note = LocalTextField()
    source = LinkageSourceSerializer(read_only=True)

    class Meta:
        model = Linkage
        fields = ["code", "from_objective", "from_agenda", "from_subject", "to_objective", "relation", "note", "source"]


class ThemeSerializer(serializers.ModelSerializer):
    """A subject of local work and the objectives that it often falls under."""

    title = LocalTextField()
    objectives = _code(many=True)

    class Meta:
        model = Theme
        fields = ["code", "title", "objectives"]


class RoundTableSerializer(serializers.ModelSerializer):
    """A part of a review forum."""

    title = LocalTextField()
    objectives = _code(many=True)

    class Meta:
        model = RoundTable
        fields = ["code", "number", "title", "objectives", "source", "is_verified"]


class ForumSerializer(serializers.ModelSerializer):
    """Where agendas are reviewed."""

    title = LocalTextField()
    place = LocalTextField()
    agendas = _code(many=True)
    round_tables = RoundTableSerializer(many=True, read_only=True)

    class Meta:
        model = ReviewForum
        fields = [
            "code",
            "title",
            "agendas",
            "starts_on",
            "starts_precision",
            "ends_on",
            "place",
            "counts_from",
            "counts_to",
            "source",
            "is_verified",
            "round_tables",
        ]
