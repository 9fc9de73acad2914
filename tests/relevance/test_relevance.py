"""The search goes on answering what people ask, and the judgements stay sound."""

from collections import Counter

import pytest

from compacts.models import Objective, Theme
from portal.shared import languages

from . import measure

#: What each language must reach, on every database.
RECALL, NDCG = 0.9, 0.8


@pytest.fixture(scope="module")
def answers(demo, django_db_blocker):
    """Every query asked once."""
    with django_db_blocker.unblock():
        return measure.measure()


@pytest.mark.django_db
@pytest.mark.parametrize("language", languages.CODES)
def test_readers_find_what_they_look_for(language, answers):
    recall, ndcg, worst = measure.by_language(answers)[language]
    wrong = "; ".join(f"{answer.query.q}: {answer.ndcg:.2f} without {answer.missed}" for answer in worst[:5])
    assert recall >= RECALL, f"recall {recall:.3f}; {wrong}"
    assert ndcg >= NDCG, f"nDCG {ndcg:.3f}; {wrong}"


def test_queries_are_many_and_judged_by_known_keys():
    keys = {row["key"] for row in measure.corpus()}
    keys |= {measure.fixtures.read_one(path)["key"] for path in measure.DEMO.glob("*.json")}
    asked = measure.queries()
    assert all(number >= 22 for number in Counter(query.language for query in asked).values())
    assert {query.language for query in asked} == {*languages.CODES}
    assert not [query for query in asked if not query.expected or {*query.expected} - keys]
    assert {grade for query in asked for grade in query.expected.values()} == {1, 2}
    assert len({(query.language, query.q) for query in asked}) == len(asked)


def test_corpus_holds_sixty_short_texts():
    rows = measure.corpus()
    assert Counter(row["original_language"] for row in rows) == dict.fromkeys(languages.CODES, 20)
    assert len({row["key"] for row in rows}) == len({row["town"] for row in rows}) == len(rows)
    for row in rows:
        parts = [row[name] for name in ("title", "summary", "activities")]
        for language in row["title"]:
            assert 90 <= sum(len(part[language].split()) for part in parts) <= 150, (row["key"], language)
            assert row["keywords"][language]


@pytest.mark.django_db
def test_corpus_speaks_of_every_theme_and_every_objective_of_the_compact():
    rows = measure.corpus()
    assert {theme for row in rows for theme in row["themes"]} == {*Theme.objects.values_list("code", flat=True)}
    objectives = Objective.objects.filter(agenda__code="gcm", level="objective")
    assert {*objectives.values_list("code", flat=True)} <= {code for row in rows for code in row["tags"]}
