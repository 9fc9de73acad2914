"""Actions and counts for machines; the query string is that of the pages."""

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.shared.api import CodeViewSet

from .. import facets, fragments
from ..filters import ORDERS, PracticeFilter
from ..models import Practice
from .serializers import FacetsSerializer, PracticeDetailSerializer, PracticeSerializer


def _many(name, description):
    return OpenApiParameter(name, str, many=True, description=description)


#: The query string of practices and facets (architecture.md).
PARAMETERS = [
    OpenApiParameter("q", str, description="Words in any language; all of them must occur."),
    *(_many(name, f"{facet.label} (several: any of them)") for name, facet in facets.FACETS.items()),
    _many("lrg", "Address name of a local government that leads or joins the action"),
    _many("forum", "Code of a review forum: actions that count for it"),
    OpenApiParameter("year_from", int, description="Going on in or after this year"),
    OpenApiParameter("year_to", int, description="Going on in or before this year"),
]
_SORT = OpenApiParameter("sort", str, enum=list(ORDERS))


def filters_of(request):
    """Return the filters of the query string; raises a 400 that names the field of a wrong value."""
    filters = PracticeFilter(request.query_params)
    if not filters.form.is_valid():
        raise ValidationError(filters.form.errors)
    return filters


@extend_schema_view(list=extend_schema(parameters=[*PARAMETERS, _SORT]))
class PracticeViewSet(CodeViewSet):
    """Published local actions."""

    queryset = Practice.objects.published()
    serializer_class = PracticeSerializer

    def get_serializer_class(self):
        """The whole record for one action."""
        return PracticeDetailSerializer if self.action == "retrieve" else PracticeSerializer

    def get_queryset(self):
        """One action, or those that match the query string in its order."""
        if self.action == "retrieve":
            return Practice.objects.published().for_page()
        self.filters = filters_of(self.request)
        return self.filters.results()

    def retrieve(self, request, *args, **kwargs):
        """One action; a merged one leads to the action that it became part of (301)."""
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            gone = get_object_or_404(Practice.objects.readable(), code=kwargs["code"])  # any text, NUL too
            if gone.successor is None:
                raise
            address = reverse("api:practice-detail", args=[gone.successor.code])
            return Response(status=301, headers={"Location": address})

    def list(self, request, *_args, **_kwargs):
        """Answer one page of them."""
        rows = Rows(self.get_queryset(), self.get_serializer, request.build_absolute_uri("/"))
        return self.get_paginated_response(self.paginate_queryset(rows))


class Rows:
    """The rows of found actions, for a paginator; those that are remembered need no query."""

    def __init__(self, results, serializer, base):
        self.results, self.serializer, self.base = results, serializer, base
        self.count = results.count

    def __getitem__(self, part):
        """Return the rows of a slice."""
        keys = self.results.keys(part.start or 0, part.stop)
        known = {pk: fragments.recall(("row", pk, self.base)) for pk in keys}
        for practice in self.results.load([pk for pk in keys if known[pk] is None]):
            row = {**self.serializer(practice).data}
            known[practice.pk] = fragments.keep(("row", practice.pk, self.base), row, len(repr(row)))
        return [known[pk] for pk in keys if known[pk] is not None]


class FacetsView(APIView):
    """Counts of every choice for a query string."""

    @extend_schema(parameters=PARAMETERS, responses=FacetsSerializer)
    def get(self, request):
        """Answer the numbers; the counts of a facet ignore its own choice."""
        filters = filters_of(request)
        numbers = filters.counts()
        shown = [
            {
                "name": name,
                "label": str(facet.label),
                "values": [
                    {"value": option.value, "label": str(option.label), "count": numbers[name].get(option.key, 0)}
                    for option in filters.filters[name].options
                ],
            }
            for name, facet in facets.FACETS.items()
        ]
        years = [{"value": str(year), "label": str(year), "count": n} for year, n in numbers["year"].items()]
        shown.append({"name": "year", "label": str(filters.filters["year_from"].label), "values": years})
        # As the serializer describes it; written by it, six hundred values take longer than everything else.
        return Response({"count": len(filters.found()), "notices": filters.notices, "facets": shown})
