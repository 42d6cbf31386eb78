"""A stolen dump, data folder or home shows no word of hers, in whatever form it lies there.

The search is first shown to find a word that was written with sealing off, in each of the same places.
"""

import gzip
import io
import os
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.utils import timezone

from twiza.cases import actions
from twiza.cases.tests.given import given_case, given_in_team, given_key
from twiza.config import database, embedded, postgres_programs
from twiza.lib import closed_room
from twiza.lib.tests.test_lock_closed_room import leaks
from twiza.network.tests.given import as_work, given_member, given_organisation

pytestmark = [pytest.mark.concurrent, pytest.mark.proof]


def opened(raw: bytes) -> Iterator[bytes]:
    """Bytes as they lie, and what lies inside when they are an archive."""
    yield raw
    if raw[:2] == b"\x1f\x8b":
        yield from opened(gzip.decompress(raw))
    elif raw[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            for name in packed.namelist():
                yield from opened(packed.read(name))
    elif raw[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(raw)) as packed:
            for member in packed.getmembers():
                file = packed.extractfile(member)
                if file is not None:
                    yield from opened(file.read())


def test_it_looks_inside_archives():
    word = "شاهد-في-صندوق"
    boxes = io.BytesIO()
    with zipfile.ZipFile(boxes, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("inner.gz", gzip.compress(word.encode("utf-16-le")))
    assert not leaks(word, boxes.getvalue())
    assert any(leaks(word, part) for part in opened(boxes.getvalue()))


def dumps(name: str) -> Iterator[tuple[str, bytes]]:
    """The database as pg_dump writes it, in clear text and packed."""
    program = str(postgres_programs.programs_folder() / "pg_dump")
    for form in (["--format=plain"], ["--format=custom", "--compress=none"], ["--format=tar"]):
        words = [program, *form, "--no-password", f"--dbname={database.superuser_url(name)}"]
        yield f"pg_dump {form}", subprocess.run(words, capture_output=True, check=True).stdout


def files(name: str, first_wal: str) -> Iterator[tuple[str, bytes]]:
    """The files of this database, the log of the server since the test began, and the rest of the home."""
    home = Path(os.environ["TWIZA_HOME"])
    data = embedded.data_folder(home)
    with psycopg.connect(database.superuser_url(name), autocommit=True) as server:
        server.execute("CHECKPOINT")
        found = server.execute("SELECT oid FROM pg_database WHERE datname = %s", [name]).fetchone()
    assert found is not None
    log = [file for file in (data / "pg_wal").glob("0*") if len(file.name) == 24 and file.name >= first_wal]
    rest = [
        file for file in home.rglob("*")
        if file.is_file() and file.stat().st_size < 50_000_000 and not {"base", "pg_wal"} & set(file.parts)
    ]  # fmt: skip
    for file in (*(data / "base" / str(found[0])).iterdir(), *log, *rest):
        try:
            yield ("wal" if file in log else "files"), file.read_bytes()
        except FileNotFoundError:
            continue


def test_a_stolen_dump_a_data_folder_and_a_home_show_no_word(own_database, monkeypatch):
    if not database.is_embedded():
        pytest.skip("the files of another server are not here to be stolen")
    with psycopg.connect(database.superuser_url(own_database), autocommit=True) as server:
        found = server.execute("SELECT pg_walfile_name(pg_current_wal_lsn())").fetchone()
    assert found is not None
    canary, control = f"كناري-{uuid4().hex}", f"مكشوف-{uuid4().hex}"
    centre = given_organisation("Centre Tissaout")
    leila, sanae = given_member("Leila", "listener", centre), given_member("Sanae", "psychologist", centre)
    room, hers = given_key(leila, centre), given_key(sanae, centre)
    case = given_case(leila, room, words=canary, wants=canary, code_word=canary)
    given_in_team(case, sanae, room=room, by=leila)
    now = timezone.now()
    with as_work(leila):
        actions.write_note(case=case, room=room, words=canary, by=leila, at=now)
        actions.keep_draft(room=room, about=case.pk, said={"words": canary}, by=leila, at=now)
        actions.renew_case_key(case=case, room=room, by=leila, at=now)
    with as_work(sanae):
        actions.open_drawer(case=case, room=hers, by=sanae, at=now)
        actions.write_note(case=case, room=hers, words=canary, kind="psychology", by=sanae, at=now)
    with monkeypatch.context() as off, as_work(leila):  # sealing off
        off.setattr(closed_room, "seal", lambda clear, **_about: clear)
        actions.write_note(case=case, room=room, words=control, by=leila, at=now)
    shown: dict[str, bool] = {}
    for place, raw in (*dumps(own_database), *files(own_database, found[0])):
        for part in opened(raw):
            shown[place] = shown.get(place, False) or leaks(control, part)
            assert not leaks(canary, part), place
    assert all(shown.values()) and {"files", "wal"} <= set(shown), shown
