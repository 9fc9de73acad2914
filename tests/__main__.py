"""What `make test` runs: every test on SQLite, then on PostgreSQL where a server is found.

Arguments go to pytest: ``python -m tests tests/settings -k secret``. What runs in a browser, or looks at files
and words and asks no database, runs once, on SQLite (``ONCE``).
"""

import contextlib
import glob
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

SQLITE = "sqlite://:memory:"
#: Tests for which it makes no difference which database is there; together they take minutes.
ONCE = (
    "tests/browser",
    *(f"tests/consistency/test_{name}.py" for name in ("code", "files", "templates", "translations")),
    "tests/search/test_analysis.py",
)


def main(arguments):
    """Run the suite on each database; returns the exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the private server is stopped all the same
    failed = [] if run("SQLite", SQLITE, *arguments) else ["SQLite"]
    with postgresql() as (name, url):
        if not url:
            say(f"PostgreSQL: skipped, {name}. The tests ran on SQLite only.")
        elif not run(name, url, *(f"--ignore={path}" for path in ONCE), *arguments):
            failed.append(name)
    if failed:
        say(f"FAILED on {' and '.join(failed)}")
    return len(failed)


def run(name, url, *arguments):
    """Run pytest on one database; returns whether all passed."""
    say(f"Tests on {name}")
    # Many tests start a process: without kept bytecode each compiles two thousand modules first.
    unwanted = {"DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE"}
    environment = {key: value for key, value in os.environ.items() if key not in unwanted}
    # Neighbours stay together while they can: what a module shares is built once, not in both workers.
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", "-rs", *arguments]
    return subprocess.call(command, env=environment | {"DATABASE_URL": url}) == 0


def say(message):
    """Print a heading at once, before what pytest prints."""
    print(f"\n=== {message} ===", flush=True)


@contextlib.contextmanager
def postgresql():
    """Yield the name and address of a PostgreSQL server, a private one unless DATABASE_URL names one.

    Without any, yield the reason and no address.
    """
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres:", "postgresql:")):
        yield "PostgreSQL (DATABASE_URL)", given
        return
    tool = find_initdb()
    user = unprivileged_user()
    if not tool or user == "root":
        yield "there is neither a server binary nor a DATABASE_URL" if not tool else "root may not run it", ""
        return
    with tempfile.TemporaryDirectory(prefix="portal-pg-", dir="/tmp") as folder:  # a socket needs a short path
        shutil.chown(folder, user)
        account = pwd.getpwnam(user)
        identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}

        def call(program, *options, check=True):
            command = [tool.with_name(program), "-D", f"{folder}/data", *options]
            subprocess.run(command, cwd=folder, check=check, stdout=subprocess.DEVNULL, **identity)

        call("initdb", "--username=portal", "--auth=trust", "--no-locale", "--encoding=UTF8", "--no-sync")
        # Nothing here outlives the run: no fsync, no network, a socket in the folder.
        settings = f"-F -k {folder} -c listen_addresses='' -c full_page_writes=off -c synchronous_commit=off"
        try:
            call("pg_ctl", "-w", "-l", f"{folder}/log", "-o", settings, "start")
            os.environ["PGUSER"] = "portal"
            yield f"PostgreSQL {server_version(tool)}", f"postgres:///{folder}/postgres"
        finally:
            call("pg_ctl", "-w", "-m", "immediate", "stop", check=False)


def find_initdb():
    """Return the newest ``initdb`` of this machine, or None."""
    packaged = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(path.split("/")[4]))
    found = packaged[-1] if packaged else shutil.which("initdb")
    return Path(found) if found else None


def server_version(tool):
    """Return the version that a server binary reports."""
    command = [tool.with_name("postgres"), "--version"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[2]


def unprivileged_user():
    """Return who may run a server: PostgreSQL refuses root."""
    if os.getuid():
        return pwd.getpwuid(os.getuid()).pw_name
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), "root")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
