from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "twiza.platform.web"
    label = "web"
