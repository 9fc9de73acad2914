"""Pictures and files of a draft: sent, described, refused by name, taken away."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture

from practices import actions, completeness

from .reader import values_of
from .test_kept import sign_in, strict


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


def shown(desk, url):
    """The form of the page as a browser would send it."""
    return values_of(desk.client.get(url), "data-send-at-once")


def described(image, **typed):
    return {f"file-{image.pk}-{name}": value for name, value in typed.items()}


def test_a_picture_is_described_in_the_original_language(desk, url):
    desk.client.post(url, {"files": [picture()]})
    image = desk.now.images.get()
    assert "images" in completeness.missing(desk.now)
    typed = described(image, alt_text="A card", caption="The card", credit="City", has_consent="on")
    answer = desk.client.post(url, {**shown(desk, url), **typed, "step": "save"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{url}#there"
    assert "The descriptions are saved." in answer.content.decode()
    image.refresh_from_db()
    assert (image.alt_text_en, image.alt_text_fr, image.credit, image.has_consent) == ("A card", None, "City", True)
    assert "images" not in completeness.missing(desk.now)
    long = desk.client.post(url, {**shown(desk, url), **described(image, alt_text="x" * 300), "step": "save"})
    assert long.status_code == 422
    assert "x" * 300 in long.content.decode()
    assert f'href="#id_file-{image.pk}-alt_text"' in long.content.decode()


def test_every_button_saves_all_descriptions_and_a_bad_one_holds_back_no_other(desk, url):
    desk.client.post(url, {"files": [picture("one.png"), picture("two.png"), document(), document("old.pdf")]})
    one, two = desk.now.images.all()
    law, old = desk.now.attachments.all()
    typed = described(one, alt_text="One") | described(two, alt_text="x" * 300) | {f"document-{law.pk}-title": "By-law"}
    assert desk.client.post(url, {**shown(desk, url), **typed, "step": "save"}).status_code == 422
    assert [image.alt_text_en for image in desk.now.images.all()] == ["One", None]
    typed = described(two, alt_text="Two")
    sent = {**shown(desk, url), **typed, "step": f"remove:attachments-{old.pk}"}
    assert desk.client.post(url, sent).status_code == 302
    typed = described(one, caption="The first")
    sent = {**shown(desk, url), **typed, "step": "send", "files": [document("new.pdf")]}
    assert desk.client.post(url, sent).status_code == 302
    assert [(image.alt_text_en, image.caption_en) for image in desk.now.images.all()] == [
        ("One", "The first"),
        ("Two", None),
    ]
    assert [file.title for file in desk.now.attachments.all()] == ["By-law", "new"]


def test_what_a_colleague_described_since_is_not_overwritten(desk, other_desk, url):
    desk.client.post(url, {"files": [picture("one.png"), picture("two.png")]})
    one, two = desk.now.images.all()
    opened = shown(desk, url)
    other_desk.client.post(url, {**opened, **described(one, alt_text="Theirs"), "step": "save"})
    desk.client.post(url, {**opened, **described(two, alt_text="Mine"), "step": "save"})
    assert [image.alt_text_en for image in desk.now.images.all()] == ["Theirs", "Mine"]


def test_what_a_submission_needs_stands_beside_the_picture(desk, url):
    desk.client.post(url, {"files": [picture("one.png"), picture("two.png")]})
    one, two = desk.now.images.all()
    typed = described(one, alt_text="A card", has_consent="on") | described(two, caption="Second")
    page = desk.client.post(url, {**shown(desk, url), **typed, "step": "save"}, follow=True).content.decode()
    assert "1 picture is still incomplete" in page
    assert "The descriptions are saved." not in page
    assert page.count("A submission still needs:") == page.count("Say what the picture shows.") == 1
    check = desk.client.get(reverse("practices:check", args=[desk.practice.pk])).content.decode()
    assert f'href="{url}?return=check#id_file-{two.pk}-alt_text"' in check
    assert f"#id_file-{two.pk}-has_consent" in check
    assert f"#id_file-{one.pk}" not in check
    assert "Back to the check" in desk.client.get(f"{url}?return=check").content.decode()


def test_the_list_of_pages_calls_for_a_picture_that_is_not_described(desk, url, whole):
    def links():
        page = desk.client.get(reverse("practices:draft", args=[desk.practice.pk]))
        return next(task for task in page.context["tasks"] if task.section.name == "links"), page.context["needed"]

    before, needed = links()
    assert (before.is_needed, before.state) == (False, "not-started")
    desk.client.post(url, {"files": [picture()]})
    lacking, more = links()
    assert (lacking.is_needed, lacking.state, more) == (True, "incomplete", needed + 1)
    typed = described(desk.now.images.get(), alt_text="A card", has_consent="on")
    desk.client.post(url, {**shown(desk, url), **typed, "step": "save"})
    described_now, less = links()
    assert (described_now.is_needed, described_now.state, less) == (False, "completed", needed)


def test_a_picture_without_a_name_beside_it_has_its_licence(desk, url):
    desk.client.post(url, {"files": [picture("one.png"), picture("two.png")]})
    one, _two = desk.now.images.all()
    desk.client.post(url, {**shown(desk, url), **described(one, credit="City"), "step": "save"})
    page = desk.client.get(reverse("practices:preview", args=[desk.practice.pk])).content.decode()
    assert "Picture: City, Creative Commons" in page
    assert "Picture: Creative Commons" in page


def test_a_remark_on_pictures_is_written_read_and_answered_beside_them(town_hall, desk, whole, editor, client):
    url = reverse("practices:draft-files", args=[whole.pk])
    desk.client.post(url, {"files": [picture()]})
    image = desk.now.images.get()
    actions.describe_file(file=image, by=town_hall.officer, alt_text_en="A card", has_consent=True)
    practice = actions.submit(practice=actions.give_consent(practice=whole, by=town_hall.officer), by=town_hall.officer)
    practice = actions.claim(practice=practice, by=editor)
    client.force_login(editor)
    review = reverse("practices:review-one", args=[practice.pk])
    assert 'name="field" value="images"' in client.get(review).content.decode()
    note = reverse("practices:review-remark", args=[practice.pk])
    answer = client.post(note, {"field": "images", "kind": "required", "text": "Whose photo is it?"})
    assert answer.url == f"{review}#images"
    assert "Whose photo is it?" in client.get(answer.url).content.decode()
    actions.request_changes(practice=practice, by=editor)
    remark = practice.remarks.get()
    home = desk.client.get(reverse("practices:draft", args=[practice.pk]))
    assert f'<a href="{url}#remark-{remark.pk}">Pictures and files</a>' in home.content.decode()
    assert [task.section.name for task in home.context["tasks"] if task.state == "needs-changes"] == ["links"]
    typed = described(image, credit="The city") | {f"answer-{remark.pk}": "Ours: see below."}
    answer = desk.client.post(url, {**shown(desk, url), **typed, "step": f"answer:{remark.pk}"})
    assert answer.url == f"{url}#remark-{remark.pk}"
    assert desk.now.images.get().credit == "The city", "the button of a remark saves the page as well"
    assert "Ours: see below." in desk.client.get(url).content.decode()
    assert "Ours: see below." in client.get(review).content.decode()


def test_descriptions_wait_while_their_person_signs_in_again(town_hall, desk, url):
    desk.client.post(url, {"files": [picture()]})
    image = desk.now.images.get()
    sent = {**shown(desk, url), **described(image, alt_text="Typed signed out"), "step": "save"}
    desk.client.logout()
    assert desk.client.post(url, sent).status_code == 302
    sign_in(desk.client, town_hall.officer)
    page = desk.client.get(url)
    assert "This is what you had typed" in page.content.decode()
    assert values_of(page, "data-send-at-once")[f"file-{image.pk}-alt_text"] == ["Typed signed out"]
    desk.client.post(url, {**values_of(page, "data-send-at-once"), "step": "save"})
    assert desk.now.images.get().alt_text_en == "Typed signed out"


def test_a_page_with_an_old_token_saves_nothing_and_loses_nothing(town_hall, desk, url):
    desk.client.post(url, {"files": [picture()]})
    image = desk.now.images.get()
    sent = {**shown(desk, url), **described(image, alt_text="Typed long ago"), "step": "save"}
    late = strict(desk, town_hall.officer).post(url, sent)
    assert late.status_code == 403
    assert values_of(late, "data-send-at-once")[f"file-{image.pk}-alt_text"] == ["Typed long ago"]
    assert not desk.now.images.get().alt_text_en


def test_taken_away(desk, url):
    desk.client.post(url, {"files": [picture(), document()]})
    for kind in ("images", "attachments"):
        step = {"step": f"remove:{kind}-{getattr(desk.now, kind).get().pk}"}
        assert "is removed" in desk.client.post(url, step, follow=True).content.decode()
        assert getattr(desk.now, kind).count() == 0
        assert desk.client.post(url, step).status_code == 404
    for wrong in ("themes-1", "images", "images-x", "images-" + "9" * 30):
        assert desk.client.post(url, {"step": f"remove:{wrong}"}).status_code == 404


def test_others_do_not_reach_them(desk, url, town_hall, client):
    desk.client.post(url, {"files": [picture()]})
    client.force_login(town_hall.neighbour)
    assert client.post(url, {"files": [picture()]}).status_code == 404
    assert client.post(url, {"step": f"remove:images-{desk.now.images.get().pk}"}).status_code == 404
    assert desk.now.images.count() == 1
