"""The demo is whole in every language, tells nobody's own address or number, and may be loaded again and again."""

import json
import re
from collections import defaultdict

import pytest
from django.conf import settings

from events import demo, record
from events.enums import Status
from events.models import Entry, HistoryEntry, LanguageState, Person
from portal.accounts.models import User
from portal.shared import languages
from practices.enums import TextState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
DIRECTORY = settings.BASE_DIR / "fixtures" / "demo"
EMAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
TELEPHONE = re.compile(r"\+\s?\d[\d\s().-]{6,}\d|\b(?:tel|phone|mobile)\b[^a-z]{0,4}\d", re.IGNORECASE)
#: The only addresses of the web that the sources give, beside those that lead nowhere on purpose.
KNOWN_SITES = {"www.citiesforglobalhealth.org", "example.org"}


def entries():
    return [entry.whole for entry in Entry.objects.order_by("pk")]


def content():
    """Everything that the demo says of peer learning, as plain data."""
    return {entry.slug: record.shape_of(entry).content(entry) for entry in entries()}


def test_every_record_is_public_in_every_language():
    assert not Entry.objects.exclude(status=Status.PUBLISHED).exists()
    for entry in entries():
        states = dict(LanguageState.objects.filter(entry=entry.pk).values_list("language", "state"))
        assert states == dict.fromkeys(languages.CODES, TextState.HUMAN), entry.slug


def test_every_text_is_there_in_every_language():
    missing = []
    for entry in entries():
        said = defaultdict(dict)
        for slot in record.shape_of(entry).slots(entry):
            said[slot.key] = {code: slot.text(code) for code in languages.CODES if slot.text(code)}
        missing += [(entry.slug, key, sorted(texts)) for key, texts in said.items() if 0 < len(texts) < 3]
        assert {"title", "summary"} <= {key for key, texts in said.items() if texts}, entry.slug
    assert missing == []


def test_translations_are_not_copies():
    """A summary or description that is the same in two languages was not translated."""
    copied = []
    for entry in entries():
        for slot in record.shape_of(entry).slots(entry):
            texts = [slot.text(code) for code in languages.CODES if len(slot.text(code)) > 40]
            copied += [(entry.slug, slot.key)] * (len({*texts}) < len(texts))
    assert copied == []


def test_french_keeps_its_signs_with_their_words():
    loose = re.compile(r"[^\u00a0\u202f][;:?!»](?=\s|$)|«[^\u00a0\u202f]|'")
    wrong = []
    for entry in entries():
        for slot in record.shape_of(entry).slots(entry):
            wrong += [(entry.slug, slot.key, found.group()) for found in loose.finditer(slot.text("fr"))]
    assert wrong == []


def test_nobody_is_reached_through_the_demo():
    written = "".join(path.read_text() for path in sorted(DIRECTORY.glob("events/**/*.json")))
    for text in (written, json.dumps(content(), ensure_ascii=False)):
        assert {host for host in EMAIL.findall(text) if host != "example.org"} == set()
        assert TELEPHONE.findall(text) == []
        assert set(re.findall(r"https?://([^/\"]+)", text)) <= KNOWN_SITES


def test_only_the_press_is_given_an_address():
    addresses = {}
    for slug, data in content().items():
        for row in data.get("contributors", ()):
            if row["email"]:
                assert row["role"] == "press-contact"
                addresses[row["email"]] = slug
    assert sorted(addresses) == ["press.uclg@example.org", "press.un-habitat@example.org"]


def test_everybody_entered_speaks_or_writes_in_a_public_record():
    """The press contacts stand in their press release and have no page of their own."""
    contacts = {person.slug for person in Person.objects.exclude(pk__in=Person.objects.public())}
    assert contacts == {"alejandra-salas", "susannah-price"}
    assert Person.objects.count() == 20


def test_every_link_of_a_body_leads_on():
    """A local government that speaks or shows something is also listed among those at the event."""
    for entry in entries():
        for name in ("showings", "needs"):
            for row in record.shape_of(entry).content(entry).get(name, ()):
                if row["lrg"]:
                    assert entry.delegations.filter(lrg__slug=row["lrg"]).exists(), (entry.slug, row["lrg"])


def test_loading_again_changes_nothing(django_assert_num_queries):
    before = content(), HistoryEntry.objects.count(), list(Entry.objects.values_list("slug", "revision", "updated_at"))
    editor = User.objects.get(email="editor@example.org")
    with django_assert_num_queries(2):
        assert demo.load(DIRECTORY, by=editor) == 0
    after = content(), HistoryEntry.objects.count(), list(Entry.objects.values_list("slug", "revision", "updated_at"))
    assert before == after
    assert len(before[0]) == 50
