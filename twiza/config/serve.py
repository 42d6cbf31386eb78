"""`twiza serve`: the site, its worker and the embedded database as one group. No Django in this process.

1. Nothing of an earlier group is left running, and the database is up and has its tables.
2. Web and worker are started; whichever dies is started again, and so is the database.
3. SIGTERM or SIGINT: web and worker finish what they hold, then the database is stopped.
"""

import argparse
import contextlib
import fcntl
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg

from twiza.config import backup, database, embedded, postgres_programs, restore
from twiza.config.postgres_programs import ServerRefused
from twiza.lib import sealed_streams

MARK = "TWIZA_GROUP"  # in the environment of every process of a group: finds what outlived a kill
FRONT_END = Path(__file__).parents[1] / "platform" / "web" / "static" / "vendor" / "fonts" / "fonts.css"
GRACE = 30.0  # seconds to finish what is held
SLOWEST_RESTART = 10.0
TICK = 0.2
DEMO_EVERY = 25  # ticks between two looks for demo accounts, on an address beyond this machine
SEAL_EVERY = 50  # ticks between two looks for finished pieces of the log

_asked_to_stop = False


@dataclass
class Child:
    """One program of the group, started again when it dies."""

    name: str
    words: list[str]
    environment: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    deaths: int = 0
    not_before: float = field(default=0.0)

    def start(self) -> None:
        """Start it, in its own process group: a Ctrl+C in the terminal reaches this process only."""
        kill_leftovers(self.environment[MARK])
        self.process = subprocess.Popen(self.words, env=self.environment, start_new_session=True)

    def keep_alive(self) -> None:
        """Start it again when it died, a little later each time."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if not self.not_before:
            self.deaths += 1
            self.not_before = now + min(SLOWEST_RESTART, 0.2 * 2 ** min(self.deaths, 8))
            _say(f"{self.name} ended ({self.process.returncode}); it is started again.")
        elif now >= self.not_before:
            self.not_before = 0.0
            self.start()

    def stop(self, until: float) -> None:
        """Let it finish; by force when it does not."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        try:
            self.process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        kill_leftovers(self.environment[MARK])


def main(arguments: Sequence[str]) -> int:
    """Run the group until it is told to stop. Returns 0 after a clean stop."""
    options = _options(arguments)
    home = database.home()
    home.mkdir(parents=True, exist_ok=True)
    _listen_to_signals()
    with _only_one(home):
        for name in ("web", "worker"):
            kill_leftovers(_mark(home, name))
        _prepare()
        _refuse_demo_beyond_loopback(options.host)
        _refuse_taken_port(options.host, options.port)
        group = [_web(home, options), _worker(home)]
        try:
            for child in group:
                child.start()
            _watch(group, home, options)
        finally:
            until = time.monotonic() + GRACE
            for child in group:
                with contextlib.suppress(ProcessLookupError):
                    if child.process:
                        child.process.terminate()
            for child in group:
                child.stop(until)
            if database.is_embedded():
                embedded.leave_server(home)
    return 0


def kill_leftovers(mark: str) -> None:
    """End processes of an earlier group that outlived its master, found by their environment."""
    until = time.monotonic() + GRACE
    while (left := _marked(mark)) and time.monotonic() < until:
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.kill()
        time.sleep(0.05)


def _marked(mark: str) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            dead = process.status() == psutil.STATUS_ZOMBIE  # it waits to be reaped: nothing of it runs
            if process.pid != os.getpid() and not dead and process.environ().get(MARK) == mark:
                found.append(process)
    return found


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="twiza serve", description="The site, its worker and its database.")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8000)
    # two for each core: connections are not shared out evenly, and while one process waits another works
    parser.add_argument(
        "--workers", type=int, default=max(2, min(8, 2 * (os.cpu_count() or 1))), help="web processes"
    )
    parser.add_argument("--threads", type=int, default=2, help="requests at once in each web process")
    return parser.parse_args(arguments)


def _prepare() -> None:
    """Bring up the database; on the embedded one, also whatever a newer version of Twiza added."""
    if not FRONT_END.exists():
        raise ServerRefused("The front-end files are missing: run `make ready` first.")
    if database.is_embedded():
        embedded.ensure_server(database.home())
    words = ["setup", "--quiet", "--no-invitation"] if database.is_embedded() else ["migrate", "--check"]
    done = subprocess.run([sys.executable, "-m", "twiza.config.command", *words], check=False)
    if done.returncode:
        raise ServerRefused("The database is not ready: run `twiza setup`, and read what it says.")
    if restore.waiting_mark(
        database.home()
    ).exists():  # a restore that was cut short: erased people stay erased
        done = subprocess.run([sys.executable, "-m", "twiza.config.command", "replay_erasures"], check=False)
        if done.returncode:
            raise ServerRefused(
                "What was erased since the backup is not erased again yet: nobody may sign in."
            )


