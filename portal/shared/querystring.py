"""Addresses that differ from the present one in a single parameter."""

from urllib.parse import urlencode


def build(params):
    """Return ``?…`` for a list of (name, value) pairs, or the empty string's plain address ``?``."""
    return "?" + urlencode(params)


def pairs(params):
    """Return a QueryDict as (name, value) pairs that can be written back (lone surrogates dropped)."""
    return [
        (name, value.encode("utf-8", "ignore").decode())
        for name, values in params.lists()
        for value in values
        if value != ""
    ]


def without(params, name, value=None):
    """Return the address without parameter ``name`` (or only its ``value``); it starts at the first page again."""
    gone = {name, "page"}
    return build(
        [
            (key, item)
            for key, item in pairs(params)
            if key not in gone or (key == name and value is not None and item != value)
        ]
    )


def replaced(params, name, value):
    """Return the address with parameter ``name`` set to the one ``value``."""
    return build([*((key, item) for key, item in pairs(params) if key != name), (name, value)])
