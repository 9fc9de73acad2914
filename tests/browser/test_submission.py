"""From sign-up to the archive, by four people in four browsers, with a broken line and a real mail server."""

import contextlib
import os
import re
import subprocess
import sys
import time

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.accounts.sink import Sink, free_port, listening

from .conftest import DEMO_PASSWORD, LANGUAGES, is_ours, serving

PASSWORD = "quito-2026-correct"
TEXTS = {
    "summary": "La carta de vecindad prueba la identidad jurídica de cada persona y abre el acceso a los servicios "
    "básicos de la ciudad, también sin papeles.",
    "context": "Muchas personas migrantes no tenían ningún documento y no llegaban a la salud ni a la escuela.",
    "activities": "Las ventanillas municipales entregan la carta con una partida de nacimiento o el empadronamiento.",
    "results": "En un año, 2 300 personas recibieron su carta.",
    "lessons": "Una ventanilla en cada barrio vale más que una sola en el centro.",
}
#: Mails that the officer gets on the way, as the files of ``fixtures/mail`` are called.
TOLD = ("mandate_confirmed", "submitted", "changes_requested", "published", "archived")


def subject(kind, language):
    """Return what the subject of a mail says before or after what it names."""
    line = (settings.BASE_DIR / "fixtures" / "mail" / f"{kind}.{language}.txt").read_text().splitlines()[0]
    return max(re.split(r"\{\{.*?\}\}", line), key=len).strip()


@pytest.fixture(scope="module")
def sink():
    """A mail server that keeps everything."""
    port = free_port()
    with listening(Sink(), port) as sink:
        sink.port = port
        yield sink


