"""A session that ended while somebody wrote: what was typed comes back after the sign-in, to that person alone."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from practices import actions
from tests.factories.practices import submitted

TYPED = "Which year? <b>canary</b>"


@pytest.fixture
def practice(people):
    return actions.claim(practice=submitted(by=people.officer, lead_lrg=people.lrg), by=people.assigned)


def marked(client, address):
    """The hidden value of the page that says whose it is."""
    return re.search(r'name="person" value="([^"]+)"', client.get(address).content.decode())[1]


def sign_in_with(client, person, waiting):
    """Sign in; what the session of the browser held before stays in it, as at the real page."""
    client.force_login(person)
    session = client.session
    session.update(waiting)
    session.save()


@pytest.mark.parametrize(
    ("name", "rest", "field"),
    [
        ("practices:review-remark", (), "text"),
        ("practices:review-rubric", (), "note"),
        ("practices:review-step", ("decline",), "reason"),
        ("practices:translation", ("fr",), "summary"),
    ],
)
def test_what_was_typed_is_offered_again(people, practice, name, rest, field):
    client, address = Client(), reverse(name, args=[practice.pk, *rest])
    client.force_login(people.editor)
    sent = {field: TYPED, "kind": "required", "person": marked(client, address)}
    client.cookies.pop("session")
    answer = client.post(address, sent)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, reverse("account_login"))
    sign_in_with(client, people.editor, dict(client.session.items()))
    page = client.get(address).content.decode()
    assert "Which year? &lt;b&gt;canary" in page
    assert TYPED not in page
    assert "canary" not in client.get(address).content.decode()  # given back once


def test_it_is_not_offered_to_another_person(people, practice):
    client, address = Client(), reverse("practices:review-remark", args=[practice.pk])
    client.force_login(people.assigned)
    sent = {"text": TYPED, "kind": "required", "person": marked(client, address)}
    client.cookies.pop("session")
    client.post(address, sent)
    sign_in_with(client, people.editor, dict(client.session.items()))
    assert "canary" not in client.get(address).content.decode()
    assert not practice.remarks.exists()
