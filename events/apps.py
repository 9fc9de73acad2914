"""Application configuration."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The room ``events``."""

    name = "events"

    def ready(self):
        """Listen to the directory for names that the search knows, and to the making anew of the search."""
        from . import upkeep  # noqa: PLC0415 — models are not loaded before

        upkeep.connect()
