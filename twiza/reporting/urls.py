"""Addresses of the roof."""

from django.urls import path

from twiza.reporting import views

app_name = "reporting"
urlpatterns = [path("", views.today, name="today")]
