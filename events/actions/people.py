"""People who speak: entered once, named everywhere, made nameless on request."""

from hashlib import blake2b

from django.db import transaction
from django.utils.text import slugify

from portal.shared.text import clean, fold
from practices.search import changes

from .. import permissions
from ..models import Person


def fingerprint(name):
    """Return a few letters that stand for a name without Latin ones."""
    return blake2b(fold(name).encode(), digest_size=5).hexdigest()


@transaction.atomic
def add_person(*, by, name, slug=""):
    """Return the person of that name or enter them. Raises NotAllowed and ValidationError by field."""
    permissions.may_keep(by).require()
    name = " ".join(clean(name).split())
    slug = slug or slugify(name)[:80] or f"person-{fingerprint(name)}"
    if known := Person.objects.filter(slug=slug).first():
        return known
    person = Person(name=name, slug=slug)
    person.full_clean()
    person.save()
    return person


@transaction.atomic
def rename_person(*, person, by, name):
    """Correct the name of a person; what a source wrote stays as written with each appearance."""
    permissions.may_keep(by).require()
    person.name = " ".join(clean(name).split())
    person.full_clean()
    person.save()
    changes.record_labels()
    return person
