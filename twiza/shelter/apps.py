from django.apps import AppConfig


class ShelterConfig(AppConfig):
    name = "twiza.shelter"
    label = "shelter"
