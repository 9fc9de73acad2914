"""The five source scenarios, each with what its sources say must be possible."""

import datetime
import re

import pytest
from django.contrib.auth.models import AnonymousUser

from events import permissions
from events.enums import Visibility
from events.models import Contributor, Event, Participation, Person, Publication, Series, Showing
from portal.accounts.models import User
from portal.directory import actions as directory_actions
from portal.directory.models import Organisation
from portal.shared import languages
from practices.models import Practice
from tests.factories.accounts import UserFactory
from tests.factories.directory import LRGFactory, MandateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
ANYBODY = AnonymousUser()


def event(slug):
    return Event.objects.public().get(slug=slug)


def publication(slug):
    return Publication.objects.public().get(slug=slug)


def bodies(record, role):
    return {row.organisation.slug for row in record.organisers.filter(role=role)}


def towns(record, **states):
    return {row.lrg.slug for row in record.delegations.filter(lrg__isnull=False, **states)}


def action(town, words):
    """The public action of ``town`` whose title holds ``words`` in one of the languages."""
    found = Practice.objects.published().filter(lead_lrg__slug=town)
    return next(one for one in found if any(words in (getattr(one, name) or "") for name in languages.columns("title")))


# Scenario 0: Migration and displacement in the contexts of crisis ------------------------------------------------


def test_crisis_three_days_whose_year_was_found_later():
    crisis = event("peer-learning-contexts-of-crisis")
    assert (crisis.starts_on, crisis.ends_on) == (datetime.date(2022, 4, 11), datetime.date(2022, 4, 13))
    assert crisis.dates_as_written == "11–13 April"
    for code in languages.CODES:
        assert "2022" in getattr(crisis, languages.column("dates_note", code))
    change = crisis.history.get(transition="update").changes
    assert change["starts_on"] == [None, "2022-04-11"]
    kinds = [session.kind for session in crisis.sessions.all()]
    assert kinds == ["experience-sharing", "simulation", "report-back", "report-back", "closing"]


def test_crisis_organisers_supporters_and_forum():
    crisis = event("peer-learning-contexts-of-crisis")
    assert bodies(crisis, "organiser") == {"mayors-mechanism", "uclg", "mayors-migration-council", "iom"}
    assert bodies(crisis, "supporter") == {
        "uclg-working-group-territorial-crises", "mc2cm", "global-alliance-for-urban-crises", "gtfm", "anvita",
    }  # fmt: skip
    assert [forum.code for forum in crisis.forums.all()] == ["imrf-2022"]


def test_crisis_seven_local_governments_with_the_spelling_of_the_source():
    crisis = event("peer-learning-contexts-of-crisis")
    assert towns(crisis, role="presenter") == {
        "fuenlabrada", "notse", "dedougou", "cauayan", "gaziantep", "municipal-association-of-bangladesh",
    }  # fmt: skip
    assert towns(crisis) - towns(crisis, role="presenter") == {"braga"}
    assert crisis.delegations.get(lrg__slug="dedougou").name_as_written == "Dedougoui"
    assert Organisation.objects.get(slug="municipal-association-of-bangladesh").lrg_type == "association"


def test_crisis_three_persons_one_on_behalf_of_another_body():
    crisis = event("peer-learning-contexts-of-crisis")
    named = {(row.name, row.role) for row in crisis.participations.exclude(person=None)}
    assert named == {("Yehia Ibrahim", "facilitator"), ("Ricardo Rio", "speaker"), ("Emilia Saiz", "closing")}
    facilitator = crisis.participations.get(role="facilitator")
    assert (facilitator.organisation.slug, facilitator.on_behalf_of.slug) == ("uclg-mewa-social-inclusion", "gtfm")


def test_crisis_outcome_and_data_are_for_participants_only():
    crisis = event("peer-learning-contexts-of-crisis")
    assert crisis.outcome_visibility == Visibility.PARTICIPANTS
    assert {(row.kind, row.visibility) for row in crisis.materials.all()} == {("data", Visibility.PARTICIPANTS)}
    assert Visibility.PARTICIPANTS not in permissions.readable_parts(ANYBODY, crisis)
    assert Visibility.PARTICIPANTS not in permissions.readable_parts(UserFactory(), crisis)
    editor = User.objects.get(email="editor@example.org")
    officer = MandateFactory(lrg=Organisation.objects.get(slug="cauayan"), confirmed_by=editor).officer
    assert Visibility.PARTICIPANTS in permissions.readable_parts(officer, crisis)


def test_crisis_the_commitment_in_preparation_is_a_planned_action_of_braga():
    announced = event("peer-learning-contexts-of-crisis").announcements.get()
    assert announced.practice == action("braga", "commitment of European cities")
    assert announced.practice.implementation_status == "planned"


