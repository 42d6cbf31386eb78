"""A process is killed in the middle of a freeze: the old state is there or the whole new one, and it can be done again."""

import contextlib
import os
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from typing import Any, NamedTuple

import psycopg
import pytest
from django.db import connection, connections
from django.utils import timezone

from bench import households
from twiza.aid import actions, queries
from twiza.aid.models import Campaign
from twiza.aid.tests.given import (
    CRITERIA,
    DIGITS,
    NOON,
    Story,
    given_association,
    given_campaign,
    given_relations,
    sign_criteria,
)
from twiza.config.database import superuser_url
from twiza.platform.queue import actions as queue

pytestmark = [
    pytest.mark.concurrent,
    pytest.mark.slow,
    pytest.mark.proof,
    pytest.mark.usefixtures("own_database"),
]
FEW, MANY = 60, 100_000
PATIENCE = 60.0  # seconds; a server ends the statement it is in before it sees that nobody waits for it
Step = Callable[[str], None]
Freeze = Callable[[Callable[[int], None]], object]


class Kept(NamedTuple):
    """What is in the database of a campaign: rows of each table that a freeze writes, lines of the log."""

    state: str
    judgings: int
    judgements: int
    pools: int
    pool_signatures: int
    placements: int
    lists: int
    entries: int
    list_signatures: int
    lines: int


COUNTED = (
    "aid_judging", "aid_judgement", "aid_pool", "aid_poolsignature", "aid_placement", "aid_frozenlist",
    "aid_listentry", "aid_listsignature", "audit_line",
)  # fmt: skip


def kept() -> Kept:
    """Read past row security, once nobody else is connected: whoever was killed is forgotten by the server by then."""
    connections.close_all()
    asked = ", ".join(f"(SELECT count(*) FROM {table})" for table in COUNTED)
    with above() as server:
        wait_for(lambda: not others(server))
        row = server.execute(f"SELECT state, {asked} FROM aid_campaign").fetchone()  # type: ignore[arg-type]
    assert row is not None
    return Kept(*row)


@contextlib.contextmanager
def above() -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(superuser_url(connection.settings_dict["NAME"])) as server:
        server.autocommit = True
        yield server


def others(server: psycopg.Connection[Any], doing: str = "%") -> bool:
    """Say whether somebody else is connected, or runs a statement that begins so."""
    row = server.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend' AND query LIKE %s AND (%s = '%%' OR state = 'active')",
        [doing, doing],
    ).fetchone()
    return bool(row and row[0])


def wait_for(true: Callable[[], bool], every: float = 0.005) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, "waited too long"
        time.sleep(every)


