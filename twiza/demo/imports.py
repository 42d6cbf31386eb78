"""The five spreadsheets on their way in: sent, read, the mapping corrected where needed, accepted. Then brought in."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from twiza.aid import actions as aid
from twiza.demo.account import Account, SheetRead
from twiza.demo.campaign import campaign_of
from twiza.demo.cast import OLIVE, WOOL
from twiza.demo.diary import Diary
from twiza.demo.stage import organisation_of, player_of
from twiza.demo.story import Story, Written
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.queue import actions as queue
from twiza.registry import actions as registry
from twiza.registry import queries as register

MANAGERS = {OLIVE: "manager", WOOL: "partner_manager"}
# columns that hold the neighbourhood under a heading that says "address": the manager says so, once
CORRECTED = {"liste_arabe.csv": {"5": "near_place"}, "familles export.csv": {"4": "near_place"}}
AT_ONCE = 5000  # households brought in one act


def import_sheet(diary: Diary, written: Written, at: datetime) -> SheetRead:
    """Send one spreadsheet, correct its mapping, accept its good rows; rows with a problem are left out, and said."""
    manager = player_of(diary, MANAGERS[written.association])
    with acting_as(manager.pk, purpose=Purpose.WORK):
        organisation = organisation_of(diary, written.association)
        upload = registry.send_upload(
            organisation=organisation.pk,
            content=written.file.read_bytes(),
            name=written.file.name,
            by=manager,
            at=at,
        )
    diary.keep(written.file.name, upload)
    upload = _read(manager, upload)
    corrected = CORRECTED.get(written.file.name)
    if corrected:
        with acting_as(manager.pk, purpose=Purpose.WORK):
            sheet = upload.preview["tables"][0]["sheet"]
            upload = registry.map_columns(
                upload=upload, mapping={sheet: corrected}, remember=True, by=manager, at=at
            )
        upload = _read(manager, upload)
    told = _told(written, str(organisation), upload)
    with acting_as(manager.pk, purpose=Purpose.WORK):
        if upload.counts["good"]:
            registry.accept_upload(upload=upload, leave_out_problems=True, by=manager, at=at)
        else:  # an earlier run was stopped just after: the same file twice changes nothing
            registry.put_aside_upload(upload=upload, by=manager, at=at)
    queue.run_waiting_jobs()
    return told


def send_corrected(diary: Diary, story: Story, folder: Path, at: datetime) -> None:
    """Send the rows that had a problem again, corrected: their preview waits on the manager's today page."""
    written = story.sheets[4]
    lines = written.file.read_text(encoding="utf-8-sig").splitlines()
    right = {"no_name": "Naima Bouziane", "impossible_date": "28/02/1979", "size_in_words": "7"}
    heading = lines[0].split("\t")
    rows = [lines[0]]
    for problem in written.problems:
        cells = lines[problem.row - 1].split("\t")
        cells[heading.index(problem.column)] = right[problem.why]
        rows.append("\t".join(cells))
    file = folder / "familles export (corrigé).csv"
    file.write_text("\n".join(rows), encoding="utf-8-sig")
    manager = player_of(diary, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        registry.send_upload(
            organisation=diary.id(OLIVE), content=file.read_bytes(), name=file.name, by=manager, at=at
        )


def bring_in(diary: Diary, key: str, at: datetime) -> int:
    """Bring an association's households into the campaign with their facts. Returns how many."""
    manager = player_of(diary, MANAGERS[key])
    with acting_as(manager.pk, purpose=Purpose.WORK):
        organisation = organisation_of(diary, key)
        ids = _every_household(organisation.pk)
    brought = 0
    for first in range(0, len(ids), AT_ONCE):
        with acting_as(manager.pk, purpose=Purpose.WORK):
            done = aid.nominate_from_registry(
                campaign=campaign_of(diary, manager),
                bringing=organisation,
                households=ids[first : first + AT_ONCE],
                by=manager,
                at=at,
            )
            brought += done.added
    return brought


def add_up(account: Account) -> None:
    """Write the sums of the sheets into the account."""
    account.households = sum(sheet.households for sheet in account.sheets)
    account.persons = sum(sheet.persons for sheet in account.sheets)


def _read(manager: Any, upload: Any) -> Any:
    """Wait for the reading: at once for a small file, by the worker for a large one. The demonstration is the worker."""
    queue.run_waiting_jobs()
    with acting_as(manager.pk, purpose=Purpose.WORK):
        return register.upload_for(manager, upload.pk)


def _told(written: Written, association: str, upload: Any) -> SheetRead:
    counts, preview = upload.counts, upload.preview
    return SheetRead(
        name=written.file.name,
        association=association,
        rows=counts["rows"],
        households=counts["good"],
        persons=counts["persons"],
        refused=dict(Counter(problem["code"] for problem in preview["problems"])),
        repeated=counts["repeated"] + counts["already"] + counts["differs"],
        totals=[
            f"{total['heading']}: {total['stated']} / {total['counted']}"
            for total in preview["totals"]
            if not total["agrees"]
        ],
        planted=len(written.problems),
    )


def _every_household(organisation: Any) -> list[Any]:
    ids: list[Any] = []
    page = register.households_page(organisation, limit=AT_ONCE)
    ids += [line.id for line in page.lines]
    while page.older is not None:
        page = register.households_page(organisation, older_than=page.older, limit=AT_ONCE)
        ids += [line.id for line in page.lines]
    return ids


@dataclass(frozen=True)
class Check:
    """One thing that the account must say as the writer of the sheets knows it."""

    what: str
    told: int
    truth: int


def compare(account: Account, story: Story) -> list[Check]:
    """Put what the program read beside what was written, sheet by sheet."""
    found: list[Check] = []
    for read, written in zip(account.sheets, story.sheets, strict=True):
        name = written.file.name
        wrong = sum(1 for total in written.totals if total.printed != total.counted)
        found += [
            Check(f"{name}: rows", read.rows, written.rows),
            Check(f"{name}: households", read.households, written.households),
            Check(f"{name}: refused", sum(read.refused.values()), len(written.problems)),
            Check(f"{name}: repeated", read.repeated, len(written.repeats)),
            Check(f"{name}: wrong totals", len(read.totals), wrong),
        ]
    return found
