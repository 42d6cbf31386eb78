"""Every page of the site, computed from the URL table."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# Not pages of ours to look at: each with its reason
PASSED_OVER = {
    "account_logout": "ends the session of whoever looks",
    "network:find_places": "a fragment: it fills a list of choices in other pages, where it is looked at",
    "web:neutral": "looked at in its own test: it has no menu and no name",
}


@dataclass(frozen=True)
class Address:
    """One line of the URL table: its full name, its route, and the names of its arguments."""

    name: str
    route: str
    arguments: tuple[str, ...]

    def path(self, **values: object) -> str:
        """The path, once the arguments are known."""
        return reverse(self.name, kwargs={name: values[name] for name in self.arguments})


def every_address() -> list[Address]:
    """All named addresses, ours and allauth's, in the order of the table; each once."""
    found: dict[str, Address] = {}
    for address in _walk(get_resolver(), "", ""):
        found.setdefault(address.name, address)
    return [address for address in found.values() if address.name not in PASSED_OVER]


def _walk(resolver: URLResolver, space: str, route: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{space}{entry.namespace}:" if entry.namespace else space, here)
        elif isinstance(entry, URLPattern) and entry.name:
            arguments = tuple(entry.pattern.converters) or tuple(entry.pattern.regex.groupindex)
            yield Address(space + entry.name, here, arguments)
