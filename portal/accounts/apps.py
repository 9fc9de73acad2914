"""Application configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room ``portal.accounts``."""

    name = "portal.accounts"
    label = "accounts"

    def ready(self):
        """Listen to second factors that are removed."""
        from . import factors  # noqa: PLC0415 — models are not loaded before

        factors.connect()
