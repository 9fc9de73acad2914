"""Nobody reads an unpublished word: canaries in every hidden field, looked for in everything that is public."""

import json
import re
from types import SimpleNamespace

import pytest
from django.db import transaction

from portal.shared import languages
from practices import actions, record
from practices.models import Practice, SearchText, Version
from tests.factories.accounts import UserFactory
from tests.factories.directory import MandateFactory
from tests.factories.practices import PracticeFactory, archived, draft, published, submitted, town

pytestmark = pytest.mark.django_db
CANARY = "canary"
#: Addresses that are followed when a page links to them.
FOLLOWED = re.compile(
    r'(?:href="|<loc>)(?:http://testserver)?(/(?:[a-z]{2}/(?:practices|local-governments)/|id/|sitemap)[^"<#]*)'
)
COLLECTIONS = [
    *["practices", "local-governments", "organisations", "networks", "agendas", "objectives", "linkages"],
    *["themes", "forums", "facets"],
]


def canary(*words):
    return "-".join([CANARY, *words])


def secret_texts(*codes):
    """Every translated text of the record as a canary in these languages."""
    return {
        name: {code: canary(name, code) for code in codes} for name in record.translated(Practice) if name != "title"
    }


def secret_rows(code):
    """Every translated row with a public text in English and a canary in ``code``."""
    both = {"en": "Public", code: canary("row", code)}
    return {
        "tags": [{"objective": "gcm-15", "why": both}, {"objective": "sdg-10-7", "why": both}],
        "digital_tools": [{"name": "Register", "purpose": both, "data_protection": both}],
        "reached": [{"number": 50, "split": both}],
        "indicators": [{"name": both, "value": "1", "source": both}],
        "success_conditions": [{"text": both}],
        "building_blocks": [{"text": both}],
        "kind": "commitment",
        "commitment": {"type": "policy", "target": both},
        "commitment_updates": [{"reported_on": "2021-01-01", "status": "planning", "narrative": both}],
        "partner_pledges": [{"organisation": "our-town", "text": both}],
    }


def secret_contact(name):
    return {
        "name": canary(name),
        "position_title": canary(name, "position"),
        "organisation_name": canary(name, "organisation"),
        "email": f"{canary(name)}@town.example",
    }


def build():
    """A town with a public action of each delicate sort, and one hidden action in each state."""
    lrg = town(slug="our-town", sections=["africa"])
    author = UserFactory(editor=True, name=canary("author"), email=f"{canary('author')}@un.example")
    publisher = UserFactory(editor=True, name=canary("publisher"), email=f"{canary('publisher')}@un.example")
    MandateFactory(lrg=lrg, officer=UserFactory(name=canary("officer")), confirmed_by=author)
    options = {"by": author, "lead_lrg": lrg}
    every = {"en": canary("hidden"), "es": canary("hidden"), "fr": canary("hidden")}
    hidden_texts = {**secret_texts(*languages.CODES), "title": every}
    states = {"es": "human", "fr": "human"}

    in_public = published(
        **options,
        publisher=publisher,
        language="en",
        title="Public title",
        states={"es": "human", "fr": "draft"},
        **{name: {**texts, "en": "Public", "es": "Público"} for name, texts in secret_texts("fr").items()},
        **secret_rows("fr"),
        contacts=[
            secret_contact("private-contact"),
            {**secret_contact("focal-point"), "role": "focal-point"},
            {"name": "Open Contact", "email": "open@town.example", "is_public": True},
        ],
        sign_offs=[{"name": canary("mayor"), "position_title": canary("mayor"), "signed_on": "2021-01-01"}],
    )
    # The translation that waits has a title as well.
    Practice.objects.filter(pk=in_public.pk).update(title_fr=canary("title", "fr"))
    again = published(**options, publisher=publisher, title="Public again", states=states)
    again = actions.archive(practice=again, by=author, reason="A reason.")
    actions.restore(practice=again, by=author, reason=canary("restored"))
    kept = {name: value for name, value in hidden_texts.items() if name != "title"}
    tombstone = archived(**options, publisher=publisher, title="Tombstone title", states=states, **kept)
    hidden = [
        draft(**options, states=states, **kept, title=canary("draft")),
        submitted(**options, states=states, **kept, title=canary("submitted")),
        actions.decline(
            practice=submitted(**options, states=states, **kept, title=canary("declined")),
            by=author,
            reason=canary("reason"),
        ),
        actions.withdraw(practice=submitted(**options, **kept, title=canary("withdrawn")), by=author),
    ]
    for state in ("changes-requested", "recommended"):  # no function leads there yet
        practice = submitted(**options, states=states, **kept, title=canary(state))
        Practice.objects.filter(pk=practice.pk).update(status=state, decision=canary("remark"))
        hidden.append(practice)
    hidden.append(PracticeFactory(lead_lrg=lrg, title_en=canary("working-copy"), working_copy_of=in_public))
    related = [practice.pk for practice in hidden]
    in_public.related.set(related)
    again.adaptations.create(lrg=lrg, adapted_practice=hidden[0])
    in_public.commitment.fulfilled_by = hidden[1]
    in_public.commitment.save()
    return SimpleNamespace(lrg=lrg, public=in_public, again=again, tombstone=tombstone, hidden=hidden)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def crawl(client, *addresses):
    """Address → body of everything that can be reached from ``addresses`` through links between actions and towns."""
    waiting, read = list(addresses), {}
    while waiting and len(read) < 250:
        address = waiting.pop(0)
        if address in read:
            continue
        answer = client.get(address)
        assert answer.status_code in (200, 301, 302, 404, 410), address
        body = answer.content.decode() + str(dict(answer.headers))
        read[address] = body
        waiting += [link.replace("&amp;", "&") for link in FOLLOWED.findall(body)]
    return read


