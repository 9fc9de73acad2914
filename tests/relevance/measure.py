"""How well the search answers the judged queries: nDCG and recall of the first ten hits, per language."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import override
from pyroaring import BitMap

from portal.accounts.models import Role, User
from portal.directory.actions import create_organisation
from portal.directory.models import Country, Organisation
from portal.shared import fixtures, languages
from practices import actions
from practices.enums import TextState
from practices.filters import PracticeFilter
from practices.models import Practice

HERE = Path(__file__).parent
DEMO = settings.BASE_DIR / "fixtures" / "demo" / "practices"
#: Hits looked at, as many as a reader looks at.
FIRST = 10


@dataclass(frozen=True)
class Query:
    """What somebody types, in which interface language, and the hits wanted: key of an action → grade 2 or 1."""

    language: str
    q: str
    kind: str
    expected: dict


@dataclass(frozen=True)
class Answer:
    """What the search gave for a query: the keys of its first hits, best first."""

    query: Query
    hits: list

    @property
    def recall(self):
        """The share of the wanted hits that are among the first ten (0 to 1)."""
        wanted = self.query.expected
        return sum(key in wanted for key in self.hits) / min(len(wanted), FIRST)

    @property
    def ndcg(self):
        """How near the order is to the best possible one (0 to 1); a hit right on counts three times a useful one."""
        grades = [self.query.expected.get(key, 0) for key in self.hits]
        return _gain(grades) / _gain(sorted(self.query.expected.values(), reverse=True)[:FIRST])

    @property
    def missed(self):
        """The wanted hits that are not among the first ten."""
        return [key for key in self.query.expected if key not in self.hits]


def _gain(grades):
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def queries():
    """Return the judged queries; raises TypeError for a line with other fields."""
    return [Query(**row) for row in json.loads((HERE / "queries.json").read_text(encoding="utf-8"))]


def corpus():
    """Return the rows of the invented actions, in the order of the files."""
    return [row for path in sorted((HERE / "corpus").glob("*.json")) for row in fixtures.read(path)]


# Entering the texts -------------------------------------------------------------------------------


@transaction.atomic
def enter():
    """Enter the demo and the corpus; returns key → primary key of every judged action.

    Needs the reference data; the caller's transaction takes everything back.
    """
    call_command("load_demo", verbosity=0)
    author, publisher = (
        User.objects.create_user(f"relevance.{name}@example.org", name=name, role=Role.EDITOR)
        for name in ("author", "publisher")
    )
    known = {}
    for path in sorted(DEMO.glob("*.json")):
        row = fixtures.read_one(path)
        original = row["original_language"]
        title = {languages.column("title", original): row["title"][original]}
        known[row["key"]] = Practice.objects.get(lead_lrg__slug=row["lead_lrg"], **title).pk
    for row in corpus():
        known[row["key"]] = _publish(row, author, publisher).pk
    return known


def _publish(row, author, publisher):
    """Bring one invented action from draft to public, through the doors that people use."""
    country, original = Country.objects.get(code=row["country"]), row["original_language"]
    town = create_organisation(
        by=author,
        kind=Organisation.Kind.LRG,
        lrg_type=Organisation.LRGType.MUNICIPALITY,
        slug=f"invented-{slugify(row['town'])}",
        names=dict.fromkeys(languages.CODES, row["town"]),
        country=country,
    )
    practice = actions.create_draft(by=author, lead_lrg=town, original_language=original, title=row["title"][original])
    data = {name: row[name] for name in ("title", "summary", "activities", "keywords", "themes")} | {
        "context": dict.fromkeys(row["title"], "—"),
        "tags": [{"objective": code} for code in row["tags"]],
        "other_lrgs": row.get("joined", []),
        "place_name": row["town"],
        "starts_on": "2023-01-01",
        "starts_precision": "year",
        "implementation_status": "planned",  # the one state that needs no results
        "population": ["migrants"],
        "contacts": [{"name": "Nobody", "email": "nobody@example.org"}],
    }
    practice = actions.update(practice=practice, by=author, data=data)
    for language in [language for language in row["title"] if language != original]:
        actions.set_language_state(practice=practice, by=author, language=language, state=TextState.HUMAN)
    practice = actions.give_consent(practice=practice, by=author)
    practice = actions.submit(practice=practice, by=author)
    return actions.publish(practice=practice, by=publisher, evidence_level="self-reported")


# Asking -------------------------------------------------------------------------------------------


def ask(query, known):
    """Return the answer of the search to ``query`` among the ``known`` actions, as a reader's page gives it."""
    names = {pk: key for key, pk in known.items()}
    with override(query.language):
        filters, _notices = PracticeFilter.for_readers(QueryDict(urlencode({"q": query.q})))
        results = filters.results()
        results.found = results.found & BitMap(names)  # a copy: the bitmap may be the index's own
        return Answer(query, [names[pk] for pk in results.keys(0, FIRST)])


def measure():
    """Enter everything, ask everything, take everything back; returns the answers in the order of the queries."""
    with transaction.atomic():
        known = enter()
        answers = [ask(query, known) for query in queries()]
        transaction.set_rollback(True)
    return answers


def by_language(answers):
    """Return language → (mean recall, mean nDCG, answers from the worst to the best)."""
    groups = {}
    for language in languages.CODES:
        own = [answer for answer in answers if answer.query.language == language]
        worst = sorted(own, key=lambda answer: (answer.ndcg, answer.recall))
        groups[language] = mean(answer.recall for answer in own), mean(answer.ndcg for answer in own), worst
    return groups
