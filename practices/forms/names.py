"""Names that officers type for what the portal knows: local governments, other bodies, countries, actions."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from compacts.models import Theme
from portal.directory.models import Country, Organisation
from portal.shared import languages
from portal.shared.text import clean, fold

from ..models import Practice

MOST_OFFERED = 8
#: Bodies looked through for the one that is meant.
MOST_FOUND = 50


@dataclass(frozen=True)
class Kind:
    """One kind of known records: how names are found, and what is shown of a record."""

    name: str
    find: Callable  # (typed text) → [(code, shown name, other spellings)]
    address: str = "practices:names"


def bodies(rows):
    """Return a function that finds bodies among ``rows()`` by any of their names."""

    def find(typed):
        found = rows().named(typed).by_name().select_related("country").prefetch_related("aliases")[:MOST_FOUND]
        for body in found:
            spellings = {getattr(body, name) or "" for name in languages.columns("name")}
            spellings |= {body.acronym} | {alias.name for alias in body.aliases.all()}
            yield body.slug, _shown(body), spellings

    return find


def _shown(body):
    return f"{body}, {body.country.display_name}" if body.is_lrg and body.country else str(body)


def _countries(typed):
    wanted = fold(typed)
    columns = [*languages.columns("name"), *languages.columns("everyday_name")]
    for country in Country.objects.all():
        spellings = {getattr(country, name) or "" for name in columns}
        if any(wanted in fold(name) for name in spellings):
            yield country.code, country.display_name, spellings


def _actions(typed):
    code, _space, _title = typed.partition(" ")
    rows = Practice.objects.published().prefetch_related("language_states")
    columns = languages.columns("title")
    titled = rows.filter(**{f"{languages.column('title')}__icontains": typed})
    for practice in rows.filter(code=code.upper()) or titled[:MOST_FOUND]:
        titles = {getattr(practice, name) or "" for name in columns}
        yield practice.code, f"{practice.code} {practice}", titles | {practice.code}


KINDS = {
    "lrgs": Kind("lrgs", bodies(Organisation.objects.local_governments)),
    "bodies": Kind("bodies", bodies(Organisation.objects.all)),
    "countries": Kind("countries", _countries),
    "actions": Kind("actions", _actions),
}


def offered(kind, typed):
    """Return names of ``kind`` (``Kind``) that begin like the typed text."""
    typed = clean(typed)[:200].strip()
    found = kind.find(typed) if len(typed) > 1 else ()
    return [shown for _number, (_code, shown, _spellings) in zip(range(MOST_OFFERED), found, strict=False)]


#: Relation of the record → what leads from one of its rows to the body that it names.
BODIES = {
    "other_lrgs": "",
    "partners": "organisation",
    "digital_tools": "owner",
    "adaptations": "lrg",
    "partner_pledges": "organisation",
}


def known(practice, asked):
    """Return code → name of every record that the answers ``asked`` of ``practice`` name."""
    shown = {}
    for name, link in BODIES.items():
        if name in asked:
            bodies = [getattr(row, link) if link else row for row in getattr(practice, name).all()]
            shown |= {body.slug: str(body) for body in bodies if body}
    if "countries" in asked:
        shown |= {country.code: country.display_name for country in practice.countries.all()}
    if "related" in asked:
        shown |= {other.code: f"{other.code} {other}" for other in practice.related.published()}
    return shown


def themes():
    """Return every theme as a choice."""
    return [(theme.code, theme.title) for theme in Theme.objects.all()]


class NameField(forms.CharField):
    """A name; gives the code of the one record that it means, or ":name" where a free name is allowed."""

    def __init__(self, *, kind, is_free, **options):
        address = reverse(kind.address, args=[kind.name])
        super().__init__(widget=forms.TextInput({"autocomplete": "off", "data-complete": address}), **options)
        self.kind, self.is_free, self.known = kind, is_free, {}

    def clean(self, value):
        """Return the code; raises ValidationError with the names that are near."""
        typed = " ".join(super().clean(clean(value or "")).split())
        if not typed or typed in self.known:
            return self.known.get(typed, "")
        found = list(self.kind.find(typed.partition(",")[0]))
        wanted = fold(typed)
        exact = [row for row in found if fold(row[1]) == wanted]
        exact = exact or [row for row in found if wanted in {fold(name) for name in row[2] if name}]
        if len(exact) == 1:
            return exact[0][0]
        if self.is_free:
            return f":{typed}"
        near = ", ".join(f"“{row[1]}”" for row in (exact or found)[:3])
        if near:
            raise ValidationError(_("Write the name as the portal has it: %(names)s.") % {"names": near})
        raise ValidationError(_("“%(name)s” is not known to the portal: check the spelling.") % {"name": typed})
