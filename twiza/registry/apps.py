from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "twiza.registry"
    label = "registry"
