"""The public pages: what they cost, which language they speak, and what they answer."""

import re

import pytest
from django.db import transaction

from compacts.models import Agenda
from portal.shared import languages
from practices.models import Endorsement
from tests.factories.practices import archived, contact, published, town

pytestmark = pytest.mark.django_db

TAGS = {1: ["gcm-15", "sdg-10-7"], 3: ["gcm-15", "gcm-1", "gcr-b2-1", "gcm-p-1", "sdg-10-7", "sdg-11"]}


def rich(lrg, number):
    """An action with ``number`` rows of everything that its page shows."""
    partner = town()
    each = range(number)
    line = {"en": "Line"}
    practice = published(
        lead_lrg=lrg,
        tags=TAGS[number],
        themes=["housing", "health", "data"][:number],
        countries=["KE", "FR", "TR"][:number],
        population=["migrants", "hosts", "refugees"][:number],
        other_lrgs=[town().slug for _ in each],
        partners=[{"organisation": town().slug, "role": "funder"} for _ in each],
        contacts=[contact(is_public=True) for _ in each],
        digital_tools=[{"name": "Tool", "owner": town().slug, "purpose": line, "data_protection": line} for _ in each],
        reached=[{"number": 50} for _ in each],
        indicators=[{"name": line, "value": "1"} for _ in each],
        success_conditions=[{"text": line} for _ in each],
        building_blocks=[{"text": line} for _ in each],
        adaptations=[{"lrg": town().slug, "adapted_practice": published().code} for _ in each],
        documents=[{"title": "Report", "url": "https://example.org/"} for _ in each],
        related=[published(tags=TAGS[number]).code for _ in each],
        kind="commitment",
        commitment={"type": "policy", "declared_at": "imrf-2022", "fulfilled_by": published().code},
        commitment_updates=[{"reported_on": "2021-01-01", "status": "planning", "narrative": line} for _ in each],
        partner_pledges=[{"organisation": partner.slug, "text": line} for _ in each],
        states={"fr": "human", "es": "outdated"},
    )
    for _ in range(number):
        published(lead_lrg=lrg, tags=TAGS[number], states={"fr": "human"}, countries=["KE"])
    return practice


#: Page → its queries, the same for one row and for three. Counts and choices take none: the index is in memory.
QUERIES = {
    "home": 12,
    "browse": 5,
    "browse with choices": 24,
    "detail": 39,
    "archived": 24,
    "agenda": 7,
    "objective": 9,
    "town": 17,
    "api list": 4,
    "api detail": 28,
    "api facets": 2,
}


@pytest.fixture(scope="class")
def addresses(request, django_db_setup, django_db_blocker):
    """Page → address, in a world with one or three rows of everything that all pages share."""
    number = request.param
    with django_db_blocker.unblock(), transaction.atomic():
        lrg = town(slug="our-town", sections=["africa"])
        for code in ("mmd", "lmp", "gzt")[:number]:
            Endorsement.objects.create(agenda=Agenda.objects.get(code=code), lrg=lrg)
        practice = rich(lrg, number)
        yield {
            "home": "/fr/",
            "browse": "/fr/practices/",
            "browse with choices": "/fr/practices/?q=action&gcm=15&gcm=1&section=africa&sort=title",
            "detail": f"/fr{practice.get_absolute_url()[3:]}",
            "archived": f"/fr{archived(lead_lrg=lrg).get_absolute_url()[3:]}",
            "agenda": "/fr/agendas/gcm/",
            "objective": "/fr/agendas/gcm/gcm-15/",
            "town": "/fr/local-governments/our-town/",
            "api list": "/api/v1/practices/",
            "api detail": f"/api/v1/practices/{practice.code}/",
            "api facets": "/api/v1/facets/?gcm=15",
        }
        transaction.set_rollback(True)


@pytest.mark.parametrize("addresses", [1, 3], indirect=True, ids=["one", "three"])
class TestQueries:
    @pytest.mark.parametrize("name", QUERIES)
    def test_a_page_takes_the_same_queries_whatever_its_length(
        self, client, addresses, django_assert_num_queries, name
    ):
        for once in (
            "/fr/practices/?sort=title",
            "/api/v1/facets/",
        ):  # what a process reads once: index, choices
            client.get(once)
        with django_assert_num_queries(QUERIES[name]):
            answer = client.get(addresses[name])
        assert answer.status_code == (410 if name == "archived" else 200)


