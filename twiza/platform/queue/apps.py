from django.apps import AppConfig


class QueueConfig(AppConfig):
    """Long work: jobs inside PostgreSQL, and how far each one is."""

    name = "twiza.platform.queue"
    label = "queue"
