"""What filters and counts must answer, in plain Python: actions and query strings to compare with."""

import datetime
import json
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings as django_settings
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from portal.shared import languages
from practices.facets import FACETS
from practices.filters import PracticeFilter
from practices.models import Practice
from tests.factories.practices import published, town

# What can be chosen -----------------------------------------------------------------------------------

FIXTURES = django_settings.BASE_DIR / "fixtures" / "compacts"
#: Objective → its parent, from the fixtures and not from the closure in the database.
PARENTS = {
    row["code"]: row.get("parent")
    for name in ("gcm", "gcr", "sdg", "charters")
    for row in json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
}


def ancestors(code):
    """An objective and all above it."""
    return {code, *(ancestors(PARENTS[code]) if PARENTS[code] else ())}


TAGS = [
    *["gcm-1", "gcm-7", "gcm-15", "gcm-23", "gcm-p-1", "gcm-p-6"],
    *["gcr-obj-1", "gcr-a", "gcr-a3-1", "gcr-b", "gcr-b2", "gcr-b2-1"],
    *["sdg-10", "sdg-10-7", "sdg-10-c", "sdg-11", "sdg-11-1"],
    *["lmp-1", "lmp-6"],
]
WORDS = ["zorgle", "blimfo", "quaxen", "zorgles"]
VALUES = {
    "gcm": ["1", "7", "15", "23", "4"],
    "gcr": ["obj-1", "a", "a3", "a3-1", "b", "b2", "b2-1", "b2-2"],
    "sdg": ["10", "11", "17"],
    "target": ["10.7", "10.c", "11.1", "17.18"],
    "principle": ["1", "6", "3"],
    "charter": ["1", "6", "2"],
    "theme": ["housing", "health", "data", "children"],
    "section": ["africa", "mewa", "europe", "metropolis"],
    "country": ["KE", "TR", "FR", "ES"],
    "kind": ["practice", "policy", "tool"],
    "status": ["planned", "ongoing", "completed", "mainstreamed"],
    "population": ["migrants", "refugees", "hosts", "idps"],
    "scope": ["local", "regional", "national"],
    "crisis": ["health", "conflict", "none"],
    "lang": ["en", "es", "fr"],
    "fresh": ["fresh", "ageing", "stale"],
}
TOWNS = {"town-a": ("KE", ["africa"]), "town-b": ("TR", ["mewa", "metropolis"]), "town-c": ("FR", [])}
OPEN = {"pilot", "ongoing", "mainstreamed"}
AGES = {"fresh": 10, "ageing": 400, "stale": 800}


@dataclass
class Spec:
    """One action as the oracle knows it."""

    tags: list
    themes: list
    town: str
    others: list
    countries: list
    kind: str
    status: str
    population: list
    scope: str
    crisis: list
    start: int
    end: int | None
    words: dict
    fresh: str
    code: str = ""
    served: set = field(default_factory=set)

    def make(self):
        """Publish the action."""
        practice = published(
            lead_lrg=self.town,
            other_lrgs=self.others,
            language="en",
            title=" ".join(["Name", *self.words.get("en", [])]),
            tags=[*self.tags, *({"gcm-15", "sdg-10-7"} if not self.tags else ())],
            themes=self.themes,
            countries=self.countries,
            kind=self.kind,
            implementation_status=self.status,
            population=self.population,
            scope=self.scope,
            crisis=self.crisis,
            starts_on=f"{self.start}-03-01",
            ends_on=f"{self.end}-09-01" if self.end else None,
            keywords={code: " ".join(words) for code, words in self.words.items()},
            states={code: "human" for code in self.words if code != "en"},
        )
        # An action gets old by itself: no function makes it so.
        age = datetime.timedelta(days=AGES[self.fresh])
        Practice.objects.filter(pk=practice.pk).update(confirmed_at=timezone.now() - age)
        self.code = practice.code
        for tag in practice.tags.values_list("objective__code", flat=True):
            self.served |= ancestors(tag)
        return self

    def values(self, name):
        """Every value that this action has in one facet, parents included."""
        match name:
            case "gcm" | "gcr" | "sdg":
                prefix = f"{name}-"
                return {code.removeprefix(prefix) for code in self.served if code.startswith(prefix)}
            case "target":
                found = (code.removeprefix("sdg-") for code in self.served if code.startswith("sdg-"))
                return {code.replace("-", ".") for code in found if "-" in code}
            case "principle":
                return {code.removeprefix("gcm-p-") for code in self.served if code.startswith("gcm-p-")}
            case "charter":
                return {code.removeprefix("lmp-") for code in self.served if code.startswith("lmp-")}
            case "theme":
                return {*self.themes}
            case "section":
                return {*TOWNS[self.town][1]}
            case "country":
                return {*self.countries}
            case "lang":
                return {"en", *self.words}
            case "lrg":
                return {self.town, *self.others}
            case "population" | "crisis":
                return {*getattr(self, name)}
        return {getattr(self, name)} - {""}

    @property
    def last(self):
        """The last year of the action; none while it goes on."""
        return self.end or (None if self.status in OPEN else self.start)

    def goes_on(self, first, last):
        """Whether some part of it lies between two years, whichever way round they were typed."""
        if first and last and first > last:
            first, last = last, first
        return (last is None or self.start <= last) and (first is None or self.last is None or self.last >= first)

    def says(self, typed):
        """Whether one of its languages holds all words, as parts of words; one and many are the same word."""
        typed = " ".join(word.removesuffix("s") for word in typed.split())
        said = [" ".join(self.words.get(code, [])) for code in languages.CODES]
        titles = " ".join(self.words.get("en", []))
        return any(all(word in text for word in typed.split()) for text in said) or all(
            word in titles for word in typed.split()
        )

    def matches(self, query, without=""):
        """Whether it is found by a query (name → values), apart from one filter."""
        years = {"year_from", "year_to"}
        period = {name: int(query[name][0]) if name in query else None for name in years}
        return all(
            self.says(values[0]) if name == "q" else self.values(name) & {*values}
            for name, values in query.items()
            if name not in years and name != without
        ) and (without == "year" or self.goes_on(period["year_from"], period["year_to"]))