def test_crisis_a_researcher_filtering_crisis_contexts_finds_it():
    found = Event.objects.public().filter(terms__vocabulary="crisis", terms__value="conflict")
    assert [one.slug for one in found] == ["peer-learning-contexts-of-crisis"]


# Scenario 1: second meeting of the Global Task Force on Migration -------------------------------------------------


def test_task_force_is_managed_by_seven_and_stands_on_a_declaration():
    meeting = event("gtfm-second-meeting-2021")
    seven = {"uclg-mewa", "unhcr", "iom", "union-of-municipalities-of-turkiye", "undp", "gaziantep", "wald"}
    assert bodies(meeting, "co-manager") == bodies(meeting.series, "co-manager") == seven
    assert (meeting.series.slug, meeting.number, meeting.starts_on) == (
        "gtfm-meetings",
        2,
        datetime.date(2021, 2, 3),
    )
    declaration = publication("gaziantep-declaration")
    assert declaration.text_of.code == "gzt"
    assert (declaration.event.slug, declaration.event.starts_on.year) == (
        "international-forum-local-solutions-2019",
        2019,
    )
    assert [agenda.code for agenda in meeting.series.agendas.all()] == ["gzt"]


def test_task_force_bodies_moderate_and_functions_speak():
    meeting = event("gtfm-second-meeting-2021")
    first, second = meeting.sessions.all()
    moderator = first.participations.get(role="moderator")
    assert (moderator.organisation.slug, moderator.person) == ("union-of-municipalities-of-turkiye", None)
    officer = first.participations.get(organisation__slug="sultanbeyli")
    assert (officer.name, str(officer.text("position_title"))) == (
        "",
        "Resource Development and International Relations Officer",
    )
    assert first.participations.filter(organisation__slug="osnabruck").count() == 2
    assert second.title_en == "The role of small and intermediary cities as catalysts for stability"
    assert str(second.participations.get(role="moderator").text("position_title")) == "Emergency Coordinator"
    assert [row.organisation.slug for row in second.participations.filter(role="speaker")] == [
        "uclg", "uclg-africa", "sombor", "campillos",
    ]  # fmt: skip
    assert meeting.participations.get(role="opening").name == "Yasmin Alhayek"
    assert meeting.participations.get(role="keynote").person is None


def test_task_force_tools_for_sharing_data_lead_to_the_session_where_they_were_shown(client):
    answer = client.get("/api/v1/practices/?kind=tool&theme=data").json()
    found = {row["lead_lrg"]["slug"]: row for row in answer["results"]}
    applications = Practice.objects.published().filter(digital_tools__isnull=False, themes__code="data")
    assert {one.lead_lrg.slug for one in applications} == {"sultanbeyli", "osnabruck"}
    tools = [found["sultanbeyli"], found["osnabruck"]]
    for row in tools:
        showing = Showing.objects.get(practice__code=row["code"])
        assert (showing.event.slug, showing.session.number) == ("gtfm-second-meeting-2021", 1)
        assert showing.is_confidential
        for address in (f"/api/v1/practices/{row['code']}/", f"/id/{row['code']}"):
            said = client.get(address, follow=True).content.decode()
            assert {*re.findall(r"[\w.+-]+@([\w.-]+\w)", said)} <= {"example.org"}
    words = client.get("/api/v1/practices/?q=application+data").json()["results"]
    assert {row["code"] for row in tools} <= {row["code"] for row in words}


def test_task_force_begins_with_sharing_data():
    meeting = event("gtfm-second-meeting-2021")
    assert "Start with data sharing" in str(meeting.text("key_messages"))
    assert "data sharing" in str(meeting.next_steps.first().text("what"))
    sizes = {Organisation.objects.get(slug=slug).size_class for slug in ("sombor", "campillos")}
    assert sizes <= {"intermediary", "small"}


# Scenario 2: City-to-City Migration ------------------------------------------------------------------------------


def test_mc2cm_eight_cities_two_places_and_five_of_eight_missions():
    project = Organisation.objects.with_place_counts().get(slug="mc2cm")
    assert (project.confirmed_count, project.open_count) == (8, 2)
    missions = Event.objects.public().filter(networks=project, kind="study-visit")
    held = {one.host.slug for one in missions if one.holding == "held"}
    assert held == {"tangier", "tunis", "beirut", "amman", "turin"}
    planned = {one.host.slug for one in missions if one.holding == "planned"}
    assert planned == {"lisbon", "madrid", "lyon"}
    members = project.memberships.filter(role="member", state="confirmed")
    assert held | planned == {place.member.slug for place in members}


