"""What is typed is stored and shown again, question by question, and no input breaks a page."""

import re

import pytest
from django.urls import reverse

from practices import actions, forms, record
from practices.completeness import RULES
from practices.enums import Vocabulary
from practices.forms.page import TOGETHER
from practices.models import Practice
from tests.factories.directory import LRGFactory, OrganisationFactory
from tests.factories.practices import published, town

from .reader import values_of

#: Page → what is typed, and what the record then says.
TYPED = {
    "about": (
        {"title": "Carte d’identité  ", "kind": "service", "summary": "Line one\r\n\r\nLine “two”"},
        {"title": {"en": "Carte d’identité"}, "kind": "service", "summary": {"en": "Line one\n\nLine “two”"}},
    ),
    "who": (
        {
            "department": "Social Affairs",
            "is_for_other_body": "on",
            "contacts-rows": "2",
            "contacts-0-name": "Ana Alba",
            "contacts-0-email": "ana@town.example",
            "contacts-0-position_title": "Head",
            "contacts-0-organisation_name": "Town",
            "contacts-0-role": "contact",
            "contacts-1-name": "Focal Point",
            "contacts-1-email": "focal@ngo.example",
            "contacts-1-role": "focal-point",
            "contacts-1-is_public": "on",
            "partners-rows": "2",
            "partners-0-organisation": "Refugee Council",
            "partners-0-role": "civil-society",
            "partners-1-organisation": "Somebody unknown",
            "partners-1-role": "funder",
            "other_lrgs-rows": "1",
            "other_lrgs-0-code": "Nexttown",
        },
        {
            "department": "Social Affairs",
            "is_for_other_body": True,
            "other_lrgs": ["nexttown"],
            "partners": [
                {"organisation": "refugee-council", "name": "", "role": "civil-society"},
                {"organisation": None, "name": "Somebody unknown", "role": "funder"},
            ],
        },
    ),
    "place": (
        {
            "starts_on_day": "",
            "starts_on_month": "3",
            "starts_on_year": "2019",
            "ends_on_day": "",
            "ends_on_month": "late",
            "ends_on_year": "2021",
            "implementation_status": "completed",
            "place_name": "Old harbour",
            "scope": "neighbourhood",
            "countries-rows": "2",
            "countries-0-code": "Kenya",
            "countries-1-code": "Türkiye",
            "latitude": "-1.2921",
            "longitude": "36.8219",
        },
        {
            "starts_on": "2019-03-01",
            "starts_precision": "month",
            "ends_on": "2021-09-01",
            "ends_precision": "late",
            "implementation_status": "completed",
            "place_name": "Old harbour",
            "scope": "neighbourhood",
            "countries": ["KE", "TR"],
            "latitude": "-1.2921",
            "longitude": "36.8219",
        },
    ),
    "what": (
        {
            "context": "Context",
            "activities": "Activities",
            "aims": "Aims",
            "innovation": "New",
            "level": ["local", "national"],
            "legal_basis": "By-law 3",
            "digital_tools-rows": "1",
            "digital_tools-0-name": "Register",
            "digital_tools-0-owner": "Refugee Council",
            "digital_tools-0-purpose": "Knowing",
            "digital_tools-0-data_protection": "Little is kept",
        },
        {
            "context": {"en": "Context"},
            "level": ["local", "national"],
            "legal_basis": {"en": "By-law 3"},
            "digital_tools": [
                {
                    "name": "Register",
                    "owner": "refugee-council",
                    "purpose": {"en": "Knowing"},
                    "data_protection": {"en": "Little is kept"},
                }
            ],
        },
    ),
    "people": (
        {
            "population": ["migrants", "hosts"],
            "group": ["women"],
            "reached-rows": "1",
            "reached-0-number": "12400",
            "reached-0-unit": "cards",
            "reached-0-year": "2022",
            "reached-0-split": "half women",
            "participation_scale": "co-design",
            "participation": "In a council",
            "crisis": ["health"],
            "crisis_name": "COVID-19",
        },
        {
            "population": ["hosts", "migrants"],
            "group": ["women"],
            "reached": [{"number": 12400, "unit": "cards", "year": 2022, "split": {"en": "half women"}}],
            "participation_scale": "co-design",
            "crisis": ["health"],
            "crisis_name": {"en": "COVID-19"},
        },
    ),
    "means": (
        {
            "budget_range": "under-1m",
            "funding": ["own", "eu"],
            "budget_amount": "250000",
            "budget_currency": "EUR",
            "funding_note": "Half each",
            "resources": "Six people",
        },
        {
            "budget_range": "under-1m",
            "funding": ["eu", "own"],
            "budget_amount": "250000.00",
            "budget_currency": "EUR",
            "resources": {"en": "Six people"},
        },
    ),
    "results": (
        {
            "results": "Results",
            "indicators-rows": "1",
            "indicators-0-name": "Cards",
            "indicators-0-baseline": "0",
            "indicators-0-value": "12,400",
            "indicators-0-unit": "cards",
            "indicators-0-year": "2022",
            "indicators-0-source": "Register",
            "evaluation": "external",
            "evaluation_url": "https://example.org/evaluation",
        },
        {
            "results": {"en": "Results"},
            "indicators": [
                {
                    "name": {"en": "Cards"},
                    "baseline": "0",
                    "value": "12,400",
                    "unit": "cards",
                    "year": 2022,
                    "source": {"en": "Register"},
                }
            ],
            "evaluation": "external",
            "evaluation_url": "https://example.org/evaluation",
        },
    ),
    "lessons": (
        {
            "lessons": "Lessons",
            "difficulties": "Difficulties",
            "success_conditions-rows": "2",
            "success_conditions-0-text": "The police",
            "success_conditions-1-text": "Everybody",
            "building_blocks-rows": "1",
            "building_blocks-0-text": "By-law",
            "building_blocks-0-url": "https://example.org/by-law",
            "replicability": "adapted",
            "replication_scope": "local",
            "replication_needs": "A register",
            "recommendations": "Begin early",
            "adaptations-rows": "1",
            "adaptations-0-lrg": "Nexttown",
            "adaptations-0-url": "https://example.org/next",
            "offer": ["mentoring"],
            "seek": ["funding"],
            "exchange_note": "In June",
        },
        {
            "success_conditions": [{"text": {"en": "The police"}}, {"text": {"en": "Everybody"}}],
            "building_blocks": [{"text": {"en": "By-law"}, "url": "https://example.org/by-law"}],
            "replicability": "adapted",
            "adaptations": [{"lrg": "nexttown", "adapted_practice": None, "url": "https://example.org/next"}],
            "offer": ["mentoring"],
            "seek": ["funding"],
        },
    ),
    "tags": (
        {
            "tag": ["gcm-4", "gcm-15", "gcr-obj-1", "sdg-10", "sdg-10-7", "gcm-p-3", "lmp-1"],
            "primary": "gcm-15",
            "why-gcm-15": "Access to services",
            "why-gcm-4": "",
            "themes": ["housing", "health"],
            "keywords": "cards, access",
        },
        {"themes": None, "keywords": {"en": "cards, access"}},
    ),
    "links": (
        {
            "documents-rows": "1",
            "documents-0-title": "A film",
            "documents-0-url": "https://example.org/film",
            "documents-0-kind": "video",
            "documents-0-language": "es",
            "source_url": "https://example.org/source",
        },
        {
            "documents": [
                {"kind": "video", "title": "A film", "language": "es", "url": "https://example.org/film"},
            ],
            "source_url": "https://example.org/source",
        },
    ),
    "consent": (
        {
            "licence": "CC-BY-SA-4.0",
            "hold_until_day": "1",
            "hold_until_month": "2",
            "hold_until_year": "2030",
        },
        {"licence": "CC-BY-SA-4.0", "hold_until": "2030-02-01"},
    ),
}
COMMITMENT = {
    "commitment-rows": "1",
    "commitment-0-type": "policy",
    "commitment-0-mode": "joint",
    "commitment-0-target": "Five hundred places",
    "commitment-0-due_on_day": "31",
    "commitment-0-due_on_month": "12",
    "commitment-0-due_on_year": "2027",
    "commitment-0-status": "planning",
    "sign_offs-rows": "1",
    "sign_offs-0-name": "The Mayor",
    "sign_offs-0-position_title": "Mayor",
    "sign_offs-0-signed_on_day": "1",
    "sign_offs-0-signed_on_month": "5",
    "sign_offs-0-signed_on_year": "2026",
    "partner_pledges-rows": "1",
    "partner_pledges-0-organisation": "Refugee Council",
    "partner_pledges-0-text": "Teachers",
    "commitment_updates-rows": "1",
    "commitment_updates-0-reported_on_day": "2",
    "commitment_updates-0-reported_on_month": "6",
    "commitment_updates-0-reported_on_year": "2026",
    "commitment_updates-0-status": "in-progress",
    "commitment_updates-0-narrative": "Begun",
}
#: What nobody should type, and what a page must survive.
HOSTILE = {
    "NUL": "a\x00b",
    "only NUL": "\x00",
    "a lone surrogate": "\ud800".encode("utf-8", "surrogatepass"),
    "200 kB": "x" * 200_000,
    "markup": "<script>alert(1)</script>",
    "a template": "{{ 7|add:7 }}{% now 'Y' %}",
    "right to left": "\u202egnp.exe",
    "a family": "👩‍👩‍👧",
    "a huge number": "9" * 400,
    "infinity": "1e999999",
    "not a number": "NaN",
    "negative": "-1",
    "SQL": "' OR 1=1 --",
    "a path": "../../etc/passwd",
    "an address of a script": "javascript:alert(1)",
    "space": " \t\n ",
}


