"""Which database: the only file that knows the embedded server from a real one.

- Nothing set: the embedded server under TWIZA_HOME (default: `var` beside the project), started if needed.
- TWIZA_DATABASE_URL and TWIZA_OWNER_DATABASE_URL: a real PostgreSQL 18 server.
- TWIZA_AS_OWNER=1: connect as the owner of the tables (migrations); everything else runs as `twiza_app`,
  whom no policy lets pass.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from twiza.config import embedded
from twiza.config.postgres_programs import ServerRefused

# Values travel beside the statement, and a statement asked often is planned once a connection: planning row
# security again for each page cost half of what the database did. Behind a pooler it needs session pooling.
OPTIONS = {"server_side_binding": True, "prepare_threshold": 4}

# Said once a connection: unsaid, the trigger that keeps a row's history asks for it, fails and goes on, and each failure
# walks through all foreign keys that wait for the end of the transaction. 8,000 tracked rows took 6 s, 100,000 a
# quarter of an hour.
HISTORY = "-c pgtrigger.ignore={}"


def home() -> Path:
    """The folder of everything that is kept: database, keys, files. TWIZA_HOME, or `var` of the project."""
    named = os.environ.get("TWIZA_HOME")
    if named:
        return Path(named).resolve()
    project = Path(__file__).resolve().parents[2]
    return (project if (project / "manage.py").exists() else Path.cwd()) / "var"


def is_embedded() -> bool:
    """Whether the database is the embedded server."""
    return not os.environ.get("TWIZA_DATABASE_URL")


def as_owner() -> bool:
    """Whether this process works as the owner of the tables."""
    return os.environ.get("TWIZA_AS_OWNER") == "1"


def databases() -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES. Starts the embedded server when it is the one and it is not running."""
    parameters = conninfo_to_dict(url("owner" if as_owner() else "app"))
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    parameters["options"] = _with_history(parameters)
    database: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": OPTIONS | {key: value for key, value in parameters.items() if key not in named},
    }
    database |= {setting: str(parameters.get(key) or "") for key, setting in named.items()}
    return {"default": database}


def owner_connection_parameters() -> dict[str, Any]:
    """Return what `psycopg.connect(**…)` needs to connect as the owner of the tables."""
    parameters = dict(conninfo_to_dict(url("owner")))
    return parameters | {"options": _with_history(parameters)}


def _with_history(parameters: Mapping[str, Any]) -> str:
    return " ".join(str(one) for one in (parameters.get("options"), HISTORY) if one)


def superuser_url(database: str = embedded.DATABASE) -> str:
    """The superuser's URL: for tests and restores, on the embedded server only."""
    if not is_embedded():
        raise ServerRefused("The superuser of a real server is not known to Twiza.")
    return embedded.ensure_server(home()).url("superuser", database)


def url(role: str) -> str:
    """The URL by which `role` ("app" or "owner") connects.

    On a real server without TWIZA_OWNER_DATABASE_URL the owner is refused: migrations need it.
    """
    if is_embedded():
        return embedded.ensure_server(home()).url(role)
    variable = "TWIZA_OWNER_DATABASE_URL" if role == "owner" else "TWIZA_DATABASE_URL"
    named = os.environ.get(variable)
    if not named:
        raise ServerRefused(f"Set {variable}: migrations run as the owner of the tables.")
    return named
