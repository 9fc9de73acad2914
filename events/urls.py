"""Addresses of series, events, people and publications."""

from django.urls import path

from .views import (
    browse,
    changes,
    desk,
    editing,
    event,
    files,
    mentions,
    moves,
    participants,
    people,
    publication_files,
    publications,
    registration,
    registrations,
    series,
    translations,
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

# The secretariat's desk
_desk = [
    path("review/events/", desk.table, name="desk"),
    path("review/events/new/<slug:type>/", desk.new, name="new"),
    path("review/events/names/<slug:kind>/", desk.offered_names, name="names"),
    path("review/events/translations/", translations.table, name="desk-translations"),
    path("review/events/translations/<int:pk>/<slug:language>/", translations.edit, name="desk-translation"),
    path("review/events/<int:pk>/", editing.entry, name="entry"),
    path("review/events/<int:pk>/files/", editing.files, name="entry-files"),
    path("review/events/<int:pk>/form/<slug:group>/", editing.entry, name="entry-group"),
    path("review/events/<int:pk>/review/", moves.review, name="entry-review"),
    path("review/events/<int:pk>/step/<slug:name>/", moves.step, name="entry-step"),
    path("review/events/<int:pk>/history/", moves.history, name="entry-history"),
    path("review/events/<int:pk>/delete/", moves.delete, name="entry-delete"),
    path("review/events/<int:pk>/note/", moves.note, name="entry-note"),
    path("review/events/<int:pk>/mentions/", mentions.drafts, name="entry-mentions"),
    path("review/events/<int:pk>/participants/", participants.participants_list, name="entry-participants"),
]

urlpatterns = [*_events, *_publications, *_registration, *_desk]
