"""Keeps indexes and pages fresh when records around the actions change (technical upkeep, no rule of the domain)."""

from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save

from compacts.models import Agenda, Linkage, LinkageSource, Objective, ReviewForum, RoundTable, Theme
from portal.directory.models import Alias, Country, Membership, Organisation, Region, Section
from portal.directory.signals import names_changed

from ..models import Endorsement, Practice
from . import changes, index

#: Records whose names, titles or links stand on public pages.
SHOWN = (
    *(Agenda, Objective, Theme, Linkage, LinkageSource, ReviewForum, RoundTable),
    *(Organisation, Alias, Country, Region, Section, Membership, Endorsement),
)
#: Relations that decide which actions count for a value.
COUNTED = (Organisation.sections.through, Objective.covers.through)


def connect():
    """Listen to the records above."""
    for model in SHOWN:
        post_save.connect(_labels_changed, sender=model, dispatch_uid=f"labels-{model.__name__}")
        post_delete.connect(_labels_changed, sender=model, dispatch_uid=f"labels-{model.__name__}")
    for relation in COUNTED:
        m2m_changed.connect(_counts_changed, sender=relation, dispatch_uid=f"counts-{relation.__name__}")
    names_changed.connect(_names_changed, dispatch_uid="names")


def _labels_changed(raw=False, **_signal):
    if not raw:
        changes.record_labels()


def _counts_changed(action, **_signal):
    if action.startswith("post_"):
        changes.record_rebuild()


def _names_changed(organisations, **_signal):
    """Write the search texts of the actions of renamed LRGs anew, so that the new name finds them."""
    theirs = Practice.objects.filter(Q(lead_lrg__in=organisations) | Q(other_lrgs__in=organisations))
    if practices := list(Practice.objects.published().filter(pk__in=theirs.values("pk"))):
        index(*practices)
        changes.record(*practices)
