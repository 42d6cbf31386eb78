"""The embedded server: what it lets nobody do, and that it needs no hand after a kill -9."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.operation.conftest import PROJECT, public_folder
from twiza.config import embedded, postgres_programs


@pytest.fixture(scope="module")
def server() -> Iterator[embedded.Server]:
    """A server of our own, for all tests of this file that change nothing."""
    with public_folder() as home:
        yield embedded.ensure_server(home)
        embedded.leave_server(home)
        embedded.stop_server(home)


def ask(server: embedded.Server, role: str, question: str) -> object:
    with psycopg.connect(server.url(role)) as connection:
        row = connection.execute(question).fetchone()
        return row[0] if row else None


def test_it_is_version_18_in_utc_and_durable(server: embedded.Server) -> None:
    assert int(str(ask(server, "app", "SHOW server_version_num"))) >= 180000
    settings = {
        "timezone": "UTC",
        "fsync": "on",
        "wal_level": "replica",
        "summarize_wal": "on",
        "data_checksums": "on",
    }
    assert {name: ask(server, "app", f"SHOW {name}") for name in settings} == settings


def test_it_listens_to_no_network(server: embedded.Server) -> None:
    assert ask(server, "app", "SHOW listen_addresses") == ""


@pytest.mark.parametrize("role", embedded.ROLES)
def test_it_lets_nobody_in_without_a_password(server: embedded.Server, role: str) -> None:
    name = embedded.ROLES[role]
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=str(server.socket_dir), port=server.port, user=name, dbname="twiza")
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(
            host=str(server.socket_dir), port=server.port, user=name, dbname="twiza", password="wrong"
        )


def test_it_gives_each_role_only_what_it_needs(server: embedded.Server) -> None:
    question = (
        "SELECT array_agg(format('%s %s %s %s %s', rolname, rolsuper, rolbypassrls, rolcreatedb, rolreplication)"
        " ORDER BY rolname) FROM pg_roles WHERE rolname LIKE 'twiza%'"
    )
    assert ask(server, "app", question) == [
        "twiza_app f f f f",
        "twiza_backup f t f t",
        "twiza_owner f f t f",
    ]
    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'twiza'"
    assert ask(server, "app", owner) == "twiza_owner"


def test_it_keeps_its_passwords_private(server: embedded.Server) -> None:
    assert server.keys.stat().st_mode & 0o077 == 0
    for role in embedded.ROLES:
        assert (server.keys / f"database-{role}").stat().st_mode & 0o777 == 0o600


def test_the_application_may_not_change_tables_of_the_owner(server: embedded.Server) -> None:
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        psycopg.connect(server.url("app")) as connection,
    ):
        connection.execute("CREATE TABLE public.intruder (id int)")
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        psycopg.connect(server.url("app")) as connection,
    ):
        connection.execute("SET ROLE twiza_owner")


def test_it_is_the_same_server_when_asked_again(server: embedded.Server) -> None:
    before = ask(server, "app", "SELECT pg_postmaster_start_time()::text")
    assert embedded.ensure_server(server.home) == server
    assert ask(server, "app", "SELECT pg_postmaster_start_time()::text") == before


def test_it_makes_a_short_socket_path_for_a_deep_folder(tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 30)
    assert len(str(embedded._socket_folder(deep))) <= embedded.LONGEST_SOCKET_FOLDER


@pytest.mark.slow
def test_below_a_private_folder_the_database_is_elsewhere_and_that_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As root, another user runs the server: no parent is opened for it. Others run it as themselves."""
    private = folder / "private"
    private.mkdir(mode=0o700)
    monkeypatch.setattr(postgres_programs, "ELSEWHERE", folder / "elsewhere")
    as_root = os.geteuid() == 0
    server = embedded.ensure_server(private / "home")
    try:
        assert ask(server, "app", "SELECT 1") == 1
        place = embedded.server_folder(server.home)
        assert (place.parent == folder / "elsewhere") is as_root
        assert (f"is kept in {place}" in capsys.readouterr().err) is as_root
        assert private.stat().st_mode & 0o777 == 0o700
        embedded.ensure_server(private / "home")
        assert capsys.readouterr().err == "", "said once"
    finally:
        embedded.leave_server(server.home)


@pytest.mark.slow
def test_its_programs_are_copied_where_its_user_can_run_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() != 0:
        assert postgres_programs.system_user() is None  # the server runs as ourselves: nothing to copy
        return
    monkeypatch.setattr(postgres_programs, "ELSEWHERE", folder / "elsewhere")
    copied = postgres_programs._copied_to_public(postgres_programs.programs_folder())
    assert copied == postgres_programs._copied_to_public(postgres_programs.programs_folder())
    user = postgres_programs.system_user()
    assert user is not None
    said = subprocess.run(
        [str(copied / "postgres"), "--version"], user=user.uid, group=user.gid, extra_groups=[],
        capture_output=True, text=True, check=True, cwd="/",
    )  # fmt: skip
    assert "PostgreSQL) 18" in said.stdout


