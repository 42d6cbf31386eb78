from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "twiza.network"
    label = "network"
