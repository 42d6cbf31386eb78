"""The drill: the disk is lost, everything acknowledged is back, and who was erased stays erased."""

import json
import os
import shutil
import tarfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from tests.operation.conftest import Run, public_folder
from tests.operation.test_serve import ASK, PLACE, SETTINGS
from twiza.config import backup, embedded, postgres_programs, restore
from twiza.lib import sealed_streams

pytestmark = pytest.mark.proof
FAMILY = """
from twiza.network.models import Organisation
from twiza.network.tests.given import given_member
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry.tests.given import given_household
with acting_as(None, purpose=Purpose.SETUP):
    organisation = Organisation.objects.latest("pk")
hind = given_member("Hind", "association_president", organisation)
print(given_household(organisation, hind).pk)
"""
CASE = """
from uuid import uuid5
from django.utils import timezone
from twiza.cases import actions as cases
from twiza.cases.tests.given import given_case, given_in_team, given_key
leila, zineb = (given_member(name, "listener", organisation) for name in ("Leila", "Zineb"))
room, _hers = given_key(leila, organisation), given_key(zineb, organisation)
case = given_case(leila, room)
given_in_team(case, zineb, room=room, by=leila)
with acting_as(leila.pk, purpose=Purpose.WORK):
    cases.keep_draft(room=room, about=uuid5(case.pk, "goal"), case=case.pk, said={"words": "x"}, by=leila, at=timezone.now())
print(case.pk)
"""
ERASE = """
from django.utils import timezone
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.platform.files import actions, queries
from twiza.platform.files.models import StoredFile
user = User.objects.get(username="amina")
with acting_as(user.pk, purpose=Purpose.WORK):
    actions.erase_file(file=StoredFile.objects.get(), by=user, at=timezone.now())
from twiza.registry import actions as registry
from twiza.registry.models import Household
hind = User.objects.get(username="hind")
with acting_as(hind.pk, purpose=Purpose.WORK):
    registry.erase_household(household=Household.objects.get(), reason_code="asked", by=hind, at=timezone.now())
from twiza.cases import actions as cases
from twiza.cases.models import Case
for name, act in (("leila", cases.ask_erasure), ("zineb", cases.erase_case)):
    user = User.objects.get(username=name)
    with acting_as(user.pk, purpose=Purpose.WORK):
        act(case=Case.objects.get(), reason_code="her_wish", by=user, at=timezone.now())
"""
OF_A_CASE = ("case", "casenote", "noteversion", "teamseat", "casekey", "keyhalf", "roomdraft", "erasureask")


@pytest.fixture(scope="module")
def backups() -> Iterator[Path]:
    """Where the backups are: on another disk, let us say."""
    with public_folder() as folder:
        yield folder / "backups"


@pytest.fixture(scope="module")
def drill(run: Run, home: Path, backups: Path) -> dict[str, str]:
    """A place at work: a set is made, six works are asked for, a file, a family and a case are erased, six more, the log is sealed."""
    os.environ["TWIZA_BACKUPS"] = str(backups)
    try:
        did(run("setup", "--quiet", "--no-invitation"))
        place = dict(json.loads(shell(run, PLACE).splitlines()[-1]))
        place["household"], place["case"] = shell(run, FAMILY + CASE).split()[-2:]
        did(run("link_audit"))
        place["heads"] = (home / backup.HEADS).read_text()
        did(run("backup", TWIZA_BACKUPS=str(backups)))
        shell(run, ASK)
        place["six_were_asked"] = datetime.now(UTC).isoformat()
        time.sleep(1.1)
        shell(run, ERASE)
        shell(run, ASK)
        place["counts"] = json.dumps(counts(home))
        did(run("backup", "--log-only", TWIZA_BACKUPS=str(backups)))
    finally:
        del os.environ["TWIZA_BACKUPS"]
    return place


def did(answer: object) -> str:
    assert answer.returncode == 0, answer.stderr + answer.stdout  # type: ignore[attr-defined]
    return str(answer.stdout)  # type: ignore[attr-defined]


def shell(run: Run, program: str) -> str:
    return did(run("shell", "--verbosity", "0", "-c", program, **SETTINGS))


def counts(home: Path) -> dict[str, int]:
    """How many rows each table has, sessions of the moment aside."""
    server = embedded.ensure_server(home)
    try:
        with psycopg.connect(server.url("superuser")) as connection:
            assert connection.execute("SELECT pg_is_in_recovery()").fetchone() == (False,)
            tables = connection.execute(
                "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
                " WHERE n.nspname = 'public' AND relkind = 'r' ORDER BY relname"
            ).fetchall()
            return {
                name: int((connection.execute(f'SELECT count(*) FROM "{name}"').fetchone() or [0])[0])  # type: ignore[arg-type]
                for (name,) in tables
            }
    finally:
        embedded.leave_server(home)


def shows(home: Path, id: str) -> set[str]:
    """The tables of the closed room in which an id stands."""
    with psycopg.connect(embedded.ensure_server(home).url("superuser")) as connection:
        names = connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'cases\\_%'"
        ).fetchall()
        found = {
            name
            for (name,) in names
            if connection.execute(f'SELECT 1 FROM "{name}" t WHERE t::text LIKE %s', [f"%{id}%"]).fetchone()  # type: ignore[arg-type]
        }
    embedded.leave_server(home)
    return found