@pytest.mark.slow
def test_three_processes_may_start_it_at_once(folder: Path) -> None:
    home = folder / "home"
    program = (
        "import pathlib, sys, psycopg; from twiza.config import embedded; "
        "server = embedded.ensure_server(pathlib.Path(sys.argv[1])); "
        "connection = psycopg.connect(server.url('app')); "
        "print(connection.execute('SELECT pg_postmaster_start_time()::text').fetchone()[0]); "
        "connection.close(); sys.stdout.flush(); sys.stdin.read()"
    )
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(home)],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        for _ in range(3)
    ]
    answers = [start.stdout.readline().strip() for start in starts if start.stdout]
    assert len(set(answers)) == 1 and answers[0]
    for start in starts:
        start.communicate()
    assert not postgres_programs.is_ready(embedded.data_folder(home)), "the last one to leave stops it"


@pytest.mark.slow
def test_it_comes_back_by_itself_with_everything_acknowledged(folder: Path) -> None:
    """Killed three times under four writers: each row whose commit was answered is there afterwards."""
    home = folder / "home"
    server = embedded.ensure_server(home)
    with psycopg.connect(server.url("owner")) as connection:
        connection.execute("CREATE TABLE fact (writer int, number int, PRIMARY KEY (writer, number))")
    acknowledged: list[tuple[int, int]] = []
    try:
        for turn, victim in enumerate(("server", "server and its children", "server that hangs")):
            _write_until_killed(server, acknowledged, victim, turn * 1_000_000)
            server = embedded.ensure_server(home)
        with psycopg.connect(server.url("owner")) as connection:
            kept = set(connection.execute("SELECT writer, number FROM fact").fetchall())
        assert len(acknowledged) > 120
        assert set(acknowledged) <= kept
    finally:
        embedded.leave_server(home)
        embedded.stop_server(home)


def _write_until_killed(
    server: embedded.Server, acknowledged: list[tuple[int, int]], victim: str, first: int
) -> None:
    wanted = len(acknowledged) + 40
    enough = threading.Event()
    ends: list[str] = []

    def write(writer: int) -> None:
        try:
            connection = psycopg.connect(server.url("owner"), autocommit=True)
            for number in range(first, first + 1_000_000):
                connection.execute("INSERT INTO fact VALUES (%s, %s)", [writer, number])
                acknowledged.append((writer, number))
                if len(acknowledged) > wanted:
                    enough.set()
        except psycopg.OperationalError as error:
            ends.append(str(error))

    writers = [threading.Thread(target=write, args=[writer]) for writer in range(4)]
    for writer in writers:
        writer.start()
    assert enough.wait(120), ends
    _kill(embedded.data_folder(server.home), victim)
    for writer in writers:
        writer.join()


def _kill(data: Path, victim: str) -> None:
    postmaster = postgres_programs._postmaster(data)
    assert postmaster is not None
    children = postmaster.children(recursive=True)
    if victim == "server that hangs":  # its children live on, hold its memory, and nobody tells them to go
        for child in children:
            child.send_signal(signal.SIGSTOP)
    postmaster.kill()
    if victim == "server and its children":
        for child in children:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
    if victim == "server that hangs":
        # The writers' own connections must end, or the test would wait for stopped processes.
        time.sleep(0.2)
        postgres_programs.clear_after_a_crash(data, embedded._socket_folder(data.parent))


@pytest.mark.slow
def test_it_is_not_fooled_by_a_lock_file_of_a_zombie_or_a_stranger(folder: Path) -> None:
    home = folder / "home"
    server = embedded.ensure_server(home)
    embedded.stop_server(home)
    lock = embedded.data_folder(home) / "postmaster.pid"
    zombie = subprocess.Popen(["true"])  # not waited for: it stays in the table of processes
    while psutil.Process(zombie.pid).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
    for pid in (zombie.pid, os.getpid()):
        lock.write_text(
            f"{pid}\n{embedded.data_folder(home)}\n0\n5432\n{server.socket_dir}\n\n0 0\nready   \n"
        )
        (server.socket_dir / ".s.PGSQL.5432.lock").write_text(f"{pid}\n")
        assert ask(embedded.ensure_server(home), "app", "SELECT 1") == 1
        embedded.stop_server(home)
    zombie.wait()
    embedded.leave_server(home)


@pytest.mark.slow
def test_a_server_that_does_not_answer_is_ended_and_recovers(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_programs, "ANSWERS_WITHIN", 0.3)
    monkeypatch.setattr(postgres_programs, "HANGS_AFTER", 1.0)
    server = embedded.ensure_server(folder / "home")
    hanging = postgres_programs._postmaster(embedded.data_folder(server.home))
    assert hanging is not None
    hanging.suspend()
    try:
        assert ask(embedded.ensure_server(server.home), "app", "SELECT 1") == 1
    finally:
        embedded.leave_server(server.home)


@pytest.mark.slow
def test_it_is_usable_again_when_its_keys_were_lost(folder: Path) -> None:
    home = folder / "home"
    server = embedded.ensure_server(home)
    embedded.stop_server(home)
    old = server.password("app")
    for role in embedded.ROLES:
        (server.keys / f"database-{role}").unlink()
    assert ask(embedded.ensure_server(home), "app", "SELECT 1") == 1
    assert server.password("app") != old
    embedded.leave_server(home)
