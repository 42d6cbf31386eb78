"""Every address of ours with an argument, and what different people get there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.architecture import house
from tests.architecture.house import TwoOrganisations
from twiza.lib.ids import new_id


@dataclass(frozen=True)
class Address:
    """A line of the URL table: its full name, the app of its view, the names of its arguments."""

    name: str
    app: str
    arguments: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """Status, and the page without what changes at each request (tokens, the id asked for)."""

    status: int
    page: str


def addresses_with_ids() -> list[Address]:
    """Every address of ours that takes at least one UUID."""
    return sorted(
        (
            Address(
                name, pattern.callback.__module__.rsplit(".views", 1)[0], tuple(pattern.pattern.converters)
            )
            for name, pattern in _walk(get_resolver(), "")
            if pattern.callback.__module__.startswith("twiza.")
            and any(type(one).__name__ == "UUIDConverter" for one in pattern.pattern.converters.values())
        ),
        key=lambda one: one.name,
    )


def _walk(resolver: URLResolver, space: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and entry.name:
            yield space + entry.name, entry


def signed_in(user: Any) -> Client:
    """A browser in which this person has signed in with a second factor."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0, "type": "totp"}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    client.cookies["twiza_language"] = "en"
    return client


def ids_of(two: TwoOrganisations) -> dict[str, list[UUID]]:
    """Table → ids of the first organisation's rows, those of tables with a UUID key."""
    found: dict[str, list[UUID]] = {}
    for table, keys in two.rows.items():
        for key in keys[:3]:
            try:
                found.setdefault(table, []).append(UUID(key.strip("()")))
            except ValueError:
                continue
    return found


def candidates(address: Address, two: TwoOrganisations, here: UUID) -> list[dict[str, UUID]]:
    """Arguments worth trying: rows of the view's own app first, each with the organisation where one is asked."""
    app = address.app.rsplit(".", 1)[-1]
    ids = ids_of(two)
    own = [id for table, some in ids.items() if table.startswith(f"{app}_") for id in some]
    tried = own or [id for some in ids.values() for id in some]
    if len(address.arguments) == 1:
        return [{address.arguments[0]: id} for id in [here, *tried]]
    first, second, *rest = address.arguments
    if rest:
        return []
    return [{first: here, second: id} for id in tried] + [
        {first: a, second: b} for a in own for b in own if a != b
    ]


def ask(client: Client, address: Address, values: dict[str, UUID], method: str) -> Answer:
    """Ask for an address; ids and tokens are taken out of what comes back, so that two answers can be compared."""
    path = reverse(address.name, kwargs=values)
    response = client.generic(method.upper(), path, content_type="application/x-www-form-urlencoded")
    page = response.content.decode(errors="replace") if not response.streaming else ""
    for value in values.values():
        page = page.replace(str(value), "ID")
    page = re.sub(
        r'(csrfmiddlewaretoken" value=|X-CSRFToken&quot;: &quot;|"X-CSRFToken": )"?[A-Za-z0-9]+',
        "TOKEN",
        page,
    )
    return Answer(response.status_code, page)


def missing(values: dict[str, UUID], keep: set[UUID]) -> dict[str, UUID]:
    """The same arguments with ids of nothing; ids that everybody may know stay."""
    return {name: value if value in keep else new_id() for name, value in values.items()}


__all__ = [
    "Address",
    "Answer",
    "NoReverseMatch",
    "addresses_with_ids",
    "ask",
    "candidates",
    "house",
    "ids_of",
    "missing",
    "signed_in",
]
