"""Every address of the portal."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from portal.accounts.mail_views import unsubscribe
from portal.accounts.views import forgetting
from practices.views import permanent_link

from . import views
from .gallery import gallery
from .sitemaps import SITEMAPS

# The admin's way in has the limits, verification and second factor of every other, and its way out forgets as much.
admin.site.login = secure_admin_login(admin.site.login)
admin.site.logout = forgetting(admin.site.logout)

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler429 = "portal.views.too_many_requests"  # asked for by django-allauth, by name
handler500 = views.server_error

directory_patterns = (
    [
        path("local-governments/<slug:slug>/", views.local_government, name="local-government"),
        path("", include("portal.directory.urls")),
    ],
    "directory",
)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("portal.api")),
    path("id/<slug:code>", permanent_link, name="permanent-link"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap_index, {"sitemaps": SITEMAPS}, name="sitemap"),
    path(
        "sitemap-<section>.xml",
        sitemap,
        {"sitemaps": SITEMAPS},
        name="django.contrib.sitemaps.views.sitemap",
    ),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("about/", views.about, name="about"),
        path("mail/unsubscribe/<str:token>/", unsubscribe, name="unsubscribe"),
        path("", include("practices.urls")),
        path("", include("events.urls")),
        path("", include("compacts.urls")),
        path("", include(directory_patterns)),
        path("accounts/", include("portal.accounts.urls")),
    ),
]

if settings.SHOW_GALLERY:
    urlpatterns += i18n_patterns(path("_gallery/", gallery, name="gallery"))
