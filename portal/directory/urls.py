"""Addresses of the directory; ``portal.urls`` puts them into the namespace ``directory`` with the page of one LRG."""

from django.urls import path

from . import mandates, views

urlpatterns = [
    path("local-governments/", views.local_governments, name="local-governments"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<slug:slug>/", views.organisation, name="organisation"),
    path("networks/", views.networks, name="networks"),
    path("networks/<slug:slug>/", views.network, name="network"),
    path("accounts/mandates/", mandates.mandates, name="mandates"),
    path("accounts/mandates/ask/", mandates.ask, name="mandate-ask"),
    path("accounts/mandates/propose/", mandates.propose, name="mandate-propose"),
    path("accounts/mandates/<int:pk>/withdraw/", mandates.withdraw, name="mandate-withdraw"),
    path("review/mandates/", mandates.requests, name="mandate-requests"),
    path("review/mandates/<int:pk>/", mandates.one_request, name="mandate-request"),
    path("review/mandates/<int:pk>/confirm/", mandates.confirm, name="mandate-confirm"),
    path("review/mandates/<int:pk>/confirm-new/", mandates.confirm_new, name="mandate-confirm-new"),
    path("review/mandates/<int:pk>/end/", mandates.end, name="mandate-end"),
]
