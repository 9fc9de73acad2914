"""Addresses of the agendas."""

from django.urls import path

from . import views

app_name = "compacts"
urlpatterns = [
    path("agendas/", views.agendas, name="agendas"),
]
