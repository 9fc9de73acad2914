"""The public addresses in every language, for crawlers."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from compacts.models import Agenda, Objective
from events.models import Event, Publication, Series
from portal.directory.models import Organisation
from practices.models import Practice


class _Everywhere(Sitemap):
    """Each address in each language, with its alternates."""

    i18n, alternates, x_default = True, True, True


class Pages(_Everywhere):
    """Pages that are not records."""

    def items(self):
        """Names of the addresses."""
        return [
            "home",
            "about",
            "practices:browse",
            "compacts:agendas",
            "events:browse",
            "events:series-list",
            "events:publications",
            "events:notes",
            "directory:local-governments",
            "directory:organisations",
            "directory:networks",
        ]

    def location(self, item):
        """The address of a name."""
        return reverse(item)


class Records(_Everywhere):
    """Records of one kind, by their own addresses."""

    def __init__(self, queryset):
        self.queryset = queryset

    def items(self):
        """The public records."""
        return self.queryset.all()

    def lastmod(self, record):
        """When an action was last confirmed, an event or series last changed; other records do not say."""
        return getattr(record, "confirmed_at", None) or getattr(record, "updated_at", None)


SITEMAPS = {
    "pages": Pages(),
    "practices": Records(Practice.objects.published().only("code", "slug", "confirmed_at")),
    "events": Records(Event.objects.public().only("slug", "updated_at")),
    "publications": Records(Publication.objects.public().only("slug", "kind", "number", "updated_at")),
    "series": Records(Series.objects.public().only("slug", "updated_at")),
    "agendas": Records(Agenda.objects.only("code", "position")),
    "objectives": Records(Objective.objects.select_related("agenda").only("code", "position", "agenda__code")),
    "organisations": Records(Organisation.objects.filter(is_synthetic=False).only("slug", "kind")),
}
