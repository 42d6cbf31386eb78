"""Kept files: sealed on disk, read by whoever may, erased after their days."""

import hashlib
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from twiza.network.models import Organisation
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.files import actions, jobs, queries, rules
from twiza.platform.files.models import StoredFile

AT = datetime(2026, 2, 2, 12, 0, tzinfo=UTC)
CONTENT = "الاسم;الحي\nسلمى;النرجس\n".encode()


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "folder", lambda: tmp_path / "files")


@pytest.fixture
def tissaout(db: None) -> Organisation:
    return given_organisation()


@pytest.fixture
def amina(tissaout: Organisation) -> User:
    """She sends the file."""
    return given_member("Amina", "campaign_manager", tissaout)


@pytest.fixture
def hind(tissaout: Organisation) -> User:
    """Her president, whose role may read it."""
    return given_member("Hind", "association_president", tissaout)


@pytest.fixture
def youssef(tissaout: Organisation) -> User:
    """He works beside her; his role may not read it."""
    return given_member("Youssef", "treasurer", tissaout)


@pytest.fixture
def salma(db: None) -> User:
    """She works elsewhere, as president."""
    return given_member("Salma", "association_president", given_organisation("Association Sebou"))


def stored(
    amina: User, tissaout: Organisation, *, keep_days: int | None = None, at: datetime = AT
) -> StoredFile:
    with acting_as(amina.pk, purpose=Purpose.WORK):
        return actions.store_file(
            content=CONTENT, name="C:\\bureau\\familles\u202e.csv", kind="registry.import",
            permission=Permission.REGISTRY_IMPORT, organisation=tissaout.pk, by=amina, at=at, keep_days=keep_days,
        )  # fmt: skip


def test_it_works(amina: User, tissaout: Organisation) -> None:
    file = stored(amina, tissaout)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        again = queries.file_for(amina, file.pk)
        assert queries.content_of(again) == CONTENT
    assert again.name == "familles.csv"
    assert again.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert again.erase_on == date(2026, 5, 3)


def test_nothing_of_it_is_readable_on_disk(amina: User, tissaout: Organisation) -> None:
    file = stored(amina, tissaout)
    path = queries.path_of(file.pk)
    sealed = path.read_bytes()
    assert "سلمى".encode() not in sealed and "familles" not in str(path)
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with acting_as(amina.pk, purpose=Purpose.WORK), pytest.raises(Exception, match="changed"):
        queries.content_of(file)


def test_it_is_read_by_whoever_may(
    amina: User, hind: User, youssef: User, salma: User, tissaout: Organisation
) -> None:
    file = stored(amina, tissaout)
    for reader, may in ((amina, True), (hind, True), (youssef, False), (salma, False)):
        with acting_as(reader.pk, purpose=Purpose.WORK):
            if may:
                assert queries.file_for(reader, file.pk) == file
            else:
                with pytest.raises(queries.NoSuchFile):
                    queries.file_for(reader, file.pk)
    with acting_as(salma.pk, purpose=Purpose.WORK):
        assert not StoredFile.objects.exists()
    assert not StoredFile.objects.exists(), "nothing said, nothing seen"


def test_whoever_sent_it_reads_it_no_more_in_a_lesser_role(youssef: User, tissaout: Organisation) -> None:
    file = stored(youssef, tissaout)
    with acting_as(youssef.pk, purpose=Purpose.WORK), pytest.raises(queries.NoSuchFile):
        queries.file_for(youssef, file.pk)


def test_reading_is_in_the_access_log(
    client: Client, amina: User, salma: User, tissaout: Organisation
) -> None:
    file = stored(amina, tissaout)
    client.force_login(amina)
    answer = client.get(reverse("files:download_file", args=[file.pk]))
    assert answer.content == CONTENT
    assert answer["Content-Disposition"] == 'attachment; filename="familles.csv"'
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/csv; charset=utf-8", "no-store")
    with acting_as(None, purpose=Purpose.AUDIT), connection.cursor() as cursor:
        cursor.execute("SELECT by, subjects FROM audit_access WHERE page = 'files.download'")
        assert cursor.fetchall() == [(amina.pk, [file.pk])]
    client.force_login(salma)
    assert client.get(reverse("files:download_file", args=[file.pk])).status_code == 404


def test_it_refuses_what_is_too_large_or_empty(
    amina: User, tissaout: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "LARGEST", 10)
    with pytest.raises(actions.FileTooLarge):
        stored(amina, tissaout)
    with acting_as(amina.pk, purpose=Purpose.WORK), pytest.raises(actions.FileEmpty):
        actions.store_file(
            content=b"", name="x.csv", kind="x", permission="x", organisation=tissaout.pk, by=amina, at=AT
        )


def test_it_is_erased_after_its_days(
    amina: User, tissaout: Organisation, django_capture_on_commit_callbacks: object
) -> None:
    old = stored(amina, tissaout, keep_days=3, at=datetime(2026, 1, 1, 12, 0, tzinfo=UTC))
    new = stored(amina, tissaout, keep_days=30_000)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        jobs.erase_old(timestamp=0)
    assert not queries.path_of(old.pk).exists() and queries.path_of(new.pk).exists()
    with acting_as(amina.pk, purpose=Purpose.WORK):
        gone = StoredFile.objects.get(pk=old.pk)
        assert gone.name == "" and gone.erased_at is not None
        with pytest.raises(queries.NoSuchFile):
            queries.file_for(amina, old.pk)
        assert queries.file_for(amina, new.pk) == new


def test_upkeep_may_erase_only_what_is_due(amina: User, tissaout: Organisation) -> None:
    file = stored(amina, tissaout, keep_days=30_000)
    with acting_as(None, purpose=Purpose.UPKEEP):
        assert StoredFile.objects.filter(pk=file.pk).update(name="", erased_at=AT) == 0
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        StoredFile.objects.all()._raw_delete("default")  # type: ignore[attr-defined]


def test_bytes_of_an_upload_that_was_rolled_back_go_too(amina: User, tissaout: Organisation) -> None:
    kept = stored(amina, tissaout)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        lost = stored(amina, tissaout)
        raise ZeroDivisionError
    fresh = queries.path_of(UUID(int=7))
    fresh.parent.mkdir(parents=True, exist_ok=True)
    fresh.write_bytes(b"an upload that is being written")
    for path in (queries.path_of(kept.pk), queries.path_of(lost.pk)):
        long_ago = path.stat().st_mtime - timedelta(days=2).total_seconds()
        os.utime(path, (long_ago, long_ago))
    with acting_as(None, purpose=Purpose.UPKEEP):
        assert actions.erase_orphans() == 1
    assert queries.path_of(kept.pk).exists() and fresh.exists()
    assert not queries.path_of(lost.pk).exists()


@given(st.text(max_size=300))
def test_a_name_never_leaves_its_folder(name: str) -> None:
    tidy = rules.tidy_name(name)
    assert tidy and len(tidy) <= rules.LONGEST_NAME + 10
    assert not set(tidy) & set("/\\\0\n\u202e")
    assert tidy not in {".", ".."}
