"""Who acts and where: countries, regions, UCLG sections, organisations, networks, and who may act for an LRG."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared import dates, languages, text

from .querysets import CountryQuerySet, MandateQuerySet, MembershipQuerySet, OrganisationQuerySet


class Region(models.Model):
    """A region of the UN M49 standard (region, sub-region or intermediate region)."""

    class Level(models.TextChoices):
        """Depth in M49."""

        REGION = "region", _("Region")
        SUBREGION = "subregion", _("Sub-region")
        INTERMEDIATE = "intermediate", _("Intermediate region")

    code = models.CharField(_("M49 code"), max_length=3, unique=True)
    level = models.CharField(_("level"), max_length=12, choices=Level)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        ordering = ["code", "pk"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self):
        return self.name or self.code


class Section(models.Model):
    """A section of UCLG: regional, metropolitan, or the forum of regions."""

    class Kind(models.TextChoices):
        """What holds the members of a section together."""

        REGIONAL = "regional", _("Regional section")
        METROPOLITAN = "metropolitan", _("Metropolitan section")
        REGIONS = "regional_governments", _("Forum of regional governments")

    code = models.SlugField(_("code"), max_length=20, unique=True, help_text=_("mewa, europe, latam …"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=100)
    organisation = models.CharField(_("organisation"), max_length=250, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    verified = models.JSONField(_("verified wording"), default=dict, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("UCLG section")
        verbose_name_plural = _("UCLG sections")

    def __str__(self):
        return self.name or self.code


class Country(models.Model):
    """A country or area of the UN M49 list, with its UN name and, where it differs, the everyday one."""

    code = models.CharField(_("ISO 3166 code"), max_length=2, unique=True)
    alpha3 = models.CharField(_("three-letter code"), max_length=3, unique=True)
    m49 = models.CharField(_("M49 code"), max_length=3, unique=True)
    name = models.CharField(_("UN name"), max_length=100)
    everyday_name = models.CharField(_("everyday name"), max_length=100, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="countries", verbose_name=_("region")
    )
    sections = models.ManyToManyField(
        Section, through="SectionCountry", related_name="countries", verbose_name=_("UCLG sections")
    )

    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = ["code", "pk"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self):
        return self.display_name

    @property
    def display_name(self):
        """The name shown to readers: everyday or UN name, never one language's everyday name in another."""
        for language in languages.preference(languages.current()):
            for field in ("everyday_name", "name"):
                if name := getattr(self, languages.column(field, language)):
                    return name
        return self.code


class SectionCountry(models.Model):
    """The section that LRGs of a country belong to unless they say otherwise, and how we know."""

    section = models.ForeignKey(Section, models.CASCADE)
    country = models.ForeignKey(Country, models.CASCADE)
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    is_verified = models.BooleanField(_("seen in a list of the section"), default=False)

    class Meta:
        ordering = ["section", "country", "pk"]
        verbose_name = _("country of a section")
        verbose_name_plural = _("countries of sections")
        constraints = [
            models.UniqueConstraint(fields=["section", "country"], name="section_country_once"),
        ]

    def __str__(self):
        return f"{self.section_id} · {self.country_id}"


