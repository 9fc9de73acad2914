"""Texts that administrators reword: kept, used, and harmless when they are broken."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from post_office.models import Email, EmailTemplate

from portal.accounts import letters, notices

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts(capsys):
    call_command("load_mail_templates", verbosity=0)


def tell(person, **context):
    notices.notify(
        recipients=[person], kind="published", url="/en/x/", context={"title": "T<i>", "lrg": "L", **context}
    )
    return Email.objects.get()


def reword(**values):
    EmailTemplate.objects.filter(name="published.en").update(**values)


def report(capsys, *options):
    call_command("load_mail_templates", *options)
    return capsys.readouterr().out


def test_loading_is_idempotent_and_keeps_what_people_wrote(capsys, texts):
    total = len(letters.TEXTS) * 3
    assert EmailTemplate.objects.count() == total
    assert f"0 created, {total} unchanged" in report(capsys)
    reword(subject="Ours: {{ title }}")
    again = report(capsys)
    assert "1 differing" in again
    assert "published.en (subject)" in again
    assert EmailTemplate.objects.get(name="published.en").subject == "Ours: {{ title }}"
    assert "1 overwritten" in report(capsys, "--overwrite")
    assert EmailTemplate.objects.get(name="published.en").subject == letters.written("published", "en").subject


def test_reworded_text_is_used(member, texts):
    reword(subject="Ours: {{ title }}", content="Look, {{ name }} & all: {{ lrg }}")
    mail = tell(member)
    assert mail.subject == "Ours: T<i>"
    assert f"Look, {member.name} & all: L" in mail.message
    assert f"Look, {member.name} &amp; all: L" in mail.html_message


def test_own_html_escapes_what_is_typed(member, texts):
    reword(html_content="<h1>{{ title }}</h1>")
    mail = tell(member, lrg="<script>")
    assert "<h1>T&lt;i&gt;</h1>" in mail.html_message
    assert "<script" not in mail.html_message


@pytest.mark.parametrize(
    "broken",
    [
        {"subject": "{{ title"} | {"content": "{% if %}"},
        {"content": "{% nonsense %}"},
        {"content": "{% load i18n %}"},
        {"content": "{% include 'base.html' %}"},
        {"content": "{{ titel }}"},
        {"content": "{{ title.__class__ }}"},
        {"content": ""},
        {"subject": " "},
        {"html_content": "{{ title|nonsense }}"},
    ],
    ids=str,
)
def test_broken_text_never_costs_the_mail(member, deliver, texts, broken):
    reword(**broken)
    mail = tell(member)
    assert mail.subject == "Published: “T<i>”"
    assert letters.written("published", "en").body.split("{{")[0].strip() in mail.message
    assert "published.en" in notices.outbox_problems()["errors"][0]["text"]
    assert len(deliver()) == 1


def test_broken_foot_keeps_the_way_to_stop(member, texts):
    EmailTemplate.objects.filter(name="foot.en").update(content="{{ nothing }}")
    assert "/mail/unsubscribe/" in tell(member).message


class TestAdmin:
    """What administrators see and do."""

    @pytest.fixture
    def inside(self, administrator, texts):
        client = Client()
        client.force_login(administrator)
        return client

    def change(self, inside, **values):
        row = EmailTemplate.objects.get(name="published.en")
        data = {"subject": row.subject, "content": row.content, "html_content": row.html_content, **values}
        return inside.post(reverse("admin:post_office_emailtemplate_change", args=[row.pk]), data)

    def test_reword(self, inside):
        assert self.change(inside, subject="Ours").status_code == 302
        assert EmailTemplate.objects.get(name="published.en").subject == "Ours"

    @pytest.mark.parametrize("content", ["{{ titel }}", "{% nonsense %}", "{% if title %}"])
    def test_refuses_what_could_not_be_sent(self, inside, content):
        assert self.change(inside, content=content).status_code == 200
        assert "{{ title }}" in EmailTemplate.objects.get(name="published.en").content

    def test_outbox_shows_no_body(self, inside, member):
        mail = tell(member, reference="SECRET-LINK")
        page = inside.get(reverse("admin:post_office_email_change", args=[mail.pk])).content.decode()
        assert member.email in page
        assert "SECRET-LINK" in mail.message
        assert "SECRET-LINK" not in page

    def test_send_again(self, inside, member, deliver):
        mail = tell(member)
        Email.objects.update(**{"status": 1})
        inside.post(
            reverse("admin:post_office_email_changelist"), {"action": "send_again", "_selected_action": [mail.pk]}
        )
        assert len(deliver()) == 1
