"""The version of everything public: a counter, and what its last steps touched."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DataVersion(models.Model):
    """The one row whose number grows with every public change; locked until the change is committed."""

    number = models.PositiveBigIntegerField(default=0)
    token = models.CharField(max_length=8, default="")

    def __str__(self):
        return str(self.number)


class Change(models.Model):
    """One step of the data version, read by every worker to keep its index and pages fresh."""

    class Kind(models.TextChoices):
        """What must be read again."""

        PRACTICE = "practice", _("One action")
        LABELS = "labels", _("Names and titles")
        REBUILD = "rebuild", _("Everything")

    number = models.PositiveBigIntegerField(unique=True)
    token = models.CharField(max_length=8)
    kind = models.CharField(max_length=8, choices=Kind)
    practice_id = models.PositiveBigIntegerField(null=True)  # no foreign key: a deleted action is a change as well

    class Meta:
        ordering = ["number", "pk"]

    def __str__(self):
        return f"{self.number} {self.kind}"
