"""A researcher opens the portal with the demo data and finds what serves a compact objective, in each language."""

import re

import pytest

from portal.shared import languages
from practices.models import Practice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def body(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def links(page):
    return [link.replace("&amp;", "&") for link in re.findall(r'<a [^>]*href="([^"]+)"', page)]


def of(town):
    """The public actions of a demo town."""
    return set(Practice.objects.published().filter(lead_lrg__slug=town))


@pytest.mark.parametrize("language", languages.CODES)
def test_from_the_start_page_to_the_actions_of_an_objective(client, language):
    start = client.get("/", headers={"accept-language": language})
    assert start["Location"] == f"/{language}/"
    home = body(client.get(start["Location"]))
    assert f"/{language}/agendas/gcm/gcm-1/" in links(home)
    agendas = body(client.get(f"/{language}/agendas/"))
    assert f"/{language}/agendas/gcm/" in links(agendas)
    gcm = body(client.get(f"/{language}/agendas/gcm/"))
    assert f"/{language}/agendas/gcm/gcm-1/" in links(gcm)
    objective = client.get(f"/{language}/agendas/gcm/gcm-1/")
    page = body(objective)
    for town in ("sultanbeyli", "osnabruck"):
        action = of(town).pop()
        assert action.code in {card.code for card in objective.context["cards"]}
        address = f"/{language}{action.get_absolute_url()[3:]}"
        assert address in links(page)
        read = body(client.get(address))
        assert "GCM 1" in read or "PMM 1" in read
        assert f"/{language}/local-governments/{town}/" in links(read)
        assert action.code in body(client.get(f"/{language}/local-governments/{town}/"))


@pytest.mark.parametrize("language", languages.CODES)
def test_an_objective_shows_its_sources(client, language):
    answer = client.get(f"/{language}/agendas/gcm/gcm-3/")
    assert "https://rosanjose.iom.int/en/background" in links(body(answer))


@pytest.mark.parametrize("language", languages.CODES)
@pytest.mark.parametrize("typed", ["identité", "IDENTITE", "identite"])
def test_the_card_of_grenoble_is_found_in_every_language(client, language, typed):
    card = next(action for action in of("grenoble") if "identi" in action.title_fr.lower())
    answer = client.get(f"/{language}/practices/", {"q": typed})
    assert card.code in {shown.code for shown in answer.context["cards"]}
    assert card.code in body(answer)
    rows = client.get("/api/v1/practices/", {"q": typed}, headers={"accept-language": language}).json()["results"]
    assert card.code in {row["code"] for row in rows}


@pytest.mark.parametrize("language", languages.CODES)
def test_a_goal_finds_what_is_tagged_to_its_targets(client, language):
    target = set(Practice.objects.published().filter(tags__objective__code="sdg-10-7").values_list("code", flat=True))
    goal = client.get(f"/{language}/practices/?sdg=10")
    found = {row["code"] for row in client.get("/api/v1/practices/?sdg=10&page_size=100").json()["results"]}
    assert target
    assert target <= found
    assert goal.context["total"] == len(found)


@pytest.mark.parametrize("language", languages.CODES)
def test_narrowing_step_by_step_and_back(client, language):
    address = f"/{language}/practices/"
    everything = client.get(address).context["total"]
    basic = client.get(f"{address}?gcm=15")
    groups = {group["name"]: group for group in basic.context["facets"]}
    shown = re.findall(r'value="(\w+)".*?option__count">\((\d+)\)', groups["section"]["html"])
    offered = {value: int(count) for value, count in shown}
    both = client.get(f"{address}?gcm=15&section=mewa")
    assert 0 < both.context["total"] == offered["mewa"] < basic.context["total"] < everything
    assert {chip["url"] for chip in both.context["chips"]} == {"?gcm=15", "?section=mewa"}
    assert client.get(f"{address}?gcm=15").context["total"] == basic.context["total"]
    api = both.context["api_url"]
    assert api == "/api/v1/practices/?gcm=15&section=mewa"
    assert client.get(api).json()["count"] == both.context["total"]


@pytest.mark.parametrize("language", languages.CODES)
def test_every_demo_action_opens_and_can_be_cited(client, language):
    for action in Practice.objects.published():
        link = client.get(f"/id/{action.code}", headers={"accept-language": language})
        page = body(client.get(link["Location"]))
        assert f"http://testserver/id/{action.code}" in page
        assert str(action.text("title")) not in ("", None)


@pytest.mark.parametrize("language", languages.CODES)
def test_actions_without_a_translation_say_so(client, language):
    for action in Practice.objects.published():
        page = client.get(f"/{language}{action.get_absolute_url()[3:]}")
        is_read = language in action.shown_languages
        assert bool(page.context["title"].lang) == (not is_read)
        if not is_read:
            assert f'<h1 lang="{action.original_language}"' in body(page)


@pytest.mark.parametrize("language", languages.CODES)
def test_the_network_of_the_ten_cities(client, language):
    page = body(client.get(f"/{language}/networks/mc2cm/"))
    towns = {
        link for link in links(page) if link.startswith(f"/{language}/local-governments/") and link.count("/") == 4
    }
    assert len(towns) >= 8
