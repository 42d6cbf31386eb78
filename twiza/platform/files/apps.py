from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Uploaded and generated files: sealed on disk, erased after their days."""

    name = "twiza.platform.files"
    label = "files"
