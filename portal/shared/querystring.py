"""Addresses that differ from the present one in a single parameter; what of an address no list understands."""

import re
from urllib.parse import urlencode

from django.utils.translation import gettext as _

#: Names that are no filters of any list: its page, its order, its form.
COMMON = {"page", "page_size", "sort", "format"}
#: What others hang on to a link in order to count its readers.
TRACKING = re.compile(
    r"(utm|mtm|pk|matomo|hsa)_\w+|[a-z]*cl(k)?id|[gw]braid|mc_[ce]id|_|_g[al]|_hs(enc|mi)|mkt_tok|srsltid|igshid?"
)
#: More unknown names than this are not listed, and a longer one is cut.
MOST_IGNORED, LONGEST = 5, 40


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


def renamed(params, name, meant):
    """Return a QueryDict in which the values of ``name`` are those of ``meant``, beside its own."""
    if name not in params:
        return params
    params = params.copy()
    params.setlist(meant, params.getlist(meant) + params.pop(name))
    return params


def ignored(params, known):
    """Return a text for each parameter that has a value and is neither ``known`` nor one of every list's."""
    names = (name for name, _value in pairs(params) if name not in known and name not in COMMON)
    shown = ("".join(filter(str.isprintable, name))[:LONGEST] for name in names if not TRACKING.fullmatch(name))
    text = _("“%(name)s” is not a filter of this list: it was ignored.")
    return [text % {"name": name} for name in [*dict.fromkeys(filter(None, shown))][:MOST_IGNORED]]


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
