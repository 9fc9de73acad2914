"""Archiving takes an action out of every public place; restoring brings it back."""

import pytest

from practices import actions
from practices.models import Practice
from tests.factories.practices import published, town

pytestmark = pytest.mark.django_db


def places(client, practice):
    """In which public places an action is found."""
    lists = {
        "home": "/en/",
        "browse": "/en/practices/",
        "search": f"/en/practices/?q={practice.title_en.replace(' ', '+')}",
        "town": "/en/local-governments/our-town/",
        "objective": "/en/agendas/gcm/gcm-15/",
        "parent": "/en/agendas/sdg/sdg-10/",
        "sitemap": "/sitemap-practices.xml",
        "api": "/api/v1/practices/",
        "api search": f"/api/v1/practices/?q={practice.title_en.replace(' ', '+')}",
        "related": None,
    }
    found = {
        name for name, address in lists.items() if address and practice.code in client.get(address).content.decode()
    }
    other = Practice.objects.get(title_en="Neighbour")
    if practice.code in client.get(other.get_absolute_url()).content.decode():
        found.add("related")
    counts = client.get("/api/v1/facets/").json()
    return found, counts["count"]


def test_archiving_takes_an_action_out_of_every_place_and_restoring_brings_it_back(client, editor):
    lrg = town(slug="our-town")
    practice = published(by=editor, lead_lrg=lrg, title="Wandering action")
    neighbour = published(by=editor, title="Neighbour", related=[practice.code])
    everywhere = {
        *["home", "browse", "search", "town", "objective", "parent", "sitemap", "api", "api search", "related"],
    }
    assert places(client, practice) == (everywhere, 2)
    actions.archive(practice=practice, by=editor, reason="The project ended.")
    assert places(client, practice) == (set(), 1)
    page = client.get(practice.get_absolute_url())
    assert page.status_code == 410
    for text in ("Wandering action", str(lrg), "The project ended.", practice.code):
        assert text in page.content.decode()
    assert "The summary of" not in page.content.decode()
    assert client.get(f"/api/v1/practices/{practice.code}/").status_code == 404
    actions.restore(practice=practice, by=editor, reason="It goes on.")
    assert places(client, practice) == (everywhere, 2)
    assert client.get(practice.get_absolute_url()).status_code == 200
    assert neighbour.related.count() == 1
