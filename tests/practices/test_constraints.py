"""What the database never lets be false, each with the sentence that a person reads."""

import datetime

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint, UniqueConstraint
from django.utils import timezone

from compacts.models import Agenda, Objective
from practices import models
from practices.models import Practice
from tests.factories.accounts import UserFactory
from tests.factories.practices import PracticeFactory, archived, draft, published, submitted, town, walk

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2022, 1, 1)


def objective(code):
    return Objective.objects.get(code=code)


def spoiled(build, **columns):
    """An unsaved change: an action of some state with ``columns`` that do not fit."""

    def make():
        practice = build()
        for name, value in columns.items():
            setattr(practice, name, value)
        return practice

    return make


def row(model, **columns):
    """A row of a draft that must not be stored; callables are called."""

    def make():
        values = {name: value() if callable(value) else value for name, value in columns.items()}
        return model(practice=values.pop("practice", None) or PracticeFactory(), **values)

    return make


def twice(model, **columns):
    """A row that is there already, once more."""

    def make():
        values = {name: value() if callable(value) else value for name, value in columns.items()}
        practice = PracticeFactory()
        practice.language_states.all().delete()
        model.objects.create(practice=practice, **values)
        return model(practice=practice, **values)

    return make


def second_primary():
    tag = models.Tag.objects.create(practice=PracticeFactory(), objective=objective("gcm-1"), is_primary=True)
    return models.Tag(practice=tag.practice, objective=objective("gcm-2"), is_primary=True)


def second_signature():
    lrg, agenda = town(), Agenda.objects.get(code="mmd")
    models.Endorsement.objects.create(lrg=lrg, agenda=agenda)
    return models.Endorsement(lrg=lrg, agenda=agenda)


def second_revision():
    public = published()
    PracticeFactory(working_copy_of=public)
    return spoiled(draft, working_copy_of=public)()


def second_assessment():
    rubric = dict.fromkeys(("relevance", "evidence", "replicability", "safety"), "yes")
    values = {"practice": PracticeFactory(), "reviewer": UserFactory(), "round": 1, **rubric}
    models.Assessment.objects.create(**values)
    return models.Assessment(**values)


def second_presence():
    values = {"practice": PracticeFactory(), "person": UserFactory(), "seen_at": timezone.now()}
    models.Presence.objects.create(**values, page="about")
    return models.Presence(**values, page="what")


def public_working_copy():
    practice = published()
    practice.working_copy_of = PracticeFactory()
    return practice


def coded_working_copy():
    copy = PracticeFactory()
    copy.working_copy_of, copy.code = PracticeFactory(), "LA-2026-9999"
    return copy


