"""Technical helpers that know no domain word."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Template tags and base classes for every room."""

    name = "portal.shared"
    label = "shared"
