"""The directory in the admin."""

import pytest
from django.apps import apps
from django.urls import reverse

from portal.directory import actions
from portal.directory.models import Mandate, Organisation
from tests.factories.accounts import UserFactory
from tests.factories.directory import LRGFactory, MandateFactory, MembershipFactory, NetworkFactory

pytestmark = pytest.mark.django_db

MODELS = [model for model in apps.get_app_config("directory").get_models() if not model._meta.auto_created]


@pytest.fixture
def office(client, editor):
    """A browser in which an editor is signed in."""
    client.force_login(editor)
    return client


def test_members_and_reviewers_stay_out(client):
    for user in (UserFactory(), UserFactory(reviewer=True)):
        client.force_login(user)
        assert client.get(reverse("admin:directory_organisation_changelist")).status_code == 302


def _form(page):
    """Return what the change form would post unchanged."""
    forms = [page.context["adminform"].form]
    for formset in page.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = value
    return data


def test_a_name_changed_in_the_admin_is_findable(office):
    town = LRGFactory(slug="town", name_en="Oldtown")
    address = reverse("admin:directory_organisation_change", args=[town.pk])
    data = _form(office.get(address)) | {
        "name_en": "Newtown",
        "aliases-TOTAL_FORMS": 1,
        "aliases-0-name": "Ñandú",
        "aliases-0-kind": "former",
        "aliases-0-organisation": town.pk,
    }
    response = office.post(address, data)
    assert response.status_code == 302, response.context["errors"]
    assert Organisation.objects.named("newtown").get() == town
    assert Organisation.objects.named("nandu").get() == town
    assert not Organisation.objects.named("oldtown").exists()


def test_a_place_changed_in_the_admin_leaves_a_line_of_history(office, editor):
    place = MembershipFactory(network=NetworkFactory())
    address = reverse("admin:directory_organisation_change", args=[place.network.pk])
    data = _form(office.get(address)) | {"memberships-0-state": "ended"}
    response = office.post(address, data)
    assert response.status_code == 302, response.context["errors"]
    assert [(change.state, change.entered_by) for change in place.changes.all()] == [("ended", editor)]


def test_mandates_are_confirmed_and_ended_by_admin_actions_only(office, editor):
    waiting, standing = MandateFactory(requested=True), MandateFactory()
    address = reverse("admin:directory_mandate_changelist")
    office.post(address, {"action": "confirm", "_selected_action": [waiting.pk, standing.pk]})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.confirmed_by) == ("confirmed", editor)
    page = office.get(address).content.decode()
    assert "Only a requested mandate can be confirmed." in page
    office.post(address, {"action": "end", "_selected_action": [waiting.pk]})
    assert Mandate.objects.get(pk=waiting.pk).state == "ended"
    form = office.get(reverse("admin:directory_mandate_change", args=[standing.pk])).context["adminform"].form
    assert not form.fields


def test_an_alias_deleted_in_the_admin_is_no_longer_found(office, editor):
    town = LRGFactory()
    alias = actions.add_alias(organisation=town, name="Zzyzx", by=editor)
    office.force_login(UserFactory(administrator=True))
    office.post(reverse("admin:directory_alias_delete", args=[alias.pk]), {"post": "yes"})
    assert not Organisation.objects.named("zzyzx").exists()
