"""Addresses of the actions and of the agendas that they serve."""

from django.urls import path

from . import feeds, views
from .views import files, review, workspace

app_name = "practices"
urlpatterns = [
    path("practices/", views.browse, name="browse"),
    path("practices/complete/", views.complete, name="complete"),
    path("practices/feed/", feeds.feed, name="feed"),
    path("practices/files/images/<int:pk>/<slug:size>/", files.image, name="image"),
    path("practices/files/attachments/<int:pk>/", files.attachment, name="attachment"),
    path("practices/<slug:code>/", views.detail, name="short"),
    path("practices/<slug:code>/<slug:slug>/", views.detail, name="detail"),
    path("workspace/", workspace.workspace, name="workspace"),
    path("workspace/<int:pk>/", workspace.draft, name="draft"),
    path("review/", review.queue, name="review"),
    path("review/<int:pk>/", review.review_one, name="review-one"),
    path("agendas/<slug:agenda>/", views.agenda, name="agenda"),
    path("agendas/<slug:agenda>/<slug:code>/", views.objective, name="objective"),
]
