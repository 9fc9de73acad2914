"""What changed since a worker last looked: a number that only grows, and which actions each step touched.

The counter row is locked until the transaction ends, so that on every database the numbers are seen in the order in
which the changes become visible. The same number is the version of everything public (ETag, page cache).
"""

import secrets
from dataclasses import dataclass

from django.db import connection, transaction

from ..models import Change, DataVersion

#: Changes kept; a worker that is further behind builds its index anew.
KEPT = 5_000


@dataclass(frozen=True, slots=True)
class Mark:
    """A point in the history of the public data; the token tells two histories apart (a restored backup)."""

    number: int
    token: str


@transaction.atomic
def record(*practices):
    """Note that the public content of ``practices`` changed, in the transaction of the change itself."""
    _step([Change.Kind.PRACTICE] * len(practices), [practice.pk for practice in practices])


@transaction.atomic
def record_rebuild():
    """Note that everything may have changed (bulk load, taxonomy): every worker builds its index anew."""
    _step([Change.Kind.REBUILD], [None])


@transaction.atomic
def record_labels():
    """Note that names or titles changed: pages are rendered anew, the index stays."""
    _step([Change.Kind.LABELS], [None])


def hold():
    """Let no other change of the public data come between, until the transaction ends; returns the counter."""
    return DataVersion.objects.select_for_update().get_or_create(pk=1)[0]


def _step(kinds, practices):
    version = hold()
    for kind, practice in zip(kinds, practices, strict=True):
        version.number += 1
        version.token = secrets.token_hex(4)
        Change.objects.create(number=version.number, token=version.token, kind=kind, practice_id=practice)
    version.save()
    Change.objects.filter(number__lte=version.number - KEPT).delete()


def current():
    """Return the present mark, in one small query."""
    with connection.cursor() as cursor:  # asked at every request: the ORM would take ten times as long
        cursor.execute(f"SELECT number, token FROM {DataVersion._meta.db_table}")  # noqa: S608 — a name of ours
        row = cursor.fetchone()
    return Mark(*row) if row else Mark(0, "")


def since(mark):
    """Return the changes after ``mark``, oldest first, or None when they are not all known (build anew)."""
    if mark is None:
        return None
    rows = list(Change.objects.filter(number__gte=mark.number).order_by("number"))
    if mark.number and (not rows or rows[0].number != mark.number or rows[0].token != mark.token):
        return None
    return [row for row in rows if row.number > mark.number]
