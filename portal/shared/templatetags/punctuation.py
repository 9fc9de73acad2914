"""Signs that languages write differently."""

from django import template

from .. import languages

register = template.Library()


@register.simple_tag
def colon():
    """The colon after a label."""
    return languages.colon()
