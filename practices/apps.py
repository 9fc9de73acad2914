"""Application configuration."""

from django.apps import AppConfig


class PracticesConfig(AppConfig):
    """The room ``practices``."""

    name = "practices"

    def ready(self):
        """Let names that pages show refresh what workers keep in memory."""
        from .search import upkeep  # noqa: PLC0415 — models are not loaded before

        upkeep.connect()
