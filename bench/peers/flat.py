"""The actions as search servers want them: one flat record each, with every value of every facet.

Read from the ordinary tables and not from the facet index, so that the peers' answers are a second opinion.
"""

from collections import defaultdict

from django.db import connection
from django.utils import timezone

from practices.models import Practice

from .sql import PAIRS, YEARS

#: The columns of the facet index that are counted; each becomes a field of the flat record.
COLUMNS = list(PAIRS)


def records():
    """Yield of every published action: primary key, place in order of publication, code, title, column → values."""
    values = defaultdict(lambda: {column: [] for column in COLUMNS})
    with connection.cursor() as cursor:
        for column, pairs in PAIRS.items():
            cursor.execute(
                f"WITH RECURSIVE {YEARS} SELECT DISTINCT id, value FROM ({pairs}) WHERE value <> ''",
                {"today": timezone.localdate().isoformat()} if ":today" in pairs else {},
            )
            for pk, value in cursor.fetchall():
                values[pk][column].append(value)
    rows = Practice.objects.published().order_by("published_at", "pk").values_list("pk", "code", "title_en")
    for place, (pk, code, title) in enumerate(rows):
        yield pk, place, code, title or "", values[pk]
