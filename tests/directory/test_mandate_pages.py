"""Mandates as people go through them: asking, proposing, deciding, ending, handing over; who is told what."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from portal.accounts.models import Notice
from portal.directory import actions
from portal.directory.models import Mandate, Organisation
from portal.directory.signals import mandate_ended
from portal.shared.errors import NotAllowed, WrongState
from tests.factories.accounts import UserFactory
from tests.factories.directory import CountryFactory, LRGFactory, MandateFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
ASK, PROPOSE, REQUESTS = "/en/accounts/mandates/ask/", "/en/accounts/mandates/propose/", "/en/review/mandates/"


def inside(user):
    """A browser in which ``user`` is signed in."""
    client = Client()
    client.force_login(user)
    return client


def told():
    """Who was told what: pairs of person and kind."""
    return {(notice.recipient, notice.kind) for notice in Notice.objects.all()}


def names(answer):
    """The local governments that a page offers."""
    return [label for _slug, label in answer.context["form"].rows]


class TestAsking:
    """What an officer does."""

    def test_a_local_government_is_found_by_any_spelling(self):
        lrg = LRGFactory(slug="notse", name_en="Notsé", other_names=["Nuatja"])
        OrganisationFactory(name_en="Notsé club")
        client = inside(UserFactory())
        for typed in ("notse", "NOTSÉ", "nuatja", "not"):
            assert names(client.get(ASK, {"q": typed})) == [f"Notsé, {lrg.country.display_name}"], typed
        assert names(client.get(ASK, {"q": "zzz"})) == []
        assert b"called" in client.get(ASK, {"q": "zzz"}).content
        assert names(client.get(ASK)) == []

    def test_the_secretariat_is_told_and_the_officer_sees_the_state(self, editor, reviewer):
        lrg, officer = LRGFactory(), UserFactory(name="Ana")
        client = inside(officer)
        answer = client.post(ASK, {"lrg": lrg.slug, "q": "town", "message": "I head the office for integration."})
        assert answer["Location"] == "/en/accounts/mandates/"
        mandate = officer.mandates.get()
        assert (mandate.lrg, mandate.state, mandate.message[:6]) == (lrg, "requested", "I head")
        assert told() == {(editor, "mandate_requested")}
        assert Notice.objects.get().url == f"/en/review/mandates/{mandate.pk}/"
        assert b"has not decided yet" in client.get("/en/accounts/mandates/").content

    def test_asking_twice_is_asking_once(self, editor):
        lrg, client = LRGFactory(), inside(UserFactory())
        for _twice in range(2):
            client.post(ASK, {"lrg": lrg.slug})
        assert (Mandate.objects.count(), Notice.objects.count()) == (1, 1)

    @pytest.mark.parametrize("wrong", ["", "nope", "\x00", "club"])
    def test_only_a_local_government_can_be_chosen(self, wrong):
        OrganisationFactory(slug="club")
        answer = inside(UserFactory()).post(ASK, {"lrg": wrong, "q": "town", "message": "Kept"})
        assert answer.status_code == 422
        assert b"Kept" in answer.content
        assert not Mandate.objects.exists()

    def test_a_missing_one_is_proposed_once(self, editor):
        country, officer = CountryFactory(), UserFactory()
        client = inside(officer)
        assert b'value="Villanueva"' in client.get(PROPOSE, {"q": "Villanueva"}).content
        for name in ("Villanueva", "  villanueva \x07"):
            client.post(PROPOSE, {"name": name, "country": country.code})
        mandate = officer.mandates.get()
        assert (mandate.lrg, mandate.proposed_name, mandate.proposed_country) == (None, "Villanueva", country)
        assert told() == {(editor, "mandate_requested")}

    @pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "x" * 201}, {"country": ""}, {"country": "??"}])
    def test_a_proposal_needs_name_and_country(self, wrong):
        form = {"name": "Villanueva", "country": CountryFactory().code} | wrong
        assert inside(UserFactory()).post(PROPOSE, form).status_code == 422
        assert not Mandate.objects.exists()

    def test_a_request_is_withdrawn_and_a_mandate_given_up_by_its_officer_only(self):
        for mandate in (MandateFactory(), MandateFactory(requested=True)):
            path = f"/en/accounts/mandates/{mandate.pk}/withdraw/"
            assert inside(UserFactory(editor=True)).post(path).status_code == 404
            client = inside(mandate.officer)
            assert client.post(path).status_code == 302
            mandate.refresh_from_db()
            assert (mandate.state, mandate.ended_by) == ("ended", mandate.officer)
            assert client.post(path).status_code == 409


class TestDeciding:
    """What the secretariat does."""

    def test_a_request_shows_who_else_acts_there(self, editor):
        lrg = LRGFactory()
        colleague = MandateFactory(lrg=lrg).officer
        MandateFactory(lrg=lrg, requested=True)
        asked = MandateFactory(lrg=lrg, requested=True)
        answer = inside(editor).get(f"{REQUESTS}{asked.pk}/")
        assert [mandate.officer for mandate in answer.context["colleagues"]] == [colleague]

    def test_confirming_tells_the_officer(self, editor):
        mandate = MandateFactory(requested=True)
        assert inside(editor).post(f"{REQUESTS}{mandate.pk}/confirm/")["Location"] == REQUESTS
        mandate.refresh_from_db()
        assert (mandate.state, mandate.confirmed_by) == ("confirmed", editor)
        assert told() == {(mandate.officer, "mandate_confirmed")}
        assert inside(editor).post(f"{REQUESTS}{mandate.pk}/confirm/").status_code == 409

    def test_a_proposed_one_is_one_of_the_directory(self, editor):
        lrg = LRGFactory(name_en="Villa Nueva")
        mandate = _proposed()
        client = inside(editor)
        page = f"{REQUESTS}{mandate.pk}/"
        assert client.get(page, {"q": "villa"}).context["confirm_form"].rows[0][0] == lrg.slug
        assert client.post(f"{page}confirm/", {"lrg": ""}).status_code == 422
        assert client.post(f"{page}confirm/", {"lrg": lrg.slug}).status_code == 302
        mandate.refresh_from_db()
        assert (mandate.state, mandate.lrg) == ("confirmed", lrg)

    def test_a_proposed_one_is_entered(self, editor):
        mandate = _proposed()
        client, page = inside(editor), f"{REQUESTS}{mandate.pk}/"
        form = client.get(page).context["new_form"]
        values = {"name_es": "Villanueva", "name_en": "", "name_fr": "", "lrg_type": "municipality"}
        values |= {"slug": form.initial["slug"], "country": form.initial["country"]}
        assert client.post(f"{page}confirm-new/", values | {"name_es": ""}).status_code == 422
        assert client.post(f"{page}confirm-new/", values | {"slug": "a b"}).status_code == 422
        assert client.post(f"{page}confirm-new/", values).status_code == 302
        mandate.refresh_from_db()
        assert (mandate.state, mandate.lrg.slug, mandate.lrg.name_es) == ("confirmed", "villanueva", "Villanueva")
        assert [*Organisation.objects.named("villanueva")] == [mandate.lrg]

    def test_an_address_name_that_is_taken_is_refused(self, editor):
        mandate, other = _proposed(), LRGFactory()
        values = {"name_en": "X", "slug": other.slug, "country": other.country.code, "lrg_type": "municipality"}
        answer = inside(editor).post(f"{REQUESTS}{mandate.pk}/confirm-new/", values)
        assert (answer.status_code, b"is taken" in answer.content) == (422, True)

    def test_whoever_acts_there_already_is_not_confirmed_a_second_time(self, editor):
        first = MandateFactory()
        mandate = _proposed(officer=first.officer)
        answer = inside(editor).post(f"{REQUESTS}{mandate.pk}/confirm/", {"lrg": first.lrg.slug})
        assert (answer.status_code, b"already has" in answer.content) == (422, True)

    def test_turning_down_needs_a_reason_which_the_officer_reads(self, editor):
        mandate = MandateFactory(requested=True)
        client, path = inside(editor), f"{REQUESTS}{mandate.pk}/end/"
        assert client.post(path, {"reason": " \x07"}).status_code == 422
        assert client.post(path, {"reason": "Ask your mayor's office first."}).status_code == 302
        mandate.refresh_from_db()
        assert (mandate.state, mandate.confirmed_at) == ("ended", None)
        assert Notice.objects.get(recipient=mandate.officer).context["reason"] == "Ask your mayor's office first."

    def test_an_ended_mandate_offers_nothing_more(self, editor):
        mandate = actions.end_mandate(mandate=MandateFactory(), by=editor)
        context = inside(editor).get(f"{REQUESTS}{mandate.pk}/").context
        assert not [name for name in ("end_form", "confirm_form", "new_form") if name in context]


class TestHandingOver:
    """When somebody leaves."""

    def test_a_colleague_takes_over_and_is_told(self, editor):
        lrg = LRGFactory()
        leaving, staying = MandateFactory(lrg=lrg), MandateFactory(lrg=lrg)
        heard = []

        def hear(sender, **what):
            heard.append(what)

        mandate_ended.connect(hear)
        form = {"successor": staying.officer.pk, "reason": "Moved to another office."}
        assert inside(editor).post(f"{REQUESTS}{leaving.pk}/end/", form).status_code == 302
        mandate_ended.disconnect(hear)
        assert told() == {(leaving.officer, "mandate_ended"), (staying.officer, "handed_over")}
        assert [(what["mandate"], what["successor"], what["by"]) for what in heard] == [
            (leaving, staying.officer, editor)
        ]

    def test_only_somebody_who_acts_there_takes_over(self, editor):
        leaving, elsewhere = MandateFactory(), MandateFactory()
        asking = MandateFactory(lrg=leaving.lrg, requested=True)
        for person in (elsewhere.officer, asking.officer, leaving.officer):
            with pytest.raises(ValidationError, match="take over"):
                actions.end_mandate(mandate=leaving, by=editor, successor=person)
            form = {"successor": person.pk, "reason": "x"}
            assert inside(editor).post(f"{REQUESTS}{leaving.pk}/end/", form).status_code == 422
        leaving.refresh_from_db()
        assert leaving.state == "confirmed"

    def test_a_listener_that_fails_leaves_everything_as_it_was(self, editor):
        mandate = MandateFactory()

        def fail(sender, **what):
            raise WrongState("busy", "x")

        mandate_ended.connect(fail)
        assert inside(editor).post(f"{REQUESTS}{mandate.pk}/end/", {"reason": "x"}).status_code == 409
        mandate_ended.disconnect(fail)
        mandate.refresh_from_db()
        assert mandate.state == "confirmed"
        assert not told()


def _proposed(**options):
    """A request for a local government that the directory does not have."""
    return MandateFactory(
        requested=True, lrg=None, proposed_name="Villanueva", proposed_country=CountryFactory(), **options
    )


def test_only_the_secretariat_decides(reviewer):
    mandate = MandateFactory(requested=True)
    for call in (
        lambda by: actions.confirm_mandate(mandate=mandate, by=by),
        lambda by: actions.end_mandate(mandate=mandate, by=by),
    ):
        with pytest.raises(NotAllowed):
            call(reviewer)


def test_a_name_that_is_typed_by_people_is_escaped(editor):
    mandate = _proposed(message="<script>1</script>")
    Mandate.objects.filter(pk=mandate.pk).update(proposed_name="<b>x</b>")
    for path in (REQUESTS, f"{REQUESTS}{mandate.pk}/"):
        html = inside(editor).get(path).content.decode()
        assert "<b>x" not in html
        assert "<script>1" not in html


@pytest.mark.parametrize("rows", [1, 3])
class TestQueries:
    """Each list costs the same with one row and with three."""

    def test_of_the_officers_own(self, rows, django_assert_num_queries):
        officer = UserFactory()
        for _row in range(rows):
            MandateFactory(officer=officer)
            _proposed(officer=officer)
        client = inside(officer)
        with django_assert_num_queries(3):  # session, person, mandates
            client.get("/en/accounts/mandates/")

    def test_of_the_secretariat(self, rows, editor, django_assert_num_queries):
        for _row in range(rows):
            MandateFactory()
            MandateFactory(requested=True)
            _proposed()
        client = inside(editor)
        with django_assert_num_queries(5):  # session, person, how many are confirmed, those, those that wait
            client.get(REQUESTS)

    def test_of_the_search(self, rows, django_assert_num_queries):
        for _row in range(rows):
            LRGFactory(name_en="Villa")
        client = inside(UserFactory())
        with django_assert_num_queries(3):  # session, person, local governments
            client.get(ASK, {"q": "villa"})
