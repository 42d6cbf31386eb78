from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "twiza.platform.audit"
    label = "audit"
