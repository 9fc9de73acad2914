"""The record as plain data: what is written is read again, and what is wrong is refused whole, by field."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.shared import languages
from portal.shared.text import clean
from practices import actions, enums, record
from practices.models import Practice
from tests.factories.directory import OrganisationFactory
from tests.factories.practices import draft, published, town

pytestmark = pytest.mark.django_db

in_one_transaction = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
#: Texts as people and machines send them, broken ones included.
texts = st.one_of(
    st.text(st.characters(codec=None), max_size=110),
    st.sampled_from(
        [
            "👩‍👩‍👧 🏙️",
            "مدينة \u202eمعكوسة\u202c",
            "e\x00\u0301",
            "e\u0301",
            "\ud800",
            "ok\udfff",
            "\r\n line",
            "<b>&amp;</b>",
            "İstanbul ıI",
            "    ",
        ]
    ),
)
TRANSLATED = sorted(set(record.translated(Practice)) - {"title", "crisis_name", "keywords"})


@pytest.fixture
def practice(editor):
    return draft(by=editor)


def written(practice, data):
    """The record after ``data`` was written and read again from the database."""
    actions.update(practice=practice, by=practice.created_by, data=data)
    return Practice.objects.get(pk=practice.pk)


def refusal(practice, data):
    """Field → messages of a refused change, after making sure that nothing was written."""
    before = record.dump(Practice.objects.get(pk=practice.pk))
    with pytest.raises(ValidationError) as refused:
        actions.update(practice=practice, by=practice.created_by, data=data)
    assert record.dump(Practice.objects.get(pk=practice.pk)) == before
    return refused.value.message_dict


def expected(text):
    return clean(text).strip()


# Texts --------------------------------------------------------------------------------------------


@in_one_transaction
@given(field=st.sampled_from(TRANSLATED), said=st.dictionaries(st.sampled_from(languages.CODES), texts))
def test_any_text_is_stored_clean_in_its_language(practice, field, said):
    with transaction.atomic():
        dumped = record.dump(written(practice, {field: said}))[field]
        transaction.set_rollback(True)
    assert dumped == {code: expected(text) for code, text in said.items() if expected(text)}
    for text in dumped.values():
        assert "\x00" not in text
        text.encode()


@in_one_transaction
@given(said=texts)
def test_any_text_in_any_row_is_stored_clean(practice, said):
    wanted = expected(said)
    data = {
        "tags": [{"objective": "gcm-7", "why": {"fr": said}}],
        "indicators": [{"name": {"en": "x" + said}, "value": "1", "source": {"es": said}}],
        "contacts": [{"name": "x" + said, "email": "a@b.example", "position_title": said, "is_public": True}],
        "documents": [{"title": "x" + said, "url": "https://example.org/"}],
    }
    with transaction.atomic():
        dumped = record.dump(written(practice, data))
        transaction.set_rollback(True)
    assert dumped["tags"][0]["why"] == ({"fr": wanted} if wanted else {})
    assert dumped["indicators"][0]["name"] == {"en": expected("x" + said)}
    assert dumped["contacts"][0]["position_title"] == wanted
    assert dumped["documents"][0]["title"] == expected("x" + said)


@in_one_transaction
@given(said=texts)
def test_any_text_in_geojson_is_stored_clean(practice, said):
    ring = [[1.5, 2], [2, 2], [2, 3], [1.5, 2]]
    area = {"type": "Polygon", "coordinates": [ring], "properties": {"name": [said]}}
    with transaction.atomic():
        stored = written(practice, {"area": area}).area
        transaction.set_rollback(True)
    assert stored == {"type": "Polygon", "coordinates": [ring]}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
FIELDS = sorted({*record.PLAIN, *record.LINKS, *record.ROWS, *enums.Vocabulary.values, *record.translated(Practice)})


def outcome(practice, data):
    """The fields that a change was refused for; none when it was stored (and taken back)."""
    try:
        with transaction.atomic():
            stored = record.dump(written(practice, data))
            transaction.set_rollback(True)
    except ValidationError as error:
        return set(error.message_dict)
    json.dumps(stored, ensure_ascii=False).encode()
    return set()


@settings(in_one_transaction, max_examples=200)
@given(field=st.sampled_from(FIELDS), value=json_values)
def test_anything_in_any_field_is_stored_or_refused_by_field(practice, field, value):
    columns = languages.columns(field)
    assert outcome(practice, {field: value}) <= {field, "__all__", *columns}


@settings(in_one_transaction, max_examples=150)
@given(name=st.sampled_from(sorted(record.ROWS)), data=st.data())
def test_anything_in_any_column_of_a_row_is_stored_or_refused(practice, name, data):
    spec = record.ROWS[name]
    columns = [*spec.fields, *spec.links, *record.translated(spec.model)]
    row = data.draw(st.dictionaries(st.sampled_from(columns), json_values, max_size=3))
    assert outcome(practice, {name: row if spec.is_single else [row]}) <= {name}


# Round trip -----------------------------------------------------------------------------------------


def everything():
    """A value in every field of the record."""
    others = [town(slug="other-town"), town(slug="third-town")]
    partner = OrganisationFactory(slug="helpers")
    other = published(title="Another action")
    each = {"en": "In English", "es": "En español", "fr": "En français"}
    return {
        **dict.fromkeys(record.translated(Practice), each),
        "kind": "commitment",
        "department": "Social affairs",
        "is_for_other_body": True,
        "place_name": "Centre",
        "latitude": "-1.2921",
        "longitude": "36.8219",
        "area": {"type": "Polygon", "coordinates": [[[36.8, -1.2], [36.9, -1.2], [36.9, -1.3], [36.8, -1.2]]]},
        "scope": "metropolitan",
        "starts_on": "2019-06-01",
        "starts_precision": "month",
        "ends_on": "2022-01-01",
        "ends_precision": "year",
        "implementation_status": "completed",
        "participation_scale": "co-design",
        "budget_range": "under-1m",
        "budget_amount": "250000.00",
        "budget_currency": "EUR",
        "evaluation": "external",
        "evaluation_url": "https://example.org/evaluation",
        "replicability": "adapted",
        "replication_scope": "local",
        "origin": "event",
        "source_url": "https://example.org/source",
        "licence": "CC-BY-SA-4.0",
        "other_lrgs": [lrg.slug for lrg in others],
        "countries": ["FR", "KE"],
        "themes": ["education", "housing"],
        "related": [other.code],
        **{name.value: sorted(name.terms.values)[:2] for name in enums.Vocabulary},
        "tags": [
            {"objective": "gcm-15", "is_primary": True, "why": each},
            {"objective": "gcr-b2-1", "is_primary": False, "why": {}},
            {"objective": "sdg-10-7", "is_primary": False, "why": {"fr": "Parce que"}},
        ],
        "partners": [
            {"organisation": partner.slug, "name": "", "role": "funder"},
            {"organisation": None, "name": "Neighbours", "role": "civil-society"},
        ],
        "contacts": [
            {
                "role": "focal-point",
                "name": "Ana",
                "position_title": "Officer",
                "organisation_name": "Town hall",
                "email": "ana@town.example",
                "is_public": True,
            }
        ],
        "sign_offs": [{"name": "The Mayor", "position_title": "Mayor", "signed_on": "2019-05-02"}],
        "digital_tools": [{"name": "Register", "owner": partner.slug, "purpose": each, "data_protection": each}],
        "reached": [{"number": 120, "unit": "households", "year": 2021, "split": each}],
        "indicators": [
            {"name": each, "baseline": "0", "value": "40 %", "unit": "%", "year": 2021, "source": {"en": "Survey"}}
        ],
        "success_conditions": [{"text": each}, {"text": {"en": "Trust"}}],
        "building_blocks": [{"text": each, "url": "https://example.org/form"}],
        "adaptations": [{"lrg": others[0].slug, "adapted_practice": other.code, "url": ""}],
        "documents": [{"kind": "video", "title": "Film", "language": "fr", "url": "https://example.org/film"}],
        "commitment": {
            "type": "policy",
            "mode": "joint",
            "due_on": "2027-01-01",
            "status": "in-progress",
            "target": each,
            "declared_at": "imrf-2022",
            "fulfilled_by": other.code,
        },
        "commitment_updates": [{"reported_on": "2021-01-01", "status": "planning", "narrative": each}],
        "partner_pledges": [{"organisation": partner.slug, "text": each}],
    }


def test_every_field_of_the_record_is_written_and_read_again(practice):
    data = everything()
    assert {*data, "original_language", "hold_until"} == set(FIELDS)
    stored = written(practice, data)
    signed = stored.sign_offs.get()
    assert (signed.name, signed.position_title, signed.signed_on.isoformat()) == ("The Mayor", "Mayor", "2019-05-02")
    dumped = record.dump(stored)
    assert {name: dumped.get(name) for name in data} == {**data, "sign_offs": None}


def test_a_dump_fills_another_record_with_the_same(practice, editor):
    first = written(practice, everything())
    dumped = record.dump(first)
    second = draft(by=editor, lead_lrg=first.lead_lrg)
    assert record.dump(written(second, {name: dumped[name] for name in dumped if name in FIELDS})) == dumped


def test_what_is_not_named_stays(practice):
    before = record.dump(practice)
    after = record.dump(written(practice, {"department": "Housing"}))
    assert after == {**before, "department": "Housing"}


def test_rows_and_choices_are_replaced_and_emptied(practice):
    written(practice, everything())
    nothing = {name: None if name == "commitment" else [] for name in record.ROWS}
    emptied = record.dump(written(practice, nothing))
    assert {name: emptied.get(name, []) for name in record.ROWS} == nothing
    assert not practice.sign_offs.exists()
    assert emptied["population"] == ["asylum-seekers", "hosts"]


def test_rows_keep_the_order_given(practice):
    lines = [{"text": {"en": word}} for word in ("third", "first", "second")]
    dumped = record.dump(written(practice, {"success_conditions": lines}))
    assert [row["text"]["en"] for row in dumped["success_conditions"]] == ["third", "first", "second"]


def test_a_choice_named_twice_is_one_choice(practice):
    assert record.dump(written(practice, {"population": ["hosts", "hosts"]}))["population"] == ["hosts"]


# Refusals -------------------------------------------------------------------------------------------

REFUSED = {
    "an unknown field": ({"colour": "red"}, "colour"),
    "a field that only the workflow sets": ({"status": "published"}, "status"),
    "a code of one's own": ({"code": "LA-2020-0001"}, "code"),
    "another author": ({"created_by": 1}, "created_by"),
    "an unknown kind": ({"kind": "party"}, "kind"),
    "an unknown scope": ({"scope": "galactic"}, "scope"),
    "an unknown language": ({"original_language": "de"}, "original_language"),
    "a text in an unknown language": ({"summary": {"de": "Text"}}, "summary"),
    "a text without a language": ({"summary": "Text"}, "summary"),
    "no text at all": ({"summary": None}, "summary"),
    "a number for a text": ({"summary": {"en": 5}}, "summary"),
    "no title": ({"title": {}}, "title"),
    "a title that is too long": ({"title": {"en": "Title", "fr": "x" * 121}}, "title_fr"),
    "a date that is none": ({"starts_on": "2020-02-30"}, "starts_on"),
    "a number for a date": ({"starts_on": 2020}, "starts_on"),
    "an unknown precision": ({"starts_precision": "week"}, "starts_precision"),
    "a list for a word": ({"department": ["x"]}, "department"),
    "a latitude beyond the pole": ({"latitude": "91", "longitude": "0"}, "latitude"),
    "a place that is no number": ({"latitude": "north", "longitude": "0"}, "latitude"),
    "not a number": ({"latitude": float("nan"), "longitude": 0}, "latitude"),
    "an endless area": ({"area": {"coordinates": [float("inf")]}}, "area"),
    "an address that is none": ({"source_url": "javascript:alert(1)"}, "source_url"),
    "an unknown objective": ({"tags": [{"objective": "gcm-99"}]}, "tags"),
    "no objective": ({"tags": [{"why": {"en": "So"}}]}, "tags"),
    "an objective twice": ({"tags": [{"objective": "gcm-1"}, {"objective": "gcm-1"}]}, "tags"),
    "two primary objectives": (
        {"tags": [{"objective": code, "is_primary": True} for code in ("gcm-1", "gcm-2")]},
        "tags",
    ),
    "tags that are no list": ({"tags": "gcm-1"}, "tags"),
    "tags that are no rows": ({"tags": ["gcm-1"]}, "tags"),
    "no tags at all": ({"tags": None}, "tags"),
    "an unknown column": ({"tags": [{"objective": "gcm-1", "reason": "x"}]}, "tags"),
    "an unknown theme": ({"themes": ["dragons"]}, "themes"),
    "an unknown country": ({"countries": ["XX"]}, "countries"),
    "a country in a word": ({"countries": "TR"}, "countries"),
    "an unknown body": ({"other_lrgs": ["atlantis"]}, "other_lrgs"),
    "an unknown action": ({"related": ["LA-1999-0001"]}, "related"),
    "an unknown population": ({"population": ["martians"]}, "population"),
    "a population of another list": ({"population": ["women"]}, "population"),
    "populations that are no list": ({"population": None}, "population"),
    "an unknown role of a partner": ({"partners": [{"name": "X", "role": "king"}]}, "partners"),
    "a partner without a name": ({"partners": [{"role": "funder"}]}, "partners"),
    "an address for mail that is none": ({"contacts": [{"name": "Ana", "email": "ana"}]}, "contacts"),
    "fewer than nobody": ({"reached": [{"number": -1}]}, "reached"),
    "a document without an address": ({"documents": [{"title": "Report"}]}, "documents"),
    "a commitment of no type": ({"commitment": {"target": {"en": "More"}}}, "commitment"),
    "a commitment at an unknown forum": ({"commitment": {"type": "policy", "declared_at": "x"}}, "commitment"),
    "a budget without a currency": ({"budget_amount": "5"}, "__all__"),
    "a budget below zero": ({"budget_amount": "-5", "budget_currency": "EUR"}, "__all__"),
    "an end before the start": ({"starts_on": "2020-01-01", "ends_on": "2019-01-01"}, "__all__"),
    "an end without a start": ({"starts_on": None, "ends_on": "2019-01-01"}, "__all__"),
    "half a place": ({"latitude": "1", "longitude": None}, "__all__"),
    "a currency without a budget": ({"budget_amount": None, "budget_currency": "EUR"}, "__all__"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_is_refused_whole_and_by_field(practice, case):
    data, field = REFUSED[case]
    found = refusal(practice, {"department": "Never written", **data})
    assert set(found) == {field}
    assert found[field][0]


def test_all_wrong_rows_are_named_at_once(practice):
    found = refusal(practice, {"tags": [{"objective": "gcm-99"}], "themes": ["x"], "population": ["x"]})
    assert set(found) == {"tags", "themes", "population"}
    assert found["tags"] == ["“gcm-99” is not known."]


@pytest.mark.parametrize(
    "code",
    [
        "gcm-1\x00",
        "\ud800",
        "x" * 10_000,
        "' OR 1=1 --",
        "%",
    ],
)
def test_a_hostile_code_is_unknown_and_never_a_crash(practice, code):
    for name, data in {
        "themes": [code],
        "other_lrgs": [code],
        "partners": [{"organisation": code, "role": "funder"}],
    }.items():
        assert set(refusal(practice, {name: data})) == {name}


# What a dump leaves out -------------------------------------------------------------------------------


def test_a_dump_of_a_public_action_has_public_languages_and_contacts_only():
    practice = published(
        states={"fr": "draft", "es": "outdated"},
        summary={"en": "Public", "fr": "Brouillon", "es": "Vieja"},
        contacts=[
            {"name": "Hidden", "email": "hidden@town.example"},
            {"name": "Shown", "email": "shown@town.example", "is_public": True},
        ],
        hold_until="2020-01-01",
        sign_offs=[{"name": "The Mayor", "position_title": "Mayor", "signed_on": "2019-05-02"}],
    )
    dumped = record.dump(practice)
    assert dumped["languages"] == ["en", "es"]
    assert dumped["summary"] == {"en": "Public", "es": "Vieja"}
    assert [row["name"] for row in dumped["contacts"]] == ["Shown"]
    assert not {"hold_until", "sign_offs"} & {*dumped}


@pytest.mark.parametrize(("number", "shown"), [(0, None), (9, None), (10, 10)])
def test_small_figures_of_people_leave_no_number(number, shown):
    dumped = record.dump(published(reached=[{"number": number, "unit": "persons"}]))
    assert dumped["reached"][0]["number"] == shown


@pytest.mark.parametrize("hide", ["draft", "archived"])
def test_links_to_hidden_actions_are_left_out(editor, hide):
    other = published(by=editor)
    practice = published(
        by=editor,
        kind="commitment",
        related=[other.code],
        commitment={"type": "policy", "fulfilled_by": other.code},
        adaptations=[{"lrg": other.lead_lrg.slug, "adapted_practice": other.code}],
    )
    assert record.dump(practice)["related"] == [other.code]
    if hide == "archived":
        actions.archive(practice=other, by=editor, reason="Over.")
    else:
        Practice.objects.filter(pk=other.pk).update(status="draft")
    dumped = record.dump(Practice.objects.get(pk=practice.pk))
    assert dumped["related"] == []
    assert dumped["commitment"]["fulfilled_by"] is None
    assert dumped["adaptations"][0]["adapted_practice"] is None
