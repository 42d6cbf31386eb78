"""What is being typed: kept for its writer, who reads it again with the passphrase; of a case, it goes with the case."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from twiza.cases import queries
from twiza.cases.actions.notes import check_length
from twiza.cases.models import RoomDraft
from twiza.cases.queries import OpenRoom
from twiza.lib import closed_room
from twiza.platform.accounts.permissions import Permission, check


@transaction.atomic
def keep_draft(
    *, room: OpenRoom, about: UUID, said: dict[str, Any], by: Any, at: datetime, case: UUID | None = None
) -> bool:
    """Keep what is being typed, sealed to its writer; return whether it is kept.

    No line in the log: it is asked for every few seconds.

    Args:
        about: the case, a note of it, a place at its drawer, one form of it; the organisation for a listening.
        case: of which case the form is; needed where `about` does not say it. What is of no case that this user sees,
            and no listening, is not kept: nobody would find it when the case is erased.

    Raises:
        TooLong.
    """
    check(by, Permission.CASE_WORK, room.organisation)
    check_length(said)
    public = closed_room.public_of(room.private)
    return _keep(
        organisation=room.organisation, about=about, case=case, said=said, public=public, by=by, at=at
    )


@transaction.atomic
def keep_locked_draft(
    *, organisation: UUID, about: UUID, said: dict[str, Any], by: Any, at: datetime, case: UUID | None = None
) -> bool:
    """Seal what was typed while the room is locked to its writer's public key; return whether it is kept.

    Sealing needs no open room, only reading does. No length is refused: what is too long for a note is still not
    lost, and the form says so when it is sent. A writer without a key keeps nothing. `about`, `case`: see `keep_draft`.
    """
    check(by, Permission.CASE_WORK, organisation)
    worker = queries.worker_of(by.pk, organisation)
    if worker is None or not said:
        return False
    public = bytes(worker.public_key)
    return _keep(organisation=organisation, about=about, case=case, said=said, public=public, by=by, at=at)


@transaction.atomic
def drop_draft(*, room: OpenRoom, about: UUID, by: Any, at: datetime) -> None:
    """Forget what was being typed: it was kept, or is not wanted."""
    check(by, Permission.CASE_WORK, room.organisation)
    RoomDraft.objects.filter(user=by, about=about).delete()


def _keep(
    *,
    organisation: UUID,
    about: UUID,
    case: UUID | None,
    said: dict[str, Any],
    public: bytes,
    by: Any,
    at: datetime,
) -> bool:
    whose = queries.case_of_draft(by, about, case=case)
    if whose.organisation_id != organisation if whose else about != organisation:
        return False
    sealed = closed_room.seal_to(
        json.dumps(said, ensure_ascii=False).encode(), public=public, about=about.bytes
    )
    # kept before drafts knew their case: a draft is never moved to a case, it is kept anew
    RoomDraft.objects.filter(user=by, about=about).exclude(case=whose).delete()
    RoomDraft.objects.update_or_create(
        user=by, about=about, defaults={"sealed": sealed, "at": at},
        create_defaults={"organisation_id": organisation, "case": whose, "sealed": sealed, "at": at},
    )  # fmt: skip
    return True