def begun(work: Callable[[], object]) -> int:
    """Do it in another process, with a connection of its own; return the id of the process."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        with contextlib.suppress(AttributeError):
            del connections["default"]
        work()
    except BaseException:
        traceback.print_exc()  # pytest shows it with the failure
    finally:
        os._exit(1)


def is_killed(child: int) -> bool:
    return os.waitpid(child, 0)[1] == signal.SIGKILL


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def stepped(step: Step, work: Callable[[], object]) -> None:
    """Work, and call `step` before each statement, before the transaction is kept, and after."""
    commit = connection._commit

    def commit_in_steps() -> None:
        step("before the end")
        commit()
        step("after the end")

    def before(execute: Any, sql: str, *rest: Any) -> Any:
        step(str(sql))
        return execute(sql, *rest)

    connection._commit = commit_in_steps  # type: ignore[method-assign]
    with connection.execute_wrapper(before):
        work()


def dies_at(number: int, work: Callable[[], object]) -> None:
    """Work until step `number`, and die there."""
    steps = count(1)
    stepped(lambda _what: die() if next(steps) == number else None, work)


def dies_before(words: str, work: Callable[[], object]) -> None:
    """Work until a step that begins with these words, and die there."""
    stepped(lambda what: die() if what.startswith(words) else None, work)


def dies_at_household(freeze: Freeze) -> None:
    """Work until the first ten thousand are hashed, and die there."""
    freeze(lambda _count: die())


def given_names(households_brought: int) -> Story:
    """A campaign with its names: written as the benches write them."""
    story = given_association()
    campaign = given_campaign(story, baskets=households_brought // 10, reserve=households_brought // 100)
    with story.work():
        story.campaign = actions.freeze_criteria(
            campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON
        )
    sign_criteria(story, story.campaign)
    with above() as server:
        server.autocommit = False
        households.load(server, story.campaign, story.amina, households_brought)
    given_relations(story, story.campaign)
    return story


def pool(story: Story, done: Callable[[int], None] = lambda count: None) -> None:
    with story.work():
        actions.freeze_pool(campaign=story.campaign, by=story.amina, at=NOON, done=done)


def listed(story: Story, done: Callable[[int], None] = lambda count: None) -> None:
    with story.work():
        actions.freeze_list(campaign=story.campaign, by=story.amina, at=NOON, done=done)


def drawn(story: Story) -> None:
    now = timezone.now()  # the worker froze the pool today
    with story.work(story.hassan):
        actions.sign_pool(pool=queries.pool_of(story.campaign), by=story.hassan, at=now)
    with story.work():
        actions.record_draw(
            campaign=story.campaign, digits=DIGITS, witnesses=2, drawn_on=timezone.localdate(now), by=story.amina, at=now
        )  # fmt: skip


def with_pool(before: Kept, many: int) -> Kept:
    return before._replace(
        state="pool_frozen", judgings=1, judgements=many, pools=1, pool_signatures=1, lines=before.lines + 2
    )


def with_list(before: Kept, many: int, entries: int) -> Kept:
    return before._replace(
        state="list_frozen",
        placements=many,
        lists=1,
        entries=entries,
        list_signatures=1,
        lines=before.lines + 1,
    )


def is_whole(story: Story) -> bool:
    """Say whether the hashes are those of the rows."""
    with story.work():
        return queries.first_broken_list(Campaign.objects.get(pk=story.campaign.pk)) is None


def test_killed_before_any_of_its_statements_it_is_as_it_was() -> None:
    """Every statement of both freezes, one after the other; the last death comes after the end, and finds all of it."""
    story = given_names(FEW)
    for freeze, new in (
        (pool, partial(with_pool, many=FEW)),
        (listed, partial(with_list, many=FEW, entries=6)),
    ):
        old = kept()
        for number in count(1):
            assert is_killed(begun(partial(dies_at, number, partial(freeze, story))))
            found = kept()
            if found != old:
                break
        assert found == new(old)
        assert number > 15
        if freeze is pool:
            drawn(story)
    assert is_whole(story)


def test_killed_while_a_hundred_thousand_are_frozen_it_is_as_it_was_and_is_done_again() -> None:
    story = given_names(MANY)
    old = kept()
    for death in (
        partial(dies_before, 'INSERT INTO "aid_pool"', partial(pool, story)),
        partial(dies_at_household, partial(pool, story)),
        partial(dies_before, "before the end", partial(pool, story)),
    ):
        assert is_killed(begun(death))
        assert kept() == old
    worker_dies_and_another_goes_on(story, actions.request_pool, "INSERT INTO aid_judgement%")
    frozen = kept()
    assert frozen == with_pool(old, MANY)._replace(lines=frozen.lines)

    drawn(story)
    old = kept()
    for death in (
        partial(dies_at_household, partial(listed, story)),
        partial(dies_before, "before the end", partial(listed, story)),
    ):
        assert is_killed(begun(death))
        assert kept() == old
    worker_dies_and_another_goes_on(story, actions.request_list, "%INSERT INTO aid_placement%")
    frozen = kept()
    assert frozen == with_list(old, MANY, MANY // 10 + MANY // 100)._replace(lines=frozen.lines)
    assert is_whole(story)


def worker_dies_and_another_goes_on(story: Story, request: Callable[..., Any], statement: str) -> None:
    """A worker is killed while the database works for it; nothing is kept; the next worker takes the work up again."""
    old = kept()
    with story.work():
        work = request(campaign=Campaign.objects.get(pk=story.campaign.pk), by=story.amina, at=timezone.now())
    first = begun(queue.run_worker)
    with above() as server:
        wait_for(lambda: others(server, statement), every=0.001)
        os.kill(first, signal.SIGKILL)
    assert is_killed(first)
    assert kept() == old
    second = begun(queue.run_worker)
    with above() as server:
        asked = "SELECT 1 FROM queue_work WHERE id = %s AND state = 'finished'"
        wait_for(lambda: server.execute(asked, [work]).fetchone() is not None, every=0.1)
    os.kill(second, signal.SIGKILL)
    assert is_killed(second)
