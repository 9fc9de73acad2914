"""Versions and mergers: what the public once read stays readable, and nothing else does."""

import pytest
from django.urls import reverse

from practices import actions
from practices.models import Version
from tests.factories.accounts import UserFactory
from tests.factories.practices import contact, published, submitted

pytestmark = pytest.mark.django_db


def revised(public, *, by, **data):
    """Publish a revision of ``public``."""
    copy = actions.update(practice=actions.revise(practice=public, by=by), by=by, data=data)
    copy = actions.give_consent(practice=copy, by=by)
    copy = actions.submit(practice=copy, by=by)
    return actions.publish(practice=copy, by=UserFactory(editor=True), evidence_level="documented")


@pytest.fixture
def action(editor):
    """An action in two versions, with a draft translation and two contacts."""
    public = published(
        by=editor,
        title="A house",
        summary={"en": "One old house.", "es": "Una casa clandestina."},
        states={"es": "draft", "fr": "human"},
        context={"en": "The context.", "fr": "Le contexte."},
        contacts=[
            contact(name="Open Person", email="open@town.example", is_public=True),
            contact(name="Closed Person", email="closed@town.example"),
        ],
        reached=[{"number": 3, "unit": "persons", "year": 2020, "split": {"en": "three sisters"}}],
    )
    return revised(public, by=editor, summary={"en": "One new house.", "es": "Una casa clandestina."})


def address(name, action, *rest):
    return reverse(f"practices:{name}", args=[action.code, action.slug, *rest])


def test_the_list_names_each_version(client, action):
    page = client.get(address("versions", action))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Version 1" in text
    assert "Version 2" in text
    assert "What changed in version 2" in text
    assert "What changed in version 1" not in text


def test_an_old_version_is_read_as_it_was_and_marked(client, action):
    text = client.get(address("version", action, 1)).content.decode()
    assert "One old house." in text
    assert "One new house." not in text
    assert "This is an old version" in text
    assert f'<link rel="canonical" href="http://testserver{action.get_absolute_url()}">' in text
    assert '<meta name="robots" content="noindex">' in text
    assert "This is the present version" in client.get(address("version", action, 2)).content.decode()


def test_the_changes_are_marked_word_by_word(client, action):
    text = client.get(address("version-changes", action, 2)).content.decode()
    assert "<del>old</del>" in text
    assert "<ins>new</ins>" in text
    assert client.get(address("version-changes", action, 1)).status_code == 404


@pytest.mark.parametrize("name", ["versions", "version", "version-changes"])
def test_nothing_is_shown_that_was_not_public(client, action, name):
    rest = [] if name == "versions" else [2]
    for language in ("en", "es", "fr"):
        text = client.get(address(name, action, *rest).replace("/en/", f"/{language}/")).content.decode()
        for hidden in ("clandestina", "Closed Person", "closed@", "Open Person", "open@", "three sisters"):
            assert hidden not in text, (name, language, hidden)


def test_a_version_is_read_in_the_language_of_the_reader_where_it_has_one(client, action):
    text = client.get(address("version", action, 1).replace("/en/", "/fr/")).content.decode()
    assert "Le contexte." in text
    assert 'lang="en"' in text  # the title has no French


def test_versions_of_hidden_and_unknown_actions_do_not_exist(client, editor, action):
    hidden = submitted(by=editor)
    for code, number in ((str(hidden.pk), 1), ("LA-1999-0001", 1), (action.code, 3), (action.code, 0)):
        for name in ("version", "version-changes"):
            assert client.get(reverse(f"practices:{name}", args=[code, action.slug, number])).status_code == 404
    assert client.get(reverse("practices:versions", args=["LA-1999-0001", "x"])).status_code == 404


def test_an_old_slug_leads_to_the_present_one(client, action):
    answer = client.get(f"/en/practices/{action.code}/old-name/versions/1/")
    assert (answer.status_code, answer.url) == (301, address("version", action, 1))


def test_the_versions_of_an_archived_action_are_gone(client, editor, action):
    actions.archive(practice=action, by=editor, reason="Ended.")
    for name, rest in (("versions", []), ("version", [1]), ("version-changes", [2])):
        answer = client.get(address(name, action, *rest))
        assert answer.status_code == 410
        assert "One old house." not in answer.content.decode()


def test_the_page_of_an_action_leads_to_its_versions(client, action):
    assert address("versions", action) in client.get(action.get_absolute_url()).content.decode()


def test_a_merged_action_leads_to_the_one_it_became_part_of(client, editor):
    first, second, third = (published(by=editor) for _number in range(3))
    actions.merge(practice=first, into=second, by=editor)
    actions.merge(practice=second, into=third, by=editor)
    for path in (
        first.get_absolute_url(),
        reverse("practices:short", args=[first.code]),
        f"/id/{first.code}",
        reverse("practices:versions", args=[first.code, first.slug]),
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.url) == (301, third.get_absolute_url()), path
    answer = client.get(f"/api/v1/practices/{first.code}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/practices/{third.code}/")


def test_a_merged_action_whose_successor_is_archived_is_a_tombstone(client, editor):
    first, second = published(by=editor), published(by=editor)
    actions.merge(practice=first, into=second, by=editor)
    actions.archive(practice=second, by=editor, reason="Ended.")
    assert client.get(first.get_absolute_url()).status_code == 410
    assert client.get(f"/api/v1/practices/{first.code}/").status_code == 404


def test_a_restored_action_is_itself_again(client, editor):
    first, second = published(by=editor), published(by=editor)
    merged = actions.merge(practice=first, into=second, by=editor)
    actions.restore(practice=merged, by=editor, reason="They differ after all.")
    assert client.get(first.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("path", "number"), [("versions/", 3), ("versions/1/", 8), ("versions/2/changes/", 8)])
def test_number_of_queries(client, action, django_assert_num_queries, path, number):
    client.get(action.get_absolute_url() + path)
    with django_assert_num_queries(number):
        client.get(action.get_absolute_url() + path + "?again")


def test_old_versions_without_a_field_are_still_read(client, action):
    """A version is kept for good: the record may gain fields after it."""
    kept = Version.objects.get(practice=action, number=1)
    kept.content = {name: kept.content[name] for name in ("title", "original_language", "code", "languages")}
    kept.save()
    assert client.get(address("version", action, 1)).status_code == 200
    assert client.get(address("version-changes", action, 2)).status_code == 200
