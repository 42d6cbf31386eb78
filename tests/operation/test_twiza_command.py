"""The one command-line program: which role it works as, what it leaves, how it refuses."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.core.signing import Signer

from tests.operation.conftest import PROJECT, Run
from twiza.config import command, embedded, postgres_programs

WHO = "from django.db import connection as c; cursor = c.cursor(); cursor.execute('SELECT current_user'); print(cursor.fetchone())"


@pytest.fixture(scope="module")
def set_up(run: Run) -> "subprocess.CompletedProcess[str]":
    """What the first `twiza setup` of this place answered."""
    return run("setup", "--quiet", "--no-invitation")


@pytest.mark.slow
def test_it_sets_up_a_new_place_and_may_be_run_again(
    set_up: "subprocess.CompletedProcess[str]", run: Run, home: Path
) -> None:
    assert (set_up.returncode, set_up.stderr, set_up.stdout) == (0, "", "")
    assert not postgres_programs.is_ready(embedded.data_folder(home)), "it stops what it started"
    again = run("setup", "--quiet", "--no-invitation")
    assert (again.returncode, again.stderr) == (0, "")
    assert run("migrate", "--check").returncode == 0
    server = embedded.ensure_server(home)
    with psycopg.connect(server.url("superuser")) as connection:
        owners = connection.execute(
            "SELECT array_agg(DISTINCT pg_get_userbyid(relowner)) FROM pg_class"
            " JOIN pg_namespace n ON n.oid = relnamespace WHERE n.nspname = 'public'"
        ).fetchone()
        accounts = connection.execute("SELECT count(*) FROM accounts_user").fetchone()
    assert owners == (["twiza_owner"],)
    assert accounts == (0,), "no known account"


@pytest.mark.slow
def test_it_works_as_the_application_unless_tables_change(run: Run) -> None:
    assert "twiza_app" in run("shell", "--verbosity", "0", "-c", WHO).stdout
    assert {"makemigrations", "migrate", "showmigrations"} == command.OWNERS_WORK


@pytest.mark.slow
@pytest.mark.usefixtures("set_up")
def test_missing_migrations_are_found_on_an_old_database_too(run: Run, home: Path) -> None:
    """There the application may not read which migrations ran."""
    server = embedded.ensure_server(home)
    with psycopg.connect(server.url("superuser")) as connection:
        connection.execute("REVOKE ALL ON django_migrations FROM twiza_app")
    done = run("makemigrations", "--check", "--dry-run")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.slow
def test_it_refuses_in_one_sentence(run: Run) -> None:
    refused = run("migrate", TWIZA_DATABASE_URL="postgresql://nobody@localhost:1/none")
    assert refused.returncode == 1
    assert refused.stderr == (
        "twiza migrate: Set TWIZA_OWNER_DATABASE_URL: migrations run as the owner of the tables.\n"
    )


def test_light_commands_need_no_django(tmp_path: Path) -> None:
    program = "import sys; from twiza.config.command import main; main(['compile_words']); print('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT, capture_output=True, text=True, env={**os.environ, "TWIZA_HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "False"
    assert not list(tmp_path.iterdir())


def test_it_rotates_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TWIZA_KEYS", str(tmp_path))
    assert command.main(["rotate_key", "cards"]) == 0
    assert command.main(["rotate_key", "cards"]) == 0
    assert "cards: key 2 is in use" in capsys.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cards.1.key", "cards.2.key"]
    with pytest.raises(SystemExit):
        command.main(["rotate_key", "nothing"])


def test_sessions_signed_before_a_rotation_are_still_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from twiza.config import settings

    monkeypatch.setattr(settings, "TWIZA_KEYS", tmp_path)
    monkeypatch.setenv("TWIZA_KEYS", str(tmp_path))
    (first,) = settings._signing_secrets()
    signed = Signer(key=first).sign("session")
    assert command.main(["rotate_key", "django"]) == 0
    (tmp_path / "django-secret").write_text("from before")
    now, *older = settings._signing_secrets()
    assert now != first and older == [first, "from before"]
    assert Signer(key=now, fallback_keys=older).unsign(signed) == "session"
