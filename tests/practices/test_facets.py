"""Filters and counts of many actions, against the oracle, on generated query strings."""

import random
import re
from urllib.parse import urlencode

import pytest
from django.db import transaction
from hypothesis import given, settings

from portal.shared import languages
from tests.factories.practices import archived, draft, submitted

from .oracle import (
    AGES,
    TAGS,
    TOWNS,
    VALUES,
    WORDS,
    Spec,
    assert_filters_agree,
    build_towns,
    queries,
    quietly,
    year_counts,
)


@pytest.fixture(scope="module")
def pool(django_db_setup, django_db_blocker):
    """Forty public actions of every sort, and hidden ones of the same sorts."""
    rng = random.Random(20260101)  # noqa: S311 - the same actions in every run

    def some(values, least=0):
        return rng.sample(values, rng.randint(least, min(3, len(values))))

    with django_db_blocker.unblock(), transaction.atomic():
        build_towns()
        made = []
        for _ in range(40):
            start = rng.randint(2010, 2027)
            tags = some(TAGS)
            made.append(
                Spec(
                    tags=[*dict.fromkeys([*tags, "gcm-23", "sdg-11"])] if tags else [],
                    themes=some(VALUES["theme"], 1),
                    town=rng.choice([*TOWNS]),
                    others=some([*TOWNS]),
                    countries=some(VALUES["country"]),
                    kind=rng.choice(VALUES["kind"]),
                    status=rng.choice(VALUES["status"]),
                    population=some(VALUES["population"], 1),
                    scope=rng.choice(["", *VALUES["scope"]]),
                    crisis=some(VALUES["crisis"]),
                    start=start,
                    end=rng.choice([None, None, start, start + 3]),
                    words={code: some(WORDS) for code in some([*languages.CODES])},
                    fresh=rng.choice([*AGES]),
                ).make()
            )
        for hidden in (draft, submitted, archived):
            hidden(lead_lrg="town-a", title="zorgle blimfo", themes=["housing", "health"])
        yield made
        transaction.set_rollback(True)


@settings(quietly, max_examples=100)
@given(query=queries)
@pytest.mark.django_db
def test_results_and_counts_agree_with_the_oracle(pool, query):
    assert_filters_agree(pool, query)


@settings(quietly, max_examples=8)
@given(query=queries)
@pytest.mark.django_db
def test_page_api_and_facets_give_the_same_answer(pool, client, query):
    wanted = {spec.code for spec in pool if spec.matches(query)}
    string = urlencode(query, doseq=True)
    answer = client.get(f"/api/v1/practices/?page_size=100&{string}").json()
    assert {row["code"] for row in answer["results"]} == wanted
    assert answer["count"] == len(wanted)
    page = client.get(f"/en/practices/?{string}")
    assert page.context["total"] == len(wanted)
    facets = client.get(f"/api/v1/facets/?{string}").json()
    assert facets["count"] == len(wanted)
    on_page = {
        group["name"]: {
            value: int(count)
            for value, count in re.findall(r'value="([^"]+)".*?option__count">\((\d+)\)', group["html"])
        }
        for group in page.context["facets"]
    }
    by_api = {
        group["name"]: {value["value"]: value["count"] for value in group["values"]} for group in facets["facets"]
    }
    years = by_api.pop("year")
    goals, targets = query.get("sdg", ()), query.get("target", ())
    by_api["target"] = {  # a goal leads to its targets
        value: n for value, n in by_api["target"].items() if value.split(".")[0] in goals or value in targets
    }
    for name in ("target", "country"):  # lists of hundreds leave out what would find nothing, but not what is chosen
        by_api[name] = {value: n for value, n in by_api[name].items() if n or value in query.get(name, ())}
    assert on_page == by_api
    assert {int(year): number for year, number in years.items()} == year_counts(
        [spec for spec in pool if spec.matches(query, without="year")]
    )


@pytest.mark.django_db
def test_targets_wait_for_their_goal(client, pool):
    """The page lists the targets of the chosen goals and those that are chosen, and says so while there is none."""

    def targets(query):
        group = next(g for g in client.get(f"/en/practices/{query}").context["facets"] if g["name"] == "target")
        return re.findall(r'value="([^"]+)"', group["html"]), "Choose a goal first" in group["html"]

    assert targets("") == ([], True)
    listed, asks = targets("?sdg=10")
    assert listed
    assert all(value.startswith("10.") for value in listed)
    assert not asks
    assert targets("?target=11.1") == (["11.1"], False)


@pytest.mark.django_db
def test_the_pool_is_worth_asking(pool):
    """Each value is met by some and not by all: else the comparison above would prove nothing."""
    assert len({spec.code for spec in pool}) == 40
    for name, values in VALUES.items():
        numbers = [sum(value in spec.values(name) for spec in pool) for value in values]
        assert any(0 < number < 40 for number in numbers), name