@pytest.fixture
def bodies(town_hall):
    OrganisationFactory(slug="refugee-council", name_en="Refugee Council")
    town(slug="nexttown", name_en="Nexttown")


def test_every_field_of_the_record_is_asked_once():
    asked = [name for section in forms.SECTIONS for name in {one.name for one in section.answers}]
    precision = {"starts_precision", "ends_precision"}
    elsewhere = {"original_language", "origin"}  # at the start, by itself
    everything = {*record.PLAIN, *record.LINKS, *record.ROWS, *Vocabulary.values, *record.translated(Practice)}
    assert sorted(asked) == sorted(everything - precision - elsewhere)


def test_every_rule_leads_to_a_page():
    assert {field for field, *_ in RULES if forms.section_of(field) is None} == {"remarks"}


@pytest.mark.parametrize("section", TYPED)
def test_typed_is_stored_and_shown(desk, bodies, section):
    typed, expected = TYPED[section]
    answer = desk.save(section, typed)
    assert answer.status_code == 302, answer.context["errors"]
    content = record.content(desk.now)
    for name, value in expected.items():
        if value is not None:
            assert content[name] == value, name
    shown = values_of(desk.open(section))
    for name, value in typed.items():
        wanted = value if isinstance(value, list) else [value.strip().replace("\r", "")]
        if name.endswith(("-organisation", "-owner", "-lrg")) or name.startswith(("other_lrgs-", "countries-")):
            assert shown[name][0].startswith(wanted[0]), name
        elif name not in ("budget_amount", "reached-0-number", "latitude", "longitude"):
            assert sorted(shown[name]) == sorted(wanted), name
    again = desk.save(section, {})
    assert again.status_code == 302
    assert record.content(desk.now) == content, "a page that is saved without a change changes nothing"


