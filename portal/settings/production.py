"""Production: base as it is, and a refusal to start when something would make it unsafe."""

from django.core.exceptions import ImproperlyConfigured

from .base import *

if env.bool("DEBUG", default=False):
    raise ImproperlyConfigured("DEBUG must not be on in production: remove it from the environment.")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is missing or shorter than 50 characters: set a random one.")
if not ALLOWED_HOSTS or any(host.strip() in {"*", "."} for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name this portal's own hosts, without wildcards.")
if not POST_OFFICE["BACKENDS"]["default"].endswith(".smtp.EmailBackend"):
    raise ImproperlyConfigured("EMAIL_URL must name a mail server: smtp+tls://user:password@host:587")
if not (EMAIL_USE_TLS or EMAIL_USE_SSL or EMAIL_HOST in {"localhost", "127.0.0.1", "::1"}):
    raise ImproperlyConfigured("EMAIL_URL must use TLS (smtp+tls:// or smtp+ssl://) for a server elsewhere.")
SITE_URL = SITE_URL or f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
if not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must begin with https://")
