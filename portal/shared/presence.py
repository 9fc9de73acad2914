"""Who has a page of a form open: colleagues see the name for a minute."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

#: How long somebody counts as present after the last sign of life.
PRESENT_FOR = datetime.timedelta(minutes=1)


class PresenceQuerySet(models.QuerySet):
    """Words for reading who is at work on a record."""

    def beside(self, person):
        """Everybody but ``person`` who was seen within the last minute."""
        return self.filter(seen_at__gte=timezone.now() - PRESENT_FOR).exclude(person=person).select_related("person")

    def gone(self):
        """Everybody who was not seen within the last minute."""
        return self.filter(seen_at__lt=timezone.now() - PRESENT_FOR)


class Presence(models.Model):
    """Base: somebody at work on the record that the field ``owner`` names, once for each person."""

    owner = ""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    page = models.CharField(_("page"), max_length=20)
    seen_at = models.DateTimeField(_("seen at"))

    objects = PresenceQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-seen_at", "pk"]

    def __str__(self):
        return f"{self.person} · {self.page}"

    @classmethod
    def note(cls, record, person, page=""):
        """Say that ``person`` has a page of ``record`` open, or the whole of it."""
        cls.objects.bulk_create(
            [cls(**{f"{cls.owner}_id": record.pk}, person=person, page=page, seen_at=timezone.now())],
            update_conflicts=True,
            unique_fields=[cls.owner, "person"],
            update_fields=["page", "seen_at"],
        )


def purge():
    """Forget who was at work, once nobody is shown it any longer; returns the number of rows."""
    return sum(model.objects.gone().delete()[0] for model in Presence.__subclasses__())


def sentence(presences):
    """Return in one sentence who is at work; empty when nobody is."""
    people = [str(one.person) for one in presences]
    text = ngettext("%(names)s is editing this page.", "%(names)s are editing this page.", len(people))
    return text % {"names": ", ".join(people)} if people else ""
