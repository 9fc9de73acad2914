"""The database behaves as the settings promise."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

ASK = """
import django; django.setup()
from django.db import connection, transaction
with connection.cursor() as cursor:
    for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
        print(name, cursor.execute(f"PRAGMA {name}").fetchone()[0])
with transaction.atomic():
    import sqlite3
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0)
    try:
        other.execute("BEGIN IMMEDIATE")
        print("begin shared")
    except sqlite3.OperationalError:
        print("begin immediate")
"""


def test_sqlite_file_is_safe_and_shared(tmp_path):
    """Readers beside one writer (WAL), nothing acknowledged before it is on disk (2 = FULL), the lock taken at once."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3",
    }
    answer = subprocess.run(
        [sys.executable, "-c", ASK], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )
    assert answer.stdout.splitlines() == [
        "journal_mode wal",
        "synchronous 2",
        "foreign_keys 1",
        "busy_timeout 20000",
        "begin immediate",
    ]


def test_suite_runs_on_the_database_that_was_asked_for():
    """A run that says PostgreSQL is one."""
    asked = os.environ.get("DATABASE_URL", "")
    if not asked:
        pytest.skip("DATABASE_URL is not set: the suite runs on the default database")
    assert connection.vendor == ("postgresql" if asked.startswith("postgres") else "sqlite")
