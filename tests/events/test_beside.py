"""Peer learning on the pages of other records: links both ways, only what everybody may read, at a fixed price."""

import re

import pytest

from compacts.models import Agenda
from events import actions
from events.models import IntendedChange
from portal.directory.models import Organisation
from practices.models import Adaptation
from tests.factories.accounts import UserFactory
from tests.factories.directory import NetworkFactory, OrganisationFactory
from tests.factories.events import event, person, published_event, published_publication
from tests.factories.practices import draft, published, town

pytestmark = pytest.mark.django_db

CANARY = "Canary"


def text(**by_language):
    return by_language


def read(client, record, language="en"):
    """The page of ``record`` in one line."""
    answer = client.get(f"/{language}{record.get_absolute_url()[3:]}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def section(page, anchor):
    """One section of a page, empty when it is not there."""
    found = re.search(rf'<section class="record__section" id="{anchor}">.*?</section>', page)
    return found[0] if found else ""


def change(event, lrg, **data):
    given = {"what": "We mean to change.", "language": "en", "is_public": True, "stated_by": UserFactory()}
    return IntendedChange.objects.create(event=event, lrg=lrg, **(given | data))


# Links both ways --------------------------------------------------------------------------------------------------


@pytest.fixture
def grenoble():
    """A town with an action, the session of 2020, the exchange of 2021 and its note."""
    lrg = town(slug="grenoble-x", name_en="Grenoble X")
    card = published(lead_lrg=lrg, title="Local card")
    published_event(
        slug="live-2020",
        title="Live session",
        starts_on="2020-04-16",
        holding="held",
        objectives=["gcm-15"],
        sessions=[{"number": 1, "title": text(en="First part")}],
        participations=[
            {"person": person("Ann Mayor").slug, "organisation": lrg.slug, "role": "speaker", "session": 1},
        ],
        showings=[{"practice": card.pk, "lrg": lrg.slug, "session": 1}],
        announcements=[{"what": text(en="Open every door"), "who": text(en="Grenoble X"), "practice": card.pk}],
    )
    held = published_event(
        slug="exchange-2021",
        title="Exchange",
        starts_on="2021-03-16",
        holding="held",
        host=lrg.slug,
        needs=[{"lrg": lrg.slug, "area": "resources", "what": text(en="Lasting funds")}],
    )
    published_publication(
        kind="note",
        number=28,
        title="Note on citizenship",
        event=held.slug,
        published_on="2021-10-01",
        objectives=["gcm-15"],
        case_studies=[{"lrg": lrg.slug, "practice": card.pk, "title": text(en="The card")}],
    )
    change(held, lrg, became=card)
    return lrg, card


def test_the_story_of_a_town(client, grenoble):
    lrg, card = grenoble
    story = section(read(client, lrg), "story")
    years = re.findall(r"<h3>(\d+)</h3>", story)
    assert years == sorted(years, reverse=True)
    assert years[-2:] == ["2021", "2020"]
    for shown in (
        'href="/en/events/live-2020/"',
        "Ann Mayor (Speaker)",
        'href="/en/events/exchange-2021/"',
        "16 March 2021 · Host",
        'href="/en/notes/28/"',
        f'href="{card.get_absolute_url()}"',
        "Need, Resources: <span>Lasting funds</span>",
        "We mean to change.",
    ):
        assert shown in story, shown


def test_the_note_and_the_events_lead_back(client, grenoble):
    lrg, card = grenoble
    for address in ("/en/notes/28/", "/en/events/live-2020/", "/en/events/exchange-2021/"):
        assert f'href="{lrg.get_absolute_url()}"' in client.get(address).content.decode(), address
    for address in ("/en/notes/28/", "/en/events/live-2020/"):
        assert f'href="{card.get_absolute_url()}"' in client.get(address).content.decode(), address
    assert 'href="/en/events/exchange-2021/"' in client.get("/en/notes/28/").content.decode()
    assert 'href="/en/notes/28/"' in client.get("/en/events/exchange-2021/").content.decode()


def test_an_action_leads_to_where_it_was_shown_and_cited(client, grenoble):
    _lrg, card = grenoble
    page = read(client, card)
    assert 'href="/en/events/live-2020/"' in section(page, "shown")
    assert "First part" in section(page, "shown")
    assert 'href="/en/notes/28/"' in section(page, "publications")
    assert "Open every door" in section(page, "promises")
    assert "We mean to change." in section(page, "inspired")
    contents = re.search(r'<nav class="content-nav".*?</nav>', page)[0]
    assert 'href="#shown"' in contents
    assert 'href="#publications"' in contents


def test_an_objective_leads_to_all_three(client, grenoble):
    _lrg, card = grenoble
    page = client.get("/en/agendas/gcm/gcm-15/").content.decode()
    for address in (card.get_absolute_url(), "/en/events/live-2020/", "/en/notes/28/"):
        assert f'href="{address}"' in page


def test_a_goal_leads_to_what_serves_its_targets(client):
    published_publication(title="On migration", objectives=["sdg-10-7"])
    assert "On migration" in client.get("/en/agendas/sdg/sdg-10/").content.decode()


def test_an_adaptation_is_seen_from_both_ends(client):
    first, second = published(title="First of all"), published(title="Second of all")
    Adaptation.objects.create(practice=first, lrg=second.lead_lrg, adapted_practice=second)
    assert "Taken up elsewhere" in section(read(client, first), "chain")
    assert second.get_absolute_url() in section(read(client, first), "chain")
    back = section(read(client, second), "chain")
    assert "Adapted from" in back
    assert first.get_absolute_url() in back


def test_a_hidden_action_is_not_named_as_origin(client):
    origin, own = draft(title=CANARY), published()
    Adaptation.objects.create(practice=origin, lrg=own.lead_lrg, adapted_practice=own)
    assert CANARY not in read(client, own)


def test_an_agenda_leads_to_its_text_and_adoption(client):
    congress = published_event(slug="congress", title="Congress", kind="congress")
    published_publication(slug="the-charter", kind="declaration", text_of="lmp", event=congress.slug)
    published_publication(title="About the charter", agendas=["lmp"])
    page = read(client, Agenda.objects.get(code="lmp"))
    assert 'href="/en/publications/the-charter/"' in section(page, "text")
    assert 'Adopted at: <a href="/en/events/congress/"' in section(page, "text")
    assert "Congress" in section(page, "events")
    assert "About the charter" in section(page, "publications")


def test_a_project_counts_its_missions_and_shows_its_profiles(client):
    project = NetworkFactory(kind=Organisation.Kind.PROJECT)
    for holding in ("held",) * 5 + ("planned",) * 3 + ("cancelled",):
        published_event(kind="study-visit", holding=holding, networks=[project.slug])
    published_event(kind="study-visit", holding="held", networks=[project.slug], visibility="internal")
    city = town(name_en="Tangier X")
    published_publication(kind="migration-profile", networks=[project.slug], lrgs=[city.slug])
    page = read(client, project)
    assert "5 of 8 missions done" in section(page, "missions")
    assert "Tangier X" in section(page, "profiles")
    assert section(page, "publications") == ""


def test_an_organisation_tells_what_it_organised_where_it_spoke_and_what_it_wrote(client):
    body = OrganisationFactory()
    published_event(title="Organised", organisers=[{"organisation": body.slug, "role": "organiser"}])
    published_event(
        title="Spoken",
        participations=[
            {"person": person("Ann Expert").slug, "position_title": text(en="Director then"), "organisation": body.slug}
        ],
    )
    published_event(title="For others", participations=[{"position_title": text(en="x"), "on_behalf_of": body.slug}])
    published_publication(title="Written", contributors=[{"organisation": body.slug, "role": "editor"}])
    page = read(client, body)
    assert "Organised" in section(page, "events")
    assert "Ann Expert, Director then" in section(page, "appearances")
    assert "For others" in section(page, "appearances")
    assert "Written" in section(page, "publications")


def test_a_long_list_is_short_and_leads_to_all(client):
    network = NetworkFactory()
    for _ in range(7):
        published_publication(networks=[network.slug])
    shown = section(read(client, network), "publications")
    assert shown.count("<li>") == 6
    assert f'href="/en/publications/?network={network.slug}"' in shown


# What is hidden stays so ------------------------------------------------------------------------------------------


def pages(client, lrg, practice, project, body):
    """Every page that peer learning adds to, in one text."""
    records = [lrg, practice, project, body, Agenda.objects.get(code="lmp")]
    return "\n".join([*(read(client, one) for one in records), client.get("/en/agendas/gcm/gcm-15/").content.decode()])


@pytest.mark.parametrize("state", ["draft", "participants", "internal", "archived"])
def test_what_is_not_public_is_nowhere(client, state):
    lrg, project, body = town(), NetworkFactory(), OrganisationFactory()
    practice = published(lead_lrg=lrg)
    data = {
        "title": CANARY,
        "objectives": ["gcm-15"],
        "agendas": ["lmp"],
        "networks": [project.slug],
        "host": lrg.slug,
        "organisers": [{"organisation": body.slug, "role": "organiser"}],
        "delegations": [{"lrg": lrg.slug}],
        "participations": [{"organisation": body.slug, "position_title": text(en=CANARY)}],
        "showings": [{"practice": practice.pk, "lrg": lrg.slug, "mention": text(en=CANARY)}],
        "announcements": [{"what": text(en=CANARY), "practice": practice.pk}],
        "needs": [{"lrg": lrg.slug, "area": "resources", "what": text(en=CANARY)}],
    }
    if state == "draft":
        hidden = event(**data)
    else:
        editor = UserFactory(editor=True)
        hidden = published_event(by=editor, **data, visibility=state if state != "archived" else "public")
        if state == "archived":
            hidden = actions.archive(entry=hidden, by=editor, reason="Old.")
    change(hidden, lrg, what=CANARY, inspired_by=practice)
    assert CANARY not in pages(client, lrg, practice, project, body)


def test_a_hidden_outcome_stays_hidden(client):
    lrg = town()
    practice = published(lead_lrg=lrg)
    published_event(
        outcome_visibility="participants",
        delegations=[{"lrg": lrg.slug}],
        announcements=[{"what": text(en=CANARY), "practice": practice.pk}],
        needs=[{"lrg": lrg.slug, "area": "resources", "what": text(en=CANARY)}],
    )
    assert CANARY not in read(client, lrg) + read(client, practice)


def test_what_a_town_keeps_to_itself_is_not_told(client):
    lrg = town()
    held = published_event(
        showings=[{"practice": draft(lead_lrg=lrg, title=CANARY).pk, "lrg": lrg.slug, "mention": text(en="A mention")}]
    )
    change(held, lrg, what=CANARY, is_public=False)
    page = read(client, lrg)
    assert "A mention" in page
    assert CANARY not in page


def test_drafts_of_translations_are_not_told(client):
    lrg = town()
    published_event(
        title={"en": "Open", "fr": CANARY}, states={"fr": "draft"}, delegations=[{"lrg": lrg.slug}], holding="held"
    )
    page = read(client, lrg, "fr")
    assert CANARY not in page
    assert '<a href="/fr/events/open/" lang="en" hreflang="en">Open</a>' in page


# Queries ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def world():
    """A function that makes ``number`` of everything and returns page → address."""

    def build(number):
        lrg, body, project = town(), OrganisationFactory(), NetworkFactory(kind=Organisation.Kind.PROJECT)
        practice = published(lead_lrg=lrg)
        for row in range(number):
            for kind in ("peer-learning", "study-visit"):
                held = published_event(
                    kind=kind,
                    objectives=["gcm-15"],
                    agendas=["lmp"],
                    networks=[project.slug],
                    host=lrg.slug,
                    organisers=[{"organisation": body.slug, "role": "organiser"}],
                    delegations=[{"lrg": lrg.slug}],
                    sessions=[{"number": 1, "title": text(en=f"Part {row}")}],
                    participations=[{"person": person().slug, "organisation": lrg.slug}],
                    showings=[{"practice": practice.pk, "lrg": lrg.slug, "session": 1}],
                    announcements=[{"what": text(en="Promise"), "practice": practice.pk}],
                    needs=[{"lrg": lrg.slug, "area": "resources", "what": text(en="Need")}],
                )
                change(held, lrg, became=practice, inspired_by=practice)
                spoken = [{"person": person().slug, "organisation": one.slug} for one in (body, project)]
                published_event(participations=spoken)
            for kind in ("policy-study", "migration-profile", "declaration"):
                published_publication(
                    kind=kind,
                    event=held.slug,
                    objectives=["gcm-15"],
                    agendas=["lmp"],
                    text_of="lmp" if kind == "declaration" else None,
                    networks=[project.slug],
                    lrgs=[lrg.slug],
                    contributors=[{"organisation": body.slug, "role": "editor"}],
                    case_studies=[{"lrg": lrg.slug, "practice": practice.pk, "title": text(en="Case")}],
                )
        return {
            "town": lrg.get_absolute_url(),
            "action": practice.get_absolute_url(),
            "objective": "/en/agendas/gcm/gcm-15/",
            "agenda": "/en/agendas/lmp/",
            "project": project.get_absolute_url(),
            "organisation": body.get_absolute_url(),
        }

    return build


QUERIES = {"town": 30, "action": 39, "objective": 12, "agenda": 15, "project": 20, "organisation": 13}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", QUERIES)
def test_a_page_takes_the_same_queries_whatever_it_tells(client, world, django_assert_num_queries, name, number):
    address = world(number)[name]
    client.get("/en/practices/")  # what a process reads once
    with django_assert_num_queries(QUERIES[name]):
        answer = client.get(address)
    assert answer.status_code == 200
