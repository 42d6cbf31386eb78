"""`twiza backup`: PostgreSQL's own copy and its log, sealed as they flow. No Django.

A set is a folder `<UTC time>` with `base.tar.age` (the database), `files.tar.age` (uploads, sealed twice),
`audit-heads.jsonl.age` (where the chains of the log stood, signed, as the copy began) and `set.json`. Beside the sets, `wal/` holds the log, so that any moment after a set can be brought back. Keys are
never inside: the identity that opens a backup is a file of TWIZA_KEYS; keep a copy of it elsewhere, with the rest
of that folder.
"""

import argparse
import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import psycopg
from psycopg.conninfo import conninfo_to_dict

from twiza.config import database, embedded, postgres_programs
from twiza.config.postgres_programs import ServerRefused
from twiza.lib import sealed_streams

WAL_NAME = re.compile(r"[0-9A-F]{24}(\.partial|\.[0-9A-F]{8}\.backup)?|[0-9A-F]{8}\.history")
KEPT = 7  # sets
HEADS = "audit-heads.jsonl"  # under the home folder, as in the settings


def main(arguments: Sequence[str]) -> int:
    """Make a set (or, with --log-only, bring the log up to this moment). Returns 0."""
    parser = argparse.ArgumentParser(
        prog="twiza backup", description=__doc__.split("\n")[0] if __doc__ else ""
    )
    parser.add_argument(
        "--to", type=Path, help="folder of backups (default: TWIZA_BACKUPS, or TWIZA_HOME/backups)"
    )
    parser.add_argument(
        "--log-only", action="store_true", help="only the log up to now; needs an earlier set"
    )
    parser.add_argument(
        "--dump", action="store_true", help="a dump by pg_dump: one moment, any PostgreSQL 18"
    )
    parser.add_argument("--keep", type=int, default=KEPT, help=f"how many sets to keep (default: {KEPT})")
    options = parser.parse_args(arguments)
    home, folder = database.home(), options.to or backups_folder()
    if options.dump or not database.is_embedded():
        said = dump(home, folder)
    else:
        server = embedded.ensure_server(home)
        if options.log_only:
            if not spool(home).exists():
                raise ServerRefused("There is no set yet: run `twiza backup` first.")
            said = f"{bring_log_up_to_now(server, folder)} pieces of the log were sealed."
        else:
            said = make_set(server, folder)
            prune(folder, options.keep)
    sys.stdout.write(
        f"{said}\nKeep a copy of {embedded.keys_folder(home)} elsewhere: without it no backup opens.\n"
    )
    return 0


def backups_folder() -> Path:
    """Return the folder of backups: TWIZA_BACKUPS, or `backups` under the home folder."""
    named = os.environ.get("TWIZA_BACKUPS")
    return Path(named).resolve() if named else database.home() / "backups"


def spool(home: Path) -> Path:
    """Return where the server puts finished pieces of its log until they are sealed. Exists once a set was made."""
    return embedded.server_folder(home) / "wal-spool"


def identity(home: Path) -> str:
    """Return the identity that opens backups; made at the first one."""
    path = embedded.keys_folder(home) / "backup.age"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileExistsError):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(sealed_streams.new_identity()[0] + "\n")
    return path.read_text().strip()


def make_set(server: embedded.Server, folder: Path) -> str:
    """Copy the running database and the uploads, then bring the log up to the end of the copy."""
    recipient = sealed_streams.recipient_of(identity(server.home))
    if not spool(server.home).exists():
        spool(server.home).mkdir(mode=0o700)
        postgres_programs.give_to_system_user(spool(server.home))
    began = datetime.now(UTC)
    target = folder / began.strftime("%Y%m%dT%H%M%SZ")
    heads = server.home / HEADS
    if heads.exists():  # before the database: every head of the set is true of what the set brings back
        with heads.open("rb") as lines:
            sealed_streams.seal(lines, target / f"{HEADS}.age", recipient)
    with _base_backup(server) as stream:
        size = sealed_streams.seal(stream, target / "base.tar.age", recipient)
    with _tar_of(server.home / "files") as stream:
        sealed_streams.seal(stream, target / "files.tar.age", recipient)
    bring_log_up_to_now(server, folder)
    about = {
        "began_at": began.isoformat(),
        "ended_at": datetime.now(UTC).isoformat(),
        "sha256": {path.name: _sha256(path) for path in sorted(target.glob("*.age"))},
        "recipient": recipient,
    }
    (target / "set.json").write_text(
        json.dumps(about, indent=1) + "\n"
    )  # last: a set without it is half made
    return f"{target} is complete: {size / 1e6:.1f} MB of database."


def bring_log_up_to_now(server: embedded.Server, folder: Path) -> int:
    """Ask the server to finish the piece of its log that it is writing, and seal all of them."""
    with psycopg.connect(server.url("backup", "postgres"), autocommit=True) as connection:
        row = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
        wanted = str(row[0]) if row else ""
        until = time.monotonic() + 60
        while not (spool(server.home) / wanted).exists() and not _already(folder, wanted):
            if time.monotonic() > until:
                raise ServerRefused(f"The server did not give the piece {wanted} of its log within a minute.")
            time.sleep(0.1)
    return seal_log(server.home, folder)


