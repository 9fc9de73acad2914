"""The agendas in the admin: staff see which wording nobody has checked yet."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TabbedTranslationAdmin, TranslationStackedInline

from portal.shared import languages

from . import actions
from .models import Agenda, Linkage, LinkageSource, Objective, ReviewForum, RoundTable, Theme


class UnverifiedFilter(admin.SimpleListFilter):
    """Records whose title nobody has read in a source, by language."""

    title = _("title not verified")
    parameter_name = "unverified"

    def lookups(self, request, model_admin):
        """Offer each language."""
        return languages.OWN_NAMES.items()

    def queryset(self, request, queryset):
        """Keep the records that are marked as not verified."""
        return queryset.filter(**{f"verified__title__{self.value()}": False}) if self.value() else queryset


class ReferenceAdmin(TabbedTranslationAdmin):
    """A record addressed by its code, which never changes."""

    def get_readonly_fields(self, request, obj=None):
        """Let the code be written once."""
        return ("code", *self.readonly_fields) if obj else self.readonly_fields

    @admin.display(description=_("wording"))
    def wording(self, record):
        """Say in which languages a text was not read in a source."""
        unread = {code for text in record.verified.values() for code, is_read in text.items() if not is_read}
        if not unread:
            return _("verified") if record.verified else _("unknown")
        codes = ", ".join(code.upper() for code in languages.CODES if code in unread)
        return _("%(languages)s not verified") % {"languages": codes}


@admin.register(Agenda)
class AgendaAdmin(ReferenceAdmin):
    """Global texts."""

    list_display = ["code", "short_title", "kind", "symbol", "adopted", "wording"]
    list_filter = ["kind", UnverifiedFilter]
    search_fields = ["code", "symbol", *languages.columns("title"), *languages.columns("short_title")]


@admin.register(Objective)
class ObjectiveAdmin(ReferenceAdmin):
    """Objectives of every agenda."""

    list_display = ["code", "label", "name", "level", "parent", "wording"]
    list_filter = ["agenda", "level", UnverifiedFilter]
    list_select_related = ["parent"]
    search_fields = ["code", *languages.columns("title"), *languages.columns("short_title")]
    autocomplete_fields = ["parent"]

    @admin.display(description=_("title"))
    def name(self, objective):
        """The short title, or the official one."""
        return objective.short_title or objective.title

    def save_model(self, request, obj, form, change):
        """Keep what each objective covers in step with its parent."""
        super().save_model(request, obj, form, change)
        actions.cover()


@admin.register(LinkageSource)
class LinkageSourceAdmin(ReferenceAdmin):
    """Publications that state linkages."""

    list_display = ["code", "citation", "url"]
    search_fields = ["code", *languages.columns("citation")]


@admin.register(Linkage)
class LinkageAdmin(ReferenceAdmin):
    """Statements that join objectives."""

    list_display = ["code", "starts_at", "to_objective", "relation", "source", "is_suggested"]
    list_filter = ["is_suggested", "source", "to_objective__agenda"]
    list_select_related = ["from_objective", "from_agenda", "to_objective", "source"]
    search_fields = ["code", *languages.columns("from_subject"), *languages.columns("note")]
    autocomplete_fields = ["from_objective", "from_agenda", "to_objective", "source"]

    @admin.display(description=_("from"))
    def starts_at(self, linkage):
        """The objective, the whole agenda or the subject."""
        return linkage.from_objective or linkage.from_agenda or linkage.from_subject


@admin.register(Theme)
class ThemeAdmin(ReferenceAdmin):
    """Subjects of local work."""

    list_display = ["code", "title", "position", "wording"]
    list_filter = [UnverifiedFilter]
    search_fields = ["code", *languages.columns("title")]
    autocomplete_fields = ["objectives"]


class RoundTableInline(TranslationStackedInline):
    """Round tables on the page of their forum."""

    model = RoundTable
    extra = 0
    autocomplete_fields = ["objectives"]


@admin.register(ReviewForum)
class ReviewForumAdmin(ReferenceAdmin):
    """Review forums."""

    list_display = ["code", "title", "when", "place", "counts_from", "counts_to", "is_verified"]
    list_filter = ["agendas", "is_verified"]
    search_fields = ["code", *languages.columns("title")]
    filter_horizontal = ["agendas"]
    inlines = [RoundTableInline]
