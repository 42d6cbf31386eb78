"""The menu: what a line of it is. The lines themselves are in `config/navigation.py`: the kit knows no subject."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_backends
from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class MenuItem:
    """One line of the menu.

    `label` is translatable, `url_name` needs no arguments, `permission` is asked of the person's roles anywhere
    (None shows it to everyone signed in), `icon` is a name of `icons.py`.
    """

    label: Any
    url_name: str
    permission: str | None = None
    icon: str = "list"


@dataclass(frozen=True)
class MenuLine:
    """A line as shown to one person on one page."""

    label: str
    url: str
    icon: str
    current: bool


def permissions_held(user: Any) -> set[str]:
    """Everything this person may do anywhere today, asked once a page and not once a line."""
    backends = [backend for backend in get_backends() if hasattr(backend, "get_all_permissions")]
    return {str(held) for backend in backends for held in backend.get_all_permissions(user)}


def menu_of(items: Iterable[MenuItem], user: Any, path: str) -> list[MenuLine]:
    """The lines this person may follow; the one that best fits the page they are on is the current one."""
    shown, held = [], permissions_held(user)
    for item in items:
        if item.permission is None or item.permission in held:
            try:
                shown.append((item, reverse(item.url_name)))
            except NoReverseMatch:
                continue  # an app that is not installed has no line
    fitting = [url for _, url in shown if url == path or (url != "/" and path.startswith(url))]
    current = max(fitting, key=len, default=None)
    return [MenuLine(str(item.label), url, item.icon, url == current) for item, url in shown]
