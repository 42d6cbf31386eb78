"""The closed room with 20,000 cases and 300,000 notes: the today page, one's own cases, one case unsealed; writing, sealed.

Asked of the application in this process: the time is the whole page, with what it leaves in the log. Notes are sealed as
the actions seal them, loaded by the owner with triggers on, and a sample is compared with what the actions make. The
floor of writing is the same action in the same run with its words left in clear.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bench.counter import signed_in
from bench.ground import place, timed
from bench.report import Result, percentile, save

TARGET_SECONDS, TARGET_SHARE = 0.150, 0.5
NIGHT_SECONDS = 2
LISTENERS, PASSPHRASE = 20, "five words that nobody knows"
FORCED = ("cases_case", "cases_teamseat", "cases_casenote", "cases_noteversion")
COLUMNS = {
    "cases_case": "id, organisation_id, code, state, age_band, next_on, opened_at, closings",
    "cases_teamseat": "id, case_id, organisation_id, user_id, kind, sealed, since, reason_code",
    "cases_casenote": "id, case_id, organisation_id, kind, at",
    "cases_noteversion": "id, note_id, case_id, organisation_id, number, sealed, at, by_id",
}
WORDS = "جاءت وحدها وتحدثت عن البيت والأطفال وما تخشاه، وقيل لها ما يكتب ومن يقرأ. " * 4


def measure(quick: bool) -> list[Result]:
    """Fill the room, look at it as one of its listeners, write in it."""
    cases, asked, writes = (400, 20, 60) if quick else (20_000, 200, 1_000)
    seconds: dict[str, float] = {}
    with place("cases"):
        organisation, users, room = _cast()
        made = _made_by_actions(users[0], room)
        with timed(seconds, "load"):
            notes, mine = _load(organisation, users, room, cases)
        _compare(users[0], room, made, mine[0])
        pages = _pages(users[0], mine, asked, quick, f"{cases:,} cases, {notes:,} notes")
        return [*pages, _writing(users[0], room, made, writes, quick), _night(cases, quick)]


def _night(count: int, quick: bool) -> Result:
    """Ask as the nightly upkeep does which cases are past their time of keeping; none of these is."""
    from django.utils import timezone

    from twiza.cases import queries
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    with acting_as(None, purpose=Purpose.UPKEEP):
        start = time.perf_counter()
        due = queries.cases_past_keeping(at=timezone.now())
        taken = time.perf_counter() - start
    assert due == [], len(due)
    return Result(
        f"Which of {count:,} cases are past keeping, asked every night",
        f"{taken:.2f} s",
        f"under {NIGHT_SECONDS} s",
        met=None if quick else taken < NIGHT_SECONDS,
    )


def _cast() -> tuple[Any, list[Any], Any]:
    from django.utils import timezone

    from twiza.cases import actions
    from twiza.network import actions as network
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.platform.accounts import actions as accounts

    at, users = timezone.now(), []
    with acting_as(None, purpose=Purpose.SETUP):
        centre = network.register_organisation(
            kind="association", name_ar="", name_fr="Centre A", by=None, at=at
        )
        for number in range(LISTENERS):
            user = accounts.create_account(
                username=f"bench{number}", display_name=f"Bench {number}", password=None, by=None, at=at
            )
            starts = timezone.localdate(at) - timedelta(days=30)
            network.give_role(
                organisation=centre,
                user=user,
                role="listener",
                starts_on=starts,
                ends_on=None,
                by=None,
                at=at,
            )
            users.append(user)
    with acting_as(users[0].pk, purpose=Purpose.WORK):
        room = actions.take_key(organisation=centre.pk, passphrase=PASSPHRASE, by=users[0], at=at)
    return centre, users, room


def _made_by_actions(user: Any, room: Any) -> Any:
    from django.utils import timezone

    from twiza.cases import actions
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    with acting_as(user.pk, purpose=Purpose.WORK):
        at = timezone.now()
        said = actions.Listening(told=True, language="darija", words=WORDS)
        case = actions.listen(room=room, said=said, age_band="adult", by=user, at=at)
        actions.write_note(case=case, room=room, words=WORDS, by=user, at=at)
        return actions.move_case(case=case, to="opened", next_on=timezone.localdate(at), by=user, at=at)


def _load(organisation: Any, users: list[Any], room: Any, count: int) -> tuple[int, list[Any]]:
    """Write the cases of all listeners; return how many notes, and the ids of the first one's cases."""
    import psycopg

    from twiza.config.database import owner_connection_parameters

    rows, mine = _rows(organisation, users, room, count)
    with psycopg.connect(**owner_connection_parameters()) as connection:
        for table in FORCED:
            connection.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        for table, columns in COLUMNS.items():
            connection.execute(f"CREATE TEMPORARY TABLE loaded AS SELECT {columns} FROM {table} WITH NO DATA")
            with connection.cursor() as cursor, cursor.copy("COPY loaded FROM STDIN") as copy:
                for row in rows[table]:
                    copy.write_row(row)
            connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM loaded")
            connection.execute("DROP TABLE loaded")
        connection.commit()
        for table in FORCED:
            connection.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        connection.commit()
        connection.autocommit = True
        for table in FORCED:
            connection.execute(f"VACUUM ANALYZE {table}")
    return len(rows["cases_noteversion"]), mine


