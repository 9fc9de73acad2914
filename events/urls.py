"""Addresses of series, events, people and publications."""

app_name = "events"
urlpatterns = []
