"""Rendered pieces of pages, remembered by the version of the data: cards, lists of choices, the body of an action."""

from django.conf import settings
from django.template.loader import render_to_string

from portal.shared import languages
from portal.shared.memory import Memory

from .search.bitmaps import index

memory = Memory(settings.PAGE_CACHE_MB * 2**20 // 2)


def _full(key):
    return (*key, languages.current(), index.mark, index.today)


def recall(key):
    """Return what was kept under ``key`` on the present data, in this language, today; or None."""
    return memory.get(_full(key))


def keep(key, value, size):
    """Keep ``value`` of ``size`` bytes under ``key``; returns it."""
    return memory.put(_full(key), value, size)


def render(template, **context):
    """Return a template without a request as safe text."""
    return render_to_string(template, context)
