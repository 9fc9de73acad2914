"""Public pages by version: 304 and a bounded memory of rendered pages for anonymous readers.

The key holds the data version, so that nothing has to be invalidated: a change makes every older page unreachable.
A request with a session cookie or credentials never touches the memory, and its answer is never stored.
"""

import hashlib
import re

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from portal.shared import languages
from portal.shared.memory import Memory
from practices.search import changes

#: A shared cache (CDN) may answer this long without asking, in seconds; a takedown must be gone within a minute.
SHARED_SECONDS = 30
PUBLIC = f"public, max-age=0, s-maxage={SHARED_SECONDS}, must-revalidate"
PRIVATE = "private, no-store"
#: Addresses that are the same for every anonymous reader.
CACHED_PATHS = ("/en/", "/es/", "/fr/", "/api/v1/")
#: What an answer of the API depends on besides its address.
NEGOTIATED = ("HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE")
#: Pages behind the sign-in and those that lead there: forms with a token of their visitor, never the same for two.
PERSONAL = re.compile(rf"^/({'|'.join(languages.CODES)})/(accounts|workspace|review|mail)/")
#: What a kept page takes beside its text and address, in bytes: a short answer is not free.
ENTRY = 2_000


pages = Memory(settings.PAGE_CACHE_MB * 2**20)


class PageCache:
    """Answers anonymous GET and HEAD requests for public pages from memory or with 304 where it can.

    It stands before all other middleware and keeps whole answers: one from memory does as little as it may.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer from memory, or render and keep."""
        if not _is_public(request):
            response = self.get_response(request)
            if _is_personal(request):
                response.headers.setdefault("Cache-Control", PRIVATE)
            return response
        key = _key(request)
        etag = f'W/"{hashlib.blake2b(repr(key).encode(), digest_size=12).hexdigest()}"'
        if etag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")):
            return _labelled(HttpResponseNotModified(), etag, request)
        if kept := pages.get(key):
            body, headers = kept
            return HttpResponse(body, headers=headers)
        response = self.get_response(request)
        if response.status_code != 200 or response.cookies or "no-store" in response.headers.get("Cache-Control", ""):
            return response
        _labelled(response, etag, request)
        if not response.streaming and request.method == "GET":
            size = len(response.content) + len(request.get_full_path()) + ENTRY
            pages.put(key, (response.content, dict(response.headers)), size)
        return response


def _is_public(request):
    return (
        pages.limit > 0  # no memory, no versions: each page as it comes
        and not settings.DEBUG
        and request.method in ("GET", "HEAD")
        and request.path_info.startswith(CACHED_PATHS)
        and not _is_personal(request)
    )


def _is_personal(request):
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        or "HTTP_AUTHORIZATION" in request.META
        or PERSONAL.match(request.path_info) is not None
    )


def _key(request):
    """What an answer depends on: the data, the day (freshness), the address, and how it was asked for.

    The scheme is part of it, for what leads from http to https comes later.
    """
    mark, meta = changes.current(), request.META
    return (
        mark.number,
        mark.token,
        settings.RELEASE,
        timezone.localdate().isoformat(),
        request.scheme,
        request.get_host(),
        request.path,  # with the prefix that a proxy may name: links on the page begin with it
        meta.get("QUERY_STRING", ""),
        *(meta.get(name, "") for name in NEGOTIATED if request.path_info.startswith("/api/")),
        "gzip" in meta.get("HTTP_ACCEPT_ENCODING", ""),
        bool(meta.get("HTTP_HX_REQUEST")),
        request.method,
    )


def _labelled(response, etag, request):
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = PUBLIC
    varying = ["Accept-Encoding", "Cookie", "HX-Request"]
    if request.path_info.startswith("/api/"):
        varying += ["Accept", "Accept-Language"]
    patch_vary_headers(response, varying)
    return response
