"""Mail with a real server at the other end."""

import pytest

from .sink import Sink, free_port, listening

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def smtp_port(settings):
    """The portal delivers to a port of this machine; nobody listens there yet."""
    settings.POST_OFFICE = {"BACKENDS": {"default": SMTP}}
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 20
    return settings.EMAIL_PORT


@pytest.fixture
def sink(smtp_port):
    """A mail server that works."""
    with listening(Sink(), smtp_port) as server:
        yield server
