"""`twiza serve`: one group, stopped cleanly, that loses nothing acknowledged whatever is killed."""

import contextlib
import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from tests.operation.conftest import PROJECT, Run, clean_environment
from twiza.config import database, embedded, postgres_programs, serve
from twiza.config.postgres_programs import ServerRefused
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import actions as accounts

PATIENCE = 240  # seconds: the machine may be busy with other tests
SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.operation.slow.settings"}
PLACE = """
import json
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.files import actions as files
organisation = given_organisation()
user = given_member("Amina", "point_volunteer", organisation)
with acting_as(user.pk, purpose=Purpose.WORK):
    file = files.store_file(content=b"a;b", name="a.csv", kind="test", permission="hand_over.record",
                            organisation=organisation.pk, by=user, at=timezone.now())
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(json.dumps({"session": session.session_key, "file": str(file.pk), "user": str(user.pk)}))
"""
ASK = """
import sys
from django.utils import timezone
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.platform.queue import actions as queue
user = User.objects.get(username="amina")
for _ in range(6):
    with acting_as(user.pk, purpose=Purpose.WORK):
        work = queue.start_work(kind="slow.count", title="Counting", by=user, organisation=None, at=timezone.now())
        queue.later("slow.count", by=user, work_id=work.pk)
print("asked")
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Group:
    """A running `twiza serve`."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.words = home.with_name(
            f"serve-{self.port}.txt"
        )  # a pipe that nobody empties would stop the server
        self.start()

    def start(self) -> None:
        with self.words.open("a") as words:
            self.master = subprocess.Popen(
                [sys.executable, str(PROJECT / "manage.py"), "serve", "--port", str(self.port), "--workers", "2"],
                env={**clean_environment(), **SETTINGS, "TWIZA_HOME": str(self.home)},
                cwd=PROJECT, stdout=words, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        wait_for(self.answers, PATIENCE)

    def get(self, path: str, session: str = "") -> tuple[int, bytes]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers={"Cookie": f"sessionid={session}"}
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return int(answer.status), answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, b""
        except (OSError, http.client.HTTPException):
            return 0, b""

    def answers(self) -> bool:
        return self.get("/accounts/login/")[0] == 200

    def processes(self, name: str) -> list[psutil.Process]:
        return serve._marked(serve._mark(self.home, name))

    def stop(self) -> str:
        self.master.send_signal(signal.SIGTERM)
        self.master.wait(timeout=60)
        return self.words.read_text()


def wait_for(question: Callable[[], object], seconds: float, why: Callable[[], str] = str) -> None:
    until = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < until, f"waited {seconds} s {why()}"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def place(run: Run, home: Path) -> dict[str, str]:
    """A place that is set up, with one person signed in and one file."""
    run("setup", "--quiet", "--no-invitation")
    done = run("shell", "--verbosity", "0", "-c", PLACE, **SETTINGS)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture
def group(home: Path, place: dict[str, str]) -> Iterator[Group]:
    running = Group(home)
    yield running
    if running.master.poll() is None:
        running.stop()
    for name in ("web", "worker"):
        serve.kill_leftovers(serve._mark(home, name))


@pytest.mark.proof
def test_it_stops_cleanly_and_leaves_nothing_running(group: Group, home: Path) -> None:
    assert group.get("/")[0] == 200  # the sign-in page it leads to
    said = group.stop()
    assert group.master.returncode == 0
    assert said.startswith(f"Twiza is open at http://localhost:{group.port}")
    assert "Traceback" not in said
    assert not group.processes("web") and not group.processes("worker")
    assert not postgres_programs.is_ready(embedded.data_folder(home))


@pytest.mark.proof
def test_it_is_open_once_for_a_folder(group: Group, run: Run) -> None:
    again = run("serve", "--port", str(free_port()))
    assert (again.returncode, "already open" in again.stderr) == (1, True)


@pytest.mark.proof
def test_it_loses_nothing_acknowledged_whatever_is_killed(
    group: Group, run: Run, home: Path, place: dict[str, str]
) -> None:
    """Web, worker and database are killed in turn, then all at once with their master and started anew.

    Every download that was answered has its line in the access log; every work that was asked for is
    finished once.
    """
    with downloads(group, place) as acknowledged:
        wait_for(lambda: len(acknowledged) > 20, PATIENCE)
        assert "asked" in run("shell", "--verbosity", "0", "-c", ASK, **SETTINGS).stdout
        for victim in ("web", "worker", "database"):
            before = len(acknowledged)
            kill(group, victim)
            goes_on = lambda before=before: len(acknowledged) > before + 20  # noqa: E731
            wait_for(
                goes_on, PATIENCE, lambda victim=victim: f"after {victim}: {group.words.read_text()[-2000:]}"
            )
        assert "asked" in run("shell", "--verbosity", "0", "-c", ASK, **SETTINGS).stdout
        before = len(acknowledged)
        group.master.kill()
        for victim in ("database", "web", "worker"):
            kill(group, victim)
        group.start()
        wait_for(lambda: len(acknowledged) > before + 20, PATIENCE)
    server = embedded.ensure_server(home)
    try:
        wait_for(lambda: count(server, "queue_work WHERE finished_at IS NULL") == 0, PATIENCE)
        assert count(server, "queue_work WHERE state = 'finished'") == 12
        assert count(server, "audit_line WHERE type = 'slow.counted'") == 12, "each once"
        assert count(server, "audit_access WHERE page = 'files.download'") >= len(acknowledged) > 80
    finally:
        embedded.leave_server(home)


@contextlib.contextmanager
def downloads(group: Group, place: dict[str, str]) -> Iterator[list[int]]:
    """Four people download all the time; each answer is an acknowledgement."""
    acknowledged: list[int] = []
    over = threading.Event()

    def download() -> None:
        while not over.is_set():
            if group.get(f"/files/{place['file']}/", place["session"]) == (200, b"a;b"):
                acknowledged.append(1)
            else:
                time.sleep(0.05)

    people = [threading.Thread(target=download) for _ in range(4)]
    for person in people:
        person.start()
    try:
        yield acknowledged
    finally:
        over.set()
        for person in people:
            person.join()


def kill(group: Group, victim: str) -> None:
    if victim == "database":
        postmaster = postgres_programs._postmaster(embedded.data_folder(group.home))
        assert postmaster is not None
        postmaster.kill()
        return
    for process in group.processes(victim):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def count(server: embedded.Server, what: str) -> int:
    with psycopg.connect(server.url("superuser")) as connection:
        row = connection.execute(f"SELECT count(*) FROM {what}").fetchone()  # type: ignore[arg-type]
        return int(row[0]) if row else 0


@pytest.mark.parametrize(
    ("host", "near"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("[::1]", True), ("127.8.8.8", True),
     ("0.0.0.0", False), ("::", False), ("192.168.1.5", False), ("example.org", False)],
)  # fmt: skip
def test_it_knows_this_machine_from_the_world(host: str, near: bool) -> None:
    assert serve.is_loopback(host) is near


def test_demo_accounts_never_listen_beyond_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "_has_demo_accounts", lambda: True)
    serve._refuse_demo_beyond_loopback("127.0.0.1")
    with pytest.raises(ServerRefused, match="not opened on 0\\.0\\.0\\.0"):
        serve._refuse_demo_beyond_loopback("0.0.0.0")


@pytest.mark.slow
@pytest.mark.concurrent
@pytest.mark.usefixtures("own_database")
def test_demo_accounts_are_seen_by_their_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    known = connection.get_connection_params()
    here = make_conninfo("", **{key: known[key] for key in ("dbname", "user", "password", "host", "port")})
    monkeypatch.setattr(database, "url", lambda role: here)
    assert serve._has_demo_accounts() is False
    with acting_as(None, purpose=Purpose.SETUP):
        accounts.mark_demo(at=datetime(2026, 2, 2, 12, 0, tzinfo=UTC))
    assert serve._has_demo_accounts() is True


def test_papers_of_invitation_carry_the_port_that_is_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TWIZA_ADDRESS", raising=False)
    assert serve._web_environment(tmp_path, 8123)["TWIZA_ADDRESS"] == "http://localhost:8123"
    monkeypatch.setenv("TWIZA_ADDRESS", "https://twiza.example.org")
    assert serve._web_environment(tmp_path, 8123)["TWIZA_ADDRESS"] == "https://twiza.example.org"


def test_a_taken_port_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(ServerRefused, match="choose --port"):
            serve._refuse_taken_port("127.0.0.1", other.getsockname()[1])
