"""How agendas and their objectives are read."""

from django.db.models import Q, QuerySet


class ObjectiveQuerySet(QuerySet):
    """Words for reading objectives."""

    def for_labels(self):
        """Load what a badge or a choice shows, in one query."""
        return self.select_related("agenda").defer("keywords", "verified")


class LinkageQuerySet(QuerySet):
    """Words for reading linkages."""

    def published(self):
        """Linkages that a named source states; suggestions made by wording are left out."""
        return self.filter(is_suggested=False)

    def touching(self, objective):
        """Linkages from or to ``objective``."""
        return self.filter(Q(from_objective=objective) | Q(to_objective=objective))