class Organisation(models.Model):
    """A body that acts: an LRG or association of LRGs, a UN agency, an NGO, a network, a project.

    One table, because any of them may lead, fund, host, moderate or sign.
    """

    class Kind(models.TextChoices):
        """What sort of body it is."""

        LRG = "lrg", _("Local or regional government")
        NETWORK = "network", _("Network or partnership")
        PROJECT = "project", _("Project")
        UN = "un", _("United Nations agency")
        INTERGOVERNMENTAL = "intergovernmental", _("Other intergovernmental organization")
        NATIONAL = "national-government", _("National government")
        CIVIL_SOCIETY = "civil-society", _("Civil society organization")
        MIGRANT_LED = "migrant-led", _("Migrant- or refugee-led organization")
        ACADEMIA = "academia", _("Academia and research")
        PRIVATE = "private", _("Private sector")
        PHILANTHROPY = "philanthropy", _("Foundation or philanthropy")
        MEDIA = "media", _("Media")

    class LRGType(models.TextChoices):
        """What sort of local or regional government it is."""

        MUNICIPALITY = "municipality", _("Municipality or city")
        METROPOLITAN = "metropolitan", _("Metropolitan area or metropolitan municipality")
        INTERMUNICIPAL = "intermunicipal", _("Intermunicipal body")
        COUNTY = "county", _("County, district or department")
        REGION = "region", _("Province, region or federated state")
        ASSOCIATION = "association", _("Association of local and regional governments")

    class NetworkType(models.TextChoices):
        """How a network is organised; a project needs no more than its kind."""

        ASSOCIATION = "association", _("Membership organization")
        ALLIANCE = "alliance", _("Alliance or partnership")
        MECHANISM = "mechanism", _("Mechanism")
        TASK_FORCE = "task-force", _("Task force")
        COMMITTEE = "committee", _("Committee")
        WORKING_GROUP = "working-group", _("Working group")
        PLATFORM = "platform", _("Platform")

    class SizeClass(models.TextChoices):
        """Size of an LRG by the people who live in its own territory; the bounds are those of GOLD IV (2016)."""

        SMALL = "small", _("Small (under 50,000 inhabitants)")
        INTERMEDIARY = "intermediary", _("Intermediary (50,000 to 1 million inhabitants)")
        METROPOLIS = "metropolis", _("Metropolis (over 1 million inhabitants)")

    class PlacePrecision(models.TextChoices):
        """What the coordinates stand for."""

        MUNICIPALITY = "municipality", _("Centre of the municipality")
        REGION = "region", _("Centre of the region")
        COUNTRY = "country", _("Centre of the country")

    slug = models.SlugField(_("address name"), max_length=80, unique=True, help_text=_("Never changes once public."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    description = models.TextField(_("description"), blank=True)
    website = models.URLField(_("website"), blank=True)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("country"),
    )
    sections = models.ManyToManyField(
        Section, blank=True, related_name="organisations", verbose_name=_("UCLG sections")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    network_type = models.CharField(_("type of network"), max_length=16, choices=NetworkType, blank=True)
    lrg_type = models.CharField(_("type of LRG"), max_length=16, choices=LRGType, blank=True)
    size_class = models.CharField(_("size class"), max_length=16, choices=SizeClass, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    place_precision = models.CharField(_("place stands for"), max_length=16, choices=PlacePrecision, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    starts_precision = dates.PrecisionField(_("precision of the start"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    ends_precision = dates.PrecisionField(_("precision of the end"))
    is_synthetic = models.BooleanField(_("synthetic"), default=False, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["slug", "pk"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="lrg", country__isnull=False) & ~Q(lrg_type="") | ~Q(kind="lrg") & Q(lrg_type=""),
                name="organisation_lrg_has_type_and_country",
                violation_error_message=_("A local government needs its type and country; other bodies have no type."),
            ),
            models.CheckConstraint(
                condition=Q(kind="network") | Q(network_type=""),
                name="organisation_only_networks_have_network_type",
                violation_error_message=_("Only a network has a type of network."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True, place_precision="")
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)) & ~Q(place_precision=""),
                name="organisation_place_is_whole",
                violation_error_message=_("A place needs latitude, longitude and what they stand for."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="organisation_ends_after_start",
                violation_error_message=_("The end must not be before the start."),
            ),
        ]

    def __str__(self):
        return self.name or self.slug

    def get_absolute_url(self):
        """Return the public page: local government, network or project, or other organisation."""
        if self.is_lrg:
            return reverse("directory:local-government", args=[self.slug])
        if self.is_network:
            return reverse("directory:network", args=[self.slug])
        return reverse("directory:organisation", args=[self.slug])

    @property
    def period(self):
        """The dates as a reader reads them: start, end, either may be missing."""
        if self.ends_on:
            return dates.span(self.starts_on, self.starts_precision, self.ends_on, self.ends_precision)
        return dates.since(self.starts_on, self.starts_precision)

    @property
    def type_label(self):
        """What the body is, as precisely as it is recorded, in the reader's language."""
        return self.get_lrg_type_display() or self.get_network_type_display() or self.get_kind_display()

    @property
    def is_lrg(self):
        """Whether it is a local or regional government (or an association of them)."""
        return self.kind == self.Kind.LRG

    @property
    def is_network(self):
        """Whether other bodies are its members: a network, partnership or project."""
        return self.kind in (self.Kind.NETWORK, self.Kind.PROJECT)

    def text(self, field):
        """Return ``field`` with the language it is in (``languages.LocalText``)."""
        return languages.text_of(self, field)


class Alias(models.Model):
    """Another name of an organisation: an old spelling, a name without accents, a name as a document writes it."""

    class Kind(models.TextChoices):
        """Where the other name comes from."""

        ALSO = "also", _("Also known as")
        FORMER = "former", _("Former name or old spelling")
        AS_WRITTEN = "as-written", _("Spelling as written in a source")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="aliases", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.ALSO)

    class Meta:
        ordering = ["organisation", "name", "pk"]
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="alias_once",
                violation_error_message=_("This organisation already has this other name."),
            ),
        ]

    def __str__(self):
        return self.name


class NameIndex(models.Model):
    """The folded names of an organisation, so that "notse" finds Notsé and É sorts with E.

    Derived data: ``actions.index_names`` writes it whenever a name changes.
    """

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="name_index")
    folded = models.TextField()
    sort_key = models.CharField(max_length=200, blank=True)

    def __str__(self):
        return self.folded

    @staticmethod
    def fold(names):
        """Return ``names`` as one folded text, a single space before each word."""
        return "".join(f" {word}" for name in names for word in text.words(name))


