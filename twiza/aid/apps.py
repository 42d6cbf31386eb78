from django.apps import AppConfig


class AidConfig(AppConfig):
    name = "twiza.aid"
    label = "aid"
