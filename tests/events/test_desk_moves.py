"""The desk: its list, how a record begins, is published, taken back, followed and deleted; the translation desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import actions
from events.models import Entry
from tests.factories import events as make
from tests.factories.directory import LRGFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n%%EOF\n"


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def at(name, *args):
    return reverse(f"events:{name}", args=args)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", ["desk", "desk-translations"])
def test_a_list_needs_few_queries(desk, editor, number, name):
    for _number in range(number):
        for one in (make.event, make.series, make.publication):
            one(by=editor)
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(at(name)).status_code == 200
    assert len(queries) == {"desk": 6, "desk-translations": 7}[name]


def test_the_list_is_narrowed(desk, editor):
    draft, public = make.event(by=editor, title="Sfax meets"), make.published_publication(by=editor, title="A study")
    for query, found in (
        ("?q=sfax", [draft]),
        ("?type=publication", [public]),
        ("?status=unpublished", [draft]),
        ("?status=published&type=publication", [public]),
        ("?q=study&type=event", []),
    ):
        rows = desk.get(at("desk") + query).context["rows"]
        assert [row["entry"].pk for row in rows] == [one.pk for one in found], query
    assert desk.get(at("desk") + "?type=nonsense&status=1").context["notices"]


@pytest.mark.parametrize("type", ["event", "series", "publication"])
def test_title_language_and_kind_are_enough(desk, type):
    typed = {"title": "Something new", "original_language": "es"}
    typed |= {"event": {"kind": "congress"}, "publication": {"kind": "note", "number": "31"}}.get(type, {})
    answer = desk.post(at("new", type), typed)
    entry = Entry.objects.get()
    assert answer.url == at("entry", entry.pk)
    assert (entry.type, entry.title_es, entry.original_language, entry.status) == (type, "Something new", "es", "draft")


def test_a_record_without_a_title_is_not_begun(desk):
    answer = desk.post(at("new", "event"), {"title": " ", "original_language": "fr", "kind": "forum"})
    assert answer.status_code == 422
    assert Entry.objects.count() == 0


def test_what_is_missing_leads_to_its_question(desk, editor):
    event = make.event(by=editor, organisers=[], format="")
    answer = desk.post(at("entry-step", event.pk, "publish"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"{at('entry', event.pk)}#question-format" in page
    assert f"{at('entry', event.pk)}#question-organisers" in page
    assert 'id="question-format"' in desk.get(at("entry", event.pk)).content.decode()


def test_publish_take_back_archive_restore(desk, editor):
    event = make.event(by=editor)
    reason = {"reason": "Wrong date."}
    for name, typed, status in (
        ("publish", {}, "published"),
        ("unpublish", reason, "draft"),
        ("publish", {}, "published"),
        ("archive", reason, "archived"),
        ("restore", reason, "published"),
    ):
        assert desk.get(at("entry-step", event.pk, name)).status_code == 200
        assert desk.post(at("entry-step", event.pk, name), typed).status_code == 302
        event.refresh_from_db()
        assert event.status == status
    assert desk.post(at("entry-step", event.pk, "archive"), {"reason": " "}).status_code == 422
    assert desk.post(at("entry-step", event.pk, "restore"), reason).status_code == 409
    assert desk.get(at("entry-step", event.pk, "explode")).status_code == 404


def test_an_archived_record_is_not_edited(desk, editor):
    event = make.archived_event(by=editor)
    page = desk.get(at("entry", event.pk))
    assert "restore it first" in page.content.decode()
    assert desk.post(at("entry", event.pk), {"title": "x"}).status_code == 409


def test_the_history_says_what_it_said_before(desk, editor):
    event = make.event(by=editor, title="Before")
    data = {"title": {"en": "Afterwards"}, "organisers": [], "recording_consent": True}
    actions.update(entry=event, by=editor, data=data)
    page = desk.get(at("entry-history", event.pk)).content.decode()
    assert "<del>Before</del>" in page
    assert "<ins>Afterwards</ins>" in page
    assert str(editor) in page


def test_a_draft_is_deleted_after_a_question(desk, editor):
    event = make.event(by=editor)
    assert desk.get(at("entry-delete", event.pk)).status_code == 200
    assert desk.post(at("entry-delete", event.pk)).url == at("desk")
    assert not Entry.objects.filter(pk=event.pk).exists()


def test_what_was_public_is_not_deleted(desk, editor):
    event = make.published_event(by=editor)
    assert desk.post(at("entry-delete", event.pk)).status_code == 409
    assert Entry.objects.filter(pk=event.pk).exists()


def test_the_outcome_note_takes_over_what_is_known(desk, editor):
    lrg = LRGFactory()
    make.publication(by=editor, kind="note", number=28)
    event = make.published_event(
        by=editor,
        objectives=["gcm-1"],
        delegations=[{"lrg": lrg.slug, "state": "attended"}, {"description": {"en": "Another city"}}],
        series=make.series(by=editor).slug,
    )
    form = desk.get(at("entry-note", event.pk)).context["form"]
    assert form["number"].value() == 29
    answer = desk.post(at("entry-note", event.pk), {"title": "Note", "kind": "note", "number": "29"})
    note = event.publications.get()
    assert answer.url == at("entry-group", note.pk, "about")
    assert (note.status, note.number, note.series, [*note.lrgs.all()]) == ("draft", 29, event.series, [lrg])
    assert {one.code for one in note.themes.all()} == {"housing"}
    assert {one.code for one in note.objectives.all()} == {"gcm-1"}
    assert note.contributors.get().organisation == event.organisers.get().organisation


def test_a_number_that_is_taken_is_refused(desk, editor):
    make.publication(by=editor, kind="note", number=28)
    event = make.event(by=editor)
    answer = desk.post(at("entry-note", event.pk), {"title": "Note", "kind": "note", "number": "28"})
    assert answer.status_code == 422
    assert event.publications.count() == 0


def test_files_are_kept_one_by_one(desk, editor):
    event = make.event(by=editor)
    address = at("entry-files", event.pk)
    sent = [SimpleUploadedFile("agenda.pdf", PDF), SimpleUploadedFile("run.exe", b"MZ")]
    answer = desk.post(address, {"files": sent, "kind": "agenda", "language": "en"})
    assert answer.status_code == 422
    assert "run.exe" in answer.content.decode()
    row = event.materials.get()
    assert (row.original_name, row.kind, row.media_type) == ("agenda.pdf", "agenda", "application/pdf")
    assert desk.post(address, {"kind": "x", "files": [SimpleUploadedFile("a.pdf", PDF)]}).status_code == 422
    assert desk.post(address).status_code == 422


def test_a_file_whose_row_goes_leaves_the_disk(editor, django_capture_on_commit_callbacks):
    event = make.event(by=editor)
    row = actions.attach(entry=event, by=editor, upload=SimpleUploadedFile("a.pdf", PDF), kind="agenda")
    storage, name = row.file.storage, row.file.name
    with django_capture_on_commit_callbacks(execute=True):
        actions.update(entry=event, by=editor, data={"materials": []})
    assert not storage.exists(name)


def test_editions_and_cover_of_a_publication(desk, editor):
    publication = make.publication(by=editor)
    address = at("entry-files", publication.pk)
    sent = {"files": [SimpleUploadedFile("note.pdf", PDF)], "language": "fr"}
    assert desk.post(address, sent).status_code == 302
    assert publication.editions.last().language == "fr"
    answer = desk.post(address, {"kind": "cover", "cover": SimpleUploadedFile("cover.png", b"no picture")})
    assert answer.status_code == 422
    assert "cover.png" in answer.content.decode()


def test_a_translation_is_written_and_reviewed(desk, editor):
    event = make.event(by=editor, title="Second meeting", summary={"en": "Words"})
    page = desk.get(at("desk-translation", event.pk, "es"))
    assert "Second meeting" in page.content.decode()
    revision = Entry.objects.get(pk=event.pk).revision
    typed = {"title": "Segunda reunión", "summary": "Palabras", "seen": revision, "do": "reviewed"}
    assert desk.post(at("desk-translation", event.pk, "es"), typed).status_code == 302
    event.refresh_from_db()
    assert (event.title_es, event.summary_es) == ("Segunda reunión", "Palabras")
    assert event.language_states.get(language="es").state == "human"
    stale = desk.post(at("desk-translation", event.pk, "es"), typed | {"title": "Otra"})
    assert stale.status_code == 409
    assert "Otra" in stale.content.decode()
    assert desk.get(at("desk-translation", event.pk, "en")).status_code == 404


def test_the_translation_desk_shows_what_changed_since(desk, editor):
    event = make.event(by=editor, summary={"en": "Old words"})
    texts = {"title": "Título", "summary": "Palabras"}
    actions.translate(entry=event, by=editor, language="es", texts=texts, is_reviewed=True)
    actions.update(entry=event, by=editor, data={"summary": {"en": "New words", "es": "Palabras"}})
    rows = desk.get(at("desk-translations") + "?language=es&state=outdated").context["rows"]
    assert [row["entry"].pk for row in rows] == [event.pk]
    assert "<ins>New</ins>" in desk.get(at("desk-translation", event.pk, "es")).content.decode()
