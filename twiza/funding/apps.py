from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "twiza.funding"
    label = "funding"
