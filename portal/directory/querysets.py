"""How the directory is read."""

from django.db.models import QuerySet

from portal.shared import languages, text

LRG = "lrg"
NETWORKS = ("network", "project")


class OrganisationQuerySet(QuerySet):
    """Words for reading organisations."""

    def local_governments(self):
        """Local and regional governments, and their associations."""
        return self.filter(kind=LRG)

    def networks(self):
        """Networks, partnerships and projects."""
        return self.filter(kind__in=NETWORKS)

    def others(self):
        """Bodies that are neither an LRG nor a network."""
        return self.exclude(kind__in=(LRG, *NETWORKS))

    def by_name(self):
        """Order by the name a reader sees."""
        return self.order_by(languages.localized("name"), "pk")

    def named(self, typed):
        """Organisations one of whose names, old spellings included, has every word of ``typed``."""
        found = self
        for word in text.words(text.clean(typed)):
            found = found.filter(name_index__folded__contains=word)
        return found


class MembershipQuerySet(QuerySet):
    """Words for reading memberships."""

    def with_members(self):
        """Load the member and its country in the same query."""
        return self.select_related("member__country")


class MandateQuerySet(QuerySet):
    """Words for reading mandates."""

    def confirmed(self):
        """Mandates that count."""
        return self.filter(state="confirmed")
