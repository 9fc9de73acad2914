"""Each rule of the query string in words, and any few actions against the oracle."""

import datetime

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.filters import PracticeFilter
from practices.models import Practice
from tests.factories.practices import published, town

from .oracle import assert_filters_agree, build_towns, queries, quietly, specs


@settings(quietly, max_examples=12)
@given(drawn=st.lists(specs, min_size=1, max_size=4), query=queries)
@pytest.mark.django_db
def test_results_and_counts_agree_for_any_actions(drawn, query):
    with transaction.atomic():
        build_towns()
        assert_filters_agree([spec.make() for spec in drawn], query)
        transaction.set_rollback(True)


# Said in words ----------------------------------------------------------------------------------------


def found(query):
    filters = PracticeFilter(QueryDict(query))
    assert filters.form.is_valid(), filters.form.errors
    return [practice.code for practice in filters.results()[:1000]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "tag"),
    [
        ("sdg=10", "sdg-10-7"),
        ("sdg=10", "sdg-10"),
        ("target=10.7", "sdg-10-7"),
        ("gcr=b2", "gcr-b2-1"),
        ("gcr=b", "gcr-b2-1"),
        ("gcr=a", "gcr-a3-1"),
    ],
)
def test_a_parent_matches_its_children(query, tag):
    practice = published(tags=["gcm-1", "gcr-obj-1", "sdg-17", tag])
    published(tags=["gcm-1", "sdg-17"])
    assert found(query) == [practice.code]


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "tag"), [("target=10.7", "sdg-10"), ("gcr=b2-1", "gcr-b2"), ("gcm=1", "gcm-10")])
def test_a_child_does_not_match_its_parent_nor_its_neighbour(query, tag):
    published(tags=["gcm-2", "sdg-17", tag])
    assert found(query) == []


@pytest.mark.django_db
def test_within_a_parameter_or_between_parameters_and():
    first = published(tags=["gcm-1", "sdg-10"], themes=["housing"])
    second = published(tags=["gcm-2", "sdg-10"], themes=["health"])
    both = published(tags=["gcm-1", "gcm-2", "sdg-10"], themes=["data"])
    assert found("gcm=1&gcm=2") == [both.code, second.code, first.code]
    assert found("gcm=1&theme=health") == []
    assert found("gcm=1&gcm=2&theme=health&theme=data") == [both.code, second.code]


@pytest.mark.django_db
def test_an_action_of_several_towns_is_found_once_by_each():
    lead, joined = town(slug="lead-town"), town(slug="joined-town")
    practice = published(lead_lrg=lead, other_lrgs=[joined.slug])
    published()
    for query in ("lrg=lead-town", "lrg=joined-town", "lrg=lead-town&lrg=joined-town"):
        assert found(query) == [practice.code]


@pytest.mark.django_db
def test_a_forum_counts_what_serves_its_agendas_in_its_period():
    inside = published(starts_on="2020-01-01", ends_on="2021-01-01", implementation_status="completed")
    refugees = published(
        starts_on="2020-01-01",
        ends_on="2021-01-01",
        implementation_status="completed",
        tags=["gcr-obj-1", "sdg-10"],
    )
    published(starts_on="2015-01-01", ends_on="2016-01-01", implementation_status="completed")
    going_on = published(starts_on="2015-01-01")
    assert set(found("forum=imrf-2022")) == {inside.code, going_on.code}
    assert refugees.code in found("forum=grf-2023")


@pytest.mark.django_db
def test_orders():
    lrg = town()
    made = [published(title=title, lead_lrg=lrg) for title in ("Zebra", "école", "Éclair", "apple")]
    for days, practice in enumerate(made):
        moments = timezone.now() - datetime.timedelta(days=10 - days)
        Practice.objects.filter(pk=practice.pk).update(
            published_at=moments, confirmed_at=timezone.now() - datetime.timedelta(days=days)
        )
    codes = [practice.code for practice in made]
    assert found("sort=newest") == found("") == found("sort=relevance") == codes[::-1]
    assert found("sort=oldest") == codes
    assert found("sort=updated") == codes
    assert found("sort=title") == [codes[3], codes[2], codes[1], codes[0]]
