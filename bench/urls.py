"""The portal's addresses, an empty page, and the stock way of the list where the settings ask for it."""

from importlib import import_module

from django.conf import settings
from django.http import HttpResponse
from django.urls import path

from portal.urls import *  # noqa: F403 — the same addresses and error pages
from portal.urls import urlpatterns

if settings.BENCH_STOCK:
    from practices import presenters

    from .peers.stock import StockCards, StockFilter

    import_module("practices.views.browse").PracticeFilter = StockFilter
    presenters.Cards = StockCards


def empty(_request):
    """Nothing: what the middleware and the server cost."""
    return HttpResponse("")


urlpatterns = [*urlpatterns, path("en/empty/", empty)]
