"""Everything that belongs to an action, read at once: the same as Django would read it kind by kind."""

import pytest
from django.db.models import Prefetch, prefetch_related_objects

from practices import actions, parts, record
from practices.models import Practice
from tests.factories.directory import OrganisationFactory
from tests.factories.practices import draft, published, town

from .test_uploads import picture, upload


def full(by, number=2, *, has_pictures=False, **options):
    """A draft with ``number`` rows of every kind."""
    bodies, towns = OrganisationFactory.create_batch(number), [town() for _number in range(number)]
    others = [published() for _number in range(number)]
    text = {"en": "A text", "fr": "Un texte"}

    def rows(**row):
        return [dict(row) for _number in range(number)]

    data = {
        "tags": [
            {"objective": "sdg-11", "why": text},
            {"objective": "gcm-16", "is_primary": True},
            {"objective": "gcm-2"},
        ],
        "partners": [{"organisation": body.slug, "role": "funder"} for body in bodies]
        + rows(name="Else", role="funder"),
        "contacts": rows(name="Ana", email="ana@town.example", is_public=True),
        "sign_offs": rows(name="The mayor", position_title="Mayor", signed_on="2026-01-01"),
        "digital_tools": [{"name": "T", "owner": b.slug, "purpose": text, "data_protection": text} for b in bodies],
        "reached": rows(number=30, year=2024, split=text),
        "indicators": rows(name=text, value="3", source=text),
        "success_conditions": rows(text=text),
        "building_blocks": rows(text=text, url="https://town.example/"),
        "adaptations": [
            {"lrg": lrg.slug, "adapted_practice": one.code} for lrg, one in zip(towns, others, strict=True)
        ],
        "documents": rows(title="Law", url="https://town.example/law"),
        "commitment_updates": rows(reported_on="2026-01-01", status="in-progress", narrative=text),
        "partner_pledges": [{"organisation": body.slug, "text": text} for body in bodies],
        "other_lrgs": [lrg.slug for lrg in towns],
        "related": [one.code for one in others],
        "themes": ["housing", "health"],
        "countries": ["KE", "TR"],
        "area": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
    }
    practice = draft(by=by, **data, **options)
    for _number in range(number if has_pictures else 0):
        actions.add_image(practice=practice, by=by, upload=upload(picture()))
    return practice


def read(practice):
    """What a page reads of an action: rows with everything that they hold, and what they point to."""
    found = {}
    for name in parts.ROWS:
        found[name] = [
            {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
            for row in getattr(practice, name).all()
        ]
        found[f"{name} in words"] = [str(row) for row in getattr(practice, name).all()]
    return found | {name: list(getattr(practice, name).all()) for name in parts.LINKS}


@pytest.fixture
def practice(editor):
    return full(editor, has_pictures=True)


def test_rows_are_those_that_django_reads(practice):
    one, other = (Practice.objects.get(pk=practice.pk) for _number in range(2))
    parts.load(one)
    wanted, got = read(other), read(one)
    assert {name for name in wanted if not wanted[name]} <= {"attachments", "attachments in words"}
    assert got == wanted
    assert record.content(one) == record.content(other)
    assert one.images.all()[0].file.url == other.images.all()[0].file.url


def test_each_action_gets_its_own(practice, editor):
    second = draft(by=editor)
    found = [Practice.objects.get(pk=one.pk) for one in (practice, second)]
    parts.load(*found)
    assert [record.content(one) for one in found] == [
        record.content(Practice.objects.get(pk=one.pk)) for one in (practice, second)
    ]


def test_what_is_asked_further_is_asked_of_this_action_alone(practice, editor):
    """A loaded relation filters like any other: never over the rows of all actions."""
    second = draft(by=editor)
    parts.load(second)
    assert second.partners.filter(role="funder").count() == 0
    assert second.images.count() == 0
    assert not second.related.published().exists()
    assert second.tags.filter(is_primary=True).count() == 0


def test_what_is_loaded_twice_is_new(practice, editor):
    found = Practice.objects.prefetch_related(Prefetch("partners")).get(pk=practice.pk)
    prefetch_related_objects([found], "themes")
    actions.update(practice=practice, by=editor, data={"partners": [], "themes": ["health"]})
    parts.load(found)
    assert list(found.partners.all()) == []
    assert [theme.code for theme in found.themes.all()] == ["health"]


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries(editor, django_assert_num_queries, number):
    practice = Practice.objects.for_whole().get(pk=full(editor, number, has_pictures=True).pk)
    with django_assert_num_queries(7):
        parts.load(practice)
        read(practice)
