from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "twiza.cases"
    label = "cases"
