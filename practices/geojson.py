"""The area of an action as GeoJSON: read strictly, kept without what is not its outline, drawn small."""

import json
import math

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

#: Longest text in characters, most points of one area.
MAX_LENGTH, MAX_POINTS = 200_000, 5_000
#: Decimals that are kept: about a tenth of a metre.
DECIMALS = 6
#: The longer side of the drawing, in its own units, and the most points that it shows.
SIDE, MOST_DRAWN = 200, 400


def read(text):
    """Return the area (``area``) that a typed or uploaded text holds; raises ValidationError."""
    if len(text) > MAX_LENGTH:
        raise ValidationError(_("The area is too large: at most 200 kB."))
    try:
        return area(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise ValidationError(_("This is not GeoJSON: it must begin with { and end with }.")) from error


def area(value):
    """Return ``value`` as one Polygon or MultiPolygon with nothing beside its coordinates; raises ValidationError.

    A Feature or FeatureCollection of polygons counts as well; heights and properties are left out.
    """
    polygons = [polygon for geometry in _geometries(value) for polygon in _polygons(geometry)]
    if not polygons:
        raise ValidationError(_("The area holds no polygon."))
    if sum(len(ring) for polygon in polygons for ring in polygon) > MAX_POINTS:
        raise ValidationError(_("The area has too many points: at most %(number)d.") % {"number": MAX_POINTS})
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _geometries(value):
    """Return the geometries of a document; a Feature inside a collection must hold one."""
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "FeatureCollection":
        return [geometry for feature in _listed(value.get("features")) for geometry in _of_feature(feature)]
    return _of_feature(value) if kind == "Feature" else [value]


def _of_feature(feature):
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _wrong_kind(feature)
    return [feature.get("geometry")]


def _polygons(geometry):
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "Polygon":
        return [_rings(geometry.get("coordinates"))]
    if kind == "MultiPolygon":
        return [_rings(polygon) for polygon in _listed(geometry.get("coordinates"))]
    raise _wrong_kind(geometry)


def _wrong_kind(value):
    kind = value.get("type") if isinstance(value, dict) else None
    shown = kind[:40] if isinstance(kind, str) else "?"
    return ValidationError(_("Give a polygon, not “%(kind)s”: the outline of the area.") % {"kind": shown})


def _rings(rings):
    found = [[_position(position) for position in _listed(ring)] for ring in _listed(rings)]
    for ring in found:
        if len(ring) < 4 or ring[0] != ring[-1]:
            raise ValidationError(_("Each outline needs at least four points, and ends where it begins."))
    if not found:
        raise ValidationError(_("The area holds no polygon."))
    return found


def _listed(value):
    if not isinstance(value, list):
        raise ValidationError(_("The coordinates of the area are not complete."))
    return value


def _position(value):
    numbers = _listed(value)
    if len(numbers) < 2 or not all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers[:2]):
        raise ValidationError(_("The coordinates of the area are not complete."))
    longitude, latitude = numbers[:2]
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):  # not a number is not in range either
        raise ValidationError(_("Give the area in degrees of longitude (−180 to 180) and latitude (−90 to 90)."))
    return [round(float(longitude), DECIMALS), round(float(latitude), DECIMALS)]


# How it is shown --------------------------------------------------------------------------------------


def text(value):
    """Return an area as the text that ``read`` understands."""
    return json.dumps(value, separators=(",", ":")) if value else ""


def _outlines(value):
    polygons = [value["coordinates"]] if value["type"] == "Polygon" else value["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def words(value):
    """Say how large and where an area is, for those who do not see it drawn."""
    try:
        points = [point for ring in _outlines(area(value)) for point in ring]
    except ValidationError:  # kept before areas were read strictly
        return _("a drawn area")
    west, south, east, north = _bounds(points)
    edges = {"west": west, "south": south, "east": east, "north": north}
    return _("an outline of %(number)d points, from %(south)s, %(west)s to %(north)s, %(east)s") % {
        "number": len(points),
        **{name: number_format(edge, 2) for name, edge in edges.items()},
    }


def _bounds(points):
    longitudes, latitudes = zip(*points, strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def outline(value):
    """Return an area as a drawing (width, height, path of an SVG, words), or None; north is up."""
    if not value:
        return None
    try:
        rings = _outlines(area(value))
    except ValidationError:
        return None
    west, south, east, north = _bounds([point for ring in rings for point in ring])
    stretch = max(math.cos(math.radians((south + north) / 2)), 0.01)
    width, height = max((east - west) * stretch, 1e-6), max(north - south, 1e-6)
    scale = SIDE / max(width, height)
    step = 1 + sum(map(len, rings)) // MOST_DRAWN
    paths = []
    for ring in rings:
        kept = ring[: -1 : step if len(ring) > 4 * step else 1]
        spots = [f"{(x - west) * stretch * scale:.1f} {(north - y) * scale:.1f}" for x, y in kept]
        paths.append(f"M{'L'.join(spots)}Z")
    sides = {"width": max(round(width * scale), 1), "height": max(round(height * scale), 1)}
    return {**sides, "path": "".join(paths), "words": words(value)}
