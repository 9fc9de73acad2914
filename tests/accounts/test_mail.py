"""Notices and the mails that they become: who, when, in which language, with what in them."""

import re

import pytest
from django.core import signing
from django.core.mail import EmailMultiAlternatives, send_mail
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from post_office.models import Email

from portal.accounts import letters, notices, outbox
from portal.accounts.models import MailRhythm, Notice, User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

ANY = st.text(st.characters(codec=None))  # lone surrogates too
CONTEXT = {"title": "Una casa para todas", "lrg": "Grenoble", "reference": "R-17", "reason": "Why not."}


def tell(*people, kind="published", url="/en/practices/LA-2026-0001/casa/", **options):
    """Notify ``people`` of something."""
    notices.notify(recipients=people, kind=kind, url=url, context=CONTEXT, **options)


def parts(mail):
    """Return the text and the HTML of a received mail."""
    return [mail.get_body([kind]).get_content() for kind in ("plain", "html")]


def test_mail_at_once_in_the_readers_language_as_text_and_html(sink):
    people = {code: UserFactory(language=code) for code in ("en", "es", "fr")}
    tell(*people.values())
    assert outbox.deliver_due() == (3, 0, True)
    assert {mail["To"]: mail["Subject"] for mail in sink.mails} == {
        people["en"].email: "Published: “Una casa para todas”",
        people["es"].email: "Publicada: «Una casa para todas»",
        people["fr"].email: "Publiée\u00a0: «\u00a0Una casa para todas\u00a0»",
    }
    for mail in sink.mails:
        language = next(code for code, person in people.items() if person.email == mail["To"])
        address = f"http://127.0.0.1:8000/{language}/practices/LA-2026-0001/casa/"
        text, html = parts(mail)
        assert address in text
        assert f'href="{address}"' in html
        assert f'<html lang="{language}">' in html
        assert "R-17" in text


@pytest.mark.parametrize(("rhythm", "mails"), [("immediate", 1), ("daily", 0), ("never", 0)])
def test_rhythm(deliver, rhythm, mails):
    person = UserFactory(mail_rhythm=rhythm)
    tell(person)
    assert len(deliver()) == mails
    assert notices.unread(person).count() == 1


@pytest.mark.parametrize("rhythm", MailRhythm.values)
def test_needed_mail_comes_whatever_the_rhythm_and_cannot_be_stopped(deliver, rhythm):
    tell(UserFactory(mail_rhythm=rhythm), kind="mandate_confirmed")
    (mail,) = deliver()
    assert "List-Unsubscribe" not in mail.extra_headers
    assert "unsubscribe" not in mail.body


def test_never_oneself_never_twice_never_the_inactive(deliver, member):
    other, gone = UserFactory(), UserFactory(is_active=False)
    tell(member, other, other, gone, by=member)
    assert [mail.to for mail in deliver()] == [[other.email]]
    assert Notice.objects.count() == 1


def test_without_mail_there_are_notices_only(deliver, member):
    late = UserFactory(mail_rhythm=MailRhythm.DAILY)
    with notices.without_mail():
        tell(member, late)
        tell(member, kind="mandate_confirmed")
    call_command("send_digests", verbosity=0)
    assert deliver() == []
    assert notices.unread(member).count() == 2


def test_mail_goes_with_the_change_or_not_at_all(member):
    with transaction.atomic():
        tell(member)
        transaction.set_rollback(True)
    assert not Email.objects.exists()
    assert not Notice.objects.exists()


def test_headers(sink, member):
    tell(member)
    outbox.deliver_due()
    (mail,) = sink.mails
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = mail["List-Unsubscribe"].strip()
    assert stop.startswith("<http://127.0.0.1:8000/en/mail/unsubscribe/")
    assert stop.strip("<>") in parts(mail)[0]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@example.org>")


@pytest.mark.parametrize("code", letters.KINDS)
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_kind_is_written_in_every_language(code, language):
    links = dict.fromkeys(("url", "own_page_url"), "https://portal.example.org/x")
    full = dict.fromkeys(letters.PLACEHOLDERS, "words") | {
        name: "https://portal.example.org/x" for name in letters.PLACEHOLDERS if name.endswith("url")
    }
    for context in (full, links):
        letter = letters.write(code, language, context)
        assert letter.subject
        assert not letter.problem
        assert "{" not in letter.text + letter.subject
        assert "\n\n\n" not in letter.text
        assert 'href="https://portal.example.org/x"' in letter.html
    assert letters.problem_of(letters.written(code, language)) == ""


@pytest.mark.parametrize("code", letters.TEXTS)
def test_languages_name_the_same_placeholders(code):
    def named(language):
        wording = letters.written(code, language)
        return {word for word in letters.PLACEHOLDERS if f"{{{{ {word} }}}}" in wording.subject + wording.body}

    assert named("en") == named("es") == named("fr")


