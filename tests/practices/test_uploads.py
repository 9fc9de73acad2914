"""Files: what they are by their content, what is taken out of them, who may fetch them."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

from portal.shared.errors import NotAllowed, WrongState
from practices import actions, uploads
from practices.models import Attachment, Image
from tests.factories.accounts import UserFactory
from tests.factories.directory import MandateFactory
from tests.factories.practices import archived, draft, submitted, town

pytestmark = pytest.mark.django_db

#: A PDF that ends where a PDF ends.
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
OFFICE = "http://schemas.openxmlformats.org/package/2006/content-types"


def picture(kind="JPEG", size=(900, 600), **options):
    buffer = io.BytesIO()
    Picture.new("RGB", size, "teal").save(buffer, kind, **options)
    return buffer.getvalue()


def office(*names, mimetype=None):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as parts:
        if mimetype:
            parts.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name in names:  # without the hour: a test's name holds these bytes, and two workers must name it alike
            parts.writestr(zipfile.ZipInfo(name), f"<x xmlns='{OFFICE}'/>")
    return buffer.getvalue()


DOCX = office("[Content_Types].xml", "word/document.xml")


def upload(content, name="file.bin"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def officer(db):
    return UserFactory(name="Ana")


@pytest.fixture
def practice(officer):
    lrg = town()
    MandateFactory(lrg=lrg, officer=officer)
    return draft(by=officer, lead_lrg=lrg)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_in_two_sizes(practice, officer, kind):
    image = actions.add_image(practice=practice, by=officer, upload=upload(picture(kind, (2400, 1200)), "Town hall.x"))
    large, small = (Picture.open(file) for file in (image.file, image.thumbnail))
    assert (large.format, large.size, small.format, small.size) == ("WEBP", (1600, 800), "WEBP", (480, 240))
    assert (image.width, image.height, image.original_name) == (1600, 800, "Town hall.x")
    assert image.file.name.startswith("practices/")
    assert "Town" not in image.file.name


def test_nothing_that_the_camera_noted_is_kept_and_the_picture_stands_upright(practice, officer):
    exif = Picture.Exif()
    exif[0x0112] = 6  # lay on its side
    exif[0x010E] = "canary-description"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (41.0, 0.0, 0.0)
    image = actions.add_image(practice=practice, by=officer, upload=upload(picture(exif=exif, size=(300, 200))))
    for file in (image.file, image.thumbnail):
        content = file.open("rb").read()
        kept = Picture.open(io.BytesIO(content))
        assert kept.size == (200, 300)
        assert not kept.getexif()
        assert b"canary" not in content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not a JPEG"),
        (PDF, "not a JPEG"),
        (picture("GIF"), "not a JPEG"),
        (picture()[:700], "damaged"),
        (picture("PNG")[:200], "damaged"),
        (b"\xff\xd8\xff\xe0" + b"x" * 500, "damaged"),
        (b"x" * (uploads.MAX_BYTES + 1), "too large"),
    ],
)
def test_what_is_no_picture_is_refused_by_name(practice, officer, content, said):
    with pytest.raises(ValidationError, match=f"“a.jpg” .*{said}"):
        actions.add_image(practice=practice, by=officer, upload=upload(content, "a.jpg"))
    assert not Image.objects.exists()


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(practice, officer, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_PIXELS", 1000)
    with pytest.raises(ValidationError, match="too many pixels"):
        actions.add_image(practice=practice, by=officer, upload=upload(picture()))


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, "PDF"),
        (DOCX, "DOCX"),
        (office("[Content_Types].xml", "xl/workbook.xml"), "XLSX"),
        (office("[Content_Types].xml", "ppt/presentation.xml"), "PPTX"),
        (office("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "ODT"),
    ],
)
def test_a_document_is_known_by_its_content_whatever_its_name(practice, officer, content, ending):
    file = actions.attach(practice=practice, by=officer, upload=upload(content, "../../By-law 2020.exe"))
    assert (file.ending, file.original_name, file.title) == (ending, "By-law 2020.exe", "By-law 2020")
    assert file.file.open("rb").read() == content
    assert file.size == len(content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"MZ\x90\x00 program", "is not a PDF"),
        (b"<html><script>alert(1)</script></html>", "is not a PDF"),
        (picture(), "is not a PDF"),
        (PDF[:20], "damaged"),
        (DOCX[:60], "damaged"),
        (office("a.txt"), "is not a PDF"),
        (office("a.txt", mimetype="application/epub+zip"), "is not a PDF"),
        (office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "holds macros"),
    ],
)
def test_what_is_no_document_is_refused_by_name(practice, officer, content, said):
    with pytest.raises(ValidationError, match=f"“report.pdf” .*{said}"):
        actions.attach(practice=practice, by=officer, upload=upload(content, "report.pdf"))
    assert not Attachment.objects.exists()


def test_a_name_that_misleads_loses_its_signs():
    assert uploads.file_name(upload(b"x", "a\u202egnp.exe")) == "agnp.exe"


def test_there_is_an_end_to_files(practice, officer, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_FILES", 1)
    actions.attach(practice=practice, by=officer, upload=upload(PDF))
    with pytest.raises(ValidationError, match="1 files already"):
        actions.attach(practice=practice, by=officer, upload=upload(PDF))


def test_only_who_writes_the_record_attaches_and_removes(practice, officer):
    file = actions.attach(practice=practice, by=officer, upload=upload(PDF))
    stranger = UserFactory()
    for call in (
        lambda: actions.attach(practice=practice, by=stranger, upload=upload(PDF)),
        lambda: actions.add_image(practice=practice, by=stranger, upload=upload(picture())),
        lambda: actions.remove_file(file=file, by=stranger),
        lambda: actions.describe_file(file=file, by=stranger, title="Mine"),
    ):
        with pytest.raises(NotAllowed):
            call()
    actions.submit(practice=practice, by=officer)
    with pytest.raises(WrongState):
        actions.attach(practice=practice, by=officer, upload=upload(PDF))


def test_a_removed_file_leaves_the_disk(practice, officer, django_capture_on_commit_callbacks):
    image = actions.add_image(practice=practice, by=officer, upload=upload(picture()))
    names = [image.file.name, image.thumbnail.name]
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_file(file=image, by=officer)
    assert not Image.objects.exists()
    assert not any(default_storage.exists(name) for name in names)


def test_a_picture_without_words_or_consent_holds_the_submission_back(practice, officer):
    image = actions.add_image(practice=practice, by=officer, upload=upload(picture()))
    with pytest.raises(ValidationError) as refusal:
        actions.submit(practice=practice, by=officer)
    assert set(refusal.value.message_dict) == {"images"}
    actions.describe_file(file=image, by=officer, alt_text_en="The town hall", has_consent=True, credit="The town")
    assert actions.submit(practice=practice, by=officer).status == "submitted"


def with_files(officer):
    lrg = town()
    MandateFactory(lrg=lrg, officer=officer)
    made = draft(by=officer, lead_lrg=lrg)
    image = actions.add_image(practice=made, by=officer, upload=upload(picture(), "Square.jpg"))
    actions.describe_file(
        file=image, by=officer, alt_text_en="The square", caption_en="In May", has_consent=True, credit="Ana"
    )
    actions.attach(practice=made, by=officer, upload=upload(PDF, "By-law.pdf"))
    return made


def addresses(practice):
    image, file = practice.images.get(), practice.attachments.get()
    base = "/en/practices/files"
    return [f"{base}/images/{image.pk}/large/", f"{base}/images/{image.pk}/small/", f"{base}/attachments/{file.pk}/"]


def test_files_of_a_draft_do_not_exist_for_others(client, officer):
    practice = with_files(officer)
    for address in addresses(practice):
        assert client.get(address).status_code == 404
    client.force_login(UserFactory())
    assert {client.get(address).status_code for address in addresses(practice)} == {404}
    client.force_login(officer)
    for address in addresses(practice):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"


def test_files_of_a_public_action_are_shown_and_sent_safely(client, officer):
    practice = actions.publish(
        practice=actions.submit(practice=with_files(officer), by=officer),
        by=UserFactory(editor=True),
        evidence_level="documented",
    )
    page = client.get(practice.get_absolute_url()).content.decode()
    for address in addresses(practice):
        assert address in page
    assert 'alt="The square"' in page
    large, _small, file = (client.get(address) for address in addresses(practice))
    assert (large["Content-Type"], large["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert file["Content-Disposition"] == 'attachment; filename="By-law.pdf"'
    assert "sandbox" in file["Content-Security-Policy"]
    assert b"".join(file.streaming_content) == PDF


def test_a_revision_takes_its_files_along(officer):
    publisher = UserFactory(editor=True)
    public = actions.publish(
        practice=actions.submit(practice=with_files(officer), by=officer), by=publisher, evidence_level="documented"
    )
    name = public.images.get().file.name
    copy = actions.revise(practice=public, by=officer)
    actions.remove_file(file=copy.attachments.get(), by=officer)
    assert default_storage.exists(name)
    assert public.attachments.count() == 1
    actions.give_consent(practice=copy, by=officer)
    actions.submit(practice=copy, by=officer)
    public = actions.publish(practice=copy, by=publisher, evidence_level="documented")
    assert (public.version, public.attachments.count(), public.images.get().file.name) == (2, 0, name)


def test_the_files_of_a_tombstone_are_gone_for_readers(client, officer):
    practice = archived(by=UserFactory(editor=True))
    assert not practice.images.exists()
    waiting = submitted(by=UserFactory(editor=True))
    assert client.get(f"/en/practices/files/images/{waiting.pk}/small/").status_code == 404


@pytest.mark.parametrize("size", ["huge", "..", "original"])
def test_there_are_two_sizes(client, officer, size):
    practice = with_files(officer)
    client.force_login(officer)
    assert client.get(f"/en/practices/files/images/{practice.images.get().pk}/{size}/").status_code == 404
