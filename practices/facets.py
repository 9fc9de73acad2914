"""What actions can be filtered and counted by; the counting itself is in ``search/bitmaps.py``.

A facet is an OR of its chosen values, facets are ANDed; the counts of a facet ignore its own choice, so that every
number says what one more click would bring. A parent matches its children (goal 10 finds an action tagged 10.7).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compacts.models import Objective, ReviewForum, Theme
from portal.directory.models import Country, Section
from portal.shared import languages, text

from . import enums


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet, for people and machines."""

    value: str  # what query strings write
    key: str  # what the database holds
    label: str | Promise
    full_label: str | Promise = ""
    depth: int = 0
    colour: str = ""
    above: str = ""  # the value it stands below, in the facet that its own is within


class Catalogue:
    """The values of every facet in the reader's language; each table is read once, when asked for."""

    def __init__(self):
        self.listed = {}

    def options(self, facet):
        """Return the values of ``facet``."""
        if facet.name not in self.listed:
            self.listed[facet.name] = facet.options(self)
        return self.listed[facet.name]

    @cached_property
    def objectives(self):
        """Every objective of every agenda."""
        return list(Objective.objects.for_labels().defer(*languages.columns("gloss")))

    @cached_property
    def values_above(self):
        """The value that each objective stands below: primary key → value of its parent, empty at the top."""
        values = {objective.pk: objective.value for objective in self.objectives}
        return {objective.pk: values.get(objective.parent_id, "") for objective in self.objectives}

    @cached_property
    def depths(self):
        """How deep each objective lies in its agenda: primary key → number of ancestors."""
        parents = {objective.pk: objective.parent_id for objective in self.objectives}
        depths = {}
        for pk, parent in parents.items():
            depth = 0
            while parent:
                depth, parent = depth + 1, parents[parent]  # noqa: PLW2901 — climbs to the root
            depths[pk] = depth
        return depths

    @cached_property
    def themes(self):
        """The themes, in the order of the secretariat."""
        return [Option(theme.code, theme.code, theme.title) for theme in Theme.objects.all()]

    @cached_property
    def sections(self):
        """The UCLG sections."""
        return [Option(section.code, section.code, section.name) for section in Section.objects.all()]

    @cached_property
    def countries(self):
        """Countries and areas, by the name a reader sees."""
        options = [Option(country.code, country.code, country.display_name) for country in Country.objects.all()]
        return sorted(options, key=lambda option: text.fold(option.label))

    @cached_property
    def forums(self):
        """The review forums."""
        return list(ReviewForum.objects.prefetch_related("agendas"))


def _from_list(choices):
    return lambda _catalogue: [Option(value, value, label) for value, label in choices]


def _from_table(name):
    return lambda catalogue: getattr(catalogue, name)


@dataclass(frozen=True)
class Facet:
    """A question that every action answers with no, one or several values."""

    name: str  # the parameter of the query string
    label: str | Promise
    path: str  # from the action to the value; empty where the index works it out
    options: Callable  # Catalogue → [Option]
    where: dict = field(default_factory=dict)
    is_open: bool = False  # shown unfolded on the page
    serves: Callable = lambda _objective: False  # whether the facet lists this objective
    shared_column: str = ""  # of the index, when several facets read one
    hides_unused: bool = False  # the page leaves out what would find nothing: most of a list of hundreds
    within: str = ""  # the facet that leads to it: the page lists only what stands below a choice made there …
    awaits: str | Promise = ""  # … and says this until there is one

    @property
    def column(self):
        """The column of the index (``search/bitmaps.py``) that holds its values."""
        return self.shared_column or self.name


_LEVEL = Objective.Level
_LIGHTS = [
    ("fresh", _("Confirmed within a year")),
    ("ageing", _("Confirmed more than a year ago")),
    ("stale", _("Confirmed more than two years ago")),
]


def _of_agenda(name, label, agenda, *levels, **shown):
    """Return the facet of the objectives of one agenda and these levels."""

    def serves(objective):
        return objective.agenda.code == agenda and objective.level in levels

    def options(catalogue):
        return [
            Option(
                value=objective.value,
                key=objective.code,
                label=f"{objective.number} {objective.short_title or objective.title}",
                full_label=f"{objective.number} {objective.title}",
                depth=catalogue.depths[objective.pk] if len(levels) > 1 else 0,
                colour=objective.colour,
                above=catalogue.values_above[objective.pk],
            )
            for objective in catalogue.objectives
            if serves(objective)
        ]

    return Facet(name, label, "", options, serves=serves, shared_column="objective", **shown)


def _term(name, label, vocabulary):
    where = {"terms__vocabulary": vocabulary}
    return Facet(name, label, "terms__value", _from_list(vocabulary.terms.choices), where)


#: In the order of the page.
FACETS = {
    facet.name: facet
    for facet in (
        _of_agenda("gcm", _("Global Compact for Migration"), "gcm", _LEVEL.OBJECTIVE, is_open=True),
        _of_agenda("gcr", _("Global Compact on Refugees"), "gcr", _LEVEL.OBJECTIVE, _LEVEL.ARRANGEMENT, _LEVEL.AREA),
        _of_agenda("sdg", _("Sustainable Development Goals"), "sdg", _LEVEL.GOAL),
        _of_agenda(
            "target",
            _("SDG targets"),
            "sdg",
            _LEVEL.TARGET,
            hides_unused=True,
            within="sdg",
            awaits=_("Choose a goal first: its targets appear here."),
        ),
        Facet("theme", _("Theme"), "themes__code", _from_table("themes"), is_open=True),
        Facet("section", _("UCLG section"), "lead_lrg__sections__code", _from_table("sections"), is_open=True),
        Facet("country", _("Country or area"), "countries__code", _from_table("countries"), hides_unused=True),
        Facet("kind", _("Kind of action"), "kind", _from_list(enums.Kind.choices)),
        Facet(
            "status",
            _("Implementation status"),
            "implementation_status",
            _from_list(enums.ImplementationStatus.choices),
        ),
        _term("population", _("Population"), enums.Vocabulary.POPULATION),
        Facet("scope", _("Scope"), "scope", _from_list(enums.Scope.choices)),
        _term("crisis", _("Crisis context"), enums.Vocabulary.CRISIS),
        _of_agenda("principle", _("Guiding principles of the GCM"), "gcm", _LEVEL.PRINCIPLE),
        _of_agenda("charter", _("Lampedusa Charter"), "lmp", _LEVEL.PRINCIPLE),
        Facet(
            "lang",
            pgettext_lazy("text available in", "Language"),
            "language_states__language",
            _from_list(languages.OWN_NAMES.items()),
            where={"language_states__state__in": enums.PUBLIC_TEXT_STATES},
        ),
        Facet("fresh", _("Last confirmed"), "", _from_list(_LIGHTS)),
    )
}