class Membership(models.Model):
    """A place in a network or project, taken by a member or still open."""

    class State(models.TextChoices):
        """How sure the membership is."""

        CONFIRMED = "confirmed", _("Confirmed")
        EXPECTED = "expected", _("Expected")
        OPEN = "open", _("Open place, not yet named")
        ENDED = "ended", _("Ended")

    class Role(models.TextChoices):
        """What the member does in the network."""

        MEMBER = "member", _("Member")
        COORDINATOR = "coordinator", _("Coordinator")
        CO_MANAGER = "co-manager", _("Co-manager")
        SECRETARIAT = "secretariat", _("Secretariat")
        PARTNER = "partner", _("Partner")
        FUNDER = "funder", _("Funder")

    network = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name=_("network or project")
    )
    member = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="member_of",
        verbose_name=_("member"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.MEMBER)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CONFIRMED)
    since = models.DateField(_("in this state since"), null=True, blank=True)
    since_precision = dates.PrecisionField(_("precision of the date"))
    description = models.CharField(
        _("description"),
        max_length=200,
        blank=True,
        help_text=_("For an open place: “another European city”."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["network", "position", "pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", member__isnull=True) | ~Q(state="open") & Q(member__isnull=False),
                name="membership_open_iff_unnamed",
                violation_error_message=_("An open place has no member; every other state names one."),
            ),
            models.UniqueConstraint(
                fields=["network", "member", "role"],
                name="membership_once",
                violation_error_message=_("This body already has this role in this network."),
            ),
        ]

    def __str__(self):
        return f"{self.network} · {self.member or self.description}"

    @property
    def is_confirmed(self):
        """Whether the place is taken for certain."""
        return self.state == self.State.CONFIRMED

    @property
    def since_display(self):
        """Since when it is in this state, as a reader reads it."""
        return dates.display(self.since, self.since_precision)


class MembershipChange(models.Model):
    """One line of the history of a place: who took it, confirmed it or left it, as of when, entered by whom."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="changes", verbose_name=_("membership"))
    state = models.CharField(_("state from then on"), max_length=10, choices=Membership.State)
    member = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("member from then on")
    )
    since = models.DateField(_("since"), null=True, blank=True)
    since_precision = dates.PrecisionField(_("precision of the date"))
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )

    class Meta:
        ordering = ["entered_at", "pk"]
        verbose_name = _("change of a membership")
        verbose_name_plural = _("changes of memberships")

    def __str__(self):
        return f"{self.membership_id} · {self.state}"

    @property
    def since_display(self):
        """As of when, as a reader reads it."""
        return dates.display(self.since, self.since_precision)


class Mandate(models.Model):
    """The right of an officer to act for an LRG, asked for by the officer and confirmed by the secretariat."""

    class State(models.TextChoices):
        """Where the request stands; one that is turned down ends without having been confirmed."""

        REQUESTED = "requested", _("Requested")
        CONFIRMED = "confirmed", _("Confirmed")
        ENDED = "ended", _("Ended")

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mandates", verbose_name=_("officer")
    )
    lrg = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates",
        verbose_name=_("local government"),
    )
    proposed_name = models.CharField(_("local government not in the list"), max_length=200, blank=True)
    proposed_country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("its country")
    )
    message = models.TextField(_("message to the secretariat"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REQUESTED)
    requested_at = models.DateTimeField(_("requested at"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )

    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ["lrg", "requested_at", "pk"]
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "lrg"],
                condition=~Q(state="ended"),
                name="mandate_once",
                violation_error_message=_("This person already has or has asked for a mandate for this LRG."),
            ),
            models.CheckConstraint(
                condition=Q(lrg__isnull=False) | ~Q(state="confirmed") & ~Q(proposed_name=""),
                name="mandate_names_its_lrg",
                violation_error_message=_("Choose the local government, or propose one that is missing."),
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="mandate_confirmed_says_who",
                violation_error_message=_("A confirmed mandate says when and by whom."),
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="mandate_ended_says_who",
                violation_error_message=_("An ended mandate says when and by whom."),
            ),
        ]

    def __str__(self):
        return f"{self.officer} · {self.lrg_name}"

    @property
    def lrg_name(self):
        """The local government as a reader reads it, also while it is only proposed."""
        return str(self.lrg or self.proposed_name)

    @property
    def country_name(self):
        """The country of the local government, so that two of the same name are told apart."""
        country = self.lrg.country if self.lrg else self.proposed_country
        return country.display_name if country else ""

    def colleagues(self):
        """Return the mandates of others who act for the same LRG now."""
        return Mandate.objects.confirmed().filter(lrg=self.lrg_id, lrg__isnull=False).exclude(officer=self.officer_id)
