"""How agendas and their objectives are read."""

from collections import defaultdict

from django.db.models import Count, Q, QuerySet


class ObjectiveQuerySet(QuerySet):
    """Words for reading objectives."""

    def for_labels(self):
        """Load what a badge or a choice shows, in one query."""
        return self.select_related("agenda").defer("keywords", "verified")

    def for_api(self):
        """Load what the API says of an objective, in one query."""
        return self.for_labels().select_related("parent")

    def roots(self):
        """Objectives that stand under no other one."""
        return self.filter(parent__isnull=True)

    def count_by_level(self):
        """Return agenda → level → number of objectives."""
        counts = defaultdict(dict)
        for agenda, level, number in self.order_by().values_list("agenda", "level").annotate(Count("pk")):
            counts[agenda][level] = number
        return counts


class LinkageQuerySet(QuerySet):
    """Words for reading linkages."""

    def published(self):
        """Linkages that a named source states; suggestions made by wording are left out."""
        return self.filter(is_suggested=False)

    def touching(self, objective):
        """Linkages from or to ``objective``."""
        return self.filter(Q(from_objective=objective) | Q(to_objective=objective))

    def for_reading(self):
        """Load both ends and the source in the same query."""
        return self.select_related("from_objective__agenda", "from_agenda", "to_objective__agenda", "source")


class ThemeQuerySet(QuerySet):
    """Words for reading themes."""

    def with_objectives(self):
        """Load the objectives that each theme often falls under."""
        return self.prefetch_related("objectives")


class ForumQuerySet(QuerySet):
    """Words for reading review forums."""

    def with_round_tables(self):
        """Load the agendas, the round tables and their objectives."""
        return self.prefetch_related("agendas", "round_tables__objectives")
