"""Actions in the admin: everything can be seen and mended, a status only moves through the workflow."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TabbedTranslationAdmin, TranslationTabularInline

from portal.shared import languages

from . import models, search
from .enums import Status
from .search import changes


def _inline(model, *, base=admin.TabularInline, **options):
    return type(f"{model.__name__}Inline", (base,), {"model": model, "extra": 0, **options})


TermInline = _inline(models.PracticeTerm)
TagInline = _inline(models.Tag, base=TranslationTabularInline, autocomplete_fields=["objective"])
PARTS = [
    TermInline,
    TagInline,
    _inline(models.LanguageState),
    _inline(models.Partner, autocomplete_fields=["organisation"]),
    _inline(models.Contact),
    _inline(models.SignOff),
    _inline(models.DigitalTool, base=TranslationTabularInline, autocomplete_fields=["owner"]),
    _inline(models.ReachedFigure, base=TranslationTabularInline),
    _inline(models.Indicator, base=TranslationTabularInline),
    _inline(models.SuccessCondition, base=TranslationTabularInline),
    _inline(models.BuildingBlock, base=TranslationTabularInline),
    _inline(models.Adaptation, fk_name="practice", autocomplete_fields=["lrg", "adapted_practice"]),
    _inline(models.Image, base=TranslationTabularInline),
    _inline(models.Document),
    _inline(models.Commitment, base=TranslationTabularInline, fk_name="practice", autocomplete_fields=["fulfilled_by"]),
    _inline(models.CommitmentUpdate, base=TranslationTabularInline),
    _inline(models.PartnerPledge, base=TranslationTabularInline, autocomplete_fields=["organisation"]),
]


class ReadOnly:
    """Records that nobody edits: they say what happened."""

    def has_add_permission(self, request, obj=None):
        """Nobody adds by hand."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody changes."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody deletes."""
        return False


class HistoryInline(ReadOnly, admin.TabularInline):
    """The transitions of an action."""

    model = models.HistoryEntry
    extra = 0


@admin.register(models.Practice)
class PracticeAdmin(TabbedTranslationAdmin):
    """The whole record; new actions and moves go through the pages made for them."""

    list_display = ("title", "code", "status", "lead_lrg", "kind", "original_language", "version", "public_page")
    list_filter = ("status", "kind", "implementation_status", "original_language", "origin", "themes")
    search_fields = (
        "code",
        *languages.columns("title"),
        "lead_lrg__slug",
        "lead_lrg__name_index__folded",
    )
    list_select_related = ("lead_lrg",)
    autocomplete_fields = ("lead_lrg", "other_lrgs", "countries", "themes", "related", "reviewer")
    readonly_fields = (
        "status",
        "code",
        "slug",
        "version",
        "working_copy_of",
        "created_at",
        "created_by",
        "submitted_at",
        "published_at",
        "consented_at",
        "consented_by",
        "public_page",
    )
    inlines = [*PARTS, HistoryInline]
    date_hierarchy = "published_at"

    def has_add_permission(self, request):
        """Actions start as drafts of an LRG, not here."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Archived is a state; nothing is deleted."""
        return False

    def save_related(self, request, form, formsets, change):
        """Keep the search texts of a published action in step with what was mended."""
        super().save_related(request, form, formsets, change)
        if form.instance.status == Status.PUBLISHED:
            search.index(form.instance)
            changes.record(form.instance)

    @admin.display(description=_("public page"))
    def public_page(self, practice):
        """A link to what readers see."""
        if practice.status not in (Status.PUBLISHED, Status.ARCHIVED):
            return "–"
        return format_html('<a href="{}">{}</a>', practice.get_absolute_url(), practice.code)


@admin.register(models.Version)
class VersionAdmin(ReadOnly, admin.ModelAdmin):
    """What the public read, version by version."""

    list_display = ("practice", "number", "published_at", "published_by")
    list_filter = ("published_at",)
    search_fields = ("practice__code",)
    list_select_related = ("practice", "published_by")


@admin.register(models.HistoryEntry)
class HistoryAdmin(ReadOnly, admin.ModelAdmin):
    """Who moved which action when."""

    list_display = ("practice", "transition", "from_status", "to_status", "by", "at")
    list_filter = ("transition", "at")
    search_fields = ("practice__code", "by__email")
    list_select_related = ("practice", "by")


@admin.register(models.Endorsement)
class EndorsementAdmin(admin.ModelAdmin):
    """Signatures under declarations and charters."""

    list_display = ("lrg", "agenda", "signed", "signatory_name")
    list_filter = ("agenda",)
    search_fields = ("lrg__slug", "lrg__name_index__folded", "signatory_name")
    autocomplete_fields = ("lrg",)
    list_select_related = ("lrg", "agenda")
