"""Application configuration."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The room ``events``."""

    name = "events"

    def ready(self):
        """Add to the pages of the lower rooms; listen to names that the search knows, and to its making anew."""
        from . import beside, upkeep  # noqa: PLC0415 — models are not loaded before

        beside.connect()
        upkeep.connect()