def test_tags_with_reasons(desk):
    desk.save("tags", TYPED["tags"][0])
    tags = {row["objective"]: (row["is_primary"], row["why"]) for row in record.content(desk.now)["tags"]}
    assert tags["gcm-15"] == (True, {"en": "Access to services"})
    assert tags["gcm-4"] == (False, {})
    assert set(tags) == set(TYPED["tags"][0]["tag"])
    assert {theme.code for theme in desk.now.themes.all()} == {"housing", "health"}


def test_a_commitment(desk, bodies):
    desk.save("about", {"kind": "commitment"})
    answer = desk.save("commitment", COMMITMENT)
    assert answer.status_code == 302, answer.context["errors"]
    content = record.content(desk.now)
    assert content["commitment"]["target"] == {"en": "Five hundred places"}
    assert content["commitment"]["due_on"] == "2027-12-31"
    assert content["sign_offs"] == [{"name": "The Mayor", "position_title": "Mayor", "signed_on": "2026-05-01"}]
    assert content["partner_pledges"] == [{"organisation": "refugee-council", "text": {"en": "Teachers"}}]
    assert content["commitment_updates"][0]["narrative"] == {"en": "Begun"}
    shown = values_of(desk.open("commitment"))
    assert {name: shown[name][0] for name in COMMITMENT} == COMMITMENT