# Language ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sentence", "fact"),
    [
        ("en", "Found in the French text", "French"),
        ("es", "Encontrado en el texto en francés", "Francés"),
        ("fr", "Trouvé dans le texte en français", "Français"),
    ],
)
def test_the_name_of_a_language_is_written_as_its_place_asks(client, language, sentence, fact):
    practice = published(language="fr", title="Zèbres", summary={"fr": "Une girafe."})
    assert sentence in body(client.get(f"/{language}/practices/", {"q": "girafe"}))
    page = client.get(f"/{language}{practice.get_absolute_url()[3:]}")
    assert f">{fact}<" in re.sub(r"\s*([<>])\s*", r"\1", body(page))


def body(answer):
    return answer.content.decode()


def at(practice, language):
    return f"/{language}{practice.get_absolute_url()[3:]}"


@pytest.fixture
def french():
    """An action in French with one Spanish text."""
    return published(
        language="fr",
        title="Carte locale",
        states={"es": "human"},
        summary={"fr": "Le résumé", "es": "El resumen"},
        lead_lrg=town(slug="our-town"),
    )


def test_a_text_that_falls_back_says_its_language(client, french):
    page = body(client.get(at(french, "en")))
    assert '<h1 lang="fr">Carte locale</h1>' in page
    assert '<p class="lead" lang="fr">Le résumé</p>' in page
    assert (
        "This text has not been translated into the language of this page. It appears in another one: French." in page
    )
    assert f'<a href="{at(french, "es")}" lang="es" hreflang="es">Español</a>' in page


def test_a_page_in_the_original_language_needs_no_notice(client, french):
    page = body(client.get(at(french, "fr")))
    assert "<h1>Carte locale</h1>" in page
    assert '<p class="lead">Le résumé</p>' in page
    assert "notice--quiet" not in page


def test_only_what_is_missing_falls_back(client, french):
    page = body(client.get(at(french, "es")))
    assert '<h1 lang="fr">Carte locale</h1>' in page
    assert '<p class="lead">El resumen</p>' in page
    assert "notice--quiet" in page


@pytest.mark.parametrize(
    "address", ["/en/", "/en/practices/", "/en/agendas/gcm/gcm-15/", "/en/local-governments/our-town/"]
)
def test_cards_say_the_language_of_a_text_that_falls_back(client, french, address):
    page = body(client.get(address))
    assert f'<a href="{at(french, "en")}" lang="fr" hreflang="fr">Carte locale</a>' in page
    assert '<p class="card__summary" lang="fr">Le résumé</p>' in page


@pytest.mark.parametrize(
    ("state", "says"),
    [("machine", "was translated by a machine"), ("outdated", "The original has changed since this translation")],
)
def test_a_translation_that_is_not_sure_says_so(client, state, says):
    practice = published(language="fr", states={"en": state}, summary={"fr": "Le résumé", "en": "The summary"})
    assert says in body(client.get(at(practice, "en")))
    assert says not in body(client.get(at(practice, "fr")))


@pytest.mark.parametrize("language", languages.CODES)
def test_pages_link_to_themselves_in_every_language(client, french, language):
    page = body(client.get(at(french, language)))
    assert f'<html lang="{language}"' in page
    for code in languages.CODES:
        assert f'hreflang="{code}" href="http://testserver{at(french, code)}"' in page


# Addresses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["", "wrong/", "carte-local/", "CARTE-LOCALE/"])
@pytest.mark.parametrize("language", languages.CODES)
def test_a_wrong_name_in_the_address_is_corrected_for_good(client, french, language, slug):
    answer = client.get(f"/{language}/practices/{french.code}/{slug}")
    assert (answer.status_code, answer["Location"]) == (301, at(french, language))


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("es", "es"),
        ("fr-CH, fr;q=0.9, en;q=0.8", "fr"),
        ("de", "en"),
        ("", "en"),
        ("pt, es;q=0.5", "es"),
        ("\x00", "en"),
    ],
)
def test_the_permanent_link_leads_to_the_readers_language(client, french, accepted, language):
    answer = client.get(f"/id/{french.code}", headers={"accept-language": accepted})
    assert (answer.status_code, answer["Location"]) == (302, at(french, language))
    assert "Accept-Language" in answer["Vary"]


def test_a_page_says_how_to_cite_it(client, french):
    page = body(client.get(at(french, "en")))
    link = f"http://testserver/id/{french.code}"
    assert f'<link rel="cite-as" href="{link}">' in page
    assert f"Carte locale. Local Action on Migration, {french.code}, version 1. {link}" in page


def test_an_archived_action_is_gone_but_its_address_answers(client):
    practice = archived(title="Old action", reason="It was closed in 2024.")
    for language in languages.CODES:
        answer = client.get(at(practice, language))
        assert answer.status_code == 410
        for text in ("Old action", str(practice.lead_lrg), "It was closed in 2024.", 'content="noindex"'):
            assert text in body(answer)
    assert client.get(f"/id/{practice.code}")["Location"] == at(practice, "en")