def few(values, least=0):
    return st.lists(st.sampled_from(values), min_size=least, max_size=3, unique=True)


specs = st.builds(
    Spec,
    tags=few(TAGS).map(lambda tags: [*tags, "gcm-23", "sdg-11"] if tags else tags).map(lambda t: [*dict.fromkeys(t)]),
    themes=few(VALUES["theme"], 1),
    town=st.sampled_from([*TOWNS]),
    others=few([*TOWNS]),
    countries=few(VALUES["country"]),
    kind=st.sampled_from(VALUES["kind"]),
    status=st.sampled_from(VALUES["status"]),
    population=few(VALUES["population"], 1),
    scope=st.sampled_from(["", *VALUES["scope"]]),
    crisis=few(VALUES["crisis"]),
    start=st.integers(2010, 2027),
    end=st.none(),
    words=st.dictionaries(st.sampled_from(languages.CODES), few(WORDS)),
    fresh=st.sampled_from([*AGES]),
).flatmap(
    lambda spec: st.one_of(st.none(), st.integers(spec.start, 2030)).map(
        lambda end: Spec(**{**spec.__dict__, "end": end, "served": set()})
    )
)
queries = st.builds(
    lambda facets, extra: {**facets, **extra},
    st.dictionaries(st.sampled_from([*VALUES]), st.none(), max_size=3).flatmap(
        lambda names: st.fixed_dictionaries({name: few(VALUES[name], 1) for name in names})
    ),
    st.fixed_dictionaries(
        {},
        optional={
            "q": st.sampled_from(WORDS).map(lambda word: [word]),  # several words are loosened: tests/search
            "year_from": st.integers(2008, 2032).map(lambda year: [str(year)]),
            "year_to": st.integers(2008, 2032).map(lambda year: [str(year)]),
            "lrg": few([*TOWNS], 1),
        },
    ),
)


def build_towns():
    for slug, (country, sections) in TOWNS.items():
        town(slug=slug, country=country, sections=sections)


# The oracle ---------------------------------------------------------------------------------------------


def querydict(query):
    return QueryDict(urlencode(query, doseq=True))


def assert_filters_agree(made, query):
    """Results and every count of every facet are those of the oracle."""
    filters = PracticeFilter(querydict(query))
    assert filters.form.is_valid(), filters.form.errors
    found = [practice.code for practice in filters.results()[:1000]]
    assert sorted(found) == sorted(spec.code for spec in made if spec.matches(query))
    numbers = filters.counts()
    for name, facet in FACETS.items():
        others = [spec for spec in made if spec.matches(query, without=name)]
        counted = {option.value: numbers[name].get(option.key, 0) for option in facet.options(filters.catalogue)}
        served = {value: sum(value in spec.values(name) for spec in others) for value in counted}
        assert counted == served, name
    assert numbers["year"] == year_counts([spec for spec in made if spec.matches(query, without="year")])


def year_counts(made):
    """Year → actions going on in it; an open end reaches to this year."""
    this_year, numbers = timezone.localdate().year, {}
    for spec in made:
        for year in range(spec.start, (spec.last or max(this_year, spec.start)) + 1):
            numbers[year] = numbers.get(year, 0) + 1
    return numbers


quietly = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
