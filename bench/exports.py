"""Goal 11: the whole list as CSV with all tags, against a raw cursor and csv without any; memory as it grows."""

import csv
import tracemalloc

from django.db import connection

from practices import exports
from practices.search.bitmaps import index

from . import data
from .report import fact, same, within_rate
from .timing import alternate

#: Rows timed at once; memory is measured over all of them.
TIMED = 10_000


def bench_rate(size):
    """Rows per second."""
    data.use(size)
    index.refresh()
    keys = index.page(index.published, "newest", 0, TIMED)

    def ours():
        return _drain(exports.as_csv(exports.rows(keys, "en", str)))

    def other():
        return _drain(_raw(keys))

    mine, theirs = (list(csv.reader(lines)) for lines in (exports.as_csv(exports.rows(keys, "en", str)), _raw(keys)))
    same([row[0] for row in mine[1:]], [row[0] for row in theirs], "codes of the export")
    yield within_rate("11", f"export with tags, rows/s of {len(keys):,} : raw cursor", alternate(ours, other), 0.3)


def bench_memory(size):
    """The highest use of memory on the way through the whole list, against a list of a tenth."""
    peaks = [_peak(number) for number in (max(size // 10, 20), size)]
    shown = " : ".join(f"{peak / 2**20:.1f} MiB" for peak in reversed(peaks))
    ratio = peaks[1] / peaks[0]
    what = f"memory of an export of {size:,} : {size // 10:,} rows"
    yield fact("11", what, f"{ratio:.2f} times", target="≤ 1.5 times", is_met=ratio <= 1.5, figures=shown)


def _peak(size):
    """Return the peak of Python's memory during an export of everything, the index apart, in bytes."""
    data.use(size)
    index.refresh()
    tracemalloc.start()
    keys = index.page(index.published, "newest", 0, None)
    written = _drain(exports.as_csv(exports.rows(keys, "en", str)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    same(written, size + 1, "lines of the export")
    return peak


def _drain(lines):
    return sum(1 for _line in lines)


def _raw(keys):
    """Yield the lines of the plain columns in the same order, as the database gives them."""
    columns = ("code", "slug", "title_en", "summary_en", "kind", "implementation_status", "starts_on", "ends_on")
    columns += ("starts_precision", "ends_precision", "scope", "original_language", "evidence_level", "version")
    columns += ("published_at", "confirmed_at", "licence")
    writer = csv.writer(exports._Echo())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(f'p.{column}' for column in columns)}, o.slug, o.name_en FROM practices_practice p "
            "JOIN directory_organisation o ON o.id = p.lead_lrg_id WHERE p.status = 'published' "
            "ORDER BY p.published_at DESC, p.id DESC LIMIT %s",
            [len(keys)],
        )
        while rows := cursor.fetchmany(1000):
            for row in rows:
                yield writer.writerow(row)


BENCHMARKS = {bench_rate: ("11",), bench_memory: ("11",)}
