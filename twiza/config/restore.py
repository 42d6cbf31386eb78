"""`twiza restore`: bring back a set and its log, to the last moment or to a chosen one. No Django.

1. The latest complete set that ended before the wanted moment is opened and checked by its hashes.
2. The server replays its log in a folder that nobody else can reach, until it is no longer in recovery.
3. Every role gets the password of its key file; the server is stopped.
4. What was erased since is erased again (`twiza replay_erasures`). Until then nobody signs in: `twiza serve`
   refuses while the mark of step 2 is there.
5. The log is verified against the signed heads that the set holds.
"""

import argparse
import contextlib
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from twiza.config import backup, database, embedded, postgres_programs
from twiza.config.postgres_programs import ServerRefused
from twiza.lib import sealed_streams

PATIENCE = 3600.0  # seconds of replaying
HEADS_OF_SET = "audit-heads-of-the-set.jsonl"  # under the home folder


def main(arguments: Sequence[str]) -> int:
    """Restore into TWIZA_HOME, whose database folder must be away. Returns 0 when everything is in place."""
    parser = argparse.ArgumentParser(
        prog="twiza restore", description=__doc__.split("\n")[0] if __doc__ else ""
    )
    parser.add_argument(
        "--from", dest="folder", type=Path, help="folder of backups (default: as `twiza backup`)"
    )
    parser.add_argument("--dump", type=Path, help="a .dump.age file, in place of a set and its log")
    parser.add_argument("--to-time", type=_moment, help="a moment, such as 2026-02-18T21:30:00+01:00")
    parser.add_argument("--aside", action="store_true", help="put the present database aside first")
    options = parser.parse_args(arguments)
    if not database.is_embedded():
        raise ServerRefused("Restore a real server with pg_restore; see docs/guides.")
    home = database.home()
    home.mkdir(parents=True, exist_ok=True)
    embedded.choose_place(home)
    _make_room(home, aside=options.aside)
    if options.dump:
        said = restore_dump(home, options.dump)
    else:
        said = restore_set(home, options.folder or backup.backups_folder(), options.to_time)
    sys.stdout.write(said + "\n")
    done = _twiza("replay_erasures")
    heads = home / HEADS_OF_SET
    if done or not heads.exists():
        return done
    sys.stdout.write("The log is verified against the signed heads of the set.\n")
    sys.stdout.flush()
    return _twiza("verify_audit", "--heads", str(heads))


def _twiza(*words: str) -> int:
    return subprocess.run([sys.executable, "-m", "twiza.config.command", *words], check=False).returncode


def waiting_mark(home: Path) -> Path:
    """Return the file that says: restored, and what was erased since is not erased again yet."""
    return home / "erasures-not-replayed"


def restore_set(home: Path, folder: Path, moment: datetime | None) -> str:
    """Bring back the set and the log that reach `moment` (None: as far as the log goes)."""
    identity = _identity(home)
    chosen = _choose(folder, moment)
    _check_hashes(chosen)
    data = embedded.data_folder(home)
    waiting_mark(home).write_text("restored\n")
    with _log_opened(home, folder, identity) as log:
        _unpack(chosen / "base.tar.age", data, identity, server=True)
        server = embedded.Server(home, embedded.keys_folder(home), embedded.server_folder(home) / "run")
        with _private_server(server, log, moment) as connect:
            _wait_for_the_end_of_recovery(connect)
            with connect() as connection:
                last = connection.execute("SELECT pg_last_xact_replay_timestamp()").fetchone()
                _give_passwords(connection, server)
    if (chosen / "files.tar.age").exists():
        _unpack(chosen / "files.tar.age", home / "files", identity, server=False)
    _bring_heads(home, chosen, identity)
    until = f"; last change of {last[0]:%Y-%m-%d %H:%M:%S %Z}" if last and last[0] else ""
    return f"{chosen.name} is back{until}."


def _bring_heads(home: Path, chosen: Path, identity: str) -> None:
    """Put the signed heads of the set beside those of this place; where there are none, they are those of the place."""
    of_set, here = home / HEADS_OF_SET, home / backup.HEADS
    of_set.unlink(missing_ok=True)
    sealed = chosen / f"{backup.HEADS}.age"
    if sealed.exists():
        with of_set.open("wb") as target:
            sealed_streams.unseal(sealed, target, identity)
        if not here.exists():
            shutil.copyfile(of_set, here)


