"""Addresses of series, events, people and publications."""

from django.urls import path

from .views import (
    browse,
    changes,
    event,
    files,
    people,
    publication_files,
    publications,
    registration,
    registrations,
    series,
)

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

# Publications and notes
_publications = [
    path("publications/", publications.publications, name="publications"),
    path("publications/feed/", publications.feed, name="publications-feed"),
    path("publications/files/<int:pk>/", publication_files.edition, name="edition"),
    path("publications/covers/<int:pk>/", publication_files.cover, name="cover"),
    path("publications/<slug:slug>/", publications.publication, name="publication"),
    path("notes/", publications.notes, name="notes"),
    path("notes/<int:number>/", publications.note, name="note"),
]

# Registration and follow-up
_registration = [
    path("events/registrations/<slug:token>/", registration.registration, name="registration"),
    path("events/registrations/<slug:token>/cancel/", registration.cancel, name="registration-cancel"),
    path("events/<slug:slug>/register/", registration.register, name="register"),
    path("events/<slug:slug>/register/done/", registration.registered, name="registered"),
    path("events/<slug:slug>/change/", changes.change, name="change"),
    path("workspace/changes/", changes.changes, name="changes"),
    path("workspace/changes/<int:pk>/", changes.answer, name="answer"),
    path("review/changes/", changes.all_changes, name="all-changes"),
    path("review/events/<int:pk>/registrations/", registrations.registrations, name="registrations"),
    path("review/events/<int:pk>/registrations/tell/", registrations.tell, name="tell-registered"),
    path(
        "review/events/<int:pk>/registrations/<int:registration>/cancel/",
        registrations.cancel_one,
        name="cancel-one",
    ),
]

urlpatterns = [*_events, *_publications, *_registration]
