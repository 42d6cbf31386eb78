"""One batch of a team's phone, taken in together: meetings, voices, call-outs reached. What is refused is kept."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.sync.rules import Answer, FieldAnswer, FieldOperation
from twiza.shelter import queries, rules
from twiza.shelter.actions.call_outs import write_reached
from twiza.shelter.actions.encounters import (
    WENT,
    Ground,
    fault_in,
    ground_of,
    take_back,
    write_meeting,
    write_voice_part,
)
from twiza.shelter.models import CallOut, Encounter, Round, Team
from twiza.shelter.rules import BadPayload

Said = tuple[str, str]
DUPLICATE: Said = (Answer.DUPLICATE, "")


@transaction.atomic
def record_round_operations(
    *,
    device: UUID,
    post: UUID,
    post_kind: str,
    operations: Sequence[FieldOperation],
    by: Any,
    at: datetime,
) -> list[FieldAnswer]:
    """Take in one batch of a team's phone, in the phone's order: one permission, one transaction, one line of log.

    Args:
        post: the team. by: who opened the phone, or who took in what waited.

    Returns one answer for each operation: accepted, with the code of what did not go as wished (`no_bed`, `unheard`…);
    duplicate; rejected with a code: kept, and a person looks at it.

    Raises:
        NoSuchWinter: this person sees no such team; NoPermission: they do not go out for it.
    """
    team = queries.any_team(post)
    check(by, Permission.NIGHT_ROUND, team.crew_id)
    taking = _Taking(team, device, operations, by, at)
    said = [FieldAnswer(one.id, *taking.take(one)) for one in operations]
    audit.record(
        type="shelter.field_taken_in",
        target=team,
        organisation=team.crew_id,
        by=by,
        at=at,
        device=device,
        operations=[one.id for one in said],
        answers=[one.rule or str(one.answer) for one in said],
    )
    return said


class _Taking:
    """What a batch asks of the database once, however many meetings it brings."""

    def __init__(
        self, team: Team, device: UUID, operations: Sequence[FieldOperation], by: Any, at: datetime
    ) -> None:
        self.team, self.device, self.by, self.at = team, device, by, at
        ids = [one.id for one in operations]
        self.there = set(Encounter.objects.filter(pk__in=ids).values_list("pk", flat=True))
        rounds = Round.objects.filter(team=team, state__in=[str(one) for one in WENT])
        self.rounds: Mapping[Any, list[Round]] = _by_night(
            rounds.select_related("winter").order_by("starts_at")
        )
        self.ground: Ground | None = None  # of the team's winter
        self.takers: Mapping[str, Callable[[FieldOperation, datetime], Said]] = {
            "encounter": self.meeting,
            "encounter_undone": self.undone,
            "voice_part": self.voice,
            "call_reached": self.reached,
            "shift_opened": self.shift,
            "shift_closed": self.shift,
        }

    def take(self, one: FieldOperation) -> Said:
        """Take in one operation; return (answer, rule)."""
        taker = self.takers.get(one.kind)
        if taker is None:
            return (Answer.REJECTED, "unknown_kind")
        try:
            return taker(one, rules.told_moment(one.at, one.heard, self.at))
        except BadPayload:
            return (Answer.REJECTED, "bad_payload")

    def meeting(self, one: FieldOperation, told_at: datetime) -> Said:
        """Write a meeting in the round of its night."""
        if one.id in self.there:
            return DUPLICATE
        met = rules.read_meeting(one.payload)
        round = self._round(told_at)
        if round is None:
            return (Answer.REJECTED, "no_round")
        if round.winter.closed_at is not None:
            return (Answer.REJECTED, "winter_over")
        ground = self._ground(round)
        if fault := fault_in(met, ground):
            return (Answer.REJECTED, fault)
        _row, rule = write_meeting(
            round, met, ground, id=one.id, device=self.device, met_at=told_at, by=self.by, at=self.at
        )
        self.there.add(one.id)
        return (Answer.ACCEPTED, rule)

    def undone(self, one: FieldOperation, told_at: datetime) -> Said:
        """Take a meeting of this phone back, within ten minutes of its own clock."""
        encounter = self._own(rules.id_in(one.payload, "of"))
        if encounter is None:
            return (Answer.REJECTED, "unknown_encounter")
        if encounter.undone_at is not None:
            return DUPLICATE
        if not rules.may_undo(encounter.at, told_at):
            return (Answer.REJECTED, "too_late")
        take_back(encounter, told_at, by=self.by, at=self.at)
        return (Answer.ACCEPTED, "")

    def voice(self, one: FieldOperation, told_at: datetime) -> Said:
        """Keep a sealed part of a voice note."""
        of, n, parts, number, sealed = rules.read_part(one.payload)
        encounter = self._own(of)
        if encounter is None:
            return (Answer.REJECTED, "unknown_encounter")
        if encounter.state != rules.MetAs.AWAKE:
            return (Answer.REJECTED, "asleep_with_person")
        if not rules.is_part(n, parts, sealed) or number not in self._ground(encounter.round).numbers:
            return (Answer.REJECTED, "sealed")
        is_new = write_voice_part(encounter, id=one.id, number=number, n=n, of=parts, sealed=sealed)
        return (Answer.ACCEPTED, "") if is_new else DUPLICATE

    def reached(self, one: FieldOperation, told_at: datetime) -> Said:
        """The team is at a call-out: the first who says so counts."""
        call = CallOut.objects.filter(pk=rules.id_in(one.payload, "call"), team=self.team).first()
        if call is None:
            return (Answer.REJECTED, "unknown_call")
        if call.reached_at is not None:
            return DUPLICATE
        write_reached(call, told_at)
        return (Answer.ACCEPTED, "")

    def shift(self, one: FieldOperation, told_at: datetime) -> Said:
        """Kept by the inbox; nothing here follows."""
        return (Answer.ACCEPTED, "")

    def _own(self, id: UUID) -> Encounter | None:
        rows = Encounter.objects.select_related("winter", "round")
        return rows.filter(pk=id, device=self.device).first()

    def _ground(self, round: Round) -> Ground:
        self.ground = self.ground or ground_of(round)
        return self.ground

    def _round(self, told_at: datetime) -> Round | None:
        """The round of that night: of several, the last that had begun, else the first."""
        found = self.rounds.get(rules.night_of(told_at), [])
        begun = [one for one in found if one.starts_at <= told_at]
        return begun[-1] if begun else found[0] if found else None


def _by_night(rows: Any) -> dict[Any, list[Round]]:
    found: dict[Any, list[Round]] = {}
    for one in rows:
        found.setdefault(one.night, []).append(one)
    return found