def test_texts_go_into_the_original_language_whatever_the_interface(town_hall, desk):
    url = f"/fr/workspace/{town_hall.draft.pk}/form/about/"
    page = desk.client.get(url)
    desk.client.post(url, desk.fill("about", {"summary": "English words"}, page=page))
    assert record.content(desk.now)["summary"] == {"en": "English words"}
    assert 'lang="en"' in page.content.decode().split('name="summary"')[1].split(">")[0] + page.content.decode()


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("section", [*TYPED, "commitment"])
def test_nothing_breaks_a_page(desk, bodies, section, case):
    if section == "commitment":
        desk.save("about", {"kind": "commitment"})
    values = values_of(desk.open(section))
    names = {*values, *(TYPED[section][0] if section in TYPED else COMMITMENT)}
    typed = dict.fromkeys(names - {"csrfmiddlewaretoken", "person", "step"}, HOSTILE[case])
    typed |= {name: "1" for name in typed if name.endswith("-rows")}
    for sent in (typed, {**values, **typed, "base": values["base"]}):
        answer = desk.client.post(desk.url(section), sent)
        assert answer.status_code in (302, 400, 412, 422)  # 400: more than the server reads
        assert "<script>alert(1)" not in answer.content.decode()
        assert "<script>alert(1)" not in desk.open(section).content.decode()
        assert desk.client.get(reverse("practices:check", args=[desk.practice.pk])).status_code == 200


def test_many_rows_are_bounded(desk):
    answer = desk.save("who", {"partners-rows": "999999", **{f"partners-{n}-organisation": f"N{n}" for n in range(30)}})
    assert answer.status_code == 422
    assert desk.save("who", {"partners-rows": "-5"}).status_code == 302
    assert desk.save("who", {"partners-rows": "x"}).status_code == 302


@pytest.mark.parametrize("typed", ["1.200.000,50", "1,200,000.50", "1 200 000,50", "1200000,50", "1’200’000.50"])
def test_an_amount_is_read_as_people_write_it(desk, town_hall, typed):
    assert desk.save("means", {"budget_amount": typed, "budget_currency": "EUR"}).status_code == 302
    town_hall.draft.refresh_from_db()
    assert str(town_hall.draft.budget_amount) == "1200000.50"


def test_everything_wrong_in_a_row_is_said_at_once(desk):
    answer = desk.save("who", {"contacts-rows": "1", "contacts-0-name": "", "contacts-0-email": "bad"})
    assert {line["url"] for line in answer.context["errors"]} >= {"#id_contacts-0-name", "#id_contacts-0-email"}


@pytest.mark.parametrize("typed", ["www.example.org/report", "javascript:alert(1)", "nowhere"])
def test_an_address_says_how_it_begins(desk, typed):
    answer = desk.save("results", {"evaluation_url": typed})
    assert [line["text"] for line in answer.context["errors"]] == ["Give an address that begins with https://"]
    assert values_of(answer)["evaluation_url"] == [typed]


WRONG = {
    "who": {"contacts-0-email": "not an address"},
    "place": {"ends_on_day": "31", "ends_on_month": "2", "ends_on_year": "2020"},
    "what": {"digital_tools-0-purpose": ""},
    "people": {"reached-rows": "1", "reached-0-number": "many"},
    "means": {"budget_amount": "lots"},
    "results": {"evaluation_url": "not an address"},
    "lessons": {"building_blocks-0-url": "nowhere"},
    "tags": {"why-gcm-15": "x" * 300},
    "links": {"documents-0-url": "nowhere"},
    "consent": {"hold_until_day": "", "hold_until_month": "", "hold_until_year": "2030"},
}


