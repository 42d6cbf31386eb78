"""Every address of ours with an argument, and what different people get there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests.architecture import house
from tests.architecture.house import TwoOrganisations
from twiza.lib.ids import new_id
from twiza.network.tests.given import NOON


@dataclass(frozen=True)
class Address:
    """A line of the URL table: its full name, the app of its view, the names of its arguments."""

    name: str
    app: str
    route: str
    ids: tuple[str, ...]  # arguments that are UUIDs
    others: tuple[str, ...]  # arguments that are not


@dataclass(frozen=True)
class Answer:
    """Status, and the page without what changes at each request (tokens, the id asked for)."""

    status: int
    page: str


# Arguments that are no ids, by name.
VALUES: dict[str, object] = {
    "day": NOON.date().isoformat(),
    "session": 1,
    "number": 2,
    "pk": 1,
    "move": "came",
    "step": "check",
    "kind": "receipt",
    "light": "unlicensed",
    "what": "director",
    "section": "iv",  # two letters: what stands for an id is taken out of the page as text
}


def _last_half_year() -> str:
    """The last day of the half-year that is over: of the one before it nobody asks for long."""
    today = timezone.localdate()
    return f"{today.year}-06-30" if today.month > 6 else f"{today.year - 1}-12-31"


def values_of(address: "Address") -> dict[str, object]:
    """What stands for the arguments of an address that are no ids."""
    if address.name == "network:send_report":
        return {"kind": "half_year", "day": _last_half_year()}
    return {name: VALUES[name] for name in address.others}


def addresses_with_ids() -> list[Address]:
    """Every address of ours that takes at least one UUID."""
    found = []
    for name, route, pattern in _walk(get_resolver(), "", ""):
        kinds = {key: type(one).__name__ for key, one in pattern.pattern.converters.items()}
        ids = tuple(key for key, kind in kinds.items() if kind == "UUIDConverter")
        if ids and pattern.callback.__module__.startswith("twiza."):
            app = pattern.callback.__module__.split(".views")[0]
            found.append(Address(name, app, route, ids, tuple(key for key in kinds if key not in ids)))
    return sorted(found, key=lambda one: one.name)


def plain_addresses() -> list[str]:
    """Names of the addresses of ours that need no argument."""
    return sorted(
        name
        for name, _, pattern in _walk(get_resolver(), "", "")
        if pattern.callback.__module__.startswith("twiza.")
        and not pattern.pattern.converters
        and not pattern.pattern.regex.groups
    )


def _walk(resolver: URLResolver, space: str, route: str) -> Iterator[tuple[str, str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, inner, route + str(entry.pattern))
        elif isinstance(entry, URLPattern) and entry.name:
            yield space + entry.name, route + str(entry.pattern), entry


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
        # files of every subject stand in one table: pictures of invoices before lists of families
        for key in keys[: 40 if table == "files_file" else 3]:
            try:
                found.setdefault(table, []).append(UUID(key.strip("()")))
            except ValueError:
                continue
    return found


def candidates(address: Address, two: TwoOrganisations, here: UUID) -> list[dict[str, Any]]:
    """Arguments worth trying, the likeliest first: rows whose table is named in the route, then of the same app."""
    app, found = address.app.rsplit(".", 1)[-1], ids_of(two)
    words = [part.rstrip("s") for part in address.route.split("/") if part and "<" not in part]

    def likely(table: str) -> tuple[bool, bool]:
        noun = table.split("_", 1)[-1]
        return (
            not any(word and word[:5] in noun for word in words[1:] or words),
            not table.startswith(f"{app}_"),
        )

    tables = sorted(found, key=lambda table: (likely(table), table))
    own = [id for table in tables if table.startswith(f"{app}_") for id in found[table]]
    noun = words[1][:5] if len(words) > 1 else ""
    named = [table for table in tables if noun and noun in table.split("_", 1)[-1]]
    if named and not any(table.startswith(f"{app}_") for table in named):
        # a page about a thing of a floor below
        own = [id for table in named for id in found[table]] + own
    tried = own or [id for table in tables for id in found[table]]
    others = values_of(address)
    if len(address.ids) == 1:
        return [{address.ids[0]: id, **others} for id in [*tried, here]]
    first, second, *rest = address.ids
    if rest:
        return []
    pairs = [(here, id) for id in tried] + [(a, b) for a in own for b in own if a != b]
    return [{first: a, second: b, **others} for a, b in pairs]


def ask(client: Client, address: Address, values: dict[str, Any], method: str) -> Answer:
    """Ask for an address; ids and tokens are taken out of what comes back, so that two answers can be compared."""
    path = reverse(address.name, kwargs=values)
    response = client.generic(method.upper(), path, content_type="application/x-www-form-urlencoded")
    return answer_of(response, values)


def answer_of(response: Any, values: dict[str, Any]) -> Answer:
    """What came back, without ids and tokens."""
    page = response.content.decode(errors="replace") if not response.streaming else ""
    for value in filter(None, values.values()):
        page = page.replace(str(value), "ID")
    page = re.sub(
        r'(csrfmiddlewaretoken" value=|X-CSRFToken&quot;: &quot;|"X-CSRFToken": )"?[A-Za-z0-9]+',
        "TOKEN",
        page,
    )
    return Answer(response.status_code, page)


def missing(values: dict[str, Any], keep: set[UUID]) -> dict[str, Any]:
    """The same arguments with ids of nothing; ids that everybody may know stay."""
    return {
        name: new_id() if isinstance(value, UUID) and value not in keep else value
        for name, value in values.items()
    }


__all__ = [
    "Address",
    "Answer",
    "addresses_with_ids",
    "answer_of",
    "ask",
    "candidates",
    "house",
    "ids_of",
    "missing",
    "plain_addresses",
    "signed_in",
]
