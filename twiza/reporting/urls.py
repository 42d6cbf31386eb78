"""Addresses of the roof."""

from django.urls import path

from twiza.reporting import views

app_name = "reporting"
urlpatterns = [
    path("", views.today, name="today"),
    path("log/", views.show_log, name="show_log"),
    path("log/looks/", views.show_log, {"kind": "looks"}, name="show_looks"),
    path("log/record/<uuid:id>/", views.show_record_history, name="show_record_history"),
]
