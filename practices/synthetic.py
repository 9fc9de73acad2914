"""Synthetic actions for development and benchmarks: a fixed seed, clearly marked, removable.

They are written in bulk and skip the workflow on purpose: a hundred thousand of them take minutes that way.
"""

import datetime
import random

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from compacts.models import Objective, Theme
from portal.directory.actions import index_names
from portal.directory.models import Country, Organisation
from portal.shared import fixtures, languages

from . import enums, search
from .models import LanguageState, Practice, PracticeTerm, Tag
from .search import changes

SEED = 20181210  # the day on which the GCM was adopted
BATCH = 500
TOWNS = 200
TITLES = {
    "en": "Synthetic action {n}: {words}",
    "es": "Acción sintética {n}: {words}",
    "fr": "Action synthétique {n} : {words}",
}
LENGTHS = {"summary": 60, "context": 90, "activities": 140, "results": 80, "lessons": 60}


def synthetic():
    """Return the synthetic actions."""
    return Practice.objects.filter(origin=enums.Origin.SYNTHETIC)


@transaction.atomic
def remove():
    """Delete every synthetic action and town; returns how many actions went."""
    number = synthetic().count()
    search.forget_many(synthetic())
    synthetic().delete()
    Organisation.objects.filter(is_synthetic=True).delete()
    changes.record_rebuild()
    return number


def make(number, *, by, progress=lambda done: None):
    """Replace the synthetic actions by ``number`` new ones, the same for the same number.

    ``by`` stands as their author; ``progress`` is called with how many are done.
    """
    remove()
    writer = _Writer(by)
    for start in range(1, number + 1, BATCH):
        writer.write(range(start, min(start + BATCH, number + 1)))
        progress(min(start + BATCH - 1, number))
    changes.record_rebuild()


class _Writer:
    """Writes batches of actions with their tags, terms and search texts."""

    def __init__(self, by):
        self.by = by
        self.random = random.Random(SEED)  # noqa: S311 — data for development, not a secret
        self.now = timezone.now()
        words = fixtures.read_one(settings.BASE_DIR / "fixtures" / "demo" / "synthetic-words.json")
        self.words = {language: text.split() for language, text in words.items()}
        self.countries = list(Country.objects.prefetch_related("sections"))
        self.themes = list(Theme.objects.all())
        objectives = list(Objective.objects.select_related("agenda"))
        self.gcm = [row for row in objectives if row.agenda.code == "gcm" and row.level == "objective"]
        self.others = [row for row in objectives if row.agenda.code in ("gcr", "lmp") or row.level == "principle"]
        self.goals = [row for row in objectives if row.agenda.code == "sdg"]
        self.towns = self._towns()

    def _towns(self):
        made = []
        for n in range(1, TOWNS + 1):
            country = self.random.choice(self.countries)
            names = {languages.column("name", code): f"Synthetic town {n}" for code in languages.CODES}
            made.append(
                Organisation(
                    slug=f"synthetic-town-{n}",
                    kind="lrg",
                    lrg_type="municipality",
                    country=country,
                    is_synthetic=True,
                    **names,
                )
            )
        towns = Organisation.objects.bulk_create(made)
        index_names(*towns)
        sections = Organisation.sections.through
        sections.objects.bulk_create(
            sections(organisation_id=town.pk, section_id=section.pk)
            for town in towns
            for section in town.country.sections.all()
        )
        return towns

    @transaction.atomic
    def write(self, numbers):
        """Write one batch."""
        practices = Practice.objects.bulk_create([self._practice(n) for n in numbers])
        tags, terms, states, countries, themes = [], [], [], [], []
        for practice in practices:
            chosen = self._objectives()
            tags += [Tag(practice=practice, objective=row, is_primary=i == 0) for i, row in enumerate(chosen)]
            terms += self._terms(practice)
            topics = self.random.sample(self.themes, self.random.randint(1, 3))
            themes += [Practice.themes.through(practice_id=practice.pk, theme_id=theme.pk) for theme in topics]
            country = practice.lead_lrg.country_id
            countries.append(Practice.countries.through(practice_id=practice.pk, country_id=country))
            for language in practice.written:
                states.append(LanguageState(practice=practice, language=language, state=enums.TextState.HUMAN))
        Tag.objects.bulk_create(tags)
        PracticeTerm.objects.bulk_create(terms)
        Practice.themes.through.objects.bulk_create(themes)
        Practice.countries.through.objects.bulk_create(countries)
        LanguageState.objects.bulk_create(states)
        search.index(*practices)

    def _practice(self, n):
        draw = self.random
        written = draw.sample(languages.CODES, draw.choice([1, 2, 3, 3]))
        start = datetime.date(draw.randint(2005, 2026), draw.randint(1, 12), 1)
        published = self.now - datetime.timedelta(minutes=draw.randint(1, 4 * 365 * 24 * 60))
        practice = Practice(
            code=f"LA-0000-{n:06d}",
            slug=f"synthetic-action-{n}",
            kind=draw.choice([kind for kind in enums.Kind.values if kind != enums.Kind.COMMITMENT]),
            original_language=written[0],
            lead_lrg=draw.choice(self.towns),
            scope=draw.choice(enums.Scope.values),
            starts_on=start,
            starts_precision="month",
            ends_on=start + datetime.timedelta(days=draw.randint(30, 2000)) if draw.random() < 0.4 else None,
            implementation_status=draw.choice(enums.ImplementationStatus.values),
            evidence_level=draw.choice(enums.EvidenceLevel.values),
            origin=enums.Origin.SYNTHETIC,
            status=enums.Status.PUBLISHED,
            version=1,
            created_by=self.by,
            consented_at=published,
            consented_by=self.by,
            is_data_protection_confirmed=True,
            submitted_at=published,
            published_at=published,
            confirmed_at=published,
        )
        for language in written:
            title = TITLES[language].format(n=n, words=" ".join(draw.choices(self.words[language], k=4)))
            setattr(practice, languages.column("title", language), title)
            for field, length in LENGTHS.items():
                text = " ".join(draw.choices(self.words[language], k=length)).capitalize() + "."
                setattr(practice, languages.column(field, language), text)
        practice.written = written
        return practice

    def _objectives(self):
        draw = self.random
        chosen = draw.sample(self.gcm, draw.randint(1, 5))
        return chosen + draw.sample(self.others, draw.randint(0, 5)) + draw.sample(self.goals, draw.randint(1, 6))

    def _terms(self, practice):
        draw = self.random
        lists = [
            (enums.Vocabulary.POPULATION, draw.randint(1, 3)),
            (enums.Vocabulary.GROUP, draw.randint(0, 2)),
            (enums.Vocabulary.CRISIS, draw.choice([0, 0, 1])),
        ]
        return [
            PracticeTerm(practice=practice, vocabulary=name, value=value)
            for name, number in lists
            for value in draw.sample(name.terms.values, number)
        ]
