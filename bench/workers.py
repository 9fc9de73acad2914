"""Goals 12 and 13: several processes on one database, writing at once and seeing what others published."""

import contextlib
import json
import os
import re
import subprocess
import sys

from django.db import connection

from practices.models import DataVersion, HistoryEntry, Practice
from tests.__main__ import postgresql

from . import data, serving
from .report import fact, same
from .timing import Settings

#: Actions in the database of the writers: their number does not matter to a writer.
SIZE = 1_000
WRITERS = 8
SECONDS = 5
#: Publications that are looked for in every worker.
PUBLICATIONS = 20


class Worker:
    """A ``bench.worker`` with an action of its own."""

    def __init__(self, url, code, **environment):
        settings = {"DJANGO_SETTINGS_MODULE": "bench.settings", "DATABASE_URL": url, **environment}
        command = [sys.executable, "-W", "ignore", "-m", "bench.worker", code]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": serving.ROOT}
        self.process = subprocess.Popen(command, env={**os.environ, **settings}, **pipes)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(60)

    def tell(self, seconds):
        """Start; ``answer`` waits."""
        self.process.stdin.write(f"{seconds}\n")
        self.process.stdin.flush()

    def answer(self):
        """Return what the worker says next."""
        return json.loads(self.process.stdout.readline())


def bench_writers(size):
    """Eight writers at once on SQLite; and, to see that this would show, without IMMEDIATE."""
    seconds, number = (0.5, 2) if Settings.is_smoke else (SECONDS, WRITERS)
    with data.scratch(min(size, SIZE)) as path:
        alone, _errors = _write(path, 1, seconds)
        steps, errors = _write(path, number, seconds)
        again, _errors = _write(path, 1, seconds)
        one = (alone + again) / 2
        figures = f"{steps / seconds:.0f}/s : {one / seconds:.0f}/s"
        yield fact("12", f"{number} writers: lock errors", f"{errors:,}", target="0", is_met=errors == 0)
        what, ratio = f"rate of {number} writers : one", steps / one
        yield fact("12", what, f"{ratio:.2f}", target="≥ 0.5", is_met=ratio >= 0.5, figures=figures)
        _steps, errors = _write(path, number, seconds, BENCH_TRANSACTION_MODE="DEFERRED")
        what = f"control: {number} writers with DEFERRED transactions: lock errors"
        yield fact("12", what, f"{errors:,}", target="> 0", is_met=errors > 0)


def _write(path, number, seconds, **environment):
    """Let ``number`` processes write at once; returns steps and lock errors when nothing was lost."""
    before = _recorded(path)
    codes = Practice.objects.order_by("pk").values_list("code", flat=True)[:number]
    with contextlib.ExitStack() as stack:
        workers = [stack.enter_context(Worker(data.url(path), code, **environment)) for code in codes]
        for worker in workers:
            same(worker.answer(), "ready", "a worker's first word")
        for worker in workers:
            worker.tell(seconds)
        told = [worker.answer() for worker in workers]
    steps = sum(answer["steps"] for answer in told)
    same(_recorded(path), tuple(number + steps for number in before), "steps recorded (history, data version)")
    public = set(Practice.objects.published().values_list("code", flat=True))
    same([code in public for code in codes], [answer["is_public"] for answer in told], "states after writing")
    return steps, sum(answer["errors"] for answer in told)


def _recorded(path):
    """Return how many steps the database knows: rows of history, and the data version."""
    data.connect(path)
    numbers = HistoryEntry.objects.count(), DataVersion.objects.get().number
    connection.close()
    return numbers


def bench_visible(size):
    """What one process publishes, two others show at their next request, page cache included."""
    with data.scratch(min(size, SIZE)) as path:
        yield _visible("SQLite", data.url(path), Practice.objects.order_by("pk").first().code)
    if Settings.is_smoke:
        return
    with postgresql() as (name, url):
        if not url:
            yield fact("13", f"PostgreSQL: not measured, {name}", "")
            return
        for command in (["migrate", "-v0"], ["load_reference", "-v0"], ["make_synthetic", "50"]):
            settings = {"DJANGO_SETTINGS_MODULE": "bench.settings", "DATABASE_URL": url}
            manage = [sys.executable, "-W", "ignore", "manage.py", *command]
            subprocess.run(manage, cwd=serving.ROOT, env={**os.environ, **settings}, check=True, capture_output=True)
        yield _visible(name, url, "LA-0000-000001")


def _visible(name, url, code):
    rounds = 3 if Settings.is_smoke else PUBLICATIONS
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(serving.portal(url)) for _ in range(2)]
        writer = stack.enter_context(Worker(url, code))
        same(writer.answer(), "ready", "a worker's first word")
        seen = 0
        for _ in range(rounds):
            shown = [_total(server) for server in servers]
            writer.tell(0)
            step = 1 if writer.answer()["is_public"] else -1
            seen += sum(_total(server) == before + step for server, before in zip(servers, shown, strict=True))
    what = f"published in one process, shown by 2 others at their next request ({name})"
    return fact("13", what, f"{seen} of {2 * rounds}", target="all", is_met=seen == 2 * rounds)


def _total(server):
    """Return how many actions the list names."""
    heading = re.search(rb'id="results-heading"[^>]*>\s*([\d,.]+)', server.get("/en/practices/"))
    return int(re.sub(rb"\D", b"", heading[1]))


BENCHMARKS = {bench_writers: ("12",), bench_visible: ("13",)}