@pytest.fixture(scope="module")
def own_portal(chromium, tmp_path_factory, sink):
    """A portal with the demo that these tests may change, and the process that delivers its mail."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('own')}/own.sqlite3",
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
    }
    run = {"cwd": settings.BASE_DIR, "env": environment}
    subprocess.run([sys.executable, "-m", "tests.browser.fill"], check=True, **run)
    with serving(**environment) as address:
        command = [sys.executable, "manage.py", "deliver_mail", "--every", "1"]
        sender = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment | {"SITE_URL": address})
        try:
            yield address
        finally:
            sender.terminate()
            sender.wait(timeout=20)


@pytest.fixture
def people(browser, own_portal):
    """Open a browser for each person: ``people("reviewer@example.org")``; at the end nothing may have complained."""
    contexts, complaints = [], []

    def open_browser(email=""):
        context = browser.new_context(base_url=own_portal, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: is_ours(request.url, own_portal) or complaints.append(request.url))
        if email:
            page.goto("/en/accounts/login/")
            page.fill("[name=login]", email)
            page.fill("[name=password]", DEMO_PASSWORD)
            page.click("main form button")
            page.wait_for_url(re.compile(r"/(workspace|accounts|review)/$"))
        return page

    yield open_browser
    for context in contexts:
        context.close()
    assert complaints == []


def mail(sink, address, *pieces, seconds=20):
    """Wait for a mail to ``address`` whose subject holds one of ``pieces``; returns its plain text."""
    for _attempt in range(seconds * 4):
        for message in reversed(sink.mails):
            if message["To"] == address and any(piece in message["Subject"] for piece in pieces):
                assert message.get_body(("html",)) is not None
                return message.get_body(("plain",)).get_content()
        time.sleep(0.25)
    told = [(message["To"], message["Subject"]) for message in sink.mails]
    pytest.fail(f"no mail about {pieces} to {address}: {told}")


def sign_up(page, sink, language, address):
    page.goto(f"/{language}/accounts/signup/")
    page.fill("[name=name]", "Ana Pérez")
    page.fill("[name=email]", address)
    page.fill("[name=password1]", PASSWORD)
    page.click("main form button")
    text = mail(sink, address, "")
    page.goto(re.search(r"https?://\S+/confirm-email/\S+", text)[0])
    page.click("main form button")
    page.wait_for_url(re.compile(r"/workspace/$"))
    page.goto(f"/{language}/accounts/mandates/ask/?q=quito")
    page.check("[name=lrg]")
    page.click("main form[method=post] button")
    page.wait_for_url(re.compile(r"/accounts/mandates/$"))


def confirm_mandate(editor):
    editor.goto("/en/review/mandates/")
    editor.get_by_role("link", name="Ana Pérez for Quito").last.click()
    editor.get_by_role("button", name="Confirm").click()
    editor.wait_for_url(re.compile(r"/review/mandates/$"))


def start(page, language):
    page.goto(f"/{language}/workspace/start/")
    page.check("[name=original_language][value=es]")
    page.fill("[name=title]", "Carta de vecindad para todas las personas")
    page.click("main form button")
    page.wait_for_url(re.compile(r"/workspace/\d+/$"))
    return page.url


def fill(page, draft, name, *, fields=None, ticks=()):
    page.goto(f"{draft}form/{name}/")
    for field, value in (fields or {}).items():
        control = page.locator(f"[name={field}]").first
        control.fill(value)
    for tick in ticks:
        page.check(tick)
    page.click("button[value=continue] >> nth=-1")
    page.wait_for_load_state()


def wait_for_status(page, name):
    """Wait until the form says that it is saved (``sent``), or that it is not (``unsent``)."""
    said = page.get_attribute("[data-autosave]", f"data-{name}")
    expect(page.locator("[data-status]")).to_contain_text(said, timeout=40_000)


def write_offline(page, draft):
    """Type while the line is down: nothing is lost, and it is saved once the line is back."""
    page.goto(f"{draft}form/what/")
    page.context.set_offline(True)
    page.fill("[name=context]", TEXTS["context"])
    page.press("[name=context]", "Tab")
    wait_for_status(page, "unsent")
    page.context.set_offline(False)
    wait_for_status(page, "sent")
    page.goto(f"{draft}form/what/")
    assert page.input_value("[name=context]") == TEXTS["context"]


def write(page, draft):
    fill(page, draft, "about", fields={"summary": TEXTS["summary"]})
    fill(
        page,
        draft,
        "place",
        fields={"starts_on_year": "2019"},
        ticks=["[name=implementation_status][value=ongoing]"],
    )
    fill(page, draft, "what", fields={"activities": TEXTS["activities"]})
    fill(page, draft, "people", ticks=["[name=population][value=migrants]"])
    fill(page, draft, "results", fields={"results": TEXTS["results"]})
    fill(page, draft, "lessons", fields={"lessons": TEXTS["lessons"]})


def accept_suggestions(page, draft):
    """GCM 4 and 15 are proposed with the words that speak for them; both are taken."""
    for code in ("gcm-4", "gcm-15"):
        page.goto(f"{draft}form/tags/")
        proposal = page.locator(f"#suggestions li:has(button[value='accept:{code}'])")
        assert proposal.locator("mark").count() >= 1
        proposal.locator(f"button[value='accept:{code}']").click()
        page.wait_for_load_state()
    page.goto(f"{draft}form/tags/")
    assert page.is_checked("[name=tag][value=gcm-4]")
    page.evaluate("for (const box of document.querySelectorAll('details')) box.open = true")
    page.check("[name=tag][value=sdg-16]")
    page.check("[name=themes][value=documentation], [name=themes] >> nth=0")
    page.click("button[value=continue] >> nth=-1")
    page.wait_for_load_state()


def submit(page, draft):
    page.goto(f"{draft}check/")
    for name in ("consent", "is_data_protection_confirmed"):  # asked once
        if page.locator(f"[name={name}]").count():
            page.check(f"[name={name}]")
    page.dblclick("main form button[type=submit] >> nth=-1")
    page.wait_for_url(re.compile(r"/submitted/$"))
    return re.search(r"D-\d{5}", page.inner_text("main"))[0]


def step(page, pk, name, **fields):
    """Carry out a step of the review, by its button or its page."""
    page.goto(f"/en/review/{pk}/")
    form = page.locator(f"form[action$='/step/{name}/'] button")
    if form.count():
        form.first.click()
    else:
        page.goto(f"/en/review/{pk}/step/{name}/")
        for field, value in fields.items():
            control = page.locator(f"[name={field}]").first
            if control.get_attribute("type") == "radio":
                page.check(f"[name={field}][value={value}]")
            elif control.evaluate("e => e.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)
        page.click("main form button[type=submit] >> nth=-1")
    page.wait_for_load_state()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_life_of_an_action(people, sink, language):
    address = f"ana.{language}@quito.example"
    officer, editor, reviewer = people(), people("editor@example.org"), people("reviewer@example.org")
    sign_up(officer, sink, language, address)
    confirm_mandate(editor)
    told = iter(subject(kind, language) for kind in TOLD)
    assert f"/{language}/" in mail(sink, address, next(told))

    draft = start(officer, language)
    pk = draft.rstrip("/").rpartition("/")[2]
    write_offline(officer, draft)
    write(officer, draft)
    accept_suggestions(officer, draft)
    reference = submit(officer, draft)
    assert reference in mail(sink, address, next(told))
    assert sum(m["To"] == address and reference in m.get_body(("plain",)).get_content() for m in sink.mails) == 1

    step(reviewer, pk, "claim")
    reviewer.goto(f"/en/review/{pk}/")
    remark = reviewer.locator("#summary details.remark-new")
    remark.locator("summary").click()
    remark.locator("textarea").fill("¿Desde qué año?")
    remark.locator("button").last.click()
    reviewer.wait_for_load_state()
    step(reviewer, pk, "request_changes")
    mail(sink, address, next(told))

    officer.goto(draft)
    assert "¿Desde qué año?" in officer.inner_text("main")
    officer.goto(f"{draft}form/about/")
    assert "¿Desde qué año?" in officer.inner_text("main")
    fill(officer, draft, "about", fields={"summary": TEXTS["summary"] + " Existe desde 2019."})
    officer.goto(f"{draft}form/about/")
    officer.fill("textarea[name^=answer-]", "Desde 2019; está en el resumen.")
    officer.click("button[value^='answer:']")
    officer.wait_for_load_state()
    submit(officer, draft)

    reviewer.goto(f"/en/review/{pk}/")
    assert "Desde 2019; está en el resumen." in reviewer.inner_text("main")
    for criterion in ("relevance", "evidence", "replicability", "safety"):
        reviewer.check(f"[name={criterion}][value=yes]")
    reviewer.locator("#rubric form button[type=submit]").last.click()
    reviewer.wait_for_load_state()
    step(reviewer, pk, "recommend")

    editor.goto(f"/en/review/translations/{pk}/fr/")
    editor.fill("[name=title]", "Carte de voisinage pour toutes et tous")
    editor.fill("[name=summary]", "La carte de voisinage prouve l’identité et ouvre les services de la ville.")
    editor.locator("main form button[type=submit]").last.click()
    editor.wait_for_load_state()
    step(editor, pk, "publish", evidence_level="documented")
    code = re.search(r"LA-\d{4}-\d{4}", mail(sink, address, next(told)))[0]

    reader = people()
    reader.goto("/fr/practices/?q=carte+de+voisinage")
    reader.locator("main .card a", has_text="Carte de voisinage").first.click()
    assert reader.inner_text("h1") == "Carte de voisinage pour toutes et tous"
    public = reader.url
    assert code in public

    officer.goto(f"/{language}/workspace/?show=published")
    officer.locator(f"form[action$='/workspace/{pk}/step/revise/'] button").first.click()
    officer.wait_for_url(re.compile(r"/workspace/\d+/$"))
    copy = officer.url
    assert copy != draft
    fill(officer, copy, "about", fields={"summary": "Un texto que nadie lee todavía: flimplo."})
    reader.goto(public)
    assert "flimplo" not in reader.content()
    assert "no results" not in reader.inner_text("h1")

    step(editor, pk, "archive", reason="The programme ended.")
    mail(sink, address, next(told))
    with contextlib.suppress(Exception):
        reader.goto(public)
    assert reader.request.get(public).status == 410