def seal_log(home: Path, folder: Path) -> int:
    """Seal the pieces of the log that wait in the spool, oldest first. Returns how many."""
    waiting = sorted(path for path in spool(home).glob("*") if WAL_NAME.fullmatch(path.name))
    recipient = sealed_streams.recipient_of(identity(home)) if waiting else ""
    for path in waiting:
        with path.open("rb") as stream:
            sealed_streams.seal(stream, folder / "wal" / f"{path.name}.age", recipient)
        path.unlink()
    return len(waiting)


def sets_in(folder: Path) -> list[Path]:
    """Return the complete sets, oldest first."""
    return sorted(path.parent for path in folder.glob("*/set.json"))


def prune(folder: Path, keep: int) -> None:
    """Remove the oldest sets but `keep`, and the log that only they need."""
    sets = sets_in(folder)
    for old in sets[: -max(1, keep)]:
        shutil.rmtree(old)
    first = sets_in(folder)[0]
    began = datetime.fromisoformat(json.loads((first / "set.json").read_text())["began_at"]).timestamp()
    for piece in (folder / "wal").glob("*.age"):
        if piece.stat().st_mtime < began - 3600 and ".history" not in piece.name:
            piece.unlink()


def dump(home: Path, folder: Path) -> str:
    """Dump the database with pg_dump as the role that sees every row, sealed."""
    named = os.environ.get("TWIZA_BACKUP_DATABASE_URL")
    if not database.is_embedded() and not named:
        raise ServerRefused("Set TWIZA_BACKUP_DATABASE_URL: a role with BYPASSRLS, or rows would be missing.")
    url = named or embedded.ensure_server(home).url("backup")
    target = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.dump.age"
    with _running("pg_dump", ["--format=custom", "--compress=none", "--no-password"], url) as stream:
        size = sealed_streams.seal(stream, target, sealed_streams.recipient_of(identity(home)))
    return f"{target} is complete: {size / 1e6:.1f} MB."


def _already(folder: Path, name: str) -> bool:
    return (folder / "wal" / f"{name}.age").exists()


def _base_backup(server: embedded.Server) -> contextlib.AbstractContextManager[IO[bytes]]:
    words = ["--pgdata=-", "--format=tar", "--wal-method=fetch", "--checkpoint=fast", "--no-password"]
    return _running("pg_basebackup", words, server.url("backup", "postgres"))


@contextlib.contextmanager
def _running(program: str, words: list[str], url: str) -> Iterator[IO[bytes]]:
    """Run a client program and give what it writes. The password goes by the environment: arguments are public."""
    parameters = conninfo_to_dict(url)
    password = str(parameters.pop("password", ""))
    plain = " ".join(f"{key}='{value}'" for key, value in parameters.items())
    process = subprocess.Popen(
        [str(postgres_programs.programs_folder() / program), *words, f"--dbname={plain}"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PGPASSWORD": password},
    )  # fmt: skip
    assert process.stdout is not None and process.stderr is not None
    said: list[bytes] = []
    listening = threading.Thread(target=lambda pipe: said.append(pipe.read()), args=[process.stderr])
    listening.start()
    checked = _Checked(process.stdout, lambda: _refuse_failure(program, process, listening, said))
    try:
        yield checked  # type: ignore[misc]
    finally:
        process.stdout.close()
        process.wait()
        listening.join()


class _Checked:
    """A stream whose end is believed only when its program ended well: half a backup is never sealed as a whole."""

    def __init__(self, stream: IO[bytes], at_end: Callable[[], None]) -> None:
        self._stream, self._at_end = stream, at_end

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        if not piece:
            self._at_end()
        return piece


def _refuse_failure(
    program: str, process: "subprocess.Popen[bytes]", listening: threading.Thread, said: list[bytes]
) -> None:
    if process.wait():
        listening.join()
        words = b"".join(said).decode(errors="replace").strip()[-1000:]
        raise ServerRefused(f"{program} failed: {words}")


@contextlib.contextmanager
def _tar_of(folder: Path) -> Iterator[IO[bytes]]:
    """Give a tar of a folder as it is made; empty when there is no folder."""
    reading, writing = os.pipe()

    def pour() -> None:
        with (
            contextlib.suppress(BrokenPipeError),
            os.fdopen(writing, "wb") as target,
            tarfile.open(fileobj=target, mode="w|") as tar,
        ):
            for path in sorted(folder.glob("*/*.sealed")):
                with contextlib.suppress(FileNotFoundError):  # erased meanwhile
                    tar.add(path, arcname=str(path.relative_to(folder)))

    pouring = threading.Thread(target=pour)
    pouring.start()
    try:
        with os.fdopen(reading, "rb") as stream:
            yield stream
    finally:
        pouring.join()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
