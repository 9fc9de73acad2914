"""What a commitment (pledge) adds to the practice record."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from compacts.models import ReviewForum
from portal.directory.models import Organisation

from .. import enums
from .parts import Part
from .practice import Practice


class Commitment(models.Model):
    """A pledge: what is promised, until when, how far it is kept; the action itself is of kind *commitment*."""

    practice = models.OneToOneField(Practice, models.CASCADE, related_name="commitment", verbose_name=_("local action"))
    type = models.CharField(_("type"), max_length=10, choices=enums.CommitmentType)
    mode = models.CharField(
        _("alone or with others"), max_length=10, choices=enums.CommitmentMode, default=enums.CommitmentMode.SINGLE
    )
    target = models.TextField(_("measurable target"), blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=enums.CommitmentStatus, default=enums.CommitmentStatus.PLANNING
    )
    declared_at = models.ForeignKey(
        ReviewForum, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("declared at")
    )
    fulfilled_by = models.ForeignKey(
        Practice, models.SET_NULL, null=True, blank=True, related_name="fulfils", verbose_name=_("fulfilled by")
    )

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")

    def __str__(self):
        return str(self.practice)


class CommitmentUpdate(Part):
    """A dated word on how far a commitment is."""

    reported_on = models.DateField(_("date"))
    status = models.CharField(_("status"), max_length=12, choices=enums.CommitmentStatus)
    narrative = models.TextField(_("what happened"))

    class Meta(Part.Meta):
        default_related_name = "commitment_updates"
        verbose_name = _("update of a commitment")
        verbose_name_plural = _("updates of commitments")

    def __str__(self):
        return f"{self.reported_on} {self.get_status_display()}"


class PartnerPledge(Part):
    """What another body promises together with, or in answer to, a commitment."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="pledges", verbose_name=_("organisation")
    )
    text = models.CharField(_("pledge"), max_length=250, blank=True)

    class Meta(Part.Meta):
        default_related_name = "partner_pledges"
        verbose_name = _("partner pledge")
        verbose_name_plural = _("partner pledges")

    def __str__(self):
        return str(self.organisation)
