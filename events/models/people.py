"""Those who speak and are quoted."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..querysets import PersonQuerySet


class Person(models.Model):
    """Somebody who spoke, moderated or wrote in public, without an account; positions stand with each appearance."""

    slug = models.SlugField(_("address name"), max_length=80, unique=True, help_text=_("Never changes once public."))
    name = models.CharField(_("name"), max_length=150)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the public page of the person, which exists while a public record names them."""
        return reverse("events:person", args=[self.slug])
