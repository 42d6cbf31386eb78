from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "twiza.platform.access"
    label = "access"
