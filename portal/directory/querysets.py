"""How the directory is read."""

from django.db.models import Case, CharField, Count, F, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf

from portal.shared import languages, text

LRG = "lrg"
NETWORKS = ("network", "project")
#: Roles of those who take part in a network, as distinct from who coordinates, supports or pays for it.
TAKES_PART = ("member", "co-manager")
#: Nobody types more to find a body; more words would only make the query slow.
MAX_TYPED, MAX_WORDS = 200, 8


def display_name(prefix="", language=None):
    """Return an expression for ``Country.display_name``; ``prefix`` leads to the country ("lead_lrg__country__")."""
    columns = [
        languages.column(f"{prefix}{field}", code)
        for code in languages.preference(language or languages.current())
        for field in ("everyday_name", "name")
    ]
    return Coalesce(*[NullIf(F(column), Value("")) for column in columns], output_field=CharField())


class CountryQuerySet(QuerySet):
    """Words for reading countries."""

    def with_display_name(self):
        """Annotate ``shown_name``, the same as ``Country.display_name``."""
        return self.annotate(shown_name=display_name())

    def with_organisations(self, organisations):
        """Countries of at least one of ``organisations``."""
        return self.filter(pk__in=organisations.order_by().values("country"))


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
        """Order by the name a reader sees, accents and capitals apart."""
        return self.order_by(languages.column("name_index__sort_key"), "slug")

    def named(self, typed):
        """Organisations one of whose names, old spellings included, has every word of ``typed``, or its beginning."""
        typed = text.clean(typed)[:MAX_TYPED].strip()
        words = text.words(typed)[:MAX_WORDS]
        if typed and not words:
            return self.none()
        found = self
        for word in words:
            found = found.filter(name_index__folded__contains=f" {word}")
        return found

    def for_lists(self):
        """Load what one line of a list shows: name, country, sections."""
        return self.select_related("country").prefetch_related("sections").defer(*languages.columns("description"))

    def for_page(self):
        """Load what the page of one body shows, except its members."""
        return self.select_related("country", "parent").prefetch_related("sections", "aliases")

    def with_place_counts(self):
        """Annotate ``confirmed_count`` (who takes part) and ``open_count`` (places that wait for one)."""
        return self.annotate(
            confirmed_count=Count(
                "memberships", filter=Q(memberships__state="confirmed", memberships__role__in=TAKES_PART)
            ),
            open_count=Count("memberships", filter=Q(memberships__state="open")),
        )

    def with_members(self):
        """Load the places of networks with who holds them, in order, and their history."""
        model = self.model._meta.get_field("memberships").related_model
        places = model.objects.with_members().prefetch_related("changes__member")
        return self.prefetch_related(Prefetch("memberships", places))

    def with_networks(self):
        """Load the networks that bodies take part in."""
        return self.prefetch_related("member_of__network")


class MembershipQuerySet(QuerySet):
    """Words for reading memberships."""

    def with_members(self):
        """Load the member and its country in the same query."""
        return self.select_related("member__country")

    def with_networks(self):
        """Load the network in the same query."""
        return self.select_related("network")


class MandateQuerySet(QuerySet):
    """Words for reading mandates."""

    def confirmed(self):
        """Mandates that count."""
        return self.filter(state="confirmed")

    def standing(self):
        """Mandates that are asked for or confirmed."""
        return self.exclude(state="ended")

    def waiting(self):
        """Mandates that the secretariat has not decided on, oldest first."""
        return self.filter(state="requested").order_by("requested_at", "pk")

    def of(self, officer):
        """Mandates of one person, those that stand first, the newest first."""
        return self.filter(officer=officer).order_by(
            Case(When(state="ended", then=1), default=0), "-requested_at", "-pk"
        )

    def for_lists(self):
        """Load what one line of a list shows: person, local government, country."""
        return self.select_related("officer", "lrg__country", "proposed_country")
