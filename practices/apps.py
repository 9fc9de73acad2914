"""Application configuration."""

from django.apps import AppConfig


class PracticesConfig(AppConfig):
    """The room ``practices``."""

    name = "practices"

    def ready(self):
        """Listen to the directory: names that pages show, officers who leave."""
        from . import handover  # noqa: PLC0415 — models are not loaded before
        from .search import upkeep  # noqa: PLC0415

        upkeep.connect()
        handover.connect()
