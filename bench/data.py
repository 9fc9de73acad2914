"""The databases that are measured: reference data and N synthetic actions from a fixed seed, made once and kept."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from practices.search.bitmaps import index

FOLDER = Path(os.environ.get("BENCH_DATA") or Path(__file__).parent / "data")


def use(size):
    """Let this process read the database with ``size`` actions, made where it is missing; its index starts empty."""
    path = _path(size)
    if not path.exists():
        _make(path, size)
    connect(path)
    return path


def url(path):
    """Return the DATABASE_URL of a database file."""
    return f"sqlite:///{path.resolve()}"


@contextlib.contextmanager
def scratch(size):
    """Yield the file of a copy with ``size`` actions that may be written to."""
    path = use(size)
    connection.close()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield Path(shutil.copy(path, folder))


def _path(size):
    return FOLDER / f"{size}.sqlite3"


def connect(path):
    """Let this process use a database file; its index starts empty."""
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = str(path)
    index.reset()


def _make(path, size):
    """Write under another name first: an interrupted run leaves no half database."""
    FOLDER.mkdir(exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    if size:
        reference = use(0)
        connection.close()
        shutil.copy(reference, unfinished)
        connect(unfinished)
        call_command("make_synthetic", size)
    else:
        connect(unfinished)
        call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0)
    connection.close()
    unfinished.rename(path)