READ_ONLY = [
    "/en/",
    "/en/about/",
    "/en/practices/",
    "/en/practices/?gcm=15",
    "/en/agendas/gcm/",
    "/en/agendas/gcm/gcm-15/",
    "/en/local-governments/our-town/",
    "detail",
    "permanent",
]


@pytest.mark.parametrize("address", READ_ONLY)
def test_pages_are_for_reading(client, french, address):
    address = {"detail": at(french, "en"), "permanent": f"/id/{french.code}"}.get(address, address)
    read, head = client.get(address), client.head(address)
    assert read.status_code == head.status_code
    ignored = {"Content-Length"}
    assert {*read.headers} - ignored == {*head.headers} - ignored
    assert head.content == b""
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(address).status_code == 405


# What a page shows ------------------------------------------------------------------------------------------------


def test_an_action_shows_its_tags_with_their_reasons(client):
    practice = published(
        tags=[
            {"objective": "sdg-10-7"},
            {"objective": "gcm-15", "why": {"en": "Opens every counter."}},
            {"objective": "gcm-4", "is_primary": True, "why": {"en": "Gives people a card."}},
        ]
    )
    page = client.get(at(practice, "en"))
    assert [[tag["badge"]["code"] for tag in group["tags"]] for group in page.context["tag_groups"]] == [
        ["gcm-4", "gcm-15"],
        ["sdg-10-7"],
    ]
    assert "Opens every counter." in body(page)
    assert body(page).count("Primary objective") == 1


@pytest.mark.parametrize(("number", "is_shown"), [(9, False), (10, True)])
def test_small_figures_of_people_are_not_shown(client, number, is_shown):
    practice = published(reached=[{"number": number, "unit": "households"}], themes=["data"])
    figures = body(client.get(at(practice, "en"))).partition('id="figures"')[2].partition("</section>")[0]
    assert figures
    assert (f"{number}" in figures.replace("10 ", f"{number} " if is_shown else "few ")) == is_shown


def test_typed_markup_is_shown_as_typed(client):
    evil = "<script>alert(1)</script>"
    practice = published(title=evil, summary={"en": evil}, department=evil, place_name=evil, keywords={"en": evil})
    for address in (at(practice, "en"), "/en/practices/", "/en/", f"/en/practices/?q={evil}"):
        page = body(client.get(address))
        assert evil not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_empty_list_offers_what_to_leave_out(client, french):
    page = client.get("/en/practices/?theme=housing&section=mewa")
    assert page.context["total"] == 0
    assert [(offer["count"], offer["url"]) for offer in page.context["relaxations"]] == [
        ("1 local action", "?theme=housing")
    ]


def test_chips_drop_one_choice_each(client, french):
    page = client.get("/en/practices/?gcm=15&gcm=1&q=carte&page=1")
    assert {chip["url"] for chip in page.context["chips"]} == {
        "?gcm=15&q=carte",
        "?gcm=1&q=carte",
        "?gcm=15&gcm=1",
    }


def test_zeros_are_shown_and_disabled_but_never_what_is_chosen(client, french):
    groups = {group["name"]: group for group in client.get("/en/practices/?gcm=1").context["facets"]}
    shown = re.findall(r'value="(\d+)"( \w+)?>.*?option__count">\((\d+)\)', groups["gcm"]["html"])
    options = {value: (state.strip(), int(count)) for value, state, count in shown}
    assert options["15"] == ("", 1)
    assert options["1"] == ("checked", 0)
    assert options["2"] == ("disabled", 0)
    assert len(options) == 23


def test_the_objective_page_lists_actions_of_its_children(client):
    practice = published(tags=["gcm-1", "gcr-b2-1", "sdg-10-7"])
    for address in ("/en/agendas/sdg/sdg-10/", "/en/agendas/sdg/sdg-10-7/", "/en/agendas/gcr/gcr-b/"):
        assert practice.code in body(client.get(address)), address
    assert practice.code not in body(client.get("/en/agendas/sdg/sdg-11/"))


def test_long_lists_have_pages(client):
    lrg = town(slug="our-town")
    for number in range(21):
        published(lead_lrg=lrg, title=f"Action number {number}")
    first, second = client.get("/en/practices/"), client.get("/en/practices/?page=2")
    assert [len(page.context["cards"]) for page in (first, second)] == [20, 1]
    assert not {card.code for card in first.context["cards"]} & {card.code for card in second.context["cards"]}
    assert first.context["next_url"] == "?page=2"
    assert second.context["previous_url"] == "?page=1"
    assert len(client.get("/en/local-governments/our-town/?page=3").context["cards"]) == 1
    assert client.get("/en/local-governments/our-town/?page=4").status_code == 404
