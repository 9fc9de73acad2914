"""What the factories write is what the actions leave behind, so that other tests may begin with it."""

import datetime

import pytest
from django.db.models import ForeignKey

from practices import actions, models
from tests.factories.accounts import UserFactory
from tests.factories.practices import complete, draft, published, submitted, town, walk

pytestmark = pytest.mark.django_db

#: Of each action its own.
OWN = {"id", "practice", "code"}


def rows(practice):
    """Everything that is stored about an action, without keys, times and what is its own."""
    found = {"practice": [values(practice)]}
    for field in practice._meta.many_to_many:
        found[field.name] = sorted(getattr(practice, field.name).values_list("pk", flat=True))
    for relation in practice._meta.related_objects:
        if isinstance(relation.field, ForeignKey) and relation.field.name == "practice":
            kept = relation.related_model.objects.filter(practice=practice).order_by("pk")
            found[relation.related_model.__name__] = [values(row) for row in kept]
    assert {"Tag", "HistoryEntry", "LanguageState", "SearchText", "Version", "Submission", "Contact"} <= {*found}
    for row in found["Version"]:
        row["content"].pop("code")
    for row in found["SearchText"]:
        row["names"] = row["names"].replace(practice.code[-4:], "number")
    return found


def values(row):
    kept = {field.name: field.value_from_object(row) for field in row._meta.concrete_fields if field.name not in OWN}
    return {name: "a moment" if isinstance(value, datetime.datetime) else value for name, value in kept.items()}


@pytest.mark.parametrize(
    "options",
    [
        {},
        {
            "language": "fr",
            "states": {"en": "human", "es": "draft"},
            "tags": ["gcr-b2-1", "sdg-10-7"],
            "countries": ["FR"],
        },
        {"partners": [{"name": "Partner", "role": "funder"}], "keywords": {"en": "rental"}, "department": "Housing"},
    ],
)
def test_the_short_way_leaves_what_the_long_way_leaves(options):
    people = {"by": UserFactory(editor=True), "publisher": UserFactory(editor=True)}
    lrg = town(name_en="Notse")
    walked = walk(**people, lead_lrg=lrg, title="Action", **options)
    written = published(**people, lead_lrg=lrg, title="Action", **options)
    assert written.slug == walked.slug
    assert int(written.code[-4:]) == int(walked.code[-4:]) + 1
    changed = [
        models.Change.objects.filter(practice_id=row.pk).values_list("kind", flat=True) for row in (walked, written)
    ]
    assert [*changed[0]] == [*changed[1]]
    assert rows(written) == rows(walked)


def test_drafts_and_submissions_too():
    by, lrg = UserFactory(editor=True), town(name_en="Notse")
    made = actions.create_draft(by=by, lead_lrg=lrg, original_language="en", title="Action")
    made = actions.update(practice=made, by=by, data=complete(title="Action"))
    assert rows(draft(by=by, lead_lrg=lrg, title="Action", consent=False)) == rows(made)
    made = actions.give_consent(practice=made, by=by)
    assert rows(draft(by=by, lead_lrg=lrg, title="Action")) == rows(made)
    made = actions.submit(practice=made, by=by)
    assert rows(submitted(by=by, lead_lrg=lrg, title="Action")) == rows(made)
