"""The five source scenarios as readers meet them: on pages, in three languages, in every format."""

import html
import re

import pytest

from events.models import Event, Publication
from portal.accounts.models import User
from portal.directory import actions as directory_actions
from portal.directory.models import Organisation
from portal.shared import languages
from practices.models import Practice
from tests.factories.accounts import UserFactory
from tests.factories.directory import LRGFactory, MandateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
in_each_language = pytest.mark.parametrize("language", languages.CODES)

CRISIS = "peer-learning-contexts-of-crisis"
LIVE = "live-learning-migration-2020"
#: Words of what only participants read of the crisis peer learning: its outcome, and where its data are.
FOR_PARTICIPANTS = ("Different experiences answer different needs", "collected-data")


def read(client, address, **query):
    answer = client.get(address, query, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


def links(page):
    """The addresses on a page, without their query strings."""
    return [link.split("?")[0].split("#")[0] for link in re.findall(r'<a [^>]*href="([^"]+)"', page)]


def addresses(record):
    """The address of a record by language."""
    return {code: f"/{code}{record.get_absolute_url()[3:]}" for code in languages.CODES}


def actions_of(town):
    return Practice.objects.published().filter(lead_lrg__slug=town)


@in_each_language
def test_crisis_a_researcher_filters_by_crisis_context(client, language):
    found = links(read(client, f"/{language}/events/", crisis="conflict"))
    assert f"/{language}/events/{CRISIS}/" in found
    assert f"/{language}/events/gtfm-second-meeting-2021/" not in found
    rows = client.get("/api/v1/events/", {"crisis": "conflict"}).json()["results"]
    assert [row["slug"] for row in rows] == [CRISIS]


@in_each_language
def test_crisis_its_page_names_whom_the_source_names(client, language):
    page = read(client, f"/{language}/events/{CRISIS}/")
    led_to = links(page)
    for slug in ("fuenlabrada", "notse", "dedougou", "cauayan", "gaziantep", "braga"):
        assert f"/{language}/local-governments/{slug}/" in led_to
    assert f"/{language}/local-governments/municipal-association-of-bangladesh/" in led_to
    assert "Dedougoui" in page
    for slug in ("yehia-ibrahim", "ricardo-rio", "emilia-saiz"):
        assert f"/{language}/people/{slug}/" in led_to
    assert addresses(actions_of("braga").get())[language] in led_to


def test_crisis_the_outcome_is_hidden_from_others_in_every_format(client):
    places = (
        *(f"/{code}/events/{CRISIS}/" for code in languages.CODES),
        *(
            "/en/events/?q=experiences",
            "/en/events/feed/",
            "/en/events/calendar.ics",
            f"/en/events/{CRISIS}/calendar.ics",
        ),
        *("/api/v1/events/", f"/api/v1/events/{CRISIS}/", "/en/practices/?q=Different+experiences", "/sitemap.xml"),
    )
    for user in (None, UserFactory()):
        if user:
            client.force_login(user)
        for place in places:
            said = read(client, place)
            assert not any(words in said for words in FOR_PARTICIPANTS), place


def test_crisis_a_participant_reads_the_outcome_and_the_data(client):
    editor = User.objects.get(email="editor@example.org")
    client.force_login(MandateFactory(lrg=Organisation.objects.get(slug="notse"), confirmed_by=editor).officer)
    page = read(client, f"/en/events/{CRISIS}/")
    assert all(words in page for words in FOR_PARTICIPANTS)


@in_each_language
def test_task_force_from_a_tool_to_the_session_where_it_was_shown(client, language):
    tools = links(read(client, f"/{language}/practices/", kind="tool", theme="data"))
    meeting = f"/{language}/events/gtfm-second-meeting-2021/"
    shown = links(read(client, meeting))
    for town in ("sultanbeyli", "osnabruck"):
        tool = addresses(actions_of(town).get())[language]
        assert tool in tools
        assert tool in shown
        page = read(client, tool)
        assert meeting in links(page)
        assert {*re.findall(r"[\w.+-]+@([\w.-]+\w)", page)} <= {"example.org"}
    assert "@" not in re.sub(r"@(?:media|example\.org)", "", read(client, "/api/v1/events/gtfm-second-meeting-2021/"))


@in_each_language
def test_mc2cm_the_project_counts_its_cities_and_missions(client, language):
    said = {
        "en": ("8 confirmed members, 2 open places", "9 confirmed members, 1 open place"),
        "es": ("8 miembros confirmados, 2 plazas por cubrir", "9 miembros confirmados, 1 plaza por cubrir"),
        "fr": ("8 membres confirmés, 2 places à pourvoir", "9 membres confirmés, 1 place à pourvoir"),
    }[language]
    before = read(client, f"/{language}/networks/mc2cm/")
    assert said[0] in before
    missions = Event.objects.public().filter(kind="study-visit")
    assert {addresses(mission)[language] for mission in missions} <= {*links(before)}
    assert re.search(r"\b5\b[^<]*\b8\b", before[before.index("mission") :])
    project = Organisation.objects.get(slug="mc2cm")
    place = project.memberships.get(description_en="another European city")
    directory_actions.change_membership(
        membership=place,
        by=User.objects.get(email="editor@example.org"),
        state="confirmed",
        member=LRGFactory(slug="ninth-city"),
    )
    after = read(client, f"/{language}/networks/mc2cm/")
    assert said[1] in after
    assert f"/{language}/local-governments/ninth-city/" in links(after)
    assert place.description_fr == "une autre ville européenne"


@in_each_language
def test_mobility_notes_sort_by_number_filter_and_open_their_events(client, language):
    def numbers(**query):
        found = links(read(client, f"/{language}/notes/", **query))
        return list(dict.fromkeys(int(n) for n in re.findall(rf"/{language}/notes/(\d+)/", " ".join(found))))

    assert numbers() == [28, 25, 20]
    assert numbers(language="es") == [28, 20]
    assert numbers(theme="civil-society") == [25]
    for note in Publication.objects.public().filter(kind="note"):
        page = read(client, f"/{language}/notes/{note.number}/")
        assert addresses(note.event)[language] in links(page)
        for case in note.case_studies.all():
            assert addresses(case.practice)[language] in links(page)


@in_each_language
def test_live_from_the_session_to_the_actions_of_each_city(client, language):
    page = links(read(client, f"/{language}/events/{LIVE}/"))
    for town in ("al-hoceima", "grenoble", "tunis", "lampedusa", "rabat", "sfax", "quito", "gaziantep"):
        found = {addresses(one)[language] for one in actions_of(town)}
        assert found
        assert found <= {*page}, town
        for address in found:
            assert f"/{language}/events/{LIVE}/" in links(read(client, address))


@in_each_language
def test_live_from_grenoble_to_2020_2021_the_note_and_its_actions(client, language):
    page = links(read(client, f"/{language}/local-governments/grenoble/"))
    assert f"/{language}/events/{LIVE}/" in page
    assert f"/{language}/events/mc2cm-peer-learning-grenoble-2021/" in page
    assert f"/{language}/notes/28/" in page
    assert {addresses(one)[language] for one in actions_of("grenoble")} <= {*page}


@in_each_language
def test_live_the_series_says_what_it_reached_and_what_comes(client, language):
    page = read(client, f"/{language}/events/series/beyond-the-outbreak/")
    assert "#BeyondTheOutbreak" in page
    for one in Event.objects.public().filter(series__slug="beyond-the-outbreak"):
        assert addresses(one)[language] in links(page)
    release = read(client, f"/{language}/publications/press-release-live-learning-migration/")
    assert "press.uclg@example.org" in release
    assert "press.un-habitat@example.org" in release


@in_each_language
def test_every_record_of_the_demo_opens(client, language):
    for record in (*Event.objects.public(), *Publication.objects.public()):
        page = read(client, addresses(record)[language])
        title = getattr(record, languages.column("title", language))
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1]
        assert html.unescape(heading).strip() == title
