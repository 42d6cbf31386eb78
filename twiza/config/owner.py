"""Working as the owner of the tables, for as long as a migration takes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from twiza.config.database import owner_connection_parameters


@contextmanager
def working_as_owner() -> Iterator[None]:
    """Connect Django as `twiza_owner` inside the block, as `twiza_app` again after it."""
    owner = owner_connection_parameters()
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(USER=owner.get("user", ""), PASSWORD=owner.get("password", ""))
    for key, setting in (("host", "HOST"), ("port", "PORT")):
        if owner.get(key):
            connection.settings_dict[setting] = str(owner[key])
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)
