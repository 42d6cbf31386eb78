from django.apps import AppConfig


class SyncConfig(AppConfig):
    """Phones that work without the network: who they are, and what was done on them, kept for ever."""

    name = "twiza.platform.sync"
    label = "sync"
