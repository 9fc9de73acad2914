"""Addresses of the directory; ``portal.urls`` puts them into the namespace ``directory`` with the page of one LRG."""

from django.urls import path

from . import views

urlpatterns = [
    path("local-governments/", views.local_governments, name="local-governments"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<slug:slug>/", views.organisation, name="organisation"),
    path("networks/", views.networks, name="networks"),
    path("networks/<slug:slug>/", views.network, name="network"),
]
