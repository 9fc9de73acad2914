"""Pictures and files of a draft: sent, described, refused by name, taken away."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture

from practices import completeness


def picture(name="photo.png"):
    buffer = io.BytesIO()
    Picture.new("RGB", (40, 30), "navy").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue())


def document(name="by-law.pdf", content=b"%PDF-1.4 x\n%%EOF"):
    return SimpleUploadedFile(name, content)


@pytest.fixture(autouse=True)
def uploads_apart(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


@pytest.fixture
def url(town_hall):
    return reverse("practices:draft-files", args=[town_hall.draft.pk])


def test_the_limits_are_said_before(desk, url):
    page = desk.client.get(url).content.decode()
    assert "10.0" in page
    assert "No pictures or files yet." in page


def test_several_at_once_and_a_bad_one_holds_back_no_other(desk, url):
    sent = [picture(), document(), document("lie.pdf", b"MZ not a pdf"), document("empty.pdf", b"")]
    answer = desk.client.post(url, {"files": sent})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "“lie.pdf” is not a PDF" in text
    assert "“empty.pdf” is empty" in text
    assert {one.original_name for one in desk.now.images.all()} == {"photo.png"}
    assert {one.original_name for one in desk.now.attachments.all()} == {"by-law.pdf"}
    assert "photo.png" in text
    assert "2 files are kept" in desk.open("links").content.decode()


def test_nothing_chosen(desk, url):
    assert desk.client.post(url).status_code == 422


def test_a_picture_is_described_in_the_original_language(desk, url):
    desk.client.post(url, {"files": [picture()]})
    image = desk.now.images.get()
    assert "images" in completeness.missing(desk.now)
    own = reverse("practices:draft-file", args=[desk.practice.pk, "images", image.pk])
    typed = {"alt_text": "A card", "caption": "The card", "credit": "City", "licence": "CC-BY-4.0", "has_consent": "on"}
    sent = {f"file-{image.pk}-{name}": value for name, value in typed.items()}
    assert desk.client.post(own, sent).url == url
    image.refresh_from_db()
    assert (image.alt_text_en, image.alt_text_fr, image.credit, image.has_consent) == ("A card", None, "City", True)
    assert "images" not in completeness.missing(desk.now)
    long = desk.client.post(own, sent | {f"file-{image.pk}-alt_text": "x" * 300})
    assert long.status_code == 422
    assert "x" * 300 in long.content.decode()


def test_taken_away(desk, url):
    desk.client.post(url, {"files": [picture(), document()]})
    for kind in ("images", "attachments"):
        file = getattr(desk.now, kind).get()
        own = reverse("practices:draft-file", args=[desk.practice.pk, kind, file.pk])
        assert desk.client.post(own, {"step": "remove"}).url == url
        assert getattr(desk.now, kind).count() == 0
        assert desk.client.post(own, {"step": "remove"}).status_code == 404
    assert desk.client.post(reverse("practices:draft-file", args=[desk.practice.pk, "themes", 1])).status_code == 404


def test_others_do_not_reach_them(desk, url, town_hall, client):
    desk.client.post(url, {"files": [picture()]})
    own = reverse("practices:draft-file", args=[desk.practice.pk, "images", desk.now.images.get().pk])
    client.force_login(town_hall.neighbour)
    assert client.post(url, {"files": [picture()]}).status_code == 404
    assert client.post(own, {"step": "remove"}).status_code == 404
    assert desk.now.images.count() == 1
