"""Production settings are safe as they stand, and refuse to start when something would make them unsafe."""

import os
import string
import subprocess
import sys

import pytest
from django.conf import settings

GOOD = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": string.ascii_letters,
    "ALLOWED_HOSTS": "portal.example.org",
    "DEBUG": "False",
    "DATABASE_URL": "sqlite://:memory:",
    "EMAIL_URL": "smtp+tls://portal:secret@mail.example.org:587",
}


def python(*arguments, **changes):
    """Run Python in the checkout under production's environment with ``changes``."""
    environment = {"PATH": os.environ["PATH"], **GOOD, **changes}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def start(**changes):
    """Build the WSGI application."""
    return python("-c", "import portal.wsgi", **changes)


def test_starts_with_good_settings():
    assert start().returncode == 0


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "x" * 49}, "SECRET_KEY is missing or shorter"),
        ({"DEBUG": "True"}, "DEBUG must not be on"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must name"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name"),
        ({"ALLOWED_HOSTS": "portal.example.org, *"}, "ALLOWED_HOSTS must name"),
        ({"EMAIL_URL": "consolemail://"}, "EMAIL_URL must name a mail server"),
        ({"EMAIL_URL": "smtp://mail.example.org:25"}, "EMAIL_URL must use TLS"),
        ({"SITE_URL": "http://portal.example.org"}, "SITE_URL must begin"),
    ],
)
def test_refuses_to_start(changes, complaint):
    answer = start(**changes)
    assert answer.returncode != 0
    assert f"ImproperlyConfigured: {complaint}" in answer.stderr


@pytest.mark.parametrize("url", ["smtp://localhost:25", "smtp+ssl://user:p%40ss@mail.example.org:465"])
def test_mail_servers_that_are_safe(url):
    assert start(EMAIL_URL=url).returncode == 0


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp+tls://mail.example.org", "mail.example.org 587 True False"),
        ("smtps://mail.example.org:465", "mail.example.org 465 False True"),
        ("smtp+ssl://mail.example.org", "mail.example.org 465 False True"),
        ("smtp://localhost", "localhost 25 False False"),
    ],
)
def test_how_a_mail_server_is_spoken_to(url, expected):
    tell = "from django.conf import settings as s; print(s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL)"
    assert python("-c", tell, EMAIL_URL=url).stdout.strip() == expected


def test_addresses_in_mails_are_those_of_the_first_host():
    answer = python("-c", "from django.conf import settings; print(settings.SITE_URL)")
    assert answer.stdout == "https://portal.example.org\n"


def test_deployment_check_finds_nothing():
    answer = python("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert answer.returncode == 0, answer.stderr


def test_wsgi_is_production_and_manage_is_development_by_default():
    """Whoever forgets the variable gets the safe settings on a server and the handy ones on a laptop."""
    without = "import os; os.environ.pop('DJANGO_SETTINGS_MODULE'); "
    tell = "from django.conf import settings; print(settings.SETTINGS_MODULE)"
    answer = python("-c", without + "import portal.wsgi; " + tell)
    assert answer.stdout == "portal.settings.production\n"
    answer = python(
        "-c",
        without + "import runpy, sys; sys.argv = ['manage.py', 'diffsettings', '--all']; "
        "runpy.run_path('manage.py', run_name='__main__')",
    )
    assert "SETTINGS_MODULE = 'portal.settings.dev'" in answer.stdout
