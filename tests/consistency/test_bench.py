"""Every benchmark runs, and both of its sides give the same answers; how fast is not asked here."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

SIZE = 120


@pytest.mark.django_db
def test_every_goal_has_a_line_and_no_answer_differs(tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("The benchmarks make SQLite databases of their own.")
    connection.ensure_connection()  # migrated and filled already: saves half the time
    (tmp_path / "0.sqlite3").write_bytes(connection.connection.serialize())
    command = [sys.executable, "-W", "ignore", "-m", "bench", "--smoke", f"--sizes={SIZE}", f"--results={tmp_path}"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    environment |= {"BENCH_DATA": str(tmp_path), "DATABASE_URL": "sqlite://:memory:"}
    done = subprocess.run(command, check=False, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert not done.returncode, done.stderr[-3000:]
    (table,) = tmp_path.glob(f"*-{SIZE}.md")
    goals = re.findall(r"^\| (\d+) +\|", table.read_text(encoding="utf-8"), re.MULTILINE)
    assert {*map(int, goals)} == {*range(1, 14)}
