"""Peer learning as the API shows it: public fields only, each text with the language it is in."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.shared import languages
from portal.shared.api import LocalTextField, PrecisionField

from .. import completeness, permissions, public, record
from ..enums import EntryType
from ..models import Entry, Event, HistoryEntry, Participation, Publication, Series, Session


class _LinkedSerializer(serializers.Serializer):
    """A record that another one names."""

    slug = serializers.SlugField()
    name = LocalTextField()


class _PublicSerializer(serializers.ModelSerializer):
    """Base: a public record in a list."""

    url = serializers.SerializerMethodField()
    title = LocalTextField()
    summary = LocalTextField()
    languages = serializers.ListField(child=serializers.CharField(), source="shown_languages")
    themes = serializers.SlugRelatedField("code", many=True, read_only=True)
    objectives = serializers.SlugRelatedField("code", many=True, read_only=True)

    def get_url(self, entry) -> str:
        """The public page."""
        return self.context["request"].build_absolute_uri(entry.get_absolute_url())


class _WithContent(serializers.Serializer):
    """The whole public content of one record."""

    content = serializers.SerializerMethodField()

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_content(self, entry):
        """Every public field of the record, translated texts as an object per language."""
        return public.content(entry)


_COMMON = ["slug", "url", "title", "summary", "original_language", "languages", "hashtag", "themes", "objectives"]


class SeriesSerializer(_PublicSerializer):
    """A series in a list."""

    class Meta:
        model = Series
        fields = [*_COMMON, "published_at"]


class SeriesDetailSerializer(_WithContent, SeriesSerializer):
    """One series with its whole public content."""

    class Meta(SeriesSerializer.Meta):
        fields = [*SeriesSerializer.Meta.fields, "content"]


class EventSerializer(_PublicSerializer):
    """An event in a list."""

    status = serializers.CharField(source="holding")
    starts_precision, ends_precision = PrecisionField(), PrecisionField()
    country = serializers.SlugRelatedField("code", read_only=True, allow_null=True)
    host = _LinkedSerializer(allow_null=True)

    class Meta:
        model = Event
        fields = [
            *_COMMON,
            *("kind", "format", "status", "number", "starts_on", "starts_precision", "ends_on", "ends_precision"),
            *("starts_time", "ends_time", "time_zone", "dates_as_written", "country", "host", "published_at"),
        ]


class EventDetailSerializer(_WithContent, EventSerializer):
    """One event with its whole public content: sessions, people, what was shown, what came out of it."""

    class Meta(EventSerializer.Meta):
        fields = [*EventSerializer.Meta.fields, "content"]


class PublicationSerializer(_PublicSerializer):
    """A publication in a list."""

    subtitle = LocalTextField()
    published_precision = PrecisionField()
    editions = serializers.SerializerMethodField()

    class Meta:
        model = Publication
        fields = [*_COMMON, "kind", "number", "subtitle", "published_on", "published_precision", "editions"]

    def get_editions(self, publication) -> list[str]:
        """Languages in which it is available."""
        return sorted({edition.language for edition in publication.editions.all() if edition.state == "available"})


class PublicationDetailSerializer(_WithContent, PublicationSerializer):
    """One publication with its whole public content."""

    class Meta(PublicationSerializer.Meta):
        fields = [*PublicationSerializer.Meta.fields, "content"]


class SessionSerializer(serializers.ModelSerializer):
    """A session of a public event."""

    event = serializers.SlugRelatedField("slug", read_only=True)
    title, questions, summary, lessons = LocalTextField(), LocalTextField(), LocalTextField(), LocalTextField()

    class Meta:
        model = Session
        fields = [
            *("event", "number", "kind", "title", "held_on", "starts_time", "ends_time"),
            *("questions", "summary", "lessons", "participants"),
        ]


class ParticipationSerializer(serializers.ModelSerializer):
    """Somebody who spoke at a public event, as they were on that day; those who only came are never listed."""

    event = serializers.SlugRelatedField("slug", read_only=True)
    session = serializers.SlugRelatedField("number", read_only=True, allow_null=True)
    person = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)
    name = serializers.CharField(read_only=True)
    position_title = LocalTextField()
    organisation = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)
    on_behalf_of = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)

    class Meta:
        model = Participation
        fields = [
            *("event", "session", "person", "name", "position_title", "organisation", "on_behalf_of", "role"),
        ]


# Writing ------------------------------------------------------------------------------------------


class NewEntrySerializer(serializers.Serializer):
    """What a record starts with."""

    type = serializers.ChoiceField(choices=EntryType.choices)
    original_language = serializers.ChoiceField(choices=languages.CODES)
    title = serializers.CharField(max_length=200)
    content = serializers.DictField(required=False, help_text="Further fields of the record.")


class EntrySerializer(serializers.ModelSerializer):
    """A record in the list of those that the secretariat keeps."""

    title = serializers.CharField(source="__str__", read_only=True)

    class Meta:
        model = Entry
        fields = ["id", "type", "slug", "title", "status", "visibility", "revision", "updated_at", "published_at"]
        read_only_fields = fields


class HistorySerializer(serializers.ModelSerializer):
    """One line of the history."""

    by = serializers.CharField(read_only=True)

    class Meta:
        model = HistoryEntry
        fields = ["transition", "from_status", "to_status", "by", "at", "note", "changes"]
        read_only_fields = fields


class WholeEntrySerializer(EntrySerializer):
    """One record with everything that is written in it, what is missing, and what may be done now."""

    content = serializers.SerializerMethodField()
    missing = serializers.SerializerMethodField()
    transitions = serializers.SerializerMethodField()
    language_states = serializers.SerializerMethodField()

    class Meta(EntrySerializer.Meta):
        fields = [*EntrySerializer.Meta.fields, "language_states", "missing", "transitions", "content"]
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_content(self, entry):
        """Every field of the record as it can be sent back."""
        return record.shape_of(entry).content(entry)

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}})
    def get_missing(self, entry):
        """What is needed before it can be published, by field."""
        return completeness.missing(entry)

    def get_transitions(self, entry) -> list[str]:
        """Steps that you may carry out now."""
        return [transition.name for transition in permissions.transitions_for(self.context["request"].user, entry)]

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_language_states(self, entry):
        """In what state the texts of each language are."""
        return {state.language: state.state for state in entry.language_states.all()}


class EntryTransitionSerializer(serializers.Serializer):
    """What a step needs."""

    reason = serializers.CharField(required=False, allow_blank=True)


class LanguageStateSerializer(serializers.Serializer):
    """In what state the texts of one language are."""

    language = serializers.ChoiceField(choices=languages.CODES)
    state = serializers.ChoiceField(choices=["draft", "human", "machine", "outdated", "missing"])


class MaterialUploadSerializer(serializers.Serializer):
    """A file for an event, a series or a publication."""

    file = serializers.FileField()
    language = serializers.CharField(required=False, max_length=2)
    kind = serializers.CharField(required=False, max_length=20, help_text="Of an event or a series only.")
