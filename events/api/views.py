"""Peer learning for machines: public records only, with the query strings of the pages."""

import django_filters
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.exceptions import ValidationError
from rest_framework.viewsets import GenericViewSet, mixins

from portal.shared.api import CodeViewSet
from portal.shared.text import clean

from ..filters import EventFilter, PublicationFilter
from ..models import Event, Participation, Publication, Series, Session
from ..searching import RELEVANCE
from . import serializers

_EVENT = OpenApiParameter("event", str, many=True, description="Address name of an event (several: any of them)")

_LANG = OpenApiParameter("lang", str, many=True, description="Another name of `language`; the first is the answer's.")


class _EntryViewSet(CodeViewSet):
    """Base: one public record by its address name, or a list of them."""

    lookup_field = "slug"
    detail_serializer_class = None

    def get_serializer_class(self):
        """Give one record in full."""
        return self.detail_serializer_class if self.action == "retrieve" else self.serializer_class

    def get_queryset(self):
        """What everybody may read."""
        return self.queryset.public().prefetch_related("language_states", "themes", "objectives")


class SeriesViewSet(_EntryViewSet):
    """Series of events."""

    queryset = Series.objects.all()
    serializer_class = serializers.SeriesSerializer
    detail_serializer_class = serializers.SeriesDetailSerializer


def parameters_of(filters):
    """Return the documentation of the query string of a list: its filters by their names and labels."""
    return [
        OpenApiParameter(
            name,
            int if isinstance(declared, django_filters.NumberFilter) else str,
            many=isinstance(declared, django_filters.MultipleChoiceFilter),
            enum=[*RELEVANCE, *filters.listed] if name == "sort" else None,
            description=f"{declared.label} (several: any of them)"
            if isinstance(declared, django_filters.MultipleChoiceFilter)
            else str(declared.label),
        )
        for name, declared in filters.base_filters.items()
    ]


class _SearchedViewSet(_EntryViewSet):
    """Base: a collection with the query string of its page."""

    filterset_class = None

    def list(self, request, *_args, **_kwargs):
        """Answer one page of what matches, in its order; raises a 400 that names the field of a wrong value."""
        self.filters = self.filterset_class(request.query_params)
        if not self.filters.form.is_valid():
            raise ValidationError(self.filters.form.errors)
        keys = self.paginate_queryset(self.filters.keys())
        found = self.get_queryset().in_bulk(keys)
        rows = self.get_serializer([found[pk] for pk in keys if pk in found], many=True)
        return self.get_paginated_response(rows.data)


@extend_schema_view(list=extend_schema(parameters=parameters_of(EventFilter)))
class EventViewSet(_SearchedViewSet):
    """Events of peer learning."""

    queryset = Event.objects.select_related("country", "host")
    serializer_class = serializers.EventSerializer
    detail_serializer_class = serializers.EventDetailSerializer
    filterset_class = EventFilter


@extend_schema_view(list=extend_schema(parameters=[*parameters_of(PublicationFilter), _LANG]))
class PublicationViewSet(_SearchedViewSet):
    """Publications: notes, reports, declarations, videos …"""

    queryset = Publication.objects.prefetch_related("editions")
    serializer_class = serializers.PublicationSerializer
    detail_serializer_class = serializers.PublicationDetailSerializer
    filterset_class = PublicationFilter


class _OfEventsViewSet(mixins.ListModelMixin, GenericViewSet):
    """Base: rows of public events, of all of them or of those that are named."""

    parameters = ("event",)

    def get_queryset(self):
        """Return the rows; raises a 400 for an event that everybody may not read, or that never was."""
        events = Event.objects.public()
        if asked := [clean(slug) for slug in self.request.query_params.getlist("event") if slug]:
            found = events.filter(slug__in=asked)
            if unknown := {*asked} - {*found.values_list("slug", flat=True)}:
                raise ValidationError({"event": [_("“%(code)s” is not known.") % {"code": min(unknown)}]})
            events = found
        return self.queryset.filter(event__in=events).order_by("-event__starts_on", "event", *self.order)


@extend_schema_view(list=extend_schema(parameters=[_EVENT]))
class SessionViewSet(_OfEventsViewSet):
    """Sessions of events."""

    queryset = Session.objects.select_related("event").prefetch_related("event__language_states")
    serializer_class = serializers.SessionSerializer
    order = ("number", "pk")


@extend_schema_view(list=extend_schema(parameters=[_EVENT]))
class ParticipationViewSet(_OfEventsViewSet):
    """Those who spoke at events: people as they were on that day, bodies, or positions alone."""

    queryset = Participation.objects.select_related(
        "event", "session", "person", "organisation", "on_behalf_of"
    ).prefetch_related("event__language_states")
    serializer_class = serializers.ParticipationSerializer
    order = ("position", "pk")
