"""Publications and peer learning notes: lists, feed, pages, files; who reads what, what it costs, bad input."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from compacts.models import Agenda
from events import actions
from events.enums import PublicationKind
from events.models import Edition, Publication
from practices.models import Endorsement
from tests.factories.accounts import UserFactory
from tests.factories.directory import MandateFactory, NetworkFactory, OrganisationFactory
from tests.factories.events import (
    archived_publication,
    event,
    person,
    publication,
    published_event,
    published_publication,
    published_series,
)
from tests.factories.practices import draft, published, town

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n%%EOF\n"


def text(**by_language):
    return by_language


def body(answer):
    return answer.content.decode()


def titles(answer):
    return [str(card["title"]) for card in answer.context["cards"]]


def pdf(name="note.pdf"):
    return SimpleUploadedFile(name, PDF)


def rich_note(number=1, **data):
    """A note with ``number`` rows of everything that its page shows."""
    each = range(number)
    lrgs = [town() for _ in each]
    host = published_event(host=town().slug, country="FR", starts_on="2021-03-16", ends_on="2021-03-18")
    given = {
        "kind": "note",
        "event": host.slug,
        "series": published_series().slug,
        "subtitle": text(en="Key lessons"),
        "summary": text(en="What was learnt."),
        "hashtag": "#Cities",
        "isbn": "978-1",
        "doi": "10.1/x",
        "licence": "CC BY 4.0",
        "published_on": "2021-10-01",
        "published_precision": "month",
        "acknowledgement": text(en="Paid by others."),
        "input_into": text(en="A framework"),
        "lrgs": [lrg.slug for lrg in lrgs],
        "networks": [NetworkFactory().slug for _ in each],
        "themes": ["housing", "health", "data"][:number],
        "objectives": ["gcm-15", "gcm-1", "sdg-11"][:number],
        "agendas": ["gcm", "gcr", "sdg"][:number],
        "forums": ["imrf-2022", "grf-2023", "hlpf-2026"][:number],
        "editions": [{"language": code, "url": "https://example.org/"} for code in ("en", "es", "fr")[:number]],
        "contributors": [
            {
                "person": person().slug,
                "position_title": text(en="Mayor then"),
                "organisation": OrganisationFactory().slug,
                "role": role,
            }
            for role in ("foreword", "author", "editor")[:number]
        ],
        "passages": [
            {"kind": kind, "title": text(en=f"{kind} {row}"), "body": text(en="Words."), "addressed_to": text(en="All")}
            for kind in ("section", "learning", "recommendation", "principle")
            for row in each
        ],
        "case_studies": [
            {"lrg": lrg.slug, "practice": published(lead_lrg=lrg).pk, "title": text(en="Case"), "body": text(en="It.")}
            for lrg in lrgs
        ],
        "figures": [{"measure": "lrgs", "number": 300, "note": text(en="co-created")} for _ in each],
    }
    for _ in each:
        published_publication(lrgs=[lrgs[0].slug])
    return published_publication(**{**given, **data})


# Queries ----------------------------------------------------------------------------------------------------------

QUERIES = {
    "/fr/publications/": 28,
    "/fr/publications/?kind=note&theme=housing&gcm=15&language=en&sort=title": 30,
    "/fr/notes/": 10,
    "/fr/publications/feed/": 4,
}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("address", QUERIES)
def test_a_list_takes_the_same_queries_whatever_its_length(client, django_assert_num_queries, address, number):
    for row in range(number):
        lrg = town()
        held = published_event(series=published_series().slug, country="KE", host=lrg.slug)
        published_publication(
            kind="note",
            title=f"Note {row}",
            event=held.slug,
            series=held.series.slug,
            lrgs=[lrg.slug],
            networks=[NetworkFactory().slug],
            objectives=["gcm-15"],
            forums=["imrf-2022"],
            published_on="2021-10-01",
        )
    client.get("/fr/practices/")  # what a process reads once: the index and the choices
    with django_assert_num_queries(QUERIES[address]):
        answer = client.get(address)
    assert answer.status_code == 200
    assert body(answer).count("Note ") >= number


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_takes_the_same_queries_whatever_its_length(client, django_assert_num_queries, number):
    note = rich_note(number)
    with django_assert_num_queries(27):
        answer = client.get(note.get_absolute_url())
    assert answer.status_code == 200


# Lists ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def shelf():
    """Three notes with gaps in their numbers and two other publications."""
    grenoble, lisbon = town(slug="grenoble-x", country="FR"), town(slug="lisbon-x", country="PT")
    held = published_event(slug="citizenship", title="Citizenship", host=grenoble.slug, starts_on="2021-03-16")
    notes = {
        28: {"event": held.slug, "lrgs": [grenoble.slug], "themes": ["data"], "published_on": "2021-10-01"},
        25: {"themes": ["housing"], "objectives": ["sdg-10-7"], "published_on": "2019-06-01"},
        20: {"lrgs": [lisbon.slug], "themes": ["health"], "networks": [NetworkFactory(slug="net-x").slug]},
    }
    for number, data in notes.items():
        languages = ("en", "es", "fr") if number != 25 else ("en",)
        editions = [{"language": code, "url": "https://example.org/"} for code in languages]
        published_publication(kind="note", number=number, title=f"Note {number}", editions=editions, **data)
    published_publication(kind="op-ed", title="No borders", published_on="2022-11-01", forums=["imrf-2022"])
    published_publication(
        kind="policy-study",
        title={"en": "Zest", "fr": "Accès aux soins"},
        states={"fr": "human"},
        series=published_series(slug="live").slug,
        editions=[{"language": "fr", "state": "in-preparation"}, {"language": "en", "url": "https://example.org/"}],
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["No borders", "Note 28", "Note 25", "Note 20", "Zest"]),
        ("sort=oldest", ["Note 25", "Note 28", "No borders", "Note 20", "Zest"]),
        ("sort=title", ["No borders", "Note 20", "Note 25", "Note 28", "Zest"]),
        ("sort=number", ["Note 28", "Note 25", "Note 20", "No borders", "Zest"]),
        ("kind=note&kind=op-ed&sort=title", ["No borders", "Note 20", "Note 25", "Note 28"]),
        ("theme=data", ["Note 28"]),
        ("sdg=10", ["Note 25"]),
        ("gcm=1", []),
        ("language=es&sort=number", ["Note 28", "Note 20"]),
        ("language=fr&sort=number", ["Note 28", "Note 20"]),
        ("lrg=grenoble-x", ["Note 28"]),
        ("country=PT", ["Note 20"]),
        ("network=net-x", ["Note 20"]),
        ("series=live", ["Zest"]),
        ("event=citizenship", ["Note 28"]),
        ("forum=imrf-2022", ["No borders"]),
        ("year_from=2020&year_to=2021", ["Note 28"]),
        ("year_from=2021&year_to=2020", ["Note 28"]),
        ("q=borders", ["No borders"]),
        ("q=SOINS", ["Zest"]),
    ],
)
def test_filters_and_orders(client, shelf, query, expected):
    answer = client.get(f"/en/publications/?{query}")
    assert titles(answer) == expected
    assert not answer.context["notices"]


@pytest.mark.parametrize("name", ["publications", "notes"])
def test_lang_is_text_available_in_as_for_actions(client, shelf, name):
    answer = client.get(f"/en/{name}/?lang=es")
    assert titles(answer) == titles(client.get(f"/en/{name}/?language=es")) == ["Note 28", "Note 20"]
    assert not answer.context["notices"]
    (chip,) = answer.context["chips"]
    assert client.get(f"/en/{name}/{chip['url']}").context["chips"] == []
    assert client.get(f"/en/{name}/?lang=xx").context["notices"]


def test_lang_is_text_available_in_for_machines_and_the_language_of_the_answer(client, shelf):
    answer = client.get("/api/v1/publications/?lang=es&kind=note")
    assert (answer["Content-Language"], answer.json()["count"], answer.json()["notices"]) == ("es", 2, [])
    assert body(client.get("/en/publications/feed/?lang=es")).count("<entry>") == 2


def test_a_draft_translation_is_not_searched(client):
    published_publication(title={"en": "Plain", "fr": "Girafe"}, states={"fr": "draft"})
    assert titles(client.get("/fr/publications/?q=girafe")) == []


def test_counts_of_a_facet_ignore_its_own_choice(client, shelf):
    facets = {facet["name"]: facet for facet in client.get("/en/publications/?kind=note").context["facets"]}
    counts = {option["value"]: option["count"] for option in facets["kind"]["options"]}
    assert counts == {"note": 3, "policy-study": 1, "op-ed": 1}
    assert {option["value"]: option["count"] for option in facets["lrg"]["options"]} == {
        "grenoble-x": 1,
        "lisbon-x": 1,
    }
    goals = {option["value"]: option["count"] for option in facets["sdg"]["options"]}
    assert goals["10"] == 1


def test_the_event_of_a_note_counts_only_while_everybody_may_read_it(client):
    hidden = published_event(host=town(slug="hush-town").slug, visibility="participants", slug="hush")
    published_publication(event=hidden.slug)
    page = client.get("/en/publications/")
    assert "hush" not in body(page)
    assert titles(client.get("/en/publications/?lrg=hush-town")) == []
    assert client.get("/en/publications/?event=hush").context["notices"]


def test_notes_stand_by_number_with_their_event_and_languages(client, shelf):
    answer = client.get("/en/notes/")
    assert titles(answer) == ["Note 28", "Note 25", "Note 20"]
    page = re.sub(r"\s+", " ", body(answer))
    assert 'href="/en/notes/28/"' in page
    assert 'href="/en/events/citizenship/"' in page
    assert page.count('<abbr title="Español">ES</abbr>') == 2
    assert titles(client.get("/en/notes/?language=es&theme=health")) == ["Note 20"]


def test_an_unknown_value_gives_a_notice_and_the_rest(client, shelf):
    answer = client.get("/en/publications/?kind=poem&kind=op-ed&year_from=soon&sort=best")
    assert titles(answer) == ["No borders"]
    assert len(answer.context["notices"]) == 3


BAD = ["%00", "%ED%A0%80", "9" * 400, "'%22%3E%3Cscript%3E", "%F0%9F%8C%8D", "-1"]


@pytest.mark.parametrize("value", BAD)
@pytest.mark.parametrize("name", ["q", "kind", "theme", "lrg", "country", "gcm", "event", "year_from", "sort", "page"])
def test_bad_values_never_break_a_list(client, shelf, name, value):
    for path in ("/en/publications/", "/en/publications/feed/"):
        answer = client.get(f"{path}?{name}={value}")
        assert answer.status_code == (404 if name == "page" and path != "/en/publications/feed/" else 200)
        assert "<script>" not in body(answer)


@pytest.mark.parametrize("path", ["notes/{}/", "publications/files/{}/", "publications/covers/{}/"])
@pytest.mark.parametrize("number", ["0", "9999999999999999999999999", "3000000000"])
def test_numbers_that_nothing_has_are_404(client, path, number):
    assert client.get(f"/en/{path.format(number)}").status_code == 404


def test_an_empty_list_says_so(client):
    assert "Nothing has been published here yet" in body(client.get("/en/notes/"))
    assert "Nothing in this list matches “zzz”" in body(client.get("/en/publications/?q=zzz"))


def test_pages_of_a_long_list(client):
    for _ in range(21):
        published_publication()
    assert len(client.get("/en/publications/?page=2").context["cards"]) == 1
    assert client.get("/en/publications/?page=3").status_code == 404


def test_the_feed_follows_the_filters(client, shelf):
    published_publication(visibility="internal", kind="note", title="Hidden")
    feed = body(client.get("/en/publications/feed/?kind=note&sort=title"))
    entries = re.findall(r"<entry><title>([^<]+)", feed)
    assert sorted(entries) == [f"Peer learning note #{number}: Note {number}" for number in (20, 25, 28)]
    assert 'href="http://testserver/en/publications/?kind=note"' in feed


# The page ---------------------------------------------------------------------------------------------------------


def test_a_note_is_a_readable_document(client):
    note = published_publication(
        kind="note",
        number=28,
        title="Local citizenship",
        subtitle=text(en="Key lessons"),
        event=published_event(
            slug="grenoble-2021", starts_on="2021-03-16", ends_on="2021-03-18", host=town(name_en="Grenoble X").slug
        ).slug,
        published_on="2021-10-01",
        editions=[
            {"language": "en", "url": "https://example.org/en"},
            {"language": "fr", "url": "https://example.org/fr", "starts_at": 851},
            {"language": "ar", "state": "in-preparation"},
        ],
        contributors=[
            {"person": person("Ada Mayor").slug, "position_title": text(en="Mayor then"), "role": "foreword"},
            {"organisation": OrganisationFactory(name_en="The Editors").slug, "role": "editor"},
        ],
        passages=[
            {"kind": "recommendation", "body": text(en="Fund it."), "addressed_to": text(en="National governments")},
            {"kind": "section", "title": text(en="Why"), "body": text(en="Because.")},
            {"kind": "learning", "body": text(en="Start small.")},
        ],
        figures=[{"measure": "networks", "number": 30, "is_minimum": True}],
    )
    page = re.sub(r"\s+", " ", body(client.get(note.get_absolute_url())))
    assert note.get_absolute_url() == "/en/notes/28/"
    for shown in (
        "Peer learning note #28",
        '<a href="/en/events/grenoble-2021/">',
        "16–18 March 2021",
        "Grenoble X",
        ">Ada Mayor</a>, <span>Mayor then</span>",
        "To: <span>National governments</span>",
        "from 14:11",
        "In preparation",
        "30+",
        "The Editors (2021). Local citizenship: Key lessons. Peer learning note #28. ",
        "http://testserver/en/notes/28/",
    ):
        assert shown in page, shown
    contents = re.search(r'<nav class="content-nav".*?</nav>', page)[0]
    labels = re.findall(r'<a href="#[^"]+">([^<]+)</a>', contents)
    assert labels == [
        *["Key facts", "Read, hear or see it", "Why", "Key learnings", "Recommendations", "Objectives and themes"],
        *["Who made it", "Cite this"],
    ]


def test_a_numbered_note_stands_under_its_number(client):
    note = published_publication(kind="note", number=25, slug="civil-society")
    answer = client.get("/en/publications/civil-society/")
    assert (answer.status_code, answer["Location"]) == (301, note.get_absolute_url())


def test_reference_managers_and_search_engines_read_it(client):
    note = published_publication(
        kind="note",
        number=28,
        title="Data & </script><b>",
        isbn="978-1",
        published_on="2021-10-01",
        published_precision="month",
        contributors=[{"person": person("Ada Author").slug, "role": "author"}],
    )
    page = body(client.get(note.get_absolute_url()))
    assert '<meta name="citation_author" content="Ada Author">' in page
    assert '<meta name="citation_publication_date" content="2021/10">' in page
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    said = json.loads(script)
    assert said["name"] == "Data & </script><b>"
    assert (said["@type"], said["datePublished"], said["reportNumber"]) == ("Report", "2021-10", "28")
    assert said["author"] == [{"@type": "Person", "name": "Ada Author"}]


def test_a_press_release_is_cited_by_the_bodies_of_its_press_contacts(client):
    body = OrganisationFactory(name_en="The Press Office Body")
    contact = {"person": person("Paula Press").slug, "organisation": body.slug, "role": "press-contact"}
    figures = [{"measure": "participants", "number": 1000, "is_minimum": True}]
    entry = published_publication(
        kind="press-release", title="News of a day", published_on="2020-04-20", contributors=[contact], figures=figures
    )
    answer = client.get(entry.get_absolute_url())
    assert answer.context["citation"].startswith("The Press Office Body (2020). News of a day. Press release. ")
    assert "1,000+" in answer.content.decode()


def test_a_text_that_falls_back_says_its_language(client):
    note = published_publication(
        language="fr",
        title={"fr": "Carte locale", "es": "Tarjeta"},
        states={"es": "draft"},
        summary={"fr": "Le résumé", "es": "El resumen"},
    )
    page = body(client.get(f"/es{note.get_absolute_url()[3:]}"))
    assert '<h1 lang="fr">Carte locale</h1>' in page
    assert "El resumen" not in page
    assert "Tarjeta" not in page


def test_a_charter_names_its_principles_and_who_signed_it(client):
    charter = published_publication(
        kind="declaration",
        text_of="lmp",
        event=published_event(slug="congress", title="Congress").slug,
        figures=[{"measure": "lrgs", "number": 300}],
    )
    Endorsement.objects.create(
        agenda=Agenda.objects.get(code="lmp"),
        lrg=town(name_en="Signing Town"),
        signatory_name="Ann Signer",
        signatory_position="Mayor",
        signed_on="2022-10-12",
        evidence_note="Act",
    )
    page = re.sub(r"\s+", " ", body(client.get(charter.get_absolute_url())))
    for shown in ("Adopted at", "/en/events/congress/", "Lampedusa principle 1", "Signing Town", "Ann Signer, Mayor"):
        assert shown in page, shown
    assert "12 October 2022" in page
    assert "Evidence: Act" in page


@pytest.mark.parametrize("kind", PublicationKind.values)
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_kind_opens_in_every_language(client, kind, language):
    note = published_publication(kind=kind)
    assert client.get(f"/{language}{note.get_absolute_url()[3:]}").status_code == 200


# Who reads what ---------------------------------------------------------------------------------------------------

CANARY = "Canary"


def everything_public(client, lrg):
    """Every public answer that could name a publication, in one text."""
    addresses = ["/en/publications/", "/en/notes/", "/en/publications/feed/", f"/en/local-governments/{lrg.slug}/"]
    addresses += [
        "/sitemap-publications.xml",
        "/en/agendas/lmp/",
        "/en/agendas/gcm/gcm-15/",
        "/en/publications/?q=canary",
    ]
    return "\n".join(body(client.get(address)) for address in addresses)


@pytest.mark.parametrize("data", [{"visibility": "participants"}, {"visibility": "internal"}, None])
def test_what_is_not_public_is_nowhere(client, data):
    lrg = town()
    given = {"title": CANARY, "lrgs": [lrg.slug], "objectives": ["gcm-15"], "agendas": ["lmp"], "text_of": "lmp"}
    hidden = publication(**given) if data is None else published_publication(**given, **data)
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert CANARY not in everything_public(client, lrg).replace("q=canary", "")


def test_an_archived_publication_keeps_a_tombstone(client, editor):
    lrg = town()
    gone = archived_publication(
        reason="Replaced by a newer one.", title=CANARY, summary=text(en="Long gone words"), lrgs=[lrg.slug]
    )
    for reader in (None, editor):
        if reader:
            client.force_login(reader)
        answer = client.get(gone.get_absolute_url())
        assert answer.status_code == 410
        assert "Replaced by a newer one." in body(answer)
        assert "Long gone words" not in body(answer)
    client.logout()
    assert CANARY not in everything_public(client, lrg)


def test_participants_read_what_is_for_them(client):
    lrg = town()
    officer = MandateFactory(lrg=lrg).officer
    held = published_event(delegations=[{"lrg": lrg.slug, "state": "attended"}])
    report = published_publication(visibility="participants", event=held.slug, title=CANARY)
    other = published_publication(visibility="participants", title="Other")
    client.force_login(officer)
    assert CANARY in body(client.get(report.get_absolute_url()))
    assert client.get(other.get_absolute_url()).status_code == 404


def test_only_press_contacts_have_an_address(client):
    entry = published_publication(
        contributors=[
            {"position_title": text(en="Author"), "role": "author", "email": "author@example.org"},
            {"position_title": text(en="Press office"), "role": "press-contact", "email": "press@example.org"},
        ]
    )
    page = body(client.get(entry.get_absolute_url()))
    assert 'href="mailto:press@example.org"' in page
    assert "author@example.org" not in page


def test_what_a_publication_leads_to_is_shown_only_where_it_is_public(client):
    hidden_event = event(title="Canary event")
    hidden_action = draft(title="Canary action")
    entry = published_publication(
        event=hidden_event.slug,
        case_studies=[{"lrg": town().slug, "practice": hidden_action.pk, "title": text(en="Case")}],
    )
    page = body(client.get(entry.get_absolute_url()))
    assert "Case" in page
    assert "Canary" not in page


# Files ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def with_file(settings, tmp_path):
    """A function that publishes something with a file and a cover."""
    settings.MEDIA_ROOT = tmp_path

    def build(**data):
        editor = UserFactory(editor=True)
        entry = published_publication(by=editor, **data)
        actions.attach(entry=entry, by=editor, upload=pdf("Nota número 28.pdf"), row=entry.editions.get())
        return Publication.objects.get(pk=entry.pk), Edition.objects.get(publication=entry.pk)

    return build


def test_an_edition_is_saved_under_its_name(client, with_file):
    entry, edition = with_file()
    answer = client.get(f"/en/publications/files/{edition.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert "attachment" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    page = body(client.get(entry.get_absolute_url()))
    assert f'href="/en/publications/files/{edition.pk}/"' in page
    assert "citation_pdf_url" in page


def test_files_follow_their_publication(client, with_file, editor):
    _entry, edition = with_file(visibility="internal")
    assert client.get(f"/en/publications/files/{edition.pk}/").status_code == 404
    client.force_login(editor)
    answer = client.get(f"/en/publications/files/{edition.pk}/")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


def test_a_tombstone_keeps_its_files(client, with_file):
    entry, edition = with_file()
    actions.archive(entry=entry, by=UserFactory(editor=True), reason="Old.")
    assert client.get(f"/en/publications/files/{edition.pk}/").status_code == 404


def test_an_edition_in_preparation_is_not_sent(client, with_file):
    _entry, edition = with_file()
    Edition.objects.filter(pk=edition.pk).update(state="in-preparation")
    assert client.get(f"/en/publications/files/{edition.pk}/").status_code == 404
