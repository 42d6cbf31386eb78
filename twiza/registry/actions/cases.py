"""Deciding about persons written twice: merge, keep both, not the same, ask; and taking a decision back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.registry import queries
from twiza.registry.actions.doubles import refuse_protected
from twiza.registry.actions.merging import (
    MergeIsOver,
    merge_households,
    merge_persons,
    one_at_a_time,
    undo_merge,
)
from twiza.registry.models import Household, Merge, Pair, PairDecision, Person
from twiza.registry.rules.doubles import DECIDED, REASONS, UNDONE, WAITING, State, codes_of


class NoSuchReason(DomainError):
    code = "registry.no_such_reason"


class NobodyTheSame(DomainError):
    code = "registry.nobody_the_same"


class DecidedMeanwhile(DomainError):
    code = "registry.decided_meanwhile"


class CannotTakeBack(DomainError):
    code = "registry.cannot_take_back"


@transaction.atomic
def merge_case(
    *, pairs: Sequence[Pair], same: Collection[UUID], kept: UUID, take: Mapping[str, Collection[str]],
    only_persons: bool, by: Any, at: datetime,
) -> UUID:  # fmt: skip
    """Merge the two files of a case, or only the persons that are one; the other pairs are not the same. Returns the act.

    Args:
        same: the pairs that are one person. kept: the household that stays. take: as `merge_households` has it.

    Raises:
        NobodyTheSame: no pair is said to be one person. CannotMerge: see `merge_households`, `merge_persons`.
    """
    chosen = [pair for pair in pairs if pair.pk in same]
    if not chosen:
        raise NobodyTheSame(_("Say first who is one person."))
    homes = {chosen[0].left_household_id, chosen[0].right_household_id}
    if kept not in homes:
        raise DecidedMeanwhile(_("Somebody else changed this case meanwhile. Look at it again."))
    oriented = {pair.pk: _oriented(pair, kept) for pair in chosen}
    merges: dict[UUID, UUID] = {}
    if only_persons or len(homes) == 1:
        people = Person.objects.in_bulk([id for two in oriented.values() for id in two])
        for pair, (keeps, one) in oriented.items():
            wanted = take.get(str(keeps), ())
            merge = merge_persons(kept=people[keeps], merged=people[one], take=wanted, by=by, at=at)
            merges[pair] = merge.pk
    else:
        (other,) = homes - {kept}
        rows = Household.objects.in_bulk([kept, other])
        merge = merge_households(
            kept=rows[kept], merged=rows[other], same=list(oriented.values()), take=take, by=by, at=at
        )
        merges = dict.fromkeys(oriented, merge.pk)
    said = {pair.pk: "merge" if pair.pk in same else "not_same" for pair in pairs}
    act = decide_pairs(decisions=said, reason_code="", by=by, at=at, merges=merges)
    _leave_out([one for _keeps, one in oriented.values()], at)
    _follow(homes)
    return act


def kept_persons(pairs: Sequence[Pair], kept: UUID) -> dict[UUID, UUID]:
    """Return pair → the person who stays when this household stays."""
    return {pair.pk: _oriented(pair, kept)[0] for pair in pairs}


def _oriented(pair: Pair, kept: UUID) -> tuple[UUID, UUID]:
    """Return (person who stays, person merged into her). In one household the head stays, else the first written."""
    if pair.left_household_id == pair.right_household_id:
        head_right = Person.objects.filter(pk=pair.right_id, relationship="head").exists()
        return (pair.right_id, pair.left_id) if head_right else (pair.left_id, pair.right_id)
    if pair.left_household_id == kept:
        return pair.left_id, pair.right_id
    return pair.right_id, pair.left_id


def _leave_out(persons: Sequence[UUID], at: datetime) -> None:
    """Other pairs of an entry that was merged no longer wait: the next search finds them with the one that stays."""
    for side in ("left__in", "right__in"):
        waiting = Pair.objects.filter(**{side: persons}, state__in=sorted(WAITING))
        waiting.update(state=State.GONE, changed_at=at)


def _follow(homes: Collection[UUID]) -> None:
    """Let the pairs of these households name the household in which each person is read now."""
    group = queries.with_followers(homes)
    for side in ("left", "right"):
        rows = Pair.objects.filter(**{f"{side}_household__in": group}).select_related(f"{side}__household")
        moved = []
        for row in rows:
            home = queries.household_of(getattr(row, side))
            if home != getattr(row, f"{side}_household_id"):
                setattr(row, f"{side}_household_id", home)
                moved.append(row)
        Pair.objects.bulk_update(moved, [f"{side}_household"])


@transaction.atomic
def decide_pairs(
    *,
    decisions: Mapping[UUID, str],
    reason_code: str,
    by: Any,
    at: datetime,
    merges: Mapping[UUID, UUID] | None = None,
) -> UUID:
    """Write what somebody decided about the pairs of one case: pair → merge, keep, not_same, ask. Returns the act.

    Args:
        reason_code: of the decision that stands first; "" when none is given.
        merges: pair → the merge that was made of it.

    Raises:
        NoSuchReason: not one of this decision. DecidedMeanwhile: somebody else was faster.
    """
    rows = list(
        Pair.objects.select_for_update(of=("self",))
        .filter(pk__in=decisions)
        .select_related("run")
        .order_by("pk")
    )
    if len(rows) != len(decisions) or not rows:
        raise DecidedMeanwhile(_("Somebody else changed this case meanwhile. Look at it again."))
    for row in rows:
        check(by, Permission.REGISTRY_MATCH, row)
        refuse_protected(row.organisation_id)
    if reason_code and not any(reason_code in REASONS.get(one, {}) for one in decisions.values()):
        raise NoSuchReason(_("There is no such reason."))
    if any(row.state in DECIDED for row in rows):
        raise DecidedMeanwhile(_("Somebody else changed this case meanwhile. Look at it again."))
    act = new_id()
    for row in rows:
        said = decisions[row.pk]
        _write(
            row,
            said,
            act,
            reason_code if reason_code in REASONS.get(said, {}) else "",
            (merges or {}).get(row.pk),
            by,
            at,
        )
        row.state, row.changed_at = State(said), at
    Pair.objects.bulk_update(rows, ["state", "changed_at"])
    _log(
        "registry.double_decided",
        rows,
        act,
        by,
        at,
        decisions={str(key): said for key, said in decisions.items()},
    )
    return act


@transaction.atomic
def take_back(*, act: UUID, by: Any, at: datetime) -> None:
    """Take back one press of a button: each pair is again what it was before. A merge of it is undone too.

    Raises:
        CannotTakeBack: it was taken back already, or something later was decided.
    """
    rows = list(PairDecision.objects.filter(act=act).select_related("pair__run").order_by("pk"))
    if any(row.merge for row in rows):
        one_at_a_time(rows[0].organisation_id)  # as `merge_case`: before the pairs
    pairs = {
        row.pk: row
        for row in Pair.objects.select_for_update()
        .filter(pk__in=[row.pair_id for row in rows])
        .order_by("pk")
    }
    if not rows or any(row.decision == UNDONE for row in rows):
        raise CannotTakeBack(_("This decision was taken back already."))
    for pair in pairs.values():
        check(by, Permission.REGISTRY_MATCH, pair)
    standing = _standing(list(pairs))
    if any(standing[pair][-1].act != act for pair in pairs):
        raise CannotTakeBack(_("Something else was decided about these people since. Take that back first."))
    for row in rows:
        _write(row.pair, UNDONE, act, "", row.merge, by, at)
        pair = pairs[row.pair_id]
        before = standing[pair.pk][:-1]
        pair.state, pair.changed_at = State(before[-1].decision) if before else State.OPEN, at
    Pair.objects.bulk_update(pairs.values(), ["state", "changed_at"])
    _undo_merges([row.merge for row in rows if row.merge], by, at)
    _follow({home for pair in pairs.values() for home in (pair.left_household_id, pair.right_household_id)})
    _log("registry.double_taken_back", list(pairs.values()), act, by, at)


def _undo_merges(merges: Sequence[UUID], by: Any, at: datetime) -> None:
    """Undo merges, the latest first; one that was undone elsewhere is left."""
    for merge in Merge.objects.filter(pk__in=merges).order_by("-merged_at", "-pk"):
        try:
            undo_merge(merge=merge, by=by, at=at)
        except MergeIsOver:
            continue


def _standing(pairs: Sequence[UUID]) -> dict[UUID, list[PairDecision]]:
    """Return pair → what was decided about it and not taken back, the latest last."""
    rows = list(PairDecision.objects.filter(pair__in=pairs).order_by("pk"))
    undone = {row.act for row in rows if row.decision == UNDONE}
    found: dict[UUID, list[PairDecision]] = {pair: [] for pair in pairs}
    for row in rows:
        if row.act not in undone:
            found[row.pair_id].append(row)
    return found


def _write(
    pair: Pair, decision: str, act: UUID, reason: str, merge: UUID | None, by: Any, at: datetime
) -> None:
    PairDecision.objects.create(
        organisation_id=pair.organisation_id,
        pair=pair,
        act=act,
        decision=decision,
        reason_code=reason,
        weight=pair.weight,
        verdict=pair.verdict,
        evidence=[list(one) for one in codes_of(pair.evidence)],
        model_hash=pair.run.model_hash,
        merge=merge,
        by=by,
        at=at,
    )


def _log(what: str, rows: Sequence[Pair], act: UUID, by: Any, at: datetime, **data: Any) -> None:
    audit.record(
        type=what,
        target=rows[0],
        organisation=rows[0].organisation_id,
        by=by,
        at=at,
        act=act,
        persons=sorted({str(id) for row in rows for id in (row.left_id, row.right_id)}),
        **data,
    )
