"""The collections ``local-governments``, ``organisations`` and ``networks``: public, read only."""

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.exceptions import ValidationError

from portal.shared.api import CodeViewSet

from ..filters import LocalGovernmentFilter, NetworkFilter, OrganisationFilter
from ..models import Organisation
from . import serializers


def _filters(**more):
    """Return the documentation of the query string."""
    names = {
        "country": "Two-letter code of a country or area",
        "section": "Code of a UCLG section: mewa, europe, latam …",
        **more,
    }
    return extend_schema_view(
        list=extend_schema(
            parameters=[
                OpenApiParameter("q", str, description="Words of any name, old spellings included."),
                *(
                    OpenApiParameter(name, str, many=True, description=f"{text} (several: any of them)")
                    for name, text in names.items()
                ),
            ]
        )
    )


class BodyViewSet(CodeViewSet):
    """Base: one body by its address name, or those that match the query string, by name."""

    lookup_field = "slug"
    queryset = Organisation.objects.none()
    filterset_class = None
    detail_serializer_class = None

    def get_serializer_class(self):
        """Give one body in full."""
        return self.detail_serializer_class if self.action == "retrieve" else self.serializer_class

    def rows(self):
        """Return the bodies of the collection."""
        raise NotImplementedError

    def get_queryset(self):
        """Return the collection, narrowed by the query string; raises a 400 that names the field of a wrong value."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        if self.action == "retrieve":
            return self.rows().for_page().with_networks()
        self.filters = self.filterset_class(self.request.query_params, self.rows())
        if not self.filters.form.is_valid():
            raise ValidationError(self.filters.form.errors)
        return self.filters.filtered().by_name().for_lists()


@_filters(kind="Type of local government: municipality, region, association …")
class LocalGovernmentViewSet(BodyViewSet):
    """Local and regional governments, and associations of them."""

    serializer_class = serializers.LocalGovernmentSerializer
    detail_serializer_class = serializers.LocalGovernmentDetailSerializer
    filterset_class = LocalGovernmentFilter

    def rows(self):
        """Return all LRGs."""
        return Organisation.objects.local_governments()


@_filters(kind="Kind of organization: un, civil-society …")
class OrganisationViewSet(BodyViewSet):
    """Bodies that are neither local governments nor networks."""

    serializer_class = serializers.BodySerializer
    detail_serializer_class = serializers.BodyDetailSerializer
    filterset_class = OrganisationFilter

    def rows(self):
        """Return all other bodies."""
        return Organisation.objects.others()


@_filters(kind="network or project")
class NetworkViewSet(BodyViewSet):
    """Networks, partnerships and projects with their members and open places."""

    serializer_class = serializers.NetworkSerializer
    detail_serializer_class = serializers.NetworkDetailSerializer
    filterset_class = NetworkFilter

    def rows(self):
        """Return all networks with their members."""
        rows = Organisation.objects.networks().with_place_counts()
        return rows.with_members() if self.action == "retrieve" else rows
