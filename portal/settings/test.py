"""The tests: as development, quicker passwords, files in a directory of their own."""

import tempfile

from .dev import *

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
UPLOADS = tempfile.TemporaryDirectory(prefix="portal-uploads-")  # goes with the process
STORAGES["default"]["OPTIONS"]["location"] = UPLOADS.name
# Notices wait in the outbox until the fixture `deliver` sends them to `mailoutbox`.
POST_OFFICE = {"BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"}}
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PAGE_CACHE_MB = 0  # a test looks at contexts and query counts; tests/consistency/test_pagecache.py turns it on
