"""The public content of a series, an event or a publication as plain data: for the API and whoever reuses it.

What is not for everybody is left out: other languages than the reviewed ones, the outcome and files that have readers
of their own, quotes that nobody approved, addresses other than those of press offices, actions that are not public.
"""

from portal.shared import languages
from portal.shared.records import translated
from practices.enums import Status
from practices.models import Practice

from .enums import ContributorRole, Visibility
from .record import shape_of

#: What only the secretariat needs.
_INTERNAL = frozenset({"visibility", "outcome_visibility", "takes_registrations", "capacity"})
#: What belongs to the outcome of an event.
_OUTCOME = frozenset({"key_messages", "next_steps", "announcements", "needs"})


def content(entry):
    """Return what everybody may read of a public ``entry``; a translated text is an object per language."""
    shape, shown = shape_of(entry), entry.shown_languages
    hides_outcome = getattr(entry, "outcome_visibility", Visibility.PUBLIC) != Visibility.PUBLIC
    left_out = _INTERNAL | (_OUTCOME if hides_outcome else frozenset())
    names = [name for name in shape.names if name not in left_out]
    data = shape.content(entry, names)
    for name in shape.texts:
        if name in data:
            data[name] = _shown(data[name], shown)
    for name, spec in shape.rows.items():
        if name in data:
            data[name] = [_row(row, spec, shown) for row in data[name] if _is_public(name, row)]
    for link in {"event", "series"} & {*data}:
        linked = getattr(entry, link)
        if linked and not type(linked).objects.public().filter(pk=linked.pk).exists():
            data[link] = None
    _name_actions(data, shape)
    return data


def _shown(texts, shown):
    return {code: text for code, text in texts.items() if code in shown}


def _row(row, spec, shown):
    """Return a row without its number in the database and without texts that are not shown."""
    texts = translated(spec.model)
    kept = {code for code in languages.CODES if code in shown}
    if "approved_by" in row:
        kept.add(row["language"])  # what somebody said is shown as it was said
    found = {name: _shown(value, kept) if name in texts else value for name, value in row.items() if name != "id"}
    if found.get("email") and row["role"] != ContributorRole.PRESS_CONTACT:
        found["email"] = ""
    return found


def _is_public(name, row):
    """Whether everybody may read a row."""
    match name:
        case "materials":
            return row["visibility"] == Visibility.PUBLIC
        case "quotes":
            return bool(row["approved_by"])
    return True


def _name_actions(data, shape):
    """Name actions by their public code; one that is not public is not named."""
    rows = [
        (row, link)
        for name, spec in shape.rows.items()
        for link, model in spec.links.items()
        if model is Practice
        for row in data.get(name, ())
    ]
    keys = {row[link] for row, link in rows if row[link]}
    codes = dict(Practice.objects.filter(pk__in=keys, status=Status.PUBLISHED).values_list("pk", "code"))
    for row, link in rows:
        row[link] = codes.get(row[link])
