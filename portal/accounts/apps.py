"""Application configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room ``portal.accounts``."""

    name = "portal.accounts"
    label = "accounts"
