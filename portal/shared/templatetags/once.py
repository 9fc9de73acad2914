"""Parts of every page that are the same for all who read one language: rendered once in each process."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string

from .. import languages

register = template.Library()


@register.simple_tag
def once(path, **shown):
    """Include the template ``path``, which sees nothing but ``shown``: few, short values, of no single person.

    What it says may depend on these values and the language alone. While developing it is rendered each time.
    """
    known = tuple(shown.items())
    return _render(path, known) if settings.DEBUG else _remembered(path, known, languages.current())


def _render(path, shown):
    return render_to_string(path, dict(shown))


@lru_cache(maxsize=500)
def _remembered(path, shown, _language):
    return _render(path, shown)
