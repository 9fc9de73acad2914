"""Addresses of series, events, people and publications."""

from django.urls import path

from .views import browse, event, files, people, series

app_name = "events"

# Events, series and people: what stands before events/<slug>/ cannot be the address name of an event.
_events = [
    path("events/", browse.browse, name="browse"),
    path("events/calendar.ics", browse.calendar, name="calendar"),
    path("events/feed/", browse.feed, name="feed"),
    path("events/series/", series.series_list, name="series-list"),
    path("events/series/<slug:slug>/", series.series, name="series"),
    path("events/series/<slug:slug>/calendar.ics", series.calendar, name="series-calendar"),
    path("events/files/<int:pk>/", files.material, name="material"),
    path("events/<slug:slug>/", event.event, name="event"),
    path("events/<slug:slug>/calendar.ics", event.calendar, name="event-calendar"),
    path("people/<slug:slug>/", people.person, name="person"),
]

urlpatterns = [*_events]