def restore_dump(home: Path, file: Path) -> str:
    """Bring back a dump: one moment."""
    identity = _identity(home)
    waiting_mark(home).write_text("restored\n")
    (home / HEADS_OF_SET).unlink(missing_ok=True)
    server = embedded.ensure_server(home)
    with tempfile.TemporaryDirectory(dir=home) as private:  # pg_restore reads a file twice
        plain = Path(private) / "dump"
        with plain.open("wb") as target:
            sealed_streams.unseal(file, target, identity)
        words = ["pg_restore", "--no-password", "--exit-on-error", "--dbname", server.url("superuser")]
        done = subprocess.run(
            [str(postgres_programs.programs_folder() / words[0]), *words[1:], str(plain)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        raise ServerRefused(f"pg_restore failed: {done.stderr.strip()[-1000:]}")
    return f"{file.name} is back."


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("say the time zone too: 2026-02-18T21:30:00+01:00")
    return moment


def _make_room(home: Path, *, aside: bool) -> None:
    data = embedded.data_folder(home)
    if not (data / "PG_VERSION").exists():
        return
    if not aside:
        raise ServerRefused(
            f"There is a database in {data}. Add --aside to put it aside, or set TWIZA_HOME to an empty folder."
        )
    embedded.stop_server(home)
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
    for path in (data, home / "files", backup.spool(home)):
        if path.exists():
            path.rename(path.with_name(f"{path.name}-before-{stamp}"))


def _identity(home: Path) -> str:
    path = embedded.keys_folder(home) / "backup.age"
    if not path.exists():
        raise ServerRefused(
            f"The key {path} is missing: put your copy of the folder of keys there (or set TWIZA_KEYS). "
            f"Without it nobody can open a backup."
        )
    return path.read_text().strip()


def _choose(folder: Path, moment: datetime | None) -> Path:
    fitting = [one for one in backup.sets_in(folder) if moment is None or _ended(one) <= moment]
    if not fitting:
        raise ServerRefused(
            f"There is no complete set in {folder}" + (" from before that moment." if moment else ".")
        )
    return fitting[-1]


def _ended(chosen: Path) -> datetime:
    return datetime.fromisoformat(json.loads((chosen / "set.json").read_text())["ended_at"])


def _check_hashes(chosen: Path) -> None:
    for name, wanted in json.loads((chosen / "set.json").read_text())["sha256"].items():
        with (chosen / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != wanted:
                raise ServerRefused(f"{chosen / name} was changed since it was made. Use another set.")


def _unpack(sealed: Path, target: Path, identity: str, *, server: bool) -> None:
    """Unpack a sealed tar. `server`: into PostgreSQL's folder, belonging to the user that it runs as."""
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    if server:
        target.chmod(0o700)
        postgres_programs.give_to_system_user(target)
    with (
        sealed_streams.opened(sealed, identity) as stream,
        tarfile.open(fileobj=stream, mode="r|") as tar,
    ):
        for member in tar:
            tar.extract(member, target, filter="data")
            place = target / member.name
            place.chmod(0o700 if member.isdir() else 0o600)
            if server:
                postgres_programs.give_to_system_user(place)


@contextlib.contextmanager
def _log_opened(home: Path, folder: Path, identity: str) -> Iterator[Path]:
    """Open the sealed log into a folder of the server's user, for as long as it is replayed."""
    log = embedded.server_folder(home) / "log-to-replay"
    shutil.rmtree(log, ignore_errors=True)
    log.mkdir(mode=0o700)
    postgres_programs.give_to_system_user(log)
    try:
        for piece in sorted((folder / "wal").glob("*.age")):
            place = log / piece.name.removesuffix(".age")
            with place.open("wb") as target:
                sealed_streams.unseal(piece, target, identity)
            postgres_programs.give_to_system_user(place)
        yield log
    finally:
        shutil.rmtree(log, ignore_errors=True)


@contextlib.contextmanager
def _private_server(
    server: embedded.Server, log: Path, moment: datetime | None
) -> Iterator[Callable[[], psycopg.Connection]]:
    """Run the server in recovery, its socket in a folder that only its own user can enter.

    Nobody else can reach it, so the superuser needs no password there: the passwords of the set may be others.
    """
    data = embedded.data_folder(server.home)
    with tempfile.TemporaryDirectory(prefix="twiza-") as private:
        socket_dir = Path(private)
        postgres_programs.give_to_system_user(socket_dir)
        postgres_programs.write_configuration(data, socket_dir, durable=True)
        _write_recovery(data, log, moment)
        try:
            postgres_programs.start(data, socket_dir)
            yield lambda: psycopg.connect(
                host=str(socket_dir), port=server.port, user="postgres", dbname="postgres", autocommit=True
            )
        finally:
            postgres_programs.stop(data, socket_dir)


def _write_recovery(data: Path, log: Path, moment: datetime | None) -> None:
    place = str(log).replace("%", "%%").replace("'", "''")
    lines = [
        "archive_mode = off",
        f'restore_command = \'cp "{place}/%f" "%p"\'',
        "recovery_target_action = 'promote'",
        "recovery_target_timeline = 'latest'",
    ]
    if moment:
        lines.append(f"recovery_target_time = '{moment.astimezone(UTC).isoformat()}'")
    with (data / "postgresql.conf").open("a") as file:
        file.write("\n".join(lines) + "\n")
    (data / "pg_hba.conf").write_text("local all postgres trust\n")
    (data / "postgresql.auto.conf").write_text("")
    (data / "recovery.signal").touch(mode=0o600)
    for name in ("recovery.signal", "postgresql.auto.conf", "pg_hba.conf"):
        postgres_programs.give_to_system_user(data / name)


def _wait_for_the_end_of_recovery(connect: Callable[[], psycopg.Connection]) -> None:
    """A server that answers may still be replaying, or about to stop: only the end of recovery counts."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with connect() as connection:
                row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
        except psycopg.OperationalError as error:
            raise ServerRefused(
                "The log ends before the wanted moment. Choose an earlier one, or leave --to-time away."
            ) from error
        if row == (False,):
            return
        time.sleep(0.1)
    raise ServerRefused("The log is not replayed after an hour.")


def _give_passwords(connection: psycopg.Connection, server: embedded.Server) -> None:
    for role, name in embedded.ROLES.items():
        embedded.ensure_password(server.keys, role)
        connection.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                sql.Identifier(name), sql.Literal(server.password(role))
            )
        )
