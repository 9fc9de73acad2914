"""The area of an action: what is taken, what is refused and why, how it is shown."""

import json
import math

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from practices import actions, geojson, record
from practices.models import Practice
from tests.factories.directory import MandateFactory
from tests.factories.practices import draft, published, town

RING = [[10.0, 36.0], [11.0, 36.0], [11.0, 37.0], [10.0, 36.0]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}
FEATURE = {"type": "Feature", "geometry": POLYGON, "properties": {"owner": "Ana, +216 555"}, "id": 7}


def ring(points):
    """An outline of so many points around a place."""
    angles = (2 * math.pi * n / (points - 1) for n in range(points - 1))
    found = [[round(10 + math.cos(angle), 5), round(36 + math.sin(angle), 5)] for angle in angles]
    return [*found, found[0]]


@pytest.mark.parametrize(
    ("value", "kind", "number"),
    [
        (POLYGON, "Polygon", 1),
        (FEATURE, "Polygon", 1),
        ({"type": "FeatureCollection", "features": [FEATURE]}, "Polygon", 1),
        ({"type": "FeatureCollection", "features": [FEATURE, FEATURE]}, "MultiPolygon", 2),
        ({"type": "MultiPolygon", "coordinates": [[RING], [RING, RING]]}, "MultiPolygon", 2),
        ({"type": "Polygon", "coordinates": [[[*point, 12.5] for point in RING]]}, "Polygon", 1),
        ({**POLYGON, "bbox": [0, 0, 1, 1], "note": "x"}, "Polygon", 1),
        ({"type": "Polygon", "coordinates": [ring(5000)]}, "Polygon", 1),
    ],
)
def test_an_area_is_kept_without_anything_but_its_outline(value, kind, number):
    kept = geojson.read(json.dumps(value))
    assert (kept["type"], set(kept)) == (kind, {"type", "coordinates"})
    assert number == 1 or len(kept["coordinates"]) == number
    assert all(len(point) == 2 for outline in geojson._outlines(kept) for point in outline)
    assert geojson.read(geojson.text(kept)) == kept
    assert "Ana" not in geojson.text(kept)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not GeoJSON"),
        ("{", "not GeoJSON"),
        ("\x00", "not GeoJSON"),
        ("\ud800", "not GeoJSON"),
        ("[" * 100_000, "not GeoJSON"),
        ("9" * 5000, "not GeoJSON"),
        ("x" * 200_001, "at most 200 kB"),
        ("[]", "Give a polygon"),
        ("null", "Give a polygon"),
        ('"Polygon"', "Give a polygon"),
        ('{"type": ["Polygon"]}', "Give a polygon"),
        ('{"type": "Point", "coordinates": [1, 2]}', "not “Point”"),
        ('{"type": "Feature", "geometry": null}', "Give a polygon"),
        ('{"type": "FeatureCollection", "features": [{"type": "Polygon"}]}', "not “Polygon”"),
        ('{"type": "FeatureCollection", "features": []}', "no polygon"),
        ('{"type": "FeatureCollection"}', "not complete"),
        ('{"type": "GeometryCollection", "geometries": []}', "GeometryCollection"),
        ('{"type": "Polygon", "coordinates": []}', "no polygon"),
        ('{"type": "Polygon"}', "not complete"),
        ('{"type": "Polygon", "coordinates": {"a": 1}}', "not complete"),
        ('{"type": "Polygon", "coordinates": [[[1], [2], [3], [1]]]}', "not complete"),
        ('{"type": "Polygon", "coordinates": [[[true, false], [1, 1], [2, 2], [true, false]]]}', "not complete"),
        ('{"type": "Polygon", "coordinates": [[["1", "1"], [1, 1], [2, 2], ["1", "1"]]]}', "not complete"),
        ('{"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}', "at least four points"),
        ('{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}', "ends where it begins"),
        ('{"type": "Polygon", "coordinates": [[[0, 0], [181, 0], [1, 1], [0, 0]]]}', "in degrees"),
        ('{"type": "Polygon", "coordinates": [[[0, 0], [1, 91], [1, 1], [0, 0]]]}', "in degrees"),
        ('{"type": "Polygon", "coordinates": [[[0, 0], [NaN, 0], [1, 1], [0, 0]]]}', "in degrees"),
        ('{"type": "Polygon", "coordinates": [[[0, 0], [1e999, 0], [1, 1], [0, 0]]]}', "in degrees"),
        (json.dumps({"type": "Polygon", "coordinates": [ring(5001)]}), "at most 5000"),
    ],
)
def test_what_is_no_area_is_refused_with_the_reason(text, said):
    with pytest.raises(ValidationError, match=said):
        geojson.read(text)


