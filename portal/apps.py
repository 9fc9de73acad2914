"""The room that wires all others: settings, addresses, commands."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Holds the commands and the catalogues; has no models."""

    name = "portal"
    verbose_name = "Portal"