def is_loopback(host: str) -> bool:
    """Whether an address reaches this machine only."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _refuse_demo_beyond_loopback(host: str) -> None:
    if not is_loopback(host) and _has_demo_accounts():
        raise ServerRefused(
            f"This database holds the demonstration, whose accounts everybody knows: it is not opened on {host}. "
            f"Leave --host away, or use another TWIZA_HOME for real work."
        )


def _has_demo_accounts() -> bool:
    with psycopg.connect(database.url("app")) as connection:
        there = connection.execute("SELECT to_regclass('accounts_demomark')").fetchone()
        if not there or there[0] is None:
            return False
        return connection.execute("SELECT 1 FROM accounts_demomark").fetchone() is not None


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            raise ServerRefused(
                f"Another program listens on {host}:{port}. Stop it, or choose --port."
            ) from error


def _environment(home: Path, name: str) -> dict[str, str]:
    return {**os.environ, MARK: _mark(home, name), "PYTHONUNBUFFERED": "1"}


def _web_environment(home: Path, port: int) -> dict[str, str]:
    """The web's own: papers of invitation carry the address where the site is open, unless another is written."""
    given = _environment(home, "web")
    return {"TWIZA_ADDRESS": f"http://localhost:{port}"} | given


def _mark(home: Path, name: str) -> str:
    return f"{home}|{name}"


def _web(home: Path, options: argparse.Namespace) -> Child:
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", options.host.strip("[]")]
    words += ["--port", str(options.port), "--workers", str(options.workers)]
    words += ["--blocking-threads", str(options.threads), "--respawn-failed-workers", "--no-ws"]
    words += ["--http", "1", "--log-level", "warning", "--workers-kill-timeout", "20"]
    return Child("The site", [*words, "twiza.config.wsgi:application"], _web_environment(home, options.port))


def _worker(home: Path) -> Child:
    words = [sys.executable, "-m", "twiza.config.command", "work"]
    return Child("The worker", words, _environment(home, "worker"))


def _watch(group: list[Child], home: Path, options: argparse.Namespace) -> None:
    opened, ticks = False, 0
    while not _asked_to_stop:
        ticks += 1
        if database.is_embedded() and not postgres_programs.seems_ready(embedded.data_folder(home)):
            _say("The database ended; it is started again.")
            embedded.ensure_server(home)
        for child in group:
            child.keep_alive()
        if not opened and _answers(options.host, options.port):
            opened = True
            shown = "localhost" if is_loopback(options.host) else options.host
            _say(f"Twiza is open at http://{shown}:{options.port} (stop it with Ctrl+C).")
        if ticks % DEMO_EVERY == 0 and not is_loopback(options.host):
            _refuse_demo_beyond_loopback(options.host)
        if ticks % SEAL_EVERY == 0:
            _seal_log(home)
        time.sleep(TICK)


def _seal_log(home: Path) -> None:
    """Seal what the server finished of its log. A trouble with backups is said; it does not close the site."""
    if not backup.spool(home).exists():
        return
    try:
        backup.seal_log(home, backup.backups_folder())
    except (OSError, sealed_streams.CannotOpen) as trouble:
        _say(f"The log could not be sealed for the backup: {trouble}")


def _answers(host: str, port: int) -> bool:
    near = "127.0.0.1" if host in {"0.0.0.0", "localhost"} else "::1" if host == "::" else host.strip("[]")
    with contextlib.suppress(OSError), socket.create_connection((near, port), timeout=0.2):
        return True
    return False


def _listen_to_signals() -> None:
    global _asked_to_stop
    _asked_to_stop = False

    def stop(number: int, frame: object) -> None:
        global _asked_to_stop
        _asked_to_stop = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


@contextlib.contextmanager
def _only_one(home: Path) -> Iterator[None]:
    """One group per folder. The lock goes with this process, however it ends."""
    descriptor = os.open(home / "serve.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise ServerRefused(f"Twiza is already open for {home}. Stop it first, or set TWIZA_HOME.") from error
    finally:
        os.close(descriptor)


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
