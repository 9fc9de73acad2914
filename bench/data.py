"""The databases that are measured: reference data and N synthetic actions from a fixed seed, made once and kept."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from practices.models import LanguageState, Practice, PracticeTerm, SearchText, Tag
from practices.search import changes, store_sqlite
from practices.search.bitmaps import index
from practices.search.store import SPREAD

#: So many actions are different from each other; a larger database repeats them, which takes minutes and not hours.
UNIT = 10_000
#: What a synthetic action consists of.
TABLES = (
    *(Practice, Tag, PracticeTerm, LanguageState, SearchText),
    *(Practice.themes.through, Practice.countries.through),
)
FOLDER = Path(os.environ.get("BENCH_DATA") or Path(__file__).parent / "data")


def use(size):
    """Let this process read the database with ``size`` actions, made where it is missing; its index starts empty."""
    path = _path(size)
    if not path.exists():
        _make(path, size)
    connect(path)
    _migrate()
    return path


def _migrate():
    """Bring a kept database up to date: the records gain columns while the benchmarks stay."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0)


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
        start = use(UNIT if size > UNIT else 0)
        connection.close()
        shutil.copy(start, unfinished)
        connect(unfinished)
        if size > UNIT:
            _multiply(size // UNIT)
        else:
            call_command("make_synthetic", size)
    else:
        connect(unfinished)
        call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0)
    connection.close()
    unfinished.rename(path)


@transaction.atomic
def _multiply(times):
    """Repeat every action, with codes and dates of its own, until there are ``times`` as many."""
    shift = Practice.objects.order_by("pk").last().pk
    highest = {model: model.objects.order_by("pk").last().pk for model in TABLES}
    highest[SearchText] = shift * SPREAD  # its key says to which action it belongs
    with connection.cursor() as cursor:
        for number in range(1, times):
            for model in TABLES:
                fields = {field.column: field.column for field in model._meta.local_concrete_fields}
                fields["id"] = f"id + {number * highest[model]}"
                if model is Practice:
                    fields["code"] = f"printf('LA-%04d-%06d', {number}, id)"
                    for name in ("published_at", "confirmed_at"):
                        fields[name] = f"strftime('%Y-%m-%d %H:%M:%f000', {name}, '-{number} seconds')"
                else:
                    fields["practice_id"] = f"practice_id + {number * shift}"
                rows = f"SELECT {', '.join(fields.values())} FROM {model._meta.db_table} WHERE id <= {highest[model]}"
                cursor.execute(f"INSERT INTO {model._meta.db_table} ({', '.join(fields)}) {rows}")
        cursor.execute(f"INSERT INTO {store_sqlite.TABLE}({store_sqlite.TABLE}) VALUES ('rebuild')")
    changes.record_rebuild()
