"""The agendas as staff see them."""

import pytest
from django.urls import reverse

from compacts.models import Agenda, Objective
from tests.factories import compacts as factories
from tests.factories.accounts import UserFactory

MODELS = ["agenda", "objective", "linkagesource", "linkage", "theme", "reviewforum"]


@pytest.fixture
def staff(client, db):
    """A client signed in as administrator."""
    client.force_login(UserFactory(administrator=True))
    return client


@pytest.mark.parametrize("model", MODELS)
def test_every_record_can_be_listed_searched_and_opened(staff, model):
    listing = reverse(f"admin:compacts_{model}_changelist")
    answer = staff.get(listing, {"q": "gcm"})
    assert answer.status_code == 200
    assert staff.get(reverse(f"admin:compacts_{model}_add")).status_code == 200
    record = staff.get(listing).context["cl"].result_list[0]
    page = staff.get(reverse(f"admin:compacts_{model}_change", args=[record.pk]))
    assert page.status_code == 200
    assert "code" in page.context["adminform"].readonly_fields


def test_staff_see_which_wording_nobody_has_read(staff):
    listing = reverse("admin:compacts_objective_changelist")
    page = staff.get(listing, {"unverified": "fr", "agenda__id__exact": Agenda.objects.get(code="gcm").pk})
    assert [record.code for record in page.context["cl"].result_list] == ["gcm-18"]
    assert "FR not verified" in page.content.decode()
    assert "ES not verified" in staff.get(listing, {"q": "gcm-11"}).content.decode()


def test_a_new_parent_is_covered_at_once(staff):
    goal, other = factories.GoalFactory(number="90"), factories.GoalFactory(number="91")
    target = factories.TargetFactory(parent=goal, number="90.7")
    address = reverse("admin:compacts_objective_change", args=[target.pk])
    form = staff.get(address).context["adminform"].form
    values = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    answer = staff.post(address, {**values, "parent": other.pk, "keywords": "{}", "verified": "{}"})
    assert answer.status_code == 302, answer.context["errors"]
    assert set(other.covers.all()) == {other, target}
    assert Objective.objects.get(pk=goal.pk).covers.count() == 1
