"""Addresses of the actions and of the agendas that they serve."""

from django.urls import path

from . import feeds, views

app_name = "practices"
urlpatterns = [
    path("practices/", views.browse, name="browse"),
    path("practices/complete/", views.complete, name="complete"),
    path("practices/feed/", feeds.feed, name="feed"),
    path("practices/<slug:code>/", views.detail, name="short"),
    path("practices/<slug:code>/<slug:slug>/", views.detail, name="detail"),
    path("agendas/<slug:agenda>/", views.agenda, name="agenda"),
    path("agendas/<slug:agenda>/<slug:code>/", views.objective, name="objective"),
]
