"""How allauth is wired to our accounts: names that the settings give it."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend


class PasswordBackend(AuthenticationBackend):  # type: ignore[misc]
    """Knows who signs in by user name and password. What a person may do is answered in `network`."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()