def test_nothing_typed_becomes_a_header_markup_or_template(sink, member):
    title = "<script>alert(1)</script>\r\nBcc: victim@example.org\n{{ name }}{% debug %}\x00{% include 'base.html' %}"
    notices.notify(recipients=[member], kind="published", url="/en/", context={"title": title, "lrg": "& Co"})
    assert outbox.deliver_due() == (1, 0, True)
    (mail,) = sink.mails
    text, html = parts(mail)
    assert "Bcc" not in mail
    assert "\n" not in mail["Subject"]
    assert "{{ name }}{% debug %}{% include 'base.html' %}" in mail["Subject"]
    assert "<script>alert(1)</script>" in text
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "&amp; Co" in html


@given(title=ANY, reason=ANY)
def test_whatever_is_typed_makes_a_letter(title, reason):
    """No query, no database: the text alone."""
    context = {"title": title, "reason": reason, "url": "https://portal.example.org/x"}
    letter = letters.write("declined", "fr", context)
    assert not letter.problem
    assert len(letter.subject.splitlines()) == 1
    allowed = {"a", "b", "body", "br", "head", "hr", "html", "li", "meta", "p", "title", "ul"}
    assert {*re.findall(r"</?([a-zA-Z]+)", letter.html)} <= allowed
    mail = EmailMultiAlternatives(letter.subject, letter.text, "a@example.org", ["b@example.org"])
    mail.attach_alternative(letter.html, "text/html")
    mail.message().as_bytes()


def test_account_mails_are_kept_as_they_are_written(settings, deliver, member):
    """Whatever calls Django's ``send_mail`` goes through the outbox too, and is not read as a template."""
    settings.EMAIL_BACKEND = "portal.accounts.outbox.Outbox"
    send_mail("Hello\nthere", "Dear {{ name }} {% nonsense %}", None, [member.email], html_message="<p>{{ x }}</p>")
    (mail,) = deliver()
    assert (mail.subject, mail.body) == ("Hello there", "Dear {{ name }} {% nonsense %}")
    assert mail.alternatives[0][0] == "<p>{{ x }}</p>"


def test_only_plain_texts_and_paths_of_the_portal(member):
    with pytest.raises(TypeError):
        notices.notify(recipients=[member], kind="published", context={"title": member})
    for address in ("//evil.example", "https://evil.example/", "javascript:alert(1)"):
        with pytest.raises(ValueError, match="not a path"):
            notices.notify(recipients=[member], kind="published", url=address, context={})
    with pytest.raises(ValueError, match="no kind"):
        notices.notify(recipients=[member], kind="nonsense", context={})


def test_only_addresses_of_the_portal_become_links():
    text = letters.as_html("Click: https://evil.example/\n\nhttps://evil.example/", {"https://portal.example.org/"})
    assert "<a" not in text


def test_notices_in_the_workspace(member):
    other = UserFactory()
    tell(member, other)
    (notice,) = notices.unread(member)
    assert notices.text(notice) == "Published: “Una casa para todas”"
    with translation.override("es"):
        assert notices.text(notice) == "Publicada: «Una casa para todas»"
    assert notices.mark_read(person=member, notices=Notice.objects.all()) == 1
    assert not notices.unread(member).exists()
    assert notices.unread(other).count() == 1


def test_number_of_queries_does_not_grow_with_people(django_assert_num_queries, member):
    few, many = [UserFactory()], UserFactory.create_batch(5)
    for people in (few, many):
        with django_assert_num_queries(7):  # two savepoints, notices, texts, mails
            tell(*people)


class TestUnsubscribe:
    """The link in the foot, and the button of mail programs."""

    @pytest.fixture
    def address(self, member, deliver):
        tell(member)
        (mail,) = deliver()
        return mail.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")

    def rhythm(self, person):
        return User.objects.get(pk=person.pk).mail_rhythm

    def test_asking_changes_nothing(self, client, member, address):
        page = client.get(address)
        assert page.status_code == 200
        assert page.cookies  # keeps the page out of the memory of public pages
        assert member.email not in page.content.decode()
        assert self.rhythm(member) == MailRhythm.IMMEDIATE

    def test_one_click_without_login_or_form_token(self, member, address):
        strict = Client(enforce_csrf_checks=True)
        page = strict.post(address, {"List-Unsubscribe": "One-Click"})
        assert page.status_code == 200
        assert "Mail about actions" in page.content.decode()
        assert self.rhythm(member) == MailRhythm.NEVER
        assert strict.post(address).status_code == 200  # again: the same

    def test_no_mail_afterwards_but_what_is_needed(self, client, member, address, deliver):
        client.post(address)
        before = len(deliver())
        member.refresh_from_db()
        tell(member)
        tell(member, kind="mandate_ended")
        assert len(deliver()) == before + 1

    def test_tampered_or_foreign_tokens_do_not_exist(self, client, member, address):
        token = address.split("/")[-2]
        flipped = token[:-1] + ("A" if token[-1] != "A" else "B")
        for wrong in (flipped, "x", "1", signing.dumps(member.pk), signing.Signer().sign_object(member.pk)):
            url = reverse("unsubscribe", kwargs={"token": wrong})
            assert client.get(url).status_code == client.post(url).status_code == 404
        assert self.rhythm(member) == MailRhythm.IMMEDIATE

    def test_a_closed_account_has_no_page(self, client, member, address):
        User.objects.filter(pk=member.pk).update(is_active=False)
        assert client.post(address).status_code == 404