def test_mc2cm_the_ninth_city_keeps_history():
    project = Organisation.objects.get(slug="mc2cm")
    place = project.memberships.get(description_en="another European city")
    city = LRGFactory(slug="ninth-city")
    directory_actions.change_membership(
        membership=place,
        by=User.objects.get(email="editor@example.org"),
        state="confirmed",
        member=city,
        since=datetime.date(2016, 3, 1),
    )
    project = Organisation.objects.with_place_counts().get(slug="mc2cm")
    assert (project.confirmed_count, project.open_count) == (9, 1)
    assert [(change.state, change.member) for change in place.changes.all()] == [("open", None), ("confirmed", city)]


def test_mc2cm_partial_dates_themes_and_needs():
    vienna = event("mc2cm-expert-meeting-vienna-2015")
    assert (str(vienna.text("place_name")), vienna.starts_on) == ("Vienna", datetime.date(2015, 11, 18))
    assert {theme.code for theme in vienna.themes.all()} == {
        *("intercultural", "health", "education", "housing", "urban-planning"),
        *("human-rights", "co-development", "employment"),
    }
    focal = event("mc2cm-focal-points-meeting-2016")
    assert (focal.when, focal.holding) == ("early 2016", "planned")
    assert focal.delegations.filter(lrg=None, state="expected").count() == 2
    conference = event("mc2cm-political-conference")
    assert conference.starts_on is None
    assert [need.area for need in conference.needs.all()] == ["governance", "resources", "capabilities"]
    assert bodies(vienna, "funder") == {"european-commission"}


def test_mc2cm_profiles_and_news():
    profiles = publication("city-migration-profiles")
    assert profiles.kind == "migration-profile"
    assert profiles.lrgs.count() == 8
    assert profiles.case_studies.get().practice == action("tangier", "City migration profiles")
    assert publication("mc2cm-migration-profiles-and-dialogue").kind == "news"


# Scenario 3: human mobility at UCLG ------------------------------------------------------------------------------


def test_mobility_notes_sort_by_number_and_open_their_events():
    notes = Publication.objects.public().filter(kind="note").order_by("-number")
    assert [(note.number, note.event.host.slug, note.event.when) for note in notes] == [
        (28, "grenoble", "16–18 March 2021"),
        (25, "sfax", "June 2019"),
        (20, "lisbon", "July 2016"),
    ]
    spoken = {note.number: [edition.language for edition in note.editions.all()] for note in notes}
    assert spoken == {28: ["en", "es", "fr"], 25: ["en"], 20: ["en", "es", "fr"]}
    assert [note.number for note in notes.filter(editions__language="es")] == [28, 20]
    assert [note.number for note in notes.filter(themes__code="civil-society")] == [25]
    for note in notes:
        assert note.case_studies.exclude(practice=None).exists()


def test_mobility_the_charter_was_adopted_at_the_congress():
    charter = publication("lampedusa-charter")
    assert (charter.text_of.code, charter.event.host.slug) == ("lmp", "daejeon")
    figures = {row.measure: (row.number, row.is_minimum) for row in charter.figures.all()}
    assert figures == {
        "years": (2, False),
        "lrgs": (300, False),
        "organisations": (20, False),
        "networks": (30, True),
    }
    assert charter.passages.filter(kind="principle").count() == 7


def test_mobility_every_item_has_its_kind():
    kinds = {
        "op-ed-el-pais-lampedusa-charter": "op-ed",
        "imrf-2022-round-table-3-uclg": "video",
        "not-a-border-tale": "campaign",
        "it-takes-a-community": "campaign",
        "cities4migration-we-are-all-migrants": "video",
        "mc2cm-migration-diaspora-podcast": "podcast",
        "first-report-local-action": "annual-report",
        "call-to-local-action": "tool",
        "online-course-localizing-global-compacts": "course",
        "outcome-report-migrant-women": "outcome-report",
        "going-the-social-distance": "policy-study",
        "promising-practices-essential-services": "framework",
    }
    assert {slug: publication(slug).kind for slug in kinds} == kinds
    op_ed = publication("op-ed-el-pais-lampedusa-charter")
    assert (op_ed.original_language, [edition.language for edition in op_ed.editions.all()]) == ("es", ["es"])
    video = publication("imrf-2022-round-table-3-uclg")
    assert video.editions.get().starts_at_display == "14:11"
    assert [table.code for table in video.round_tables.all()] == ["imrf-2022-rt-3"]
    assert [publication(slug).hashtag for slug in ("not-a-border-tale", "it-takes-a-community")] == [
        "#NotABorderTale",
        "#Ittakesacommunity",
    ]
    assert publication("first-report-local-action").figures.get().number == 70
    assert {agenda.code for agenda in publication("call-to-local-action").agendas.all()} == {"gcm", "gcr", "sdg"}
    framework = publication("promising-practices-essential-services")
    assert {row.organisation.slug for row in framework.contributors.filter(role="co-lead")} == {"who", "un-habitat"}
    assert framework.input_into