@pytest.mark.parametrize("section", WRONG)
def test_one_bad_answer_holds_back_no_other(desk, bodies, section):
    typed = {**TYPED[section][0], **WRONG[section]}
    answer = desk.save(section, typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "<title>Error:" in page
    for line in answer.context["errors"]:
        assert f'id="{line["url"][1:]}"' in page, "the summary leads to the field"
    shown = values_of(answer)
    for name, value in typed.items():
        wanted = value if isinstance(value, list) else [value.strip()]
        assert sorted(shown[name]) == sorted(wanted), f"{name} comes back as it was typed"
    bad = {re.sub("_(day|month|year)$", "", name).partition("-")[0] for name in WRONG[section]} | (
        {"tags"} if section == "tags" else set()
    )
    held = bad | {name for pair in TOGETHER if {*pair} & bad for name in pair}
    content = record.content(desk.now)
    for name, value in TYPED[section][1].items():
        if value is not None and not {name, name.replace("_precision", "_on")} & held:
            assert content[name] == value, f"{name} is stored"


def test_names_that_are_not_known(desk):
    answer = desk.save("who", {"other_lrgs-rows": "1", "other_lrgs-0-code": "Nowhere at all"})
    assert answer.status_code == 422
    assert "“Nowhere at all” is not known to the portal" in answer.content.decode()


def test_two_towns_of_one_name(desk):
    for country in ("KE", "UG"):
        town(country=country, slug=f"twin-{country.lower()}", name_en="Twintown")
    answer = desk.save("who", {"other_lrgs-rows": "1", "other_lrgs-0-code": "Twintown"})
    assert "“Twintown, Kenya”, “Twintown, Uganda”" in answer.context["errors"][0]["text"]
    assert desk.save("who", {"other_lrgs-rows": "1", "other_lrgs-0-code": "Twintown, Uganda"}).status_code == 302
    assert record.content(desk.now)["other_lrgs"] == ["twin-ug"]
    assert desk.save("who", {}).status_code == 302


def test_related_actions_by_code_and_title(desk):
    other = published(title="Night shelter", lead_lrg=LRGFactory())
    for typed in (other.code, f"{other.code} Night shelter", "night shelter"):
        assert desk.save("links", {"related-rows": "1", "related-0-code": typed}).status_code == 302
        assert record.content(desk.now)["related"] == [other.code]


def test_names_are_offered(desk, bodies):
    def offered(kind, typed):
        return desk.client.get(reverse("practices:names", args=[kind]), {"q": typed}).json()["completions"]

    assert offered("lrgs", "nextt") == ["Nexttown, Kenya"]
    assert offered("bodies", "refugee cou") == ["Refugee Council"]
    assert offered("countries", "keny") == ["Kenya"]
    assert offered("lrgs", "") == []
    assert offered("actions", "Identity") == [], "drafts are not offered"
    assert desk.client.get(reverse("practices:names", args=["nonsense"])).status_code == 404


def test_rows_are_added_and_taken_away_without_a_script(desk):
    first = desk.save("who", {"department": "Kept"}, step="add:partners")
    assert first.url.endswith("?add=partners#partners-last")
    page = desk.client.get(first.url)
    typed = {"partners-0-organisation": "One", "partners-0-role": "funder"}
    assert desk.save("who", typed, page=page, step="add:partners").status_code == 302
    page = desk.open("who", "?add=partners")
    typed = {"partners-1-organisation": "Two", "partners-1-role": "funder"}
    assert desk.save("who", typed, page=page).status_code == 302
    assert desk.save("who", {}, step="remove:partners-0").url.endswith("#question-partners")
    assert [row["name"] for row in record.content(desk.now)["partners"]] == ["Two"]
    assert desk.now.department == "Kept"


def test_what_the_form_does_not_ask_stays(town_hall, desk):
    """Other languages of a row, and of a text, outlive a change."""
    data = {
        "success_conditions": [{"text": {"en": "Police", "fr": "La police"}}, {"text": {"en": "All", "fr": "Tous"}}],
        "summary": {"en": "Summary", "fr": "Résumé"},
        "tags": [{"objective": "gcm-15", "why": {"en": "Because", "fr": "Parce que"}}],
    }
    actions.update(practice=town_hall.draft, by=town_hall.officer, data=data)
    desk.save("lessons", {"success_conditions-1-text": "Everybody"})
    desk.save("about", {"summary": "New"})
    desk.save("tags", {"why-gcm-15": "So"})
    content = record.content(desk.now)
    assert content["success_conditions"] == [
        {"text": {"en": "Police", "fr": "La police"}},
        {"text": {"en": "Everybody", "fr": "Tous"}},
    ]
    assert content["summary"] == {"en": "New", "fr": "Résumé"}
    assert content["tags"][0]["why"] == {"en": "So", "fr": "Parce que"}
