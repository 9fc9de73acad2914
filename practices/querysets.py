"""How actions are read: who may see what is decided here and nowhere else."""

from django.db.models import Prefetch, Q, QuerySet

from portal.shared import languages

from .enums import Status

#: Columns that cards and lists show in three languages; a list defers every other long text.
CARD_TEXTS = ("title", "summary")


class PracticeQuerySet(QuerySet):
    """Words for reading actions."""

    def published(self):
        """Actions that anyone may find."""
        return self.filter(status=Status.PUBLISHED)

    def readable(self):
        """Actions whose address answers: published ones, and archived ones as a tombstone."""
        return self.filter(status__in=(Status.PUBLISHED, Status.ARCHIVED))

    def visible_to(self, user):
        """Every action that ``user`` may open, drafts included; all others do not exist for them."""
        if not user.is_authenticated or not user.is_active:
            return self.readable()
        if user.is_editor:
            return self
        visible = Q(status__in=(Status.PUBLISHED, Status.ARCHIVED))
        visible |= Q(lead_lrg__mandates__officer=user, lead_lrg__mandates__state="confirmed")
        if user.is_reviewer:  # the queue, and what they sent back
            visible |= Q(status__in=(Status.SUBMITTED, Status.RECOMMENDED))
            visible |= Q(reviewer=user, status=Status.CHANGES_REQUESTED)
        return self.filter(pk__in=self.model.objects.filter(visible).values("pk"))

    def for_cards(self):
        """Load what a card shows: the listed texts, the lead LRG, objectives, languages."""
        texts = [name for field in CARD_TEXTS for name in (field, *languages.columns(field))]
        return (
            self.select_related("lead_lrg__country")
            .only(
                "code",
                "slug",
                "kind",
                "origin",
                "status",
                "version",
                "original_language",
                "implementation_status",
                "starts_on",
                "starts_precision",
                "ends_on",
                "ends_precision",
                "created_at",
                "published_at",
                "confirmed_at",
                *texts,
                "lead_lrg__slug",
                "lead_lrg__kind",
                *[f"lead_lrg__{name}" for name in ("name", *languages.columns("name"))],
                *[
                    f"lead_lrg__country__{name}"
                    for field in ("name", "everyday_name")
                    for name in (field, *languages.columns(field))
                ],
            )
            .prefetch_related("language_states", Prefetch("tags", queryset=self._card_tags()))
        )

    def _card_tags(self):
        """Tags with what a badge shows of their objectives; the reasons stay behind."""
        tag = self.model._meta.get_field("tags").related_model
        texts = [name for field in ("title", "short_title") for name in (field, *languages.columns(field))]
        shown = ("code", "level", "number", "colour", "position", "agenda__code", "agenda__position", *texts)
        return tag.objects.select_related("objective__agenda").only(
            "practice_id", "is_primary", *[f"objective__{name}" for name in shown]
        )

    def for_page(self):
        """Load everything that the page of one action shows."""
        return self.select_related(
            "lead_lrg__country", "commitment__declared_at", "commitment__fulfilled_by"
        ).prefetch_related(
            "language_states",
            "tags__objective__agenda",
            "themes",
            "countries",
            "other_lrgs",
            "terms",
            "partners__organisation",
            "contacts",
            "digital_tools__owner",
            "reached",
            "indicators",
            "success_conditions",
            "building_blocks",
            "adaptations__lrg",
            "adaptations__adapted_practice",
            "documents",
            "commitment_updates",
            "partner_pledges__organisation",
        )