#: Constraint → the ways to break it.
BROKEN = {
    "practice_public_has_code_and_version": [
        spoiled(published, code=None),
        spoiled(published, version=0),
        spoiled(published, published_at=None),
        spoiled(published, slug=""),
        spoiled(archived, code=None),
    ],
    "practice_submitted_with_consent": [
        spoiled(submitted, consented_at=None),
        spoiled(submitted, submitted_at=None),
        spoiled(submitted, is_data_protection_confirmed=False),
        spoiled(published, consented_at=None),
        spoiled(draft, status="recommended"),
    ],
    "practice_published_has_evidence_level": [spoiled(published, evidence_level="")],
    "practice_decision_has_reason": [spoiled(archived, decision=""), spoiled(draft, status="declined")],
    "practice_working_copy_not_public": [public_working_copy, coded_working_copy],
    "practice_ends_after_start": [
        spoiled(draft, starts_on=TODAY, ends_on=TODAY - datetime.timedelta(days=1)),
        spoiled(draft, starts_on=None, ends_on=TODAY),
    ],
    "practice_point_is_whole": [
        spoiled(draft, latitude=1, longitude=None),
        spoiled(draft, latitude=None, longitude=1),
        spoiled(draft, latitude=91, longitude=0),
        spoiled(draft, latitude=0, longitude=-181),
    ],
    "practice_budget_has_currency": [
        spoiled(draft, budget_amount=1, budget_currency=""),
        spoiled(draft, budget_amount=None, budget_currency="EUR"),
        spoiled(draft, budget_amount=-1, budget_currency="EUR"),
    ],
    "term_once": [twice(models.PracticeTerm, vocabulary="population", value="hosts")],
    "term_is_in_its_list": [
        row(models.PracticeTerm, vocabulary="population", value="martians"),
        row(models.PracticeTerm, vocabulary="population", value="women"),
        row(models.PracticeTerm, vocabulary="colour", value="women"),
    ],
    "tag_once": [twice(models.Tag, objective=lambda: objective("gcm-1"))],
    "tag_one_primary": [second_primary],
    "partner_known_or_named": [
        row(models.Partner, role="funder"),
        row(models.Partner, role="funder", name="Named", organisation=town),
    ],
    "language_state_once": [twice(models.LanguageState, language="fr", state="human")],
    "version_number_once": [
        twice(
            models.Version,
            number=1,
            content={},
            published_at=timezone.now(),
            published_by=lambda: PracticeFactory().created_by,
        )
    ],
    "practice_one_open_working_copy": [second_revision],
    "submission_number_once": [
        twice(models.Submission, number=1, content={}, submitted_by=lambda: PracticeFactory().created_by)
    ],
    "remark_answer_has_date": [
        row(models.Remark, text="Where?", by=UserFactory, answer="Here."),
        row(models.Remark, text="Where?", by=UserFactory, answered_at=timezone.now()),
    ],
    "assessment_once_a_round": [second_assessment],
    "presence_once": [second_presence],
    "suggestion_dismissed_once": [twice(models.DismissedSuggestion, objective=lambda: objective("gcm-1"))],
    "search_text_once": [twice(models.SearchText, language="fr", title="x", body="x")],
    "endorsement_once": [second_signature],
}
CASES = [(name, number) for name, ways in BROKEN.items() for number in range(len(ways))]


def test_every_constraint_of_the_room_is_tried():
    kinds = (CheckConstraint, UniqueConstraint)
    named = {
        constraint.name
        for model in apps.get_app_config("practices").get_models()
        if model is not models.Lexeme  # written by the search engine alone: tests/search
        for constraint in model._meta.constraints
        if isinstance(constraint, kinds)
    }
    assert named == set(BROKEN)


@pytest.mark.parametrize(("name", "number"), CASES)
def test_the_database_refuses(name, number):
    record = BROKEN[name][number]()
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


@pytest.mark.parametrize(("name", "number"), CASES)
def test_a_person_reads_a_sentence(name, number):
    record = BROKEN[name][number]()
    constraint = next(item for item in type(record)._meta.constraints if item.name == name)
    with pytest.raises(ValidationError) as refusal:
        constraint.validate(type(record), record)
    message = refusal.value.messages[0]
    assert message.endswith(".")
    assert name not in message or name in ("version_number_once", "search_text_once")  # never typed by a person
    with pytest.raises(ValidationError) as refusal:
        record.validate_constraints()
    assert message in refusal.value.messages


@pytest.mark.parametrize("build", [draft, submitted, published, archived, walk])
def test_what_the_actions_make_passes_every_constraint(build):
    build().full_clean()


@pytest.mark.parametrize(
    "change",
    [
        {"latitude": 0, "longitude": 0},
        {"latitude": 90, "longitude": -180},
        {"budget_amount": 0, "budget_currency": "EUR"},
        {"starts_on": TODAY, "ends_on": TODAY},
    ],
)
def test_the_edges_are_allowed(change):
    practice = PracticeFactory()
    Practice.objects.filter(pk=practice.pk).update(**change)
    assert Practice.objects.filter(pk=practice.pk, **change).exists()


def test_two_drafts_have_no_code_and_two_public_actions_never_the_same():
    assert {PracticeFactory().code, PracticeFactory().code} == {None}
    first, second = published(), published()
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.filter(pk=second.pk).update(code=first.code)
