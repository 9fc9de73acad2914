"""Addresses of the person's own account and, with their own names, the pages of django-allauth."""

from django.urls import include, path

from . import views

own = [
    path("", views.home, name="home"),
    path("profile/", views.profile, name="profile"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<slug:digest>/revoke/", views.revoke_token, name="revoke-token"),
]

urlpatterns = [
    path("", include((own, "accounts"))),
    path("logout/", views.sign_out, name="account_logout"),  # before the package's own
    path("", include("allauth.urls")),
]