# Scenario 4: Live Learning session on migration ------------------------------------------------------------------


def test_live_series_with_hosts_figures_and_planned_sessions():
    series = Series.objects.public().get(slug="beyond-the-outbreak")
    assert (series.hashtag, bodies(series, "host")) == ("#BeyondTheOutbreak", {"uclg", "metropolis", "un-habitat"})
    figures = {row.measure: (row.number, row.is_minimum) for row in series.figures.all()}
    assert figures == {"participants": (1000, True), "sessions": (6, False), "cases": (300, True)}
    planned = series.events.filter(holding="planned")
    assert {one.slug for one in planned} == {
        "live-learning-culture",
        "live-learning-local-finance",
        "live-learning-local-economic-development",
        "live-learning-informality",
    }
    assert "Wednesdays and Thursdays" in str(series.text("rhythm"))


def test_live_session_in_two_parts_with_everybody_as_on_that_day():
    live = event("live-learning-migration-2020")
    assert (live.starts_on, live.crisis_name_en) == (datetime.date(2020, 4, 16), "COVID-19 pandemic")
    first, second = live.sessions.all()
    assert first.participations.get(role="moderator").name == "Jean Pierre Elong Mbassi"
    facilitator = second.participations.get(role="facilitator")
    assert (facilitator.name, str(facilitator.text("position_title"))) == (
        "Lefteris Papagiannakis",
        "Former Vice Mayor of Athens",
    )
    boudra = {row.organisation.slug for row in live.participations.filter(person__slug="mohamed-boudra")}
    assert boudra == {"al-hoceima", "uclg"}
    speakers = {row.name for row in Participation.objects.filter(event=live, role="speaker")}
    assert len(speakers) == 12
    assert live.participations.get(role="closing").name == "Emilia Saiz"


def test_live_quotes_are_short_attributed_and_approved():
    live = event("live-learning-migration-2020")
    assert live.quotes.count() == 9
    for quote in live.quotes.all():
        assert quote.person
        assert quote.approved_by
        for code in languages.CODES:
            assert 0 < len(getattr(quote, languages.column("words", code)).split()) <= 10
    assert live.quotes.get(person__slug="mohamed-sadiki").language == "fr"


def test_live_session_leads_to_the_actions_of_each_city():
    live = event("live-learning-migration-2020")
    for town in towns(live):
        assert live.showings.filter(lrg__slug=town, practice__in=Practice.objects.published()).exists(), town
    shown = {showing.practice for showing in live.showings.all()}
    for town, words in (
        ("grenoble", "identity card"),
        ("rabat", "dormitories"),
        ("rabat", "scolaire"),
        ("quito", "rights-based"),
        ("gaziantep", "language and work"),
        ("gaziantep", "Syrian doctors"),
        ("lampedusa", "civil society"),
    ):
        assert action(town, words) in shown


def test_live_from_grenoble_to_2020_2021_and_its_actions():
    grenoble = Organisation.objects.get(slug="grenoble")
    told = {one.starts_on.year: one for one in Event.objects.public().filter(delegations__lrg=grenoble)}
    assert {2020, 2021} == {*told}
    assert told[2021].publications.get(kind="note").number == 28
    for one in Practice.objects.published().filter(lead_lrg=grenoble):
        assert {showing.event for showing in one.showings.all()} == {*told.values()}
        assert one.case_studies.get().publication.number == 28


def test_live_press_release_has_two_contacts():
    release = publication("press-release-live-learning-migration")
    assert (release.kind, release.event.slug) == ("press-release", "live-learning-migration-2020")
    contacts = Contributor.objects.filter(publication=release, role="press-contact")
    assert {(row.name, row.email) for row in contacts} == {
        ("Alejandra Salas", "press.uclg@example.org"),
        ("Susannah Price", "press.un-habitat@example.org"),
    }


def test_one_person_is_followed_through_all_scenarios():
    saiz = Person.objects.public().get(slug="emilia-saiz")
    assert {row.event.slug for row in saiz.participations.all()} == {
        "peer-learning-contexts-of-crisis",
        "live-learning-migration-2020",
    }
    assert {row.publication.kind for row in saiz.contributions.all()} == {"op-ed", "video"}