@pytest.mark.parametrize(
    "value", ["", "Polygon", 7, [1], {"type": "Point", "coordinates": [1, 2]}, {"a": float("nan")}]
)
def test_the_api_writes_no_other_area(editor, value):
    practice = draft(by=editor)
    if value == "":
        assert actions.update(practice=practice, by=editor, data={"area": value}).area is None
        return
    with pytest.raises(ValidationError) as refusal:
        actions.update(practice=practice, by=editor, data={"area": value})
    assert list(refusal.value.message_dict) == ["area"]


@pytest.fixture
def page(db):
    """An officer at the page "Where and when" of a draft: ``page(**typed)`` sends it."""
    lrg = town(slug="our-town")
    officer = MandateFactory(lrg=lrg).officer
    practice = draft(by=officer, lead_lrg=lrg)
    client = Client()
    client.force_login(officer)
    url = reverse("practices:section", args=[practice.pk, "place"])

    def send(**typed):
        base = client.get(url).context["form"].base_text
        return client.post(url, {"base": base, "place_name": "Old port", "starts_on_0": "", **typed})

    send.practice = practice
    return send


def now(page):
    return Practice.objects.get(pk=page.practice.pk)


def test_an_area_is_pasted(page):
    assert page(area=json.dumps(FEATURE)).status_code == 302
    assert now(page).area == POLYGON


def test_a_file_takes_the_place_of_the_text(page):
    content = b"\xef\xbb\xbf" + json.dumps(FEATURE).encode()
    assert page(**{"area": "", "area-file": SimpleUploadedFile("area.geojson", content)}).status_code == 302
    assert now(page).area == POLYGON


@pytest.mark.parametrize("content", [b"PK\x03\x04 no text", b"\xff\xfe\x00{", b'{"type": "Point"}'])
def test_a_wrong_file_is_refused_and_everything_else_kept(page, content):
    answer = page(**{"area": "", "area-file": SimpleUploadedFile("area.geojson", content)})
    assert answer.status_code == 422
    assert 'href="#id_area"' in answer.content.decode()
    assert now(page).area is None
    assert now(page).place_name == "Old port"


@pytest.mark.parametrize("text", ["{oops", "\x00{", '{"type": "Point"}'])
def test_a_wrong_text_comes_back(page, text):
    answer = page(area=text)
    assert answer.status_code == 422
    assert answer.context["form"]["area"].value() == text
    assert now(page).place_name == "Old port"


def test_readers_see_the_outline(client, editor):
    value = {"type": "MultiPolygon", "coordinates": [[ring(3000)], [RING]]}
    practice = published(by=editor, area=value)
    found = client.get(practice.get_absolute_url()).content.decode()
    drawn = geojson.outline(practice.area)
    assert drawn["path"] in found
    assert "an outline of 3004 points, from 35.00, 9.00 to 37.00, 11.00" in found
    assert len(drawn["path"]) < 8_000
    assert (max(drawn["width"], drawn["height"]), drawn["path"].count("M")) == (200, 2)
    assert client.get(f"/api/v1/practices/{practice.code}/").json()["content"]["area"] == practice.area
    assert record.content(practice)["area"] == practice.area


def test_an_area_that_was_kept_before_they_were_read_strictly_breaks_no_page(client, editor):
    practice = published(by=editor)
    Practice.objects.filter(pk=practice.pk).update(area={"type": "Point", "coordinates": [1, 2]})
    assert client.get(practice.get_absolute_url()).status_code == 200
    assert geojson.words({"type": "Point"}) == "a drawn area"
