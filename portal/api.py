"""The API: every collection, its schema and its documentation."""

from django.urls import include, path, reverse
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from compacts.api import views as compacts
from events.api import entries
from events.api import views as events
from portal.directory.api import views as directory
from practices.api import drafts
from practices.api import views as practices

router = SimpleRouter()
router.register("practices", practices.PracticeViewSet, basename="practice")
router.register("drafts", drafts.DraftViewSet, basename="draft")
router.register("local-governments", directory.LocalGovernmentViewSet, basename="local-government")
router.register("organisations", directory.OrganisationViewSet, basename="organisation")
router.register("networks", directory.NetworkViewSet, basename="network")
router.register("agendas", compacts.AgendaViewSet, basename="agenda")
router.register("objectives", compacts.ObjectiveViewSet, basename="objective")
router.register("linkages", compacts.LinkageViewSet, basename="linkage")
router.register("themes", compacts.ThemeViewSet, basename="theme")
router.register("forums", compacts.ForumViewSet, basename="forum")
router.register("events", events.EventViewSet, basename="event")
router.register("publications", events.PublicationViewSet, basename="publication")
router.register("series", events.SeriesViewSet, basename="series")
router.register("sessions", events.SessionViewSet, basename="session")
router.register("participations", events.ParticipationViewSet, basename="participation")
router.register("entries", entries.EntryViewSet, basename="entry")


class IndexView(APIView):
    """Where everything is."""

    @extend_schema(
        responses={200: {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}},
        operation_id="index_retrieve",
    )
    def get(self, request):
        """Answer the collections, the counts, the schema and its documentation: name → address."""
        places = {prefix: f"api:{basename}-list" for prefix, _viewset, basename in router.registry}
        places |= {name: f"api-{name}" for name in ("facets", "schema", "docs")}
        return Response({name: request.build_absolute_uri(reverse(place)) for name, place in places.items()})


urlpatterns = [
    path("", IndexView.as_view(), name="api-index"),
    path("", include((router.urls, "api"))),
    path("facets/", practices.FacetsView.as_view(), name="api-facets"),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
]
