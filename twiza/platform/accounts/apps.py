from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "twiza.platform.accounts"
    label = "accounts"
