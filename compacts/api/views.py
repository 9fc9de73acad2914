"""The collections ``agendas``, ``objectives``, ``linkages``, ``themes`` and ``forums``: public, read only."""

from django_filters.rest_framework import DjangoFilterBackend

from compacts.filters import LinkageFilter, ObjectiveFilter
from compacts.models import Agenda, Linkage, Objective, ReviewForum, Theme
from portal.shared.api import CodeViewSet

from . import serializers


class AgendaViewSet(CodeViewSet):
    """Global texts that actions serve or that LRGs endorse."""

    queryset = Agenda.objects.defer("verified")
    serializer_class = serializers.AgendaSerializer


class ObjectiveViewSet(CodeViewSet):
    """Objectives, principles, areas, goals and targets of all agendas."""

    queryset = Objective.objects.for_api()
    serializer_class = serializers.ObjectiveSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = ObjectiveFilter
    parameters = (*ObjectiveFilter.base_filters,)


class LinkageViewSet(CodeViewSet):
    """Published statements that join objectives of different agendas, each with its source."""

    queryset = Linkage.objects.published().for_reading()
    serializer_class = serializers.LinkageSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = LinkageFilter
    parameters = (*LinkageFilter.base_filters,)


class ThemeViewSet(CodeViewSet):
    """Subjects of local work."""

    queryset = Theme.objects.with_objectives()
    serializer_class = serializers.ThemeSerializer


class ForumViewSet(CodeViewSet):
    """Review forums with the period of actions that counts for them and their round tables."""

    queryset = ReviewForum.objects.with_round_tables()
    serializer_class = serializers.ForumSerializer
