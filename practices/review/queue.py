"""What waits in the review: tabs with their counts, filters, orders, and one row per action."""

import django_filters
from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.models import Role, User
from portal.shared import languages
from portal.shared.filters import ReaderFilterSet, Values, Words

from ..enums import Kind, Status
from ..models import Practice
from ..workflow import TRANSITIONS

IN_REVIEW = (Status.SUBMITTED, Status.CHANGES_REQUESTED, Status.RECOMMENDED)

#: Tab → label and which of the actions that somebody reviews it shows.
TABS = {
    "waiting": (_("Waiting"), lambda user: Q(status=Status.SUBMITTED, reviewer=None)),
    "mine": (pgettext_lazy("actions that I review", "Mine"), lambda user: Q(status__in=IN_REVIEW, reviewer=user)),
    "changes": (_("Changes requested"), lambda user: Q(status=Status.CHANGES_REQUESTED)),
    "recommended": (_("Recommended"), lambda user: Q(status=Status.RECOMMENDED)),
    "all": (pgettext_lazy("actions of any status", "All"), lambda user: Q()),
}
#: Order → label and columns.
ORDERS = {
    "oldest": (_("Waiting longest"), ("since", "pk")),
    "newest": (_("Newest"), ("-since", "-pk")),
    "reviewer": (_("Reviewer"), ("reviewer__name", "since", "pk")),
    "language": (_("Language"), ("original_language", "since", "pk")),
}
#: The order of people; their names are in no language.
BY_NAME = ("name", "pk")


def reviewers():
    """Return everybody who takes part in reviews."""
    return User.objects.filter(is_active=True).exclude(role=Role.MEMBER).order_by(*BY_NAME)


class WordsFilter(django_filters.CharFilter):
    """Actions with these words in the title, the name of the LRG or the code."""

    field_class = Words

    def filter(self, qs, value):
        """Keep the actions that hold every word."""
        columns = ["code", *languages.columns("title"), *languages.columns("lead_lrg__name")]
        for word in (value or "").split():
            qs = qs.filter(Q(*((f"{column}__icontains", word) for column in columns), _connector=Q.OR))
        return qs


class OneOf(django_filters.MultipleChoiceFilter):
    """Actions with one of the chosen values in a column."""

    field_class = Values


class QueueFilter(ReaderFilterSet):
    """The query string of the queue, beside ``tab``, ``sort`` and ``page``."""

    beside = ("tab",)

    q = WordsFilter(label=_("Title, local government or code"))
    language = OneOf(field_name="original_language", label=_("Language"), choices=settings.LANGUAGES, distinct=False)
    kind = OneOf(label=_("Kind"), choices=Kind.choices, distinct=False)
    status = OneOf(label=_("Status"), choices=Status.choices, distinct=False)
    reviewer = OneOf(
        label=_("Reviewer"),
        choices=lambda: [(str(person.pk), str(person)) for person in reviewers()],
        distinct=False,
    )

    class Meta:
        model = Practice
        fields = []


def found(user, params):
    """Return (name of the tab, rows in order, filters, notices) for a query string."""
    tab = params.get("tab") if params.get("tab") in TABS else "waiting"
    order = params.get("sort") if params.get("sort") in ORDERS else "oldest"
    rows = Practice.objects.in_review_for(user).filter(TABS[tab][1](user)).for_queue()
    filters, notices = QueueFilter.for_readers(params, rows)
    return tab, filters.filtered().order_by(*ORDERS[order][1]), filters, notices


def counts(user):
    """Return tab → number of actions, in one query."""
    conditions = {name: Count("pk", filter=condition(user)) for name, (_label, condition) in TABS.items()}
    conditions["all"] = Count("pk")
    return Practice.objects.in_review_for(user).aggregate(**conditions)


def row(practice, own_lrgs=()):
    """An action as one line of the queue (load with ``for_queue``).

    Whoever reads the queue may claim, but for the actions of ``own_lrgs``, the LRGs that they act for themselves.
    """
    is_claimable = practice.status in TRANSITIONS["claim"].sources and not practice.reviewer_id
    return {
        "practice": practice,
        "title": practice.text("title"),
        "language": languages.OWN_NAMES[practice.original_language],
        "days": (timezone.now() - practice.since).days if practice.status in IN_REVIEW else None,
        "can_claim": is_claimable and practice.lead_lrg_id not in own_lrgs,
        "can_assign": practice.status in TRANSITIONS["assign"].sources,
    }
