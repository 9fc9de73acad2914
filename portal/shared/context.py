"""What every page knows: its address in each language and where it stands in the navigation."""

from django.conf import settings

from . import languages


def page(request):
    """Return the language links of this address, the canonical address and the portal's name."""
    prefix, rest = request.path_info[1:3], request.get_full_path()[3:]
    portal = f"{request.scheme}://{request.get_host()}/"
    links = [
        {
            "code": code,
            "name": languages.OWN_NAMES[code],
            "url": f"{portal}{code}{rest if prefix in languages.CODES else '/'}",
            "is_current": code == languages.current(),
        }
        for code in languages.CODES
    ]
    return {
        "language_links": links,
        "x_default_url": portal,
        "canonical_url": request.build_absolute_uri(request.path),
        "site_name": settings.SITE_NAME,
        "secretariat_email": settings.SECRETARIAT_EMAIL,
    }
