"""Nobody reads a hidden word of peer learning: canaries in every hidden place, looked for in all that is public."""

import re

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse

from events import actions, record
from events.models import Event, Material, Series
from portal.shared import languages
from portal.shared.records import translated
from tests.factories.accounts import UserFactory
from tests.factories.directory import MandateFactory
from tests.factories.events import (
    archived_event,
    event,
    person,
    publication,
    published_event,
    published_publication,
    published_series,
    series,
)
from tests.factories.practices import draft, town

pytestmark = pytest.mark.django_db
CANARY = "canary"
SECRET_URL = f"https://{CANARY}.example/"
FOLLOWED = re.compile(
    r'(?:href="|<loc>)(?:http://testserver)?(/(?:[a-z]{2}/(?:events|people|publications|notes)/|sitemap)[^"<#]*)'
)


def canary(*words):
    return "-".join([CANARY, *words])


def texts(model):
    """Every translated text of ``model``: public in English, a canary in the draft translation."""
    return {name: {"en": "Public", "fr": canary(name, "fr")} for name in translated(model) if name != "title"}


def rows(name, **fields):
    """One row of an event with every text public in English and a canary in French."""
    spec = record.EVENT.rows[name]
    return {**{text: {"en": "Public", "fr": canary(name, text)} for text in translated(spec.model)}, **fields}


def build():
    """A public event and series with something hidden in every place, and hidden records of every sort."""
    lrg = town(slug="our-town")
    title = {"en": "Public title", "fr": canary("title")}
    states = {"fr": "draft"}
    hidden = draft(lead_lrg=lrg, title=canary("practice"))
    ada = person("Ada Ba")
    published_series(slug="open-series", title=title, states=states, **texts(Series))
    series(slug=canary("series"), title=canary("hidden", "series"))
    secret = {name: {"en": canary("outcome", name)} for name in ("what", "who")}
    shown = published_event(
        slug="open",
        title=title,
        states=states,
        series="open-series",
        **{**texts(Event), "key_messages": {"en": canary("messages")}},
        outcome_visibility="participants",
        next_steps=[secret],
        announcements=[{**secret, "practice": hidden.pk}],
        needs=[{"area": "resources", "what": secret["what"]}],
        sessions=[rows("sessions", number=1, title={"en": "Public", "fr": canary("session")})],
        participations=[rows("participations", person=ada.slug)],
        showings=[rows("showings", practice=hidden.pk), {"practice": hidden.pk}],
        quotes=[
            {"words": {"en": canary("unapproved")}, "language": "en", "person": ada.slug},
            {"words": {"en": "Agreed", "fr": canary("draft", "words")}, "language": "en", "approved_by": "Press"},
        ],
        delegations=[rows("delegations", lrg=lrg.slug)],
        figures=[rows("figures", measure="participants", number=5)],
        materials=[
            {"kind": "news", "title": {"en": "Open"}, "url": "https://open.example/", "visibility": "public"},
            {"kind": "news", "title": {"en": canary("link")}, "url": SECRET_URL, "visibility": "internal"},
            {"kind": "other", "title": {"en": canary("for", "few")}, "url": SECRET_URL, "visibility": "participants"},
        ],
    )
    Material.objects.create(
        entry_id=shown.pk,
        kind="other",
        visibility="participants",
        file=ContentFile(CANARY.encode(), name="x"),
        original_name=f"{CANARY}.pdf",
        media_type="application/pdf",
        size=6,
    )
    everything = {"title": canary("hidden"), "summary": {"en": canary("summary")}, "series": "open-series"}
    everything |= {"participations": [{"person": person(canary("name")).slug}], "delegations": [{"lrg": lrg.slug}]}
    event(**everything)
    published_event(visibility="internal", **everything)
    published_event(
        visibility="participants", **{**everything, "delegations": [{"lrg": lrg.slug, "state": "expected"}]}
    )
    archived_event(title="Tombstone", slug="gone", summary={"en": canary("archived")})
    editor = UserFactory(editor=True)
    actions.unpublish(entry=published_event(by=editor, **everything), by=editor, reason=canary("reason"))
    publication(title=canary("publication"), event="open")
    published_publication(title=canary("publication"), event="open", visibility="internal")
    published_publication(title={"en": "Open study", "fr": canary("study")}, states=states, event="open")
    return {"lrg": lrg, "shown": shown}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The records, for a whole module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def addresses():
    """Where a crawl begins: every list in every language, with words that only hidden texts have."""
    yield from ("/sitemap-events.xml", "/sitemap-series.xml", "/sitemap-publications.xml")
    for code in languages.CODES:
        yield f"/{code}/"
        for query in ("", f"?q={CANARY}", "?when=past&sort=title", f"?series={CANARY}-series"):
            yield from (f"/{code}/events/{form}{query}" for form in ("", "calendar.ics", "feed/"))
        yield from (f"/{code}/events/series/", f"/{code}/events/open/calendar.ics", f"/{code}/events/gone/")
        yield from (f"/{code}/events/series/open-series/calendar.ics", f"/{code}/people/ada-ba/")


def crawl(client):
    """Return address → text of everything that is reached."""
    seen, waiting = {}, [*addresses()]
    while waiting:
        address = waiting.pop().replace("&amp;", "&")
        if address in seen or len(seen) > 400:
            continue
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        seen[address] = body.decode("utf-8", "replace")
        if "?" not in address:
            waiting += FOLLOWED.findall(seen[address])
    return seen


@pytest.mark.parametrize("who", ["anonymous", "member", "officer"])
def test_no_hidden_word_is_public(world, client, who):
    if who == "member":
        client.force_login(UserFactory())
    if who == "officer":
        client.force_login(MandateFactory(lrg=town(slug="next-town")).officer)
    seen = crawl(client)
    hidden = re.compile(rf"{CANARY}[-.](?!series)")  # the word alone and the name of the series were asked for
    leaks = {address for address, text in seen.items() if hidden.search(text)}
    assert leaks == set()
    assert len(seen) > 60
    assert "Public title" in seen["/en/events/open/"]
    assert "Open study" in seen["/en/events/open/"]
    assert "Tombstone" in seen["/en/events/gone/"]


def test_who_takes_part_reads_what_is_for_participants_and_no_more(world, client):
    client.force_login(MandateFactory(lrg=world["lrg"]).officer)
    page = client.get("/en/events/open/").content.decode()
    for words in ("messages", "outcome-what", "for-few"):
        assert canary(words) in page
    for words in ("link", "unapproved", "practice", "title", "session"):
        assert f"{canary(words)}<" not in page
    file = Material.objects.get(original_name=f"{CANARY}.pdf")
    answer = client.get(reverse("events:material", args=[file.pk]))
    assert b"".join(answer.streaming_content) == CANARY.encode()
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"] == f'attachment; filename="{CANARY}.pdf"'


def test_formats_for_programs_hold_public_words_whoever_asks(world, client):
    client.force_login(UserFactory(editor=True))
    for address in ("calendar.ics", "feed/", "open/calendar.ics", "series/open-series/calendar.ics"):
        assert CANARY not in client.get(f"/fr/events/{address}").content.decode()
    structured = re.search(r"ld\+json\">(.*?)</script>", client.get("/fr/events/open/").content.decode())[1]
    assert CANARY not in structured
