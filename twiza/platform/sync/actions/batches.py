"""Taking in a batch from a phone: everything is stored first, then handed on, then answered.

One transaction. Sent again it gives the same answers; whatever the answer, what arrived is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.platform.audit import actions as audit
from twiza.platform.sync import queries, rules
from twiza.platform.sync.actions import operation_rows as rows
from twiza.platform.sync.actions.handing_on import hand_on
from twiza.platform.sync.actions.operation_rows import Known, Sender, moment
from twiza.platform.sync.actions.reading import Read, read_lines
from twiza.platform.sync.models import Device
from twiza.platform.sync.rules import Answer, FieldAnswer, FieldOperation, LineAnswer, Rule


@dataclass(frozen=True)
class Report:
    """What a phone is told of its batch."""

    revoked: bool
    missing: list[str]
    answers: list[LineAnswer]


@transaction.atomic
def take_in_operations(
    *,
    device: UUID,
    sealed: Sequence[str],
    waiting: int,
    last_seq: int,
    device_now: datetime,
    by: User,
    at: datetime,
) -> Report:
    """Store a batch of sealed lines, hand what is new to its subjects, and answer each line.

    Runs in the context of who opened the device's enrolment, for the purpose DEVICE: what arrives is stored even
    when that person works there no more; only the subjects then refuse it. An empty batch is a sign of life.

    Args:
        waiting: operations still on the phone before this batch; `last_seq`: the last number it gave.
        device_now: what its clock says; it decides nothing, its distance is written down.

    Raises:
        UnknownDevice: this person opened no such device.
    """
    sent_by = rows.sender(device)
    if sent_by is None:
        queries.refuse_device()
    read = read_lines(sealed, device=device, key=sent_by.key, keys=queries.keyring().exchange_keys("offline"))
    revoked = rows.hold(device)
    offset = rules.offset_ms(device_now, at)
    told = _Batch(sent_by, revoked, offset, by, at).take_in(read)
    highest = max((one.operation.seq for one in read if one.operation), default=0)
    left = max(0, waiting - len(sealed))
    rows.heard_from(device, waiting=left, last_seq=last_seq, highest=highest, offset=offset, at=at)
    return Report(revoked, queries.gaps_of(device, last_seq), told)


@dataclass(frozen=True)
class _Batch:
    sent_by: Sender
    revoked: bool
    offset: int
    by: User
    at: datetime

    def take_in(self, read: Sequence[Read]) -> list[LineAnswer]:
        """Answer every line of a batch, in its place."""
        if not read:
            return []
        said: dict[int, LineAnswer] = {
            one.n: LineAnswer(one.n, None, Answer.REJECTED, one.rule) for one in read if one.rule
        }
        raw = [(one.line, one.rule) for one in read if one.rule]
        new: dict[UUID, Read] = {}
        again: list[Read] = []
        there = rows.known([one.operation.op for one in read if one.operation])
        for one in read:
            if one.operation is None:
                continue
            first = new.get(one.operation.op)
            if one.operation.op in there or first is not None and first.digest == one.digest:
                again.append(one)
            elif first is not None:
                raw.append((one.line, Rule.OTHER_CONTENT))
                said[one.n] = LineAnswer(one.n, one.operation.op, Answer.REJECTED, Rule.OTHER_CONTENT)
            else:
                new[one.operation.op] = one
        answers = self._store_and_hand_on(list(new.values()), raw, said)
        for one in again:
            said[one.n] = self._repeated(one, there, answers, raw)
        if raw:
            rows.keep_raw(self.sent_by, raw, at=self.at)
        self._say_in_log(answers)
        return [said[n] for n in sorted(said)]

    def _store_and_hand_on(
        self, new: list[Read], raw: list[tuple[str, str]], said: dict[int, LineAnswer]
    ) -> dict[UUID, FieldAnswer]:
        if not new:
            return {}
        new.sort(key=lambda one: one.operation.seq if one.operation else 0)
        seqs = [one.operation.seq for one in new if one.operation]
        twice = rules.again(rows.used_numbers(self.sent_by.id, seqs), seqs)
        ours = rows.store(
            self.sent_by,
            list(zip(new, twice, strict=True)),
            offset=self.offset,
            quarantined=self.revoked,
            at=self.at,
        )
        answers: dict[UUID, FieldAnswer] = {}
        to_hand_on = []
        for one, used in zip(new, twice, strict=True):
            assert one.operation is not None
            op = one.operation.op
            if op not in ours:  # another device has this id: theirs stays, ours is kept as it came
                raw.append((one.line, Rule.OTHER_CONTENT))
                said[one.n] = LineAnswer(one.n, op, Answer.REJECTED, Rule.OTHER_CONTENT)
            elif self.revoked:
                answers[op] = FieldAnswer(op, Answer.QUARANTINED, Rule.REVOKED)
            elif used:
                answers[op] = FieldAnswer(op, Answer.CONFLICT, Rule.SEQUENCE_USED_TWICE)
            else:
                to_hand_on.append(as_handed_on(one))
        handed, taken = self._hand_on(to_hand_on)
        answers |= handed
        rows.write_answers(self.sent_by.bodies, list(answers.values()), taken, by=None, at=self.at)
        for one in new:
            assert one.operation is not None
            if one.operation.op in answers:
                answer = answers[one.operation.op]
                said[one.n] = LineAnswer(one.n, answer.id, answer.answer, answer.rule)
        return answers

    def _hand_on(self, operations: list[FieldOperation]) -> tuple[dict[UUID, FieldAnswer], set[UUID]]:
        if not operations:
            return {}, set()
        with acting_as(self.by.pk, purpose=Purpose.WORK):
            return hand_on(
                operations,
                device=self.sent_by.id,
                post=self.sent_by.post,
                post_kind=self.sent_by.post_kind,
                by=self.by,
                at=self.at,
            )

    def _repeated(
        self,
        one: Read,
        there: dict[UUID, Known],
        answers: dict[UUID, FieldAnswer],
        raw: list[tuple[str, str]],
    ) -> LineAnswer:
        """What a line is answered whose id came before: the same as then, unless its content is another."""
        assert one.operation is not None
        op = one.operation.op
        before = there.get(op)
        if before is None:
            first = answers.get(op) or FieldAnswer(op, Answer.REJECTED, Rule.OTHER_CONTENT)
            return LineAnswer(one.n, op, first.answer, first.rule, repeated=True)
        if (before.device, before.digest) != (self.sent_by.id, one.digest):
            raw.append((one.line, Rule.OTHER_CONTENT))
            return LineAnswer(one.n, op, Answer.REJECTED, Rule.OTHER_CONTENT)
        return LineAnswer(one.n, op, before.answer, before.rule, repeated=True)

    def _say_in_log(self, answers: dict[UUID, FieldAnswer]) -> None:
        """A line for what waits for a person; what a subject took in has its own line there."""
        waits = [
            one.id
            for one in answers.values()
            if one.answer in (Answer.QUARANTINED, Answer.REJECTED) or one.rule == Rule.SEQUENCE_USED_TWICE
        ]
        if waits:
            audit.record(
                type="sync.operations_wait",
                target=Device(pk=self.sent_by.id),
                organisation=self.sent_by.organisation,
                by=self.by,
                at=self.at,
                beside=[self.sent_by.host],
                operations=waits,
            )


def as_handed_on(one: Read) -> FieldOperation:
    """Return an operation as its subject takes it in."""
    found = one.operation
    assert found is not None
    return FieldOperation(
        id=found.op,
        seq=found.seq,
        kind=found.kind,
        at=moment(found.at),
        heard=moment(found.heard) if found.heard else None,
        payload=found.values(),
    )
