"""The directory in the admin of the secretariat; names stay findable, mandates move only through actions."""

from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TabbedTranslationAdmin, TranslationTabularInline

from portal.shared import languages
from portal.shared.errors import NotAllowed, WrongState

from . import actions
from .models import (
    Alias,
    Country,
    Mandate,
    Membership,
    MembershipChange,
    NameIndex,
    Organisation,
    Region,
    Section,
    SectionCountry,
)

NAMES = languages.columns("name")


class ReadOnly:
    """Rows that people read and never type."""

    def has_add_permission(self, request, obj=None):
        """Nobody types such a row."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody changes such a row."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody deletes such a row on its own."""
        return False


@admin.register(Region)
class RegionAdmin(TabbedTranslationAdmin):
    """M49 regions."""

    list_display = ["code", "name", "level", "parent"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["code", *NAMES]
    autocomplete_fields = ["parent"]


class SectionCountryInline(admin.TabularInline):
    """The sections of a country, with how we know."""

    model = SectionCountry
    extra = 0
    autocomplete_fields = ["section", "country"]


@admin.register(Section)
class SectionAdmin(TabbedTranslationAdmin):
    """UCLG sections; staff see which names nobody has read in a source."""

    list_display = ["code", "name", "kind", "organisation", "unverified"]
    list_filter = ["kind"]
    search_fields = ["code", "organisation", *NAMES]

    @admin.display(description=gettext_lazy("name not verified in"))
    def unverified(self, section):
        """Name the languages whose wording was not read in a source."""
        return ", ".join(code.upper() for code in languages.CODES if not section.verified.get(code))


@admin.register(Country)
class CountryAdmin(TabbedTranslationAdmin):
    """Countries and areas of the UN list."""

    list_display = ["code", "display_name", "name", "region", "section_names"]
    list_filter = ["sections", "region"]
    list_select_related = ["region"]
    search_fields = ["code", "alpha3", *NAMES, *languages.columns("everyday_name")]
    autocomplete_fields = ["region"]
    inlines = [SectionCountryInline]

    def get_queryset(self, request):
        """Load the sections with the list."""
        return super().get_queryset(request).prefetch_related("sections")

    @admin.display(description=gettext_lazy("UCLG sections"))
    def section_names(self, country):
        """The sections that its LRGs belong to by default."""
        return ", ".join(str(section) for section in country.sections.all())


class AliasInline(admin.TabularInline):
    """Other names and old spellings."""

    model = Alias
    extra = 0


class MemberInline(TranslationTabularInline):
    """The places of a network; a saved change writes a line of history."""

    model = Membership
    fk_name = "network"
    extra = 0
    autocomplete_fields = ["member"]
    verbose_name_plural = gettext_lazy("places in this network")


class MemberOfInline(ReadOnly, admin.TabularInline):
    """The networks that a body takes part in; kept on the page of the network."""

    model = Membership
    fk_name = "member"
    fields = ["network", "role", "state", "since"]
    verbose_name_plural = gettext_lazy("takes part in")


@admin.register(Organisation)
class OrganisationAdmin(TabbedTranslationAdmin):
    """Every body: LRGs, networks and projects, agencies, NGOs."""

    list_display = ["name", "acronym", "kind", "type_label", "country", "slug"]
    list_filter = ["kind", "lrg_type", "size_class", "network_type", "sections", "is_synthetic"]
    list_select_related = ["country"]
    search_fields = ["slug", *NAMES, *languages.columns("acronym"), "aliases__name"]
    autocomplete_fields = ["country", "parent", "sections"]
    inlines = [AliasInline, MemberInline, MemberOfInline]

    def get_readonly_fields(self, request, obj=None):
        """Let the address name be written once."""
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        """Propose an address name from the English name."""
        return {} if obj else {"slug": [languages.column("name", languages.CODES[0])]}

    def get_search_results(self, request, queryset, search_term):
        """Find a body by any spelling, besides Django's own search."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if search_term:
            found |= queryset.filter(pk__in=Organisation.objects.named(search_term).values("pk"))
        return found, may_repeat

    def save_related(self, request, form, formsets, change):
        """Index the names and record what changed about the places of a network."""
        super().save_related(request, form, formsets, change)
        actions.index_names(form.instance)
        if not change and form.instance.is_lrg and not form.instance.sections.exists():
            form.instance.sections.set(form.instance.country.sections.all())
        for formset in formsets:
            if formset.model is Membership:
                changed = [membership for membership, _columns in getattr(formset, "changed_objects", [])]
                actions.record_memberships([*getattr(formset, "new_objects", []), *changed], by=request.user)


@admin.register(Alias)
class AliasAdmin(admin.ModelAdmin):
    """Other names, to look through by kind."""

    list_display = ["name", "kind", "organisation"]
    list_filter = ["kind"]
    list_select_related = ["organisation"]
    search_fields = ["name", *(f"organisation__{name}" for name in NAMES)]
    autocomplete_fields = ["organisation"]

    def save_model(self, request, obj, form, change):
        """Save and index; the body it belonged to before is indexed as well."""
        before = Alias.objects.filter(pk=obj.pk).values_list("organisation", flat=True).first()
        super().save_model(request, obj, form, change)
        actions.index_names(*Organisation.objects.filter(pk__in=[before, obj.organisation_id]))

    def delete_model(self, request, obj):
        """Delete and index."""
        super().delete_model(request, obj)
        actions.index_names(obj.organisation)

    def delete_queryset(self, request, queryset):
        """Delete and index."""
        organisations = [*Organisation.objects.filter(aliases__in=queryset).distinct()]
        super().delete_queryset(request, queryset)
        actions.index_names(*organisations)


@admin.register(NameIndex)
class NameIndexAdmin(ReadOnly, admin.ModelAdmin):
    """The folded names, to see why a search finds a body."""

    list_display = ["organisation", "folded"]
    list_select_related = ["organisation"]
    search_fields = ["folded"]


@admin.register(SectionCountry)
class SectionCountryAdmin(admin.ModelAdmin):
    """Which section LRGs of a country belong to by default."""

    list_display = ["country", "section", "basis", "is_verified"]
    list_filter = ["section", "is_verified"]
    list_select_related = ["country", "section"]
    search_fields = ["country__code", *(f"country__{name}" for name in NAMES)]
    autocomplete_fields = ["section", "country"]


class MembershipChangeInline(ReadOnly, admin.TabularInline):
    """The history of a place."""

    model = MembershipChange
    fk_name = "membership"
    extra = 0


@admin.register(Membership)
class MembershipAdmin(TabbedTranslationAdmin):
    """Places in networks and projects."""

    list_display = ["network", "member", "description", "role", "state", "since_display"]
    list_filter = ["state", "role"]
    list_select_related = ["network", "member"]
    search_fields = [
        *(f"network__{name}" for name in NAMES),
        *(f"member__{name}" for name in NAMES),
        *languages.columns("description"),
    ]
    autocomplete_fields = ["network", "member"]
    inlines = [MembershipChangeInline]

    def save_model(self, request, obj, form, change):
        """Save, and write the line of history."""
        super().save_model(request, obj, form, change)
        if form.has_changed():
            actions.record_memberships([obj], by=request.user)


@admin.register(MembershipChange)
class MembershipChangeAdmin(ReadOnly, admin.ModelAdmin):
    """The history of all places."""

    list_display = ["membership", "state", "member", "since_display", "entered_at", "entered_by"]
    list_filter = ["state"]
    list_select_related = ["membership__network", "membership__member", "member", "entered_by"]


@admin.register(Mandate)
class MandateAdmin(admin.ModelAdmin):
    """Who may act for which LRG; confirmed and ended with the actions above the list."""

    list_display = ["officer", "lrg", "state", "requested_at", "confirmed_at", "confirmed_by", "ended_at"]
    list_filter = ["state"]
    list_select_related = ["officer", "lrg", "confirmed_by"]
    search_fields = ["officer__email", "officer__name", *(f"lrg__{name}" for name in NAMES)]
    actions = ["confirm", "end"]

    def has_add_permission(self, request):
        """Only officers ask for a mandate."""
        return False

    def has_delete_permission(self, request, obj=None):
        """A mandate ends; its row stays."""
        return False

    def get_readonly_fields(self, request, obj=None):
        """Every field: a mandate changes through its actions alone."""
        return [field.name for field in Mandate._meta.fields]

    @admin.action(description=gettext_lazy("Confirm the chosen mandates"), permissions=["change"])
    def confirm(self, request, queryset):
        """Confirm each of them."""
        self._apply(request, queryset, actions.confirm_mandate)

    @admin.action(description=gettext_lazy("End or turn down the chosen mandates"), permissions=["change"])
    def end(self, request, queryset):
        """End each of them."""
        self._apply(request, queryset, actions.end_mandate)

    def _apply(self, request, queryset, action):
        """Run ``action`` on each mandate and say what was refused."""
        for mandate in queryset:
            try:
                action(mandate=mandate, by=request.user)
            except (NotAllowed, WrongState) as refusal:
                self.message_user(request, languages.labelled(mandate, refusal.reason), messages.ERROR)
            else:
                self.message_user(request, _("%(mandate)s: done.") % {"mandate": mandate}, messages.SUCCESS)
