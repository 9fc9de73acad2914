# ruff: noqa: S608 - no value comes from outside
"""The counts on the demo equal SQL that was written by hand."""

import re

import pytest
from django.db import connection

from portal.directory.models import Organisation
from portal.shared import languages
from practices.facets import FACETS

SERVES = """
    EXISTS (SELECT 1 FROM practices_tag t JOIN compacts_objective o ON o.id = t.objective_id
            WHERE t.practice_id = p.id AND o.code = 'gcm-15')
"""
IN_SECTION = """
    EXISTS (SELECT 1 FROM directory_organisation_sections s JOIN directory_section d ON d.id = s.section_id
            WHERE s.organisation_id = p.lead_lrg_id AND d.code = 'mewa')
"""
#: Facet → its counts for gcm=15&section=mewa, written by hand; a facet does not count its own choice.
BY_HAND = {
    "gcm": f"""
        SELECT o.code, COUNT(DISTINCT p.id) FROM practices_practice p
        JOIN practices_tag t ON t.practice_id = p.id JOIN compacts_objective o ON o.id = t.objective_id
        WHERE p.status = 'published' AND {IN_SECTION} AND o.code LIKE 'gcm-%' AND o.level = 'objective'
        GROUP BY o.code
    """,
    "section": f"""
        SELECT d.code, COUNT(DISTINCT p.id) FROM practices_practice p
        JOIN directory_organisation_sections s ON s.organisation_id = p.lead_lrg_id
        JOIN directory_section d ON d.id = s.section_id
        WHERE p.status = 'published' AND {SERVES} GROUP BY d.code
    """,
    "theme": f"""
        SELECT h.code, COUNT(DISTINCT p.id) FROM practices_practice p
        JOIN practices_practice_themes m ON m.practice_id = p.id JOIN compacts_theme h ON h.id = m.theme_id
        WHERE p.status = 'published' AND {SERVES} AND {IN_SECTION} GROUP BY h.code
    """,
    "kind": f"""
        SELECT p.kind, COUNT(*) FROM practices_practice p
        WHERE p.status = 'published' AND {SERVES} AND {IN_SECTION} GROUP BY p.kind
    """,
    "sdg": f"""
        SELECT COALESCE(g.code, o.code), COUNT(DISTINCT p.id) FROM practices_practice p
        JOIN practices_tag t ON t.practice_id = p.id JOIN compacts_objective o ON o.id = t.objective_id
        LEFT JOIN compacts_objective g ON g.id = o.parent_id
        WHERE p.status = 'published' AND {SERVES} AND {IN_SECTION} AND o.code LIKE 'sdg-%'
        GROUP BY COALESCE(g.code, o.code)
    """,
}


@pytest.mark.parametrize("language", languages.CODES)
@pytest.mark.django_db
def test_counts_of_the_demo_equal_sql_written_by_hand(demo, client, language):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM practices_practice p WHERE p.status = 'published' AND {SERVES} AND {IN_SECTION}"
        )
        (total,) = cursor.fetchone()
        wanted = {}
        for name, sql in BY_HAND.items():
            cursor.execute(sql)
            wanted[name] = dict(cursor.fetchall())
    assert total > 0
    page = client.get(f"/{language}/practices/?gcm=15&section=mewa")
    assert page.context["total"] == total
    keys = {name: {o.value: o.key for o in FACETS[name].options(page.context["filters"].catalogue)} for name in wanted}
    for group in page.context["facets"]:
        if group["name"] in wanted:
            shown = re.findall(r'value="([^"]+)".*?option__count">\((\d+)\)', group["html"])
            counted = {keys[group["name"]][value]: int(count) for value, count in shown}
            assert {code: number for code, number in counted.items() if number} == wanted[group["name"]]
            assert sum(counted.values()) > 0


@pytest.mark.django_db
def test_every_action_of_the_demo_has_its_town(demo):
    assert Organisation.objects.filter(led_practices__status="published").distinct().count() > 10
