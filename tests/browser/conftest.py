"""A real browser and the portal as a real process, with a database of its own."""

import contextlib
import fcntl
import functools
import http.cookiejar
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

DEMO_PASSWORD = "local-action-demo"
DESKTOP, PHONE = 1280, 360
LANGUAGES = ("en", "es", "fr")
AXE = Path(__file__).with_name("vendor") / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items):
    """Mark the tests of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """Where Chromium is; without it the tests are skipped, or fail where they must run (PORTAL_E2E=1)."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if not path and os.environ.get("PORTAL_E2E") == "1":
        pytest.fail("PORTAL_E2E=1, but no chromium on PATH")
    return path or pytest.skip("no chromium on PATH: the browser tests are left out")


@pytest.fixture(scope="module")
def browser(chromium):
    """A browser for one module: its event loop must be gone before other tests use the database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def portal(chromium, tmp_path_factory):
    """The address of a running portal."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # one database for all workers: these tests only read
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "DATABASE_URL": f"sqlite:///{folder}/browser.sqlite3",
    }
    run = {"cwd": settings.BASE_DIR, "env": environment}
    with (folder / "browser.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "browser.filled").exists():
            subprocess.run([sys.executable, "-m", "tests.browser.fill"], check=True, **run)
            (folder / "browser.filled").touch()
    with serving(**environment) as address:
        yield address


@contextlib.contextmanager
def serving(**environment):
    """Yield the address of a portal that runs with ``environment`` (its own database among it)."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        run = {"cwd": settings.BASE_DIR, "env": environment | {"SITE_URL": address}}
        handle = server.fileno()
        command = [
            "gunicorn",
            "portal.wsgi",
            "--bind",
            f"fd://{handle}",
            "--threads",
            "4",
            "--no-control-socket",
            "--log-level",
            "error",
        ]
        process = subprocess.Popen([sys.executable, "-m", *command], pass_fds=[handle], **run)
        try:
            wait_for(f"{address}/readyz", process)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for(url, process):
    """Wait until the portal is ready."""
    for _attempt in range(120):
        if process.poll() is not None:
            pytest.fail(f"the portal stopped with code {process.returncode}")
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=30):  # noqa: S310 - our own address
            return
        time.sleep(0.25)
    pytest.fail("the portal did not become ready")


@pytest.fixture(scope="session")
def api(portal):
    """Read the API: ``api("practices/?lrg=quito")``."""

    def read(query):
        with urllib.request.urlopen(f"{portal}/api/v1/{query}", timeout=30) as answer:  # noqa: S310
            return json.load(answer)

    return read


@pytest.fixture(scope="session")
def sign_in(portal):
    """Sign in once for all tests: ``open_page("/en/accounts/", cookies=sign_in("officer@example.org"))``."""

    @functools.cache
    def sign_in(email):
        jar = http.cookiejar.CookieJar()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        address = f"{portal}/en/accounts/login/"
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', opener.open(address, timeout=30).read().decode())[1]
        form = {"csrfmiddlewaretoken": token, "login": email, "password": DEMO_PASSWORD}
        opener.open(address, urlencode(form).encode(), timeout=30)
        cookies = [{"name": cookie.name, "value": cookie.value, "url": portal} for cookie in jar]
        assert "session" in {cookie["name"] for cookie in cookies}
        return cookies

    return sign_in


@pytest.fixture
def open_page(browser, portal):
    """Open pages: ``open_page("/en/", width=360, js=False)``; at the end no page may have complained.

    A complaint is an error on the console (a refusal of the CSP is one), an exception, a request that failed or
    that went to another host. ``answers`` collects what the portal sends; ``allowed`` is a text that the console
    may show; ``cookies`` are those of somebody who is signed in (``sign_in``).
    """
    complaints, contexts = [], []

    def open_page(path, *, width=DESKTOP, js=True, expected=200, answers=None, allowed="\0", cookies=()):
        context = browser.new_context(
            base_url=portal, viewport={"width": width, "height": 800}, reduced_motion="reduce"
        )
        context.add_cookies([*cookies])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on(
            "console",
            lambda message: message.type == "error" and allowed not in message.text and complaints.append(message.text),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: was_given_up(request) or complaints.append(f"{request.url} failed"))
        page.on(
            "request", lambda request: is_ours(request.url, portal) or complaints.append(f"other host: {request.url}")
        )
        if answers is not None:
            page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright wants a function
        # Off at the browser's own switch, not for the whole context: axe needs it on again afterwards.
        page.switch = context.new_cdp_session(page)
        page.switch.send("Emulation.setScriptExecutionDisabled", {"value": not js})
        answer = page.goto(path)
        assert answer.status == expected
        if expected >= 400:  # the browser reports the status of the page itself as an error
            complaints[:] = [text for text in complaints if f"status of {expected}" not in text]
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def was_given_up(request):
    """Whether the page itself gave a request up: for a later letter, or because the reader went on."""
    return request.failure == "net::ERR_ABORTED"


def is_ours(url, portal):
    """Whether an address stays with the portal."""
    return url.startswith("data:") or urlsplit(url).netloc == urlsplit(portal).netloc


def axe(page):
    """Return what axe finds wrong with a page, closed parts opened: "rule: element".

    axe is a script itself: those of the page have run by now, or had their chance.
    """
    page.switch.send("Emulation.setScriptExecutionDisabled", {"value": False})
    page.evaluate("for (const box of document.querySelectorAll('details')) box.open = true")
    page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
    return [f"{item['id']}: {node['html'][:160]}" for item in found["violations"] for node in item["nodes"]]


def overflow(page):
    """Return by how many pixels the page is wider than the window, and the elements that stick out."""
    return page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth
            if (document.documentElement.scrollWidth <= width) return []
            return [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > width + 1)
                .map(e => e.outerHTML.slice(0, 120))
        }"""
    )
