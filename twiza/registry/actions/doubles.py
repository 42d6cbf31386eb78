"""Looking for persons written twice in one organisation, and keeping what was found."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.queue import actions as queue
from twiza.registry import queries
from twiza.registry.actions.attempts import count_look
from twiza.registry.models import LinkRun, Pair, PairDecision, Person
from twiza.registry.rules.doubles import DECIDED, UNDONE, Codes, State, codes_of, next_state
from twiza.registry.rules.records import Found, FoundPair

MOST_RUNS_IN_AN_HOUR = 12
BATCH = 2_000


class NeverMatched(DomainError):
    """A protected service: nothing of it is ever compared."""

    code = "registry.never_matched"


class TooManyRuns(DomainError):
    code = "registry.too_many_runs"


class SearchRunning(DomainError):
    code = "registry.search_running"


@transaction.atomic
def seek_doubles(*, organisation: UUID, by: Any, at: datetime) -> UUID:
    """Ask for a search of one organisation's register. Returns the long work to follow.

    Raises:
        NeverMatched: a protected service. TooManyLooks, TooManyRuns: asked for too often.
    """
    check_may_seek(organisation=organisation, by=by)
    count_look(organisation=organisation, by=by, at=at)
    hour = LinkRun.objects.filter(organisation_id=organisation, started_at__gt=at - timedelta(hours=1))
    if hour.count() >= MOST_RUNS_IN_AN_HOUR:
        raise TooManyRuns(_("This register was searched often in this hour. Wait a little, then try again."))
    work = queue.start_work(
        kind="registry.find_doubles",
        title=_("Looking for people written twice"),
        by=by,
        organisation=organisation,
        at=at,
        total=3,
    )
    queue.later("registry.find_doubles", by=by, organisation_id=organisation, work_id=work.pk)
    return work.pk


def check_may_seek(*, organisation: UUID, by: Any) -> None:
    """Refuse unless this person may look for doubles here, and matching may run here at all."""
    check(by, Permission.REGISTRY_MATCH, organisation)
    refuse_protected(organisation)


def refuse_protected(organisation: UUID) -> None:
    """Raise NeverMatched for a protected service."""
    if not queries.may_match(organisation):
        raise NeverMatched(
            _("This is a protected service: its people are never compared with one another, by anybody.")
        )


def hold_register(*, organisation: UUID) -> None:
    """Let nobody else search this register until the transaction ends. Raises SearchRunning."""
    with connection.cursor() as cursor:
        key = f"registry.find_doubles {organisation}"
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        if not cursor.fetchone()[0]:
            raise SearchRunning(_("This register is being searched already. Wait until that is done."))


@transaction.atomic
def keep_found(*, organisation: UUID, found: Found, started_at: datetime, by: Any, at: datetime) -> LinkRun:
    """Write what a search found: new pairs, what is now said of old ones, those no longer alike.

    A decided pair stays decided unless its fields say something else than when it was decided.
    """
    check_may_seek(organisation=organisation, by=by)
    before = {(row.left_id, row.right_id): row for row in Pair.objects.filter(organisation_id=organisation)}
    decided = _decided_on([row.pk for row in before.values() if row.state in DECIDED])
    homes = _homes({UUID(id) for one in found.pairs for id in (one.left, one.right)})
    pairs = [one for one in found.pairs if UUID(one.left) in homes and UUID(one.right) in homes]
    run = LinkRun(
        organisation_id=organisation,
        version=found.version,
        model=found.model,
        model_hash=found.model_hash,
        estimated=found.estimated,
        persons=found.count,
        found=len(pairs),
        fresh=sum((UUID(one.left), UUID(one.right)) not in before for one in pairs),
        cut=found.cut,
        strange=[[why, ids] for why, ids in found.strange],
        started_at=started_at,
        finished_at=at,
        by=by,
    )
    run.save(force_insert=True)
    fresh, again = [], []
    for one in pairs:
        row = before.pop((UUID(one.left), UUID(one.right)), None)
        if row is None:
            fresh.append(_told(Pair(state=State.OPEN, changed_at=at), one, run, homes))
            continue
        state = next_state(row.state, decided.get(row.pk, ()), codes_of(one.evidence))
        if state != row.state:
            row.state, row.changed_at = state, at
        again.append(_told(row, one, run, homes))
    for row in before.values():
        if row.state == State.OPEN:
            row.state, row.changed_at = State.GONE, at
            again.append(row)
    Pair.objects.bulk_create(fresh, batch_size=BATCH)
    columns = [
        "weight", "verdict", "evidence", "run", "state", "changed_at", "left_household", "right_household",
    ]  # fmt: skip
    Pair.objects.bulk_update(again, columns, batch_size=BATCH)
    audit.record(
        type="registry.doubles_sought",
        target=run,
        organisation=organisation,
        by=by,
        at=at,
        persons=run.persons,
        found=run.found,
        fresh=run.fresh,
        model=run.model_hash[:16],
    )
    return run


def _homes(persons: set[UUID]) -> dict[UUID, UUID]:
    """Return person → the household in which each is read; whoever was erased meanwhile is missing."""
    rows = Person.objects.filter(pk__in=persons).select_related("household")
    return {row.pk: queries.household_of(row) for row in rows}


def _told(row: Pair, one: FoundPair, run: LinkRun, homes: Mapping[UUID, UUID]) -> Pair:
    row.organisation_id, row.run = run.organisation_id, run
    row.left_id, row.right_id = UUID(one.left), UUID(one.right)
    row.left_household_id, row.right_household_id = homes[row.left_id], homes[row.right_id]
    row.weight, row.verdict, row.evidence = one.weight, one.verdict, one.evidence
    return row


def _decided_on(pairs: Sequence[UUID]) -> dict[UUID, Codes]:
    """Return pair → what its fields said when it was last decided."""
    rows = PairDecision.objects.filter(pair__in=pairs).exclude(decision=UNDONE).order_by("pk")
    return {row.pair_id: tuple((field, code) for field, code in row.evidence) for row in rows}
