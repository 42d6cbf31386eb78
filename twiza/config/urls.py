"""Every address of the site."""

from django.urls import include, path

from twiza.config import api, field_app

urlpatterns = [
    path("", include("twiza.aid.urls")),  # looked through first: a queue waits for its answers
    path("", include("twiza.registry.urls")),
    path("", include("twiza.cases.urls")),
    path("", include("twiza.shelter.urls")),
    path("", include("twiza.funding.urls")),
    path("", include("twiza.reporting.urls")),
    path("", include("twiza.network.urls")),
    path("", include("twiza.platform.files.urls")),
    path("", include("twiza.platform.queue.urls")),
    path("", include("twiza.platform.web.urls")),
    path("accounts/", include("twiza.platform.accounts.urls")),
    path("field/api/", api.urls),  # before the files of the app
    path("", include(field_app.urls)),
]
