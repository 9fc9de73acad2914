"""The portal as browsers test it: error pages and CSP as in production, static files straight from the checkout."""

from portal.settings.dev import *  # noqa: F403

DEBUG = False
WHITENOISE_USE_FINDERS = True
