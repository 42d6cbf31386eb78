"""Addresses of the frame itself."""

from django.urls import path

from twiza.platform.web import views

app_name = "web"
urlpatterns = [
    path("language/", views.choose_language, name="choose_language"),
    path("leave/", views.leave, name="leave"),
    path("calendar/", views.neutral, name="neutral"),
    path("gallery/", views.gallery, name="gallery"),
]
