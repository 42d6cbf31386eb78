"""Who signs in. Where a person works is said in `network`; what a role may do, in `roles.py`."""

from typing import Any, ClassVar

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from twiza.lib.ids import new_id


class UserManager(BaseUserManager["User"]):
    """Finds users by the name they type."""


class AddressedAs(models.TextChoices):
    """The form in which a person wishes to be named."""

    FEMININE = "f"
    MASCULINE = "m"


class User(AbstractBaseUser):
    """A person who signs in. No e-mail, no phone, no identity number is asked."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "username": "identifying",
        "display_name": "identifying",
        "language": "internal",
        "addressed_as": "personal",
        "is_active": "internal",
        "password": "restricted",
        "last_login": "personal",
        "created_at": "internal",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=120)
    language = models.CharField(max_length=3, default="ar")
    # how the labels that speak of this person are inflected: مديرة, مدير, or both when not said
    addressed_as = models.CharField(max_length=1, blank=True, choices=AddressedAs.choices)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Ask every authentication backend, as Django does: nobody is above the question."""
        return self.is_active and any(
            backend.has_perm(self, perm, obj) for backend in get_backends() if hasattr(backend, "has_perm")
        )