def _rows(
    organisation: Any, users: list[Any], room: Any, count: int
) -> tuple[dict[str, list[tuple[Any, ...]]], list[Any]]:
    from django.utils import timezone

    from twiza.lib import closed_room
    from twiza.lib.ids import new_id
    from twiza.lib.short_codes import new_code

    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in FORCED}
    public, other = closed_room.public_of(room.private), closed_room.new_pair()[1]
    chance, now, mine = Random(7), timezone.now(), []
    for number in range(count):
        case, key, user = new_id(), closed_room.new_key(), users[number % len(users)]
        at = now - timedelta(days=chance.randrange(1, 400))
        state = chance.choice(("opened", "in_progress", "stable_follow_up", "closed"))
        next_on = None if state == "closed" else at.date() + timedelta(days=chance.randrange(500))
        closings = int(state == "closed")
        rows["cases_case"].append((case, organisation.pk, new_code(8), state, "adult", next_on, at, closings))
        handed = closed_room.hand(key, to=public if user is users[0] else other, about=case.bytes)
        rows["cases_teamseat"].append((new_id(), case, organisation.pk, user.pk, "opened", handed, at, ""))
        if user is users[0]:
            mine.append(case)
        for note in range(1 + number % 29):  # 15 each, some of them 29
            _note(rows, case, key, organisation, user, at + timedelta(hours=note), first=not note)
        if closings:
            _note(rows, case, key, organisation, user, at + timedelta(days=30), kind="closure")
    return rows, mine


def _note(
    rows: dict[str, list[tuple[Any, ...]]], case: Any, key: bytes, organisation: Any, user: Any, at: datetime,
    *, first: bool = False, kind: str = "note",
) -> None:  # fmt: skip
    from twiza.cases.actions import Listening
    from twiza.cases.queries.notes import about_version
    from twiza.lib import closed_room
    from twiza.lib.ids import new_id

    note = new_id()
    said = Listening(told=True, language="darija", words=WORDS).as_said() if first else {"words": WORDS}
    sealed = closed_room.seal(
        json.dumps(said, ensure_ascii=False).encode(), key=key, about=about_version(note, 1)
    )
    rows["cases_casenote"].append((note, case, organisation.pk, "listening" if first else kind, at))
    rows["cases_noteversion"].append((new_id(), note, case, organisation.pk, 1, sealed, at, user.pk))


