"""Undoing a merge from the page of the family: the desk's decision that made it is taken back with it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from twiza.registry.actions.cases import take_back
from twiza.registry.actions.merging import undo_merge
from twiza.registry.models import Merge, PairDecision
from twiza.registry.rules.doubles import UNDONE


@transaction.atomic
def undo_merge_and_decision(*, merge: Merge, by: Any, at: datetime) -> Merge:
    """Undo a merge; when the desk made it, take back what was decided there, so that the pair waits again.

    Raises:
        MergeIsOver, LaterMergeStands, CannotMerge: see `undo_merge`. CannotTakeBack: see `take_back`.
    """
    said = PairDecision.objects.filter(merge=merge.pk).order_by("-pk").first()
    if said is None or said.decision == UNDONE:
        return undo_merge(merge=merge, by=by, at=at)
    take_back(act=said.act, by=by, at=at)
    merge.refresh_from_db()
    return merge
