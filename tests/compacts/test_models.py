"""What an objective is called, what it covers, what the database refuses."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from compacts import actions
from compacts.models import Linkage, Objective, ReviewForum
from portal.shared.dates import Precision
from tests.factories import compacts as factories


@pytest.mark.parametrize(
    ("code", "level", "number", "value", "label"),
    [
        ("gcm-7", "objective", "7", "7", "GCM 7"),
        ("gcm-p-3", "principle", "c", "3", "GCM principle c"),
        ("gcr-obj-1", "objective", "1", "obj-1", "GCR objective 1"),
        ("gcr-a", "arrangement", "A", "a", "GCR A"),
        ("gcr-b2-1", "area", "B2.1", "b2-1", "GCR B2.1"),
        ("sdg-10", "goal", "10", "10", "SDG 10"),
        ("sdg-10-7", "target", "10.7", "10.7", "SDG 10.7"),
        ("sdg-10-c", "target", "10.c", "10.c", "SDG 10.c"),
        ("lmp-1", "principle", "1", "1", "Lampedusa principle 1"),
        ("mmd-1", "commitment", "1", "1", "Marrakech commitment 1"),
        ("mm-1", "priority", "1", "1", "Mayors Mechanism priority 1"),
        ("nua-4", "commitment", "4", "4", "NUA 4"),
    ],
)
def test_value_and_label_of_a_code(code, level, number, value, label):
    objective = Objective(code=code, level=level, number=number)
    assert (objective.value, objective.label) == (value, label)


def test_labels_and_values_say_each_thing_once(db):
    objectives = list(Objective.objects.select_related("agenda"))
    assert len({objective.label for objective in objectives}) == len(objectives)
    assert len({(objective.agenda_id, objective.level, objective.value) for objective in objectives}) == len(objectives)


@pytest.mark.django_db
def test_a_new_parent_changes_what_is_covered():
    goal = factories.GoalFactory(number="90")
    target = factories.TargetFactory(parent=goal, number="90.7")
    other = factories.GoalFactory(number="91")
    assert set(goal.covers.all()) == {goal, target}
    Objective.objects.filter(pk=target.pk).update(parent=other)
    actions.cover()
    assert set(goal.covers.all()) == {goal}
    assert set(other.covers.all()) == {other, target}


@pytest.mark.django_db
def test_a_parent_stands_above_and_in_the_same_agenda():
    goal = factories.GoalFactory(number="90")
    target = factories.TargetFactory(parent=goal, number="90.7")
    goal.parent = target
    with pytest.raises(ValidationError, match="below this objective"):
        goal.clean()
    goal.parent = factories.ObjectiveFactory()
    with pytest.raises(ValidationError, match="another agenda"):
        goal.clean()


@pytest.mark.django_db
def test_an_objective_is_not_its_own_parent():
    goal = factories.GoalFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Objective.objects.filter(pk=goal.pk).update(parent=goal)


@pytest.mark.django_db
def test_a_published_linkage_has_a_source_and_one_start():
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.LinkageFactory(source=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.LinkageFactory(from_agenda=factories.AgendaFactory())


def test_suggestions_are_not_published(empty):
    published = factories.LinkageFactory()
    suggested = factories.LinkageFactory(suggested=True, to_objective=published.to_objective)
    assert list(Linkage.objects.published()) == [published]
    assert set(Linkage.objects.touching(published.to_objective)) == {published, suggested}


@pytest.mark.django_db
def test_a_forum_does_not_end_before_it_starts():
    forum = factories.ForumFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewForum.objects.filter(pk=forum.pk).update(ends_on=datetime.date(2022, 5, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewForum.objects.filter(pk=forum.pk).update(counts_to=datetime.date(2018, 1, 1))


def test_dates_say_no_more_than_is_known():
    forum = ReviewForum(starts_on=datetime.date(2026, 7, 1), starts_precision=Precision.MONTH)
    assert forum.when == "July 2026"
    with translation.override("fr"):
        assert forum.when == "juillet 2026"
