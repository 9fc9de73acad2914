"""How actions are read: who may see what is decided here and nowhere else."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from portal.shared import languages

from .enums import RemarkKind, Status

#: Columns that cards and lists show in three languages; a list defers every other long text.
CARD_TEXTS = ("title", "summary")


class PracticeQuerySet(QuerySet):
    """Words for reading actions."""

    def published(self):
        """Actions that anyone may find."""
        return self.filter(status=Status.PUBLISHED)

    def published_among(self, keys):
        """Actions of ``keys`` that anyone may find.

        Written so that no index of the status fits: SQLite would walk through every published action for twenty.
        """
        return self.alias(state=Coalesce("status", Value(""))).filter(pk__in=keys, state=Status.PUBLISHED)

    def unpublished(self):
        """Actions that are still being written or reviewed, revisions among them."""
        return self.exclude(status__in=(Status.PUBLISHED, Status.ARCHIVED))

    def readable(self):
        """Actions whose address answers: published ones, and archived ones as a tombstone."""
        return self.filter(status__in=(Status.PUBLISHED, Status.ARCHIVED))

    def visible_to(self, user):
        """Every action that ``user`` may open, drafts included; all others do not exist for them."""
        if not user.is_authenticated or not user.is_active:
            return self.readable()
        if user.is_editor:
            return self
        own = self.model.objects.worked_on_by(user).values("pk")
        return self.filter(Q(status__in=(Status.PUBLISHED, Status.ARCHIVED)) | Q(pk__in=own))

    def officers_of(self, user):
        """Actions that ``user`` writes: those of the LRGs they act for; editors write all."""
        if user.is_editor:
            return self
        mandates = user.mandates.confirmed().values("lrg")
        return self.filter(lead_lrg__in=mandates)

    def in_workspace_of(self, user):
        """Actions that ``user`` writes for an LRG they act for, or has begun themselves on behalf of one."""
        mine = Q(lead_lrg__in=user.mandates.confirmed().values("lrg"))
        return self.officers_of(user).filter(mine | Q(created_by=user))

    def in_review_for(self, user):
        """Actions that ``user`` reviews: what waits, and what they sent back; for others there are none."""
        if not user.is_active or not user.is_reviewer:
            return self.none()
        if user.is_editor:
            return self
        waiting = Q(status__in=(Status.SUBMITTED, Status.RECOMMENDED))
        return self.filter(waiting | Q(reviewer=user, status=Status.CHANGES_REQUESTED))

    def for_queue(self):
        """Load what one line of the review queue shows, with ``since``: from when on it waits."""
        return (
            self.select_related("lead_lrg__country", "reviewer")
            .prefetch_related("language_states")
            .annotate(since=Coalesce("submitted_at", "created_at"))
        )

    def worked_on_by(self, user):
        """Actions that ``user`` writes or reviews, in any state."""
        own = Q(pk__in=self.model.objects.officers_of(user).values("pk"))
        return self.filter(own | Q(pk__in=self.model.objects.in_review_for(user).values("pk")))

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

    def with_withdrawal(self):
        """Annotate ``withdrawn_at``, when it was withdrawn last."""
        history = self.model._meta.get_field("history").related_model
        withdrawals = history.objects.filter(practice=OuterRef("pk"), transition="withdraw").order_by("-at", "-pk")
        return self.annotate(withdrawn_at=Subquery(withdrawals.values("at")[:1]))

    def in_bin(self):
        """Withdrawn drafts that were never submitted: they are deleted some day, and nothing else ever is."""
        fields = [self.model._meta.get_field(name).related_model for name in ("submissions", "versions")]
        rounds, versions = (Exists(model.objects.filter(practice=OuterRef("pk"))) for model in fields)
        return self.filter(~rounds, ~versions, status=Status.WITHDRAWN, submitted_at=None, code=None)

    def for_workspace(self):
        """Load what a line of the workspace shows, and what says how complete it is."""
        return (
            self.with_withdrawal()
            .select_related("lead_lrg__country", "commitment", "updated_by")
            .prefetch_related("language_states", "contacts", "terms", "themes", "tags__objective__agenda")
        )

    def for_form(self):
        """Load what every page of the form shows; each adds what it asks for."""
        return self.select_related("lead_lrg__country", "commitment", "created_by", "updated_by").prefetch_related(
            "language_states", "terms"
        )

    def for_whole(self):
        """Load what every page of one action shows to those who work on it; its rows come with ``parts.load``."""
        return self.select_related(
            *("lead_lrg__country", "commitment__declared_at", "commitment__fulfilled_by", "reviewer", "merged_into"),
            *("created_by", "updated_by", "working_copy_of"),
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
            "images",
            "documents",
            "attachments",
            "commitment_updates",
            "partner_pledges__organisation",
        )


class RemarkQuerySet(QuerySet):
    """Words for reading remarks."""

    def sent(self):
        """Remarks that the officer reads."""
        return self.filter(sent_at__isnull=False)

    def unsent(self):
        """Remarks that wait to be sent with the request for changes."""
        return self.filter(sent_at__isnull=True)

    def open(self):
        """Required changes that were asked for and neither answered nor done."""
        return self.sent().filter(kind=RemarkKind.REQUIRED, answer="", resolved_at__isnull=True)