def lose_the_disk(home: Path) -> None:
    """Everything but the keys is gone, in the middle of work."""
    embedded.ensure_server(home)
    postmaster = postgres_programs._postmaster(embedded.data_folder(home))
    assert postmaster is not None
    postmaster.kill()
    postgres_programs.clear_after_a_crash(embedded.data_folder(home), embedded._socket_folder(home))
    embedded.leave_server(home)
    for path in home.iterdir():
        if path.name != "keys":
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def test_everything_acknowledged_is_back(run: Run, home: Path, backups: Path, drill: dict[str, str]) -> None:
    lose_the_disk(home)
    said = did(run("restore", TWIZA_BACKUPS=str(backups)))
    assert "is back" in said
    assert drill["heads"] and (home / backup.HEADS).read_text() == drill["heads"]
    assert said.endswith("Every chain stands.\n"), "restore checks the log against the heads of the set"
    back, before = counts(home), json.loads(drill["counts"])
    assert back["queue_work"] == 12
    assert {name: (before[name], back[name]) for name in before if before[name] != back[name]} == {}
    assert not restore.waiting_mark(home).exists()
    assert did(run("migrate", "--check")) == ""


def test_what_was_erased_stays_erased(run: Run, home: Path, backups: Path, drill: dict[str, str]) -> None:
    """A moment before the erasure is brought back: six works are there, file and family are not."""
    said = did(run("restore", "--aside", "--to-time", drill["six_were_asked"], TWIZA_BACKUPS=str(backups)))
    assert "files.file: 1 erased again." in said and "registry.household: 1 erased again." in said
    back = counts(home)
    assert back["queue_work"] == 6
    assert not any(
        back[f"registry_{name}"] for name in ("household", "householdevent", "person", "personevent")
    )
    with psycopg.connect(embedded.ensure_server(home).url("superuser")) as connection:
        rows = connection.execute("SELECT id::text, name, erased_at IS NOT NULL FROM files_file").fetchall()
    embedded.leave_server(home)
    assert rows == [(drill["file"], "", True)]
    assert not list((home / "files").glob("*/*.sealed"))


def test_a_case_erased_after_the_backup_is_not_back(
    run: Run, home: Path, backups: Path, drill: dict[str, str]
) -> None:
    """The set holds her case: without the ledger of erasures it would be there again. With it, no row of hers is."""
    ledger, back = embedded.keys_folder(home) / "erasures.jsonl", ("restore", "--aside", "--to-time")
    assert drill["case"] in ledger.read_text()
    aside = ledger.rename(ledger.with_suffix(".aside"))
    did(run(*back, drill["six_were_asked"], TWIZA_BACKUPS=str(backups)))
    assert {
        "cases_case",
        "cases_casenote",
        "cases_noteversion",
        "cases_teamseat",
        "cases_roomdraft",
    } <= shows(home, drill["case"])
    aside.rename(ledger)
    said = did(run(*back, drill["six_were_asked"], TWIZA_BACKUPS=str(backups)))
    assert "cases.case: 1 erased again." in said
    assert shows(home, drill["case"]) == set()
    rows = counts(home)
    assert {name: rows[f"cases_{name}"] for name in OF_A_CASE} == dict.fromkeys(OF_A_CASE, 0)
    assert (rows["cases_erasedcase"], rows["cases_erasurecertificate"]) == (1, 1)


def test_a_backup_shows_nothing_and_holds_no_key(
    home: Path, backups: Path, drill: dict[str, str], tmp_path: Path
) -> None:
    """The search finds a name once the set is opened, so it would find a key; sealed, it finds nothing."""
    keys = embedded.keys_folder(home)
    identity = (keys / "backup.age").read_text().strip()
    sealed = next(backups.glob("*/base.tar.age"))
    with sealed_streams.opened(sealed, identity) as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
        opened = b"".join(
            (tar.extractfile(member) or tar.fileobj).read() for member in tar if member.isfile()
        )  # type: ignore[union-attr]
    assert b"amina" in opened, "the canary is found"
    assert b"amina" not in b"".join(path.read_bytes() for path in backups.rglob("*") if path.is_file())
    for key in keys.iterdir():
        assert key.read_bytes().strip() not in opened, key.name


def test_it_says_what_is_missing_or_wrong(run: Run, home: Path, backups: Path, drill: dict[str, str]) -> None:
    def refused(*words: str, **environment: str) -> str:
        answer = run("restore", *words, **{"TWIZA_BACKUPS": str(backups), **environment})
        assert answer.returncode == 1
        assert "Traceback" not in answer.stderr
        return str(answer.stderr)

    assert "--aside" in refused()
    with public_folder() as empty:
        assert "Without it nobody can open a backup" in refused(TWIZA_HOME=str(empty / "var"))
        shutil.copytree(embedded.keys_folder(home), empty / "keys")
        elsewhere = {"TWIZA_HOME": str(empty / "var"), "TWIZA_KEYS": str(empty / "keys")}
        assert "no complete set" in refused("--to-time", "2020-01-01T00:00:00+00:00", **elsewhere)
        assert "The log ends before the wanted moment" in refused(
            "--to-time", "2999-01-01T00:00:00+00:00", **elsewhere
        )
        shutil.rmtree(empty / "var")
        damaged = empty / "backups"
        shutil.copytree(backups, damaged)
        base = next(damaged.glob("*/base.tar.age"))
        base.write_bytes(base.read_bytes()[:-1] + b"!")
        assert "was changed since it was made" in refused("--from", str(damaged), **elsewhere)


def test_a_dump_brings_back_one_moment(run: Run, home: Path, backups: Path, drill: dict[str, str]) -> None:
    before = counts(home)
    did(run("backup", "--dump", TWIZA_BACKUPS=str(backups)))
    lose_the_disk(home)
    did(run("restore", "--dump", str(next(backups.glob("*.dump.age")))))
    assert counts(home) == before


def test_it_keeps_the_newest_sets(run: Run, home: Path, backups: Path, drill: dict[str, str]) -> None:
    for _ in range(2):
        time.sleep(1.1)
        did(run("backup", "--keep", "2", TWIZA_BACKUPS=str(backups)))
    assert len(backup.sets_in(backups)) == 2
