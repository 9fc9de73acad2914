"""Several processes of the portal on one database, as in production."""

import contextlib
import json
import os
import queue
import sqlite3
import subprocess
import sys
import threading

from django.conf import settings
from django.db import connection


@contextlib.contextmanager
def shared_database(folder):
    """Yield the address of a copy of the test database that other processes may open; it goes at the end."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with contextlib.closing(sqlite3.connect(folder / "shared.sqlite3")) as copy:
            connection.connection.backup(copy)
        yield f"sqlite:///{folder}/shared.sqlite3"
        return
    connection.creation.clone_test_db("shared", verbosity=0, autoclobber=True)
    name = connection.creation.get_test_db_clone_settings("shared")["NAME"]
    address, mark, options = os.environ["DATABASE_URL"].partition("?")
    try:
        yield f"{address.rpartition('/')[0]}/{name}{mark}{options}"
    finally:
        connection.creation.destroy_test_db(suffix="shared", verbosity=0)


#: What is heard of a process that ended.
STOPPED = ["stopped"]


class Process:
    """A process (``tests.search.worker``) that does what it is told."""

    def __init__(self, url):
        # As served: the page cache is on, errors are pages.
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.browser.settings", "DATABASE_URL": url}
        command = [sys.executable, "-W", "ignore", "-m", "tests.search.worker"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
        self.process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, **pipes)
        self.said = queue.SimpleQueue()
        self.listener = threading.Thread(target=self._listen)
        self.listener.start()

    def _listen(self):
        for line in self.process.stdout:
            self.said.put(json.loads(line))
        self.said.put(STOPPED)

    def tell(self, name, **arguments):
        """Start a command; ``answer`` waits."""
        self.process.stdin.write(json.dumps([name, arguments]) + "\n")

    def answer(self, seconds=60):
        """Return what the process says next."""
        answer = self.said.get(timeout=seconds)
        assert answer != STOPPED, "the process ended"
        return answer

    def go_on(self):
        """Let a rebuild take its next step."""
        self.process.stdin.write("\n")

    def ask(self, name, **arguments):
        """Carry out a command and return its answer."""
        self.tell(name, **arguments)
        return self.answer()

    def kill(self):
        """End it in the middle of whatever it does."""
        self.process.kill()
        self._end()

    def close(self):
        """Let it end by itself."""
        self.process.stdin.close()
        self._end()

    def _end(self):
        self.process.wait(30)
        self.listener.join(30)
        self.process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()


@contextlib.contextmanager
def processes(url, number):
    """Yield so many processes on one database, started side by side."""
    started = [Process(url) for _ in range(number)]
    try:
        for process in started:
            assert process.answer() == "ready"
        yield started
    finally:
        for process in started:
            if process.process.poll() is None:
                process.close()
