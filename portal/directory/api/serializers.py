"""Bodies as the API shows them: public facts, each text with its language, nobody's name."""

from rest_framework import serializers

from portal.shared.api import LocalTextField, PrecisionField

from ..models import Organisation


class CountrySerializer(serializers.Serializer):
    """A country or area."""

    code = serializers.CharField()
    name = serializers.CharField(source="display_name")


class SectionSerializer(serializers.Serializer):
    """A section of UCLG."""

    code = serializers.SlugField()
    name = LocalTextField()


class BodySerializer(serializers.ModelSerializer):
    """What every body of the directory says in a list."""

    url = serializers.SerializerMethodField(help_text="The page for people, in the language of the answer.")
    name = LocalTextField()
    acronym = LocalTextField()
    country = CountrySerializer(allow_null=True)
    sections = SectionSerializer(many=True)
    website = serializers.CharField(help_text="Address, or empty.")

    class Meta:
        model = Organisation
        fields = ("slug", "url", "kind", "name", "acronym", "country", "sections", "website", "is_synthetic")
        read_only_fields = fields

    def get_url(self, body) -> str:
        """Return the whole address."""
        return self.context["request"].build_absolute_uri(body.get_absolute_url())


class RefSerializer(serializers.Serializer):
    """Another body that a body points to."""

    slug = serializers.SlugField()
    kind = serializers.CharField()
    name = LocalTextField()


class AliasSerializer(serializers.Serializer):
    """Another name."""

    name = serializers.CharField()
    kind = serializers.CharField()


class PlaceInNetworkSerializer(serializers.Serializer):
    """A network that a body takes part in, and how."""

    network = RefSerializer()
    role = serializers.CharField()
    state = serializers.CharField()
    since = serializers.DateField(allow_null=True)
    since_precision = PrecisionField()


class BodyDetailSerializer(BodySerializer):
    """One body with its description, other names and networks."""

    description = LocalTextField()
    aliases = AliasSerializer(many=True)
    parent = RefSerializer(allow_null=True)
    memberships = PlaceInNetworkSerializer(source="member_of", many=True)

    class Meta(BodySerializer.Meta):
        fields = (*BodySerializer.Meta.fields, "description", "aliases", "parent", "memberships")
        read_only_fields = fields


TOWN_FIELDS = ("lrg_type", "size_class", "latitude", "longitude", "place_precision")
#: Of these the schema says that they may be empty, which read-only fields do not say by themselves.
MAY_BE_EMPTY = {name: {"allow_blank": True} for name in ("size_class", "place_precision", "network_type")}


class LocalGovernmentSerializer(BodySerializer):
    """A local or regional government in a list."""

    class Meta(BodySerializer.Meta):
        fields = (*BodySerializer.Meta.fields, *TOWN_FIELDS)
        read_only_fields = fields
        extra_kwargs = MAY_BE_EMPTY


class LocalGovernmentDetailSerializer(BodyDetailSerializer):
    """One local or regional government."""

    class Meta(BodyDetailSerializer.Meta):
        fields = (*BodyDetailSerializer.Meta.fields, *TOWN_FIELDS)
        read_only_fields = fields
        extra_kwargs = MAY_BE_EMPTY


class PlaceSerializer(serializers.Serializer):
    """A place in a network: its member, or what an open place waits for."""

    member = RefSerializer(allow_null=True)
    role = serializers.CharField()
    state = serializers.CharField()
    since = serializers.DateField(allow_null=True)
    since_precision = PrecisionField()
    description = LocalTextField()


NETWORK_FIELDS = (
    "network_type",
    "starts_on",
    "starts_precision",
    "ends_on",
    "ends_precision",
    "confirmed_count",
    "open_count",
)


class NetworkSerializer(BodySerializer):
    """A network or project in a list."""

    starts_precision, ends_precision = PrecisionField(), PrecisionField()
    confirmed_count = serializers.IntegerField(help_text="Bodies that take part.")
    open_count = serializers.IntegerField(help_text="Places that wait for a member.")

    class Meta(BodySerializer.Meta):
        fields = (*BodySerializer.Meta.fields, *NETWORK_FIELDS)
        read_only_fields = fields
        extra_kwargs = MAY_BE_EMPTY


class NetworkDetailSerializer(BodyDetailSerializer, NetworkSerializer):
    """One network or project with its places."""

    places = PlaceSerializer(source="memberships", many=True)

    class Meta(BodyDetailSerializer.Meta):
        fields = (*BodyDetailSerializer.Meta.fields, *NETWORK_FIELDS, "places")
        read_only_fields = fields
        extra_kwargs = MAY_BE_EMPTY
