"""Production: base as it is, and a refusal to start when something would make it unsafe."""

from django.core.exceptions import ImproperlyConfigured

from .base import *

if env.bool("DEBUG", default=False):
    raise ImproperlyConfigured("DEBUG must not be on in production: remove it from the environment.")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is missing or shorter than 50 characters: set a random one.")
if not ALLOWED_HOSTS or any(host.strip() in {"*", "."} for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name this portal's own hosts, without wildcards.")
