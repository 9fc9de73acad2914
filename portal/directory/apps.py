"""Application configuration."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The room ``portal.directory``."""

    name = "portal.directory"
    label = "directory"
