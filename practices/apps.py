"""Application configuration."""

from django.apps import AppConfig


class PracticesConfig(AppConfig):
    """The room ``practices``."""

    name = "practices"
