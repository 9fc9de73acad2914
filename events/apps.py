"""Application configuration."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The room ``events``."""

    name = "events"

    def ready(self):
        """Add what peer learning knows to the pages of the lower rooms."""
        from . import beside  # noqa: PLC0415 — models are not loaded before

        beside.connect()