def _compare(user: Any, room: Any, made: Any, loaded: Any) -> None:
    """A loaded case opens through the same door, says the same fields, and has as many bytes as one of the actions."""
    from twiza.cases import queries
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    with acting_as(user.pk, purpose=Purpose.WORK):
        shapes = []
        for case in (made, queries.case_for(user, loaded)):
            heard = next(one for one in queries.notes_of(case, room) if one.kind == "listening")
            seat = queries.my_seat(case, user, at=case.opened_at + timedelta(days=1))
            assert seat is not None
            shapes.append((sorted(heard.said), heard.said["words"], len(bytes(seat.sealed)), seat.kind))
        assert shapes[0] == shapes[1], shapes


def _pages(user: Any, mine: list[Any], count: int, quick: bool, size: str) -> list[Result]:
    import twiza.config.wsgi  # noqa: F401 - its care for memory: what was loaded is not looked through again

    client = signed_in(user)
    opened = client.post("/room/open/", {"passphrase": PASSPHRASE})
    assert opened.status_code == 302, opened.status_code
    chosen = Random(3).choices(mine, k=count)
    pages: tuple[tuple[str, Callable[[Any], str]], ...] = (
        ("The today page", lambda case: "/"),
        ("One's own cases", lambda case: "/room/"),
        ("A case, every note unsealed", lambda case: f"/room/cases/{case}/"),
    )
    results = []
    for what, address in pages:
        taken = []
        for number, case in enumerate([*chosen[:5], *chosen]):
            start = time.perf_counter()
            answer = client.get(address(case))
            if number >= 5:
                taken.append(time.perf_counter() - start)
            assert answer.status_code == 200, (what, answer.status_code)
        p95, median = percentile(taken, 0.95), percentile(taken, 0.5)
        results.append(
            Result(
                f"{what}; {size}",
                f"p95 {p95 * 1000:.0f} ms, median {median * 1000:.0f} ms",
                f"p95 under {TARGET_SECONDS * 1000:.0f} ms",
                met=None if quick else p95 < TARGET_SECONDS,
            )
        )
    return results


def _writing(user: Any, room: Any, case: Any, count: int, quick: bool) -> Result:
    """Write notes by the action, sealed and in clear by turns, each in its own transaction."""
    taken: dict[bool, float] = {True: 0.0, False: 0.0}
    for _turn in range(10):
        for plain in (False, True):
            with _in_clear(plain, user, room, case):
                taken[plain] += _written(user, room, case, count // 10)
    sealed, clear = count / taken[False], count / taken[True]
    return Result(
        "Notes written by the action, sealed",
        f"{sealed:.0f} a second",
        f"at least {TARGET_SHARE} of plain writing",
        met=None if quick else sealed / clear >= TARGET_SHARE,
        floor=f"{clear:.0f} a second: the same action, its words in clear",
        ratio=sealed / clear,
    )


def _written(user: Any, room: Any, case: Any, count: int) -> float:
    from django.utils import timezone

    from twiza.cases import actions
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    start = time.perf_counter()
    for _ in range(count):
        with acting_as(user.pk, purpose=Purpose.WORK):
            actions.write_note(case=case, room=room, words=WORDS, by=user, at=timezone.now())
    return time.perf_counter() - start


@contextmanager
def _in_clear(plain: bool, user: Any, room: Any, case: Any) -> Iterator[None]:
    """Take sealing and opening the key out of the way, to have the floor; nothing else changes."""
    from twiza.cases import queries
    from twiza.lib import closed_room
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    seal, held_key = closed_room.seal, queries.held_key
    if plain:
        with acting_as(user.pk, purpose=Purpose.WORK):
            key = held_key(case, room)
        closed_room.seal = lambda clear, *, key, about: clear
        queries.held_key = lambda *of, **more: key  # type: ignore[assignment]
    try:
        yield
    finally:
        closed_room.seal, queries.held_key = seal, held_key


if __name__ == "__main__":
    save(measure(bool(os.environ.get("BENCH_QUICK"))), Path(os.environ["BENCH_OUT"]))
