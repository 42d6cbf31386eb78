from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "twiza.reporting"
    label = "reporting"
