"""Application configuration."""

from django.apps import AppConfig


class CompactsConfig(AppConfig):
    """The room ``compacts``."""

    name = "compacts"
