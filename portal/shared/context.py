"""What every page knows: its address in each language and where it stands in the navigation."""

from django.conf import settings
from django.urls import translate_url

from . import languages


def page(request):
    """Return the language links of this address, the canonical address and the portal's name."""
    address = request.build_absolute_uri()
    links = [
        {
            "code": code,
            "name": languages.OWN_NAMES[code],
            "url": translate_url(address, code),
            "is_current": code == languages.current(),
        }
        for code in languages.CODES
    ]
    return {
        "language_links": links,
        "x_default_url": request.build_absolute_uri("/"),
        "canonical_url": request.build_absolute_uri(request.path),
        "site_name": settings.SITE_NAME,
        "secretariat_email": settings.SECRETARIAT_EMAIL,
    }
