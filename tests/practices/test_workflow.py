"""How an action moves: every state, transition and person, against a table copied from the domain description."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation

from portal.shared.errors import NotAllowed, WrongState
from practices import actions, permissions, record
from practices.enums import Status
from practices.models import CodeCounter, Practice, SearchText
from practices.workflow import TRANSITIONS
from tests.factories.accounts import UserFactory
from tests.factories.directory import MandateFactory
from tests.factories.practices import archived, draft, published, submitted, town

#: The table "How an action moves": transition → (from, to or None when the status stays, by whom). Written by hand
#: from the description and not from the code, so that a wrong arrow there fails here. An editor takes part in
#: reviews too, and an administrator is an editor.
EXPECTED = {
    "submit": ("draft changes-requested", "submitted", "author officer editor administrator"),
    "claim": ("submitted", None, "author reviewer assigned editor administrator"),
    "release": ("submitted", None, "author assigned editor administrator"),
    "assign": ("submitted", None, "author editor administrator"),
    "request_changes": ("submitted", "changes-requested", "author assigned editor administrator"),
    "recommend": ("submitted", "recommended", "author reviewer assigned editor administrator"),
    "publish": ("submitted recommended", "published", "editor administrator"),
    "decline": ("submitted recommended", "declined", "author editor administrator"),
    "revise": ("published", None, "author officer editor administrator"),
    "confirm": ("published", None, "author officer editor administrator"),
    "reopen": ("withdrawn", "draft", "author officer editor administrator"),
    "withdraw": ("draft changes-requested submitted", "withdrawn", "author officer editor administrator"),
    "archive": ("published", "archived", "author editor administrator"),
    "restore": ("archived", "published", "author editor administrator"),
}
#: Nobody else may do anything at all.
PEOPLE = [
    "anonymous",
    "member",
    "officer",
    "waiting_officer",
    "neighbour",
    "reviewer",
    "assigned",
    "author",
    "editor",
    "administrator",
    "left_editor",
    "own_reviewer",
    "own_editor",
]
#: Who holds two offices: takes part in reviews or publishes, and acts for the town whose action it is.
BOTH = {"own_reviewer": ("officer", "reviewer"), "own_editor": ("officer", "editor")}
#: What nobody does to an action of their own town.
JUDGEMENTS = {"claim", "request_changes", "recommend", "publish", "decline"}
STATES = [
    "draft",
    "submitted",
    "changes-requested",
    "recommended",
    "published",
    "declined",
    "withdrawn",
    "archived",
]
#: A submitted action that nobody has claimed yet; everywhere else ``people.assigned`` is the reviewer.
UNCLAIMED = "unclaimed"
RUBRIC = dict.fromkeys(("relevance", "evidence", "replicability", "safety"), "yes")


def arguments(name, people):
    """What a transition is called with beside the action and the person."""
    return {
        "publish": {"evidence_level": "documented"},
        "assign": {"reviewer": people.reviewer},
        **{decision: {"reason": "Because."} for decision in ("decline", "archive", "restore")},
    }.get(name, {})


def in_state(state, people):
    """An action of our town in ``state``, written by ``people.author`` and reviewed by ``people.assigned``."""
    options = {"by": people.author, "lead_lrg": people.lrg}
    match state:
        case "draft":
            practice = draft(**options)
        case "published":
            practice = published(**options)
        case "archived":
            practice = archived(**options)
        case "declined":
            practice = actions.decline(practice=submitted(**options), by=people.author, reason="Twice the same.")
        case "withdrawn":
            practice = actions.withdraw(practice=submitted(**options), by=people.author)
        case _:
            practice = submitted(**options)
    reviewer = None if state == UNCLAIMED else people.assigned
    Practice.objects.filter(pk=practice.pk).update(reviewer=reviewer)
    practice.refresh_from_db()
    if state == "changes-requested":
        actions.remark(practice=practice, by=people.assigned, text="More, if you can.", kind="suggestion")
        practice = actions.request_changes(practice=practice, by=people.assigned)
    elif state == "recommended":
        actions.assess(practice=practice, by=people.assigned, **RUBRIC)
        practice = actions.recommend(practice=practice, by=people.assigned)
    elif practice.status == "submitted":
        practice.remarks.create(by=people.assigned, text="Which year?")
        for reviewer in (people.author, people.reviewer, people.assigned, people.editor, people.administrator):
            practice.assessments.create(reviewer=reviewer, round=1, **RUBRIC)
    return practice


def expected(name, state, person):
    """What the table says: "yes", "person" (the wrong one) or "state" (the right person at the wrong time)."""
    sources, _target, actors = EXPECTED[name]
    if state == UNCLAIMED:
        if person == "assigned" and "reviewer" not in actors.split():
            return "person"
        state = "draft" if name == "release" else "submitted"  # there is nothing to give back
    elif name == "claim" and state == "submitted":
        state = "draft"  # somebody was first
    if name == "publish" and person == "author":  # an editor, but the only author
        return "person" if state in sources.split() else "state"
    if not does(person, actors) or (person in BOTH and name in JUDGEMENTS):
        return "person"
    return "yes" if state in sources.split() else "state"


def does(person, actors):
    """Whether somebody is among ``actors`` in one of their offices."""
    return bool({*BOTH.get(person, (person,))} & {*actors.split()})


def answered(answer):
    """The same words for an answer of ``permissions``."""
    if answer:
        return "yes"
    return "person" if isinstance(answer.error, NotAllowed) else "state"


def test_the_table_has_exactly_these_arrows():
    assert set(TRANSITIONS) == set(EXPECTED)
    assert {name: (set(arrow.sources), arrow.target) for name, arrow in TRANSITIONS.items()} == {
        name: (set(sources.split()), target) for name, (sources, target, _actors) in EXPECTED.items()
    }
    assert {status.value for status in Status} == set(STATES)


def test_declining_archiving_and_restoring_need_a_reason():
    assert {name for name, arrow in TRANSITIONS.items() if arrow.needs_reason} == {"decline", "archive", "restore"}


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("state", [*STATES, UNCLAIMED])
def test_permissions_and_buttons_agree_with_the_table(people, state, person):
    practice, user = in_state(state, people), getattr(people, person)
    wanted = {name: expected(name, state, person) for name in EXPECTED}
    assert {name: answered(permissions.may(user, practice, name)) for name in EXPECTED} == wanted
    buttons = [transition.name for transition in permissions.transitions_for(user, practice)]
    assert buttons == [name for name in TRANSITIONS if wanted[name] == "yes"]


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("state", [*STATES, UNCLAIMED])
def test_actions_do_what_the_table_allows_and_nothing_else(people, state, person):
    practice, user = in_state(state, people), getattr(people, person)
    before, entries = Practice.objects.values().get(pk=practice.pk), practice.history.count()
    for name in EXPECTED:
        wanted, target = expected(name, state, person), EXPECTED[name][1] or practice.status
        savepoint = transaction.savepoint()
        if wanted == "yes":
            getattr(actions, name)(practice=practice, by=user, **arguments(name, people))
            entry = practice.history.last()
            assert Practice.objects.get(pk=practice.pk).status == target, name
            assert practice.history.count() == entries + 1, name
            assert (entry.transition, entry.from_status, entry.to_status) == (name, practice.status, target)
            assert (entry.by, entry.note) == (user, arguments(name, people).get("reason", "")), name
        else:
            with pytest.raises(NotAllowed if wanted == "person" else WrongState) as refusal:
                getattr(actions, name)(practice=practice, by=user, **arguments(name, people))
            assert str(refusal.value.reason), name
            if wanted == "state":
                assert refusal.value.state == practice.status
            assert Practice.objects.values().get(pk=practice.pk) == before, name
            assert practice.history.count() == entries, name
        transaction.savepoint_rollback(savepoint)


#: Who may write in the record, and for which states the answer is "not in this state" whoever asks.
WRITERS = {
    "draft": "author officer editor administrator",
    "changes-requested": "author officer editor administrator",
    "submitted": "author editor administrator",
    "recommended": "author editor administrator",
}
EVER_WRITE = "author officer editor administrator"


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("state", STATES)
def test_who_may_write_in_the_record(people, state, person):
    practice, user = in_state(state, people), getattr(people, person)
    wanted = "yes" if does(person, WRITERS.get(state, "")) else "state"
    if not does(person, EVER_WRITE):
        wanted = "person"
    assert answered(permissions.may_edit(user, practice)) == wanted
    writes = (
        lambda: actions.update(practice=practice, by=user, data={"department": "Another one"}),
        lambda: actions.give_consent(practice=practice, by=user),
        lambda: actions.set_language_state(practice=practice, by=user, language="fr", state="human"),
    )
    for write in writes:
        if wanted == "yes":
            write()
        else:
            with pytest.raises(NotAllowed if wanted == "person" else WrongState):
                write()
    practice.refresh_from_db()
    assert (practice.department == "Another one") == (wanted == "yes")
    assert practice.language_states.filter(language="fr").exists() == (wanted == "yes")


@pytest.mark.parametrize("person", PEOPLE)
def test_who_may_start_an_action(people, person):
    user = getattr(people, person)
    options = {"by": user, "lead_lrg": people.lrg, "original_language": "en", "title": "New"}
    if does(person, "author officer editor administrator"):
        assert permissions.may_create(user, people.lrg)
        practice = actions.create_draft(**options)
        entry = practice.history.get()
        assert (practice.status, practice.created_by) == ("draft", user)
        assert (entry.transition, entry.from_status, entry.to_status, entry.by) == ("create", "", "draft", user)
    else:
        assert "secretariat" in permissions.may_create(user, people.lrg).reason
        with pytest.raises(NotAllowed):
            actions.create_draft(**options)
        assert not Practice.objects.exists()


#: Who may open what: states by person; everybody opens what is public and the tombstones.
PUBLIC = {"published", "archived"}
VISIBLE = {
    "anonymous": PUBLIC,
    "member": PUBLIC,
    "waiting_officer": PUBLIC,
    "neighbour": PUBLIC,
    "left_editor": PUBLIC,
    "reviewer": PUBLIC | {"submitted", "recommended"},  # the queue
    "assigned": PUBLIC | {"submitted", "recommended", "changes-requested"},
    "officer": set(STATES),
    "author": set(STATES),
    "editor": set(STATES),
    "administrator": set(STATES),
    "own_reviewer": set(STATES),
    "own_editor": set(STATES),
}


@pytest.mark.parametrize("state", STATES)
def test_who_may_open_an_action(people, state):
    practice = in_state(state, people)
    opened = {
        person: Practice.objects.visible_to(getattr(people, person)).filter(pk=practice.pk).count() for person in PEOPLE
    }
    assert opened == {person: int(state in VISIBLE[person]) for person in PEOPLE}


def test_an_officer_of_two_towns_sees_each_action_once(people):
    practice = in_state("draft", people)
    practice.other_lrgs.set([town(), town()])
    assert list(Practice.objects.visible_to(people.officer)) == [practice]


def test_a_reviewer_who_left_the_role_acts_no_more(people):
    practice = in_state("submitted", people)
    people.assigned.role = "member"
    people.assigned.save()
    assert permissions.capacities(people.assigned, practice) == frozenset()
    assert not Practice.objects.visible_to(people.assigned).filter(pk=practice.pk).exists()


# Reasons ------------------------------------------------------------------------------------------


def test_the_wrong_state_is_named_to_the_reader(people):
    with translation.override("en"):
        answer = permissions.may(people.editor, in_state("draft", people), "publish")
    assert answer.reason == "This step is not possible while the action is “Draft”."
    assert not answer
    assert answer.error.state == "draft"


def test_yes_has_no_reason_and_raises_nothing(people):
    answer = permissions.may(people.officer, in_state("draft", people), "submit")
    assert answer
    assert answer.reason == ""
    assert answer.require() is None


# Nobody judges the action of their own town ----------------------------------------------------------


@pytest.mark.parametrize("person", BOTH)
def test_who_acts_for_the_town_reads_why_they_do_not_judge(people, person):
    practice, user = in_state(UNCLAIMED, people), getattr(people, person)
    with translation.override("en"):
        answers = [permissions.may_remark(user, practice)]
        answers += [permissions.may(user, practice, name) for name in JUDGEMENTS if does(person, EXPECTED[name][2])]
    assert {answer.reason for answer in answers} == {
        "You act for this local government: somebody else reviews its actions and decides on them."
    }
    with pytest.raises(NotAllowed):
        actions.remark(practice=practice, by=user, text="Very good.")
    with pytest.raises(NotAllowed):
        actions.assess(practice=practice, by=user, **RUBRIC)


def test_nobody_is_given_an_action_of_their_own_town(people):
    practice = in_state(UNCLAIMED, people)
    with pytest.raises(ValidationError, match="acts for this local government") as refusal:
        actions.assign(practice=practice, by=people.editor, reviewer=people.own_reviewer)
    assert list(refusal.value.message_dict) == ["reviewer"]
    practice.refresh_from_db()
    assert practice.reviewer is None
    assert not practice.history.filter(transition="assign").exists()


def test_a_reviewer_who_comes_to_act_for_the_town_can_only_give_its_action_back(people):
    practice = in_state("submitted", people)
    MandateFactory(lrg=people.lrg, officer=people.assigned)
    assert not permissions.may_remark(people.assigned, practice)
    assert not permissions.may(people.assigned, practice, "recommend")
    assert actions.release(practice=practice, by=people.assigned).reviewer is None


def test_a_mandate_that_waits_or_ended_does_not_count(people):
    practice = in_state("submitted", people)
    MandateFactory(lrg=people.lrg, officer=people.assigned, requested=True)
    assert permissions.may_remark(people.assigned, practice)


# Two persons publish --------------------------------------------------------------------------------


def test_the_only_author_does_not_publish(editor, publisher):
    practice = submitted(by=editor)
    with pytest.raises(NotAllowed, match="nobody else has worked on"):
        actions.publish(practice=practice, by=editor, evidence_level="documented")
    assert actions.publish(practice=practice, by=publisher, evidence_level="documented").status == "published"


def test_who_only_started_an_action_may_publish_what_another_submitted(editor, publisher):
    practice = draft(by=editor)
    practice = actions.submit(practice=practice, by=publisher)
    assert actions.publish(practice=practice, by=editor, evidence_level="documented").status == "published"


def test_an_editor_publishes_what_an_officer_wrote(people):
    practice = submitted(by=people.officer, lead_lrg=people.lrg)
    assert permissions.may(people.author, practice, "publish")


# What a transition leaves behind ----------------------------------------------------------------------


def test_history_tells_the_whole_life(editor, publisher):
    practice = published(by=editor, publisher=publisher)
    actions.archive(practice=practice, by=editor, reason="It ended.")
    actions.restore(practice=practice, by=publisher, reason="It goes on.")
    told = practice.history.values_list("transition", "from_status", "to_status", "by", "note")
    assert list(told) == [
        ("create", "", "draft", editor.pk, ""),
        ("submit", "draft", "submitted", editor.pk, ""),
        ("publish", "submitted", "published", publisher.pk, ""),
        ("archive", "published", "archived", editor.pk, "It ended."),
        ("restore", "archived", "published", publisher.pk, "It goes on."),
    ]


def test_codes_count_up_within_a_year(editor):
    year = timezone.now().year
    assert [published(by=editor).code for _ in range(3)] == [f"LA-{year}-{n:04d}" for n in (1, 2, 3)]
    assert CodeCounter.objects.get().last == 3


def test_a_code_has_more_digits_after_ten_thousand_actions(editor):
    year = timezone.now().year
    CodeCounter.objects.create(year=year, last=9999)
    assert published(by=editor).code == f"LA-{year}-10000"


def test_a_refused_publication_takes_no_code(editor, publisher):
    practice = submitted(by=editor)
    actions.update(practice=practice, by=editor, data={"tags": [{"objective": "sdg-10"}]})
    with pytest.raises(ValidationError) as refusal:
        actions.publish(practice=practice, by=publisher, evidence_level="documented")
    assert set(refusal.value.message_dict) == {"gcm"}
    assert not CodeCounter.objects.exists()
    assert Practice.objects.get().code is None


def test_publishing_sets_what_readers_need(editor, publisher):
    practice = submitted(by=editor, title="Casa de acogida à Grenoble", language="es")
    before = timezone.now()
    practice = actions.publish(practice=practice, by=publisher, evidence_level="evaluated")
    assert practice.slug == "casa-de-acogida-a-grenoble"
    assert practice.evidence_level == "evaluated"
    assert before <= practice.published_at == practice.confirmed_at <= timezone.now()
    assert practice.next_update_due == (practice.confirmed_at + datetime.timedelta(days=365)).date()
    assert practice.version == 1
    assert list(practice.language_states.values_list("language", "state")) == [("es", "human")]


@pytest.mark.parametrize("title", ["العمل المحلي", "📍", "!!!"])
def test_a_title_without_latin_letters_still_has_an_address(editor, title):
    assert published(by=editor, title=title).slug == "published"


@pytest.mark.parametrize("level", ["", "certain", None])
def test_an_unknown_evidence_level_is_refused_by_field(editor, publisher, level):
    practice = submitted(by=editor)
    with pytest.raises(ValidationError) as refusal:
        actions.publish(practice=practice, by=publisher, evidence_level=level)
    assert set(refusal.value.message_dict) == {"evidence_level"}
    assert Practice.objects.get().status == "submitted"


def test_a_version_keeps_what_the_public_read(editor, publisher):
    practice = published(
        by=editor,
        publisher=publisher,
        states={"fr": "human"},
        summary={"en": "In English", "fr": "En français", "es": "En español, not ready"},
        latitude="-1.2921",
        longitude="36.8219",
        budget_amount="1000.50",
        budget_currency="EUR",
    )
    version = practice.versions.get()
    practice.refresh_from_db()
    assert version.content == record.dump(practice)
    assert (version.number, version.published_by, version.published_at) == (1, publisher, practice.confirmed_at)
    assert version.content["summary"] == {"en": "In English", "fr": "En français"}
    assert version.content["latitude"] == "-1.2921"
    assert version.content["budget_amount"] == "1000.50"


def test_archiving_and_restoring_keep_code_address_and_version(editor):
    practice = published(by=editor)
    kept = (practice.code, practice.slug, practice.version, practice.published_at)
    practice = actions.archive(practice=practice, by=editor, reason="Over.")
    assert practice.decision == "Over."
    practice = actions.restore(practice=practice, by=editor, reason="Again.")
    assert (practice.code, practice.slug, practice.version, practice.published_at) == kept
    assert practice.versions.count() == 1


@pytest.mark.parametrize("name", ["decline", "archive", "restore"])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason_nothing_is_decided(people, name, reason):
    practice = in_state(EXPECTED[name][0].split()[0], people)
    with pytest.raises(ValidationError) as refusal:
        getattr(actions, name)(practice=practice, by=people.editor, reason=reason)
    assert set(refusal.value.message_dict) == {"reason"}
    assert Practice.objects.get().status == practice.status


def test_claiming_names_the_reviewer_and_releasing_forgets_them(people):
    practice = submitted(by=people.author, lead_lrg=people.lrg)
    practice = actions.claim(practice=practice, by=people.reviewer)
    assert (practice.reviewer, practice.status) == (people.reviewer, "submitted")
    practice = actions.release(practice=practice, by=people.reviewer)
    assert practice.reviewer is None
    assert [entry.transition for entry in practice.history.all()][-2:] == ["claim", "release"]


@pytest.mark.parametrize(("days", "is_public"), [(-1, True), (0, True), (1, False), (400, False)])
def test_publication_waits_for_the_day_the_officer_asked_for(editor, publisher, days, is_public):
    day = timezone.localdate() + datetime.timedelta(days=days)
    practice = submitted(by=editor, hold_until=day.isoformat())
    if is_public:
        assert actions.publish(practice=practice, by=publisher, evidence_level="documented").status == "published"
        return
    with pytest.raises(ValidationError) as refusal:
        actions.publish(practice=practice, by=publisher, evidence_level="documented")
    assert set(refusal.value.message_dict) == {"hold_until"}
    assert not SearchText.objects.exists()


def test_consent_says_who_and_when(people):
    practice = draft(by=people.author, lead_lrg=people.lrg, consent=False)
    assert (practice.consented_at, practice.consented_by) == (None, None)
    practice = actions.give_consent(practice=practice, by=people.officer)
    assert practice.consented_by == people.officer
    assert practice.consented_at <= timezone.now()
    assert practice.is_data_protection_confirmed


@pytest.mark.parametrize(("language", "state", "field"), [("de", "human", "language"), ("fr", "ready", "state")])
def test_an_unknown_language_or_state_is_refused_by_field(editor, language, state, field):
    practice = draft(by=editor)
    with pytest.raises(ValidationError) as refusal:
        actions.set_language_state(practice=practice, by=editor, language=language, state=state)
    assert set(refusal.value.message_dict) == {field}
    assert practice.language_states.count() == 1


def test_a_draft_starts_with_the_country_and_place_of_its_town(editor):
    lrg = town(country="FR", latitude="45.1885", longitude="5.7245", place_precision="municipality")
    practice = actions.create_draft(by=editor, lead_lrg=lrg, original_language="fr", title=" Titre\x00 ")
    practice.refresh_from_db()
    assert [country.code for country in practice.countries.all()] == ["FR"]
    assert (str(practice.latitude), str(practice.longitude)) == ("45.1885", "5.7245")
    assert (practice.title_fr, practice.title_en, practice.code) == ("Titre", None, None)
    assert list(practice.language_states.values_list("language", "state")) == [("fr", "draft")]


@pytest.mark.parametrize(
    ("language", "title", "field"),
    [
        ("en", "", "title"),
        ("en", "  ", "title"),
        ("en", "\x00", "title"),
        ("en", "x" * 121, "title_en"),
        ("de", "Titel", "original_language"),
    ],
)
def test_a_draft_needs_a_title_in_one_of_the_languages(editor, language, title, field):
    with pytest.raises(ValidationError) as refusal:
        actions.create_draft(by=editor, lead_lrg=town(), original_language=language, title=title)
    assert field in refusal.value.message_dict
    assert not Practice.objects.exists()


def test_two_who_act_at_once_are_judged_by_the_row_and_not_by_their_copy(editor, publisher):
    practice = submitted(by=editor)
    actions.withdraw(practice=Practice.objects.get(), by=editor)
    assert practice.status == "submitted"
    with pytest.raises(WrongState) as refusal:
        actions.publish(practice=practice, by=publisher, evidence_level="documented")
    assert refusal.value.state == "withdrawn"


def test_everything_written_by_a_refused_action_is_undone(people):
    other = UserFactory()
    practice = in_state("draft", people)
    with pytest.raises(ValidationError):
        actions.update(
            practice=practice, by=people.officer, data={"department": "New", "tags": [{"objective": "gcm-99"}]}
        )
    with pytest.raises(NotAllowed):
        actions.update(practice=practice, by=other, data={"department": "New"})
    practice.refresh_from_db()
    assert practice.department == ""
    assert sorted(practice.tags.values_list("objective__code", flat=True)) == ["gcm-15", "sdg-10-7"]