def assert_no_canary(read):
    found = {address: re.findall(rf"(?i).{{60}}{CANARY}[\w-]*", body) for address, body in read.items()}
    # What was typed into an address comes back; nothing else may.
    assert {address: hits for address, hits in found.items() if hits} == {}


def test_the_canaries_are_there(world):
    """Else the tests below would prove nothing."""
    columns = [f"{name}_{code}" for name in record.translated(Practice) for code in languages.CODES]
    for column in columns:
        if column not in ("title_en", "title_es"):
            assert Practice.objects.filter(**{f"{column}__startswith": CANARY}).exists(), column
    assert {practice.status for practice in Practice.objects.filter(pk__in=[p.pk for p in world.hidden])} == {
        "draft",
        "submitted",
        "declined",
        "withdrawn",
        "changes-requested",
        "recommended",
    }


@pytest.mark.parametrize("language", languages.CODES)
def test_no_page_says_a_hidden_word(world, client, language):
    start = [
        f"/{language}/",
        f"/{language}/about/",
        f"/{language}/practices/",
        *[f"/{language}/practices/?sort={order}" for order in ("newest", "oldest", "title", "updated")],
        *[f"/{language}/practices/?lang={code}" for code in languages.CODES],
        f"/{language}/practices/?lrg=our-town&q=public",
        f"/{language}/agendas/",
        f"/{language}/agendas/gcm/",
        f"/{language}/agendas/gcm/gcm-15/",
        f"/{language}/agendas/sdg/sdg-10/",
        f"/{language}/agendas/sdg/sdg-10-7/",
        f"/{language}/local-governments/",
        f"/{language}/local-governments/our-town/",
        f"/{language}/organisations/",
        f"/{language}/networks/",
        *[f"/{language}{practice.get_absolute_url()[3:]}" for practice in (world.public, world.again, world.tombstone)],
    ]
    read = crawl(client, *start)
    assert len(read) > 40
    assert_no_canary(read)
    page = read[f"/{language}{world.public.get_absolute_url()[3:]}"]
    assert "open@town.example" in page
    assert page.count("@town.example") == 2  # the one public contact, written and linked


@pytest.mark.parametrize("language", languages.CODES)
def test_no_answer_of_the_api_says_a_hidden_word(world, client, language):
    read = {}
    for collection in COLLECTIONS:
        address = f"/api/v1/{collection}/?page_size=100"
        while address:
            answer = client.get(address, headers={"accept-language": language})
            assert answer.status_code == 200
            read[address] = answer.content.decode()
            address = answer.json().get("next")
    for practice in (world.public, world.again):
        address = f"/api/v1/practices/{practice.code}/"
        read[address] = client.get(address, headers={"accept-language": language}).content.decode()
        assert "content" in json.loads(read[address])
    read["lang"] = client.get(f"/api/v1/practices/?lang={language}").content.decode()
    read["schema"] = client.get("/api/v1/schema/").content.decode()
    assert_no_canary(read)
    shown = json.loads(read["/api/v1/practices/?page_size=100"])
    assert {row["code"] for row in shown["results"]} == {world.public.code, world.again.code}


def test_no_address_for_machines_says_a_hidden_word(world, client):
    read = crawl(client, "/sitemap.xml", "/robots.txt")
    assert any(world.public.code in body for body in read.values())
    assert_no_canary(read)


def test_no_version_and_no_search_text_says_a_hidden_word(world):
    for version in Version.objects.exclude(practice=world.tombstone):
        assert CANARY not in json.dumps(version.content)
    for row in SearchText.objects.all():
        assert CANARY not in row.title + row.body
    assert set(SearchText.objects.values_list("practice", flat=True)) == {world.public.pk, world.again.pk}


@pytest.mark.parametrize("language", languages.CODES)
def test_hidden_words_are_not_found(world, client, language):
    for typed in (CANARY, '"canary-title"', '"private contact"', "Tombstone"):
        page = client.get(f"/{language}/practices/", {"q": typed})
        assert page.context["total"] == 0
        assert client.get("/api/v1/practices/", {"q": typed, "lang": language}).json()["count"] == 0
        assert client.get("/api/v1/facets/", {"q": typed}).json()["count"] == 0


@pytest.mark.parametrize("language", languages.CODES)
def test_a_hidden_action_has_no_address(world, client, language):
    for practice in world.hidden:
        for code in (practice.pk, practice.code, "LA-2026-9999"):
            for address in (
                f"/{language}/practices/{code}/",
                f"/{language}/practices/{code}/{practice.slug or 'canary-draft'}/",
                f"/id/{code}",
                f"/api/v1/practices/{code}/",
            ):
                answer = client.get(address)
                assert answer.status_code == 404, address


def test_hidden_and_unknown_get_the_same_answer(world, client):
    """Whether there is something behind a number cannot be learnt."""

    def answer(code):
        response = client.get(f"/api/v1/practices/{code}/")
        return response.status_code, response.content

    assert answer(world.hidden[0].pk) == answer("LA-1999-0001") == answer(world.tombstone.code)


def test_counts_hold_nothing_hidden(world, client):
    facets = client.get("/api/v1/facets/").json()
    assert facets["count"] == 2
    assert max(value["count"] for group in facets["facets"] for value in group["values"]) == 2
    french = client.get("/api/v1/facets/?lang=fr").json()
    assert french["count"] == 1  # the draft translation does not count
