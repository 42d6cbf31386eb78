"""A person has taken in what waited: sent by a revoked device, numbered twice, or refused at first."""

import json
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.platform.accounts.models import User
from twiza.platform.audit import actions as audit
from twiza.platform.sync.actions import operation_rows as rows
from twiza.platform.sync.actions.handing_on import hand_on
from twiza.platform.sync.models import Device, OperationAnswer, StoredOperation
from twiza.platform.sync.rules import FieldAnswer, FieldOperation


@transaction.atomic
def accept_operations(*, operations: Sequence[UUID], by: User, at: datetime) -> list[FieldAnswer]:
    """Hand operations that waited to their subjects, in this person's name. Those already taken in are left out.

    Who may do so is asked by the subject, before and in the action that takes them in.

    Raises:
        NotFound: one of them is not here.
    """
    found = list(
        StoredOperation.objects.filter(pk__in=operations)
        .select_related("device")
        .order_by("device", "seq", "pk")
    )
    if len(found) != len(set(operations)):
        raise NotFound(_("There is no such operation."))
    answers: list[FieldAnswer] = []
    for device, some in groupby(found, key=lambda row: row.device):
        answers += _accept(device, list(some), by, at)
    return answers


def _accept(device: Device, some: list[StoredOperation], by: User, at: datetime) -> list[FieldAnswer]:
    rows.hold(device.pk)
    over = set(
        OperationAnswer.objects.filter(operation__in=some, taken_in=True).values_list("operation", flat=True)
    )
    waiting = [_as_handed_on(row) for row in some if row.pk not in over]
    if not waiting:
        return []
    answers, taken = hand_on(
        waiting, device=device.pk, post=device.post, post_kind=device.post_kind, by=by, at=at
    )
    said = [answers[one.id] for one in waiting]
    bodies = (device.pk, device.organisation_id, device.host_id)
    rows.write_answers(bodies, said, taken, by=by.pk, at=at)
    audit.record(
        type="sync.operations_accepted",
        target=device,
        organisation=device.organisation_id,
        by=by,
        at=at,
        beside=[device.host_id],
        operations=[one.id for one in waiting],
        answers=[str(one.answer) for one in said],
    )
    return said


def _as_handed_on(row: StoredOperation) -> FieldOperation:
    return FieldOperation(
        id=row.pk, seq=row.seq, kind=row.kind, at=row.at, heard=row.heard, payload=json.loads(row.payload)
    )
