"""Handing what arrived to the subjects that know what it means, by names in the settings.

An action that takes in operations:
`name(*, device, post, post_kind, operations: Sequence[FieldOperation], by, at) -> Sequence[FieldAnswer]`:
one permission check, one transaction, one line in the log for the whole run, one answer for each operation.
"""

import logging
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils.module_loading import import_string

from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import User
from twiza.platform.sync.rules import OF_SUBJECTS, Answer, FieldAnswer, FieldOperation, Rule

log = logging.getLogger(__name__)
Taker = Callable[..., Sequence[FieldAnswer]]


def hand_on(
    operations: Sequence[FieldOperation], *, device: UUID, post: UUID, post_kind: str, by: User, at: datetime
) -> tuple[dict[UUID, FieldAnswer], set[UUID]]:
    """Hand operations on in their order, in runs of kinds that one action takes in.

    Returns operation → answer, and those whose subject has them for good. What a subject refuses whole, or fails
    over, is answered `rejected`: nothing of that run is changed, and a person may have it taken in later.
    """
    answers: dict[UUID, FieldAnswer] = {}
    known = settings.SYNC_KINDS.get(post_kind, {})
    for name, run in groupby(operations, key=lambda one: known.get(one.kind, "")):
        some = list(run)
        if not name:
            answers |= _refused(some, Rule.UNKNOWN_KIND)
            continue
        try:
            with transaction.atomic():
                said = _taker(name)(
                    device=device, post=post, post_kind=post_kind, operations=some, by=by, at=at
                )
                _check_deferred()
                answers |= _checked(some, said)
        except DomainError as refusal:
            answers |= _refused(some, refusal.code)
        except OperationalError:
            raise  # the database is busy or going away: the phone keeps everything and asks again
        except Exception as error:
            _log(name, error)
            answers |= _refused(some, Rule.NOT_TAKEN_IN)
    taken = {id for id, one in answers.items() if one.answer != Answer.REJECTED}
    return answers, taken


@cache
def _taker(name: str) -> Taker:
    found: Taker = import_string(name)
    return found


def _check_deferred() -> None:
    """Ask what would be asked at COMMIT: a run that breaks it must not take the whole batch with it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def _checked(run: Sequence[FieldOperation], said: Sequence[FieldAnswer]) -> dict[UUID, FieldAnswer]:
    answers = {one.id: one for one in said}
    if len(said) != len(run) or answers.keys() != {one.id for one in run}:
        raise ValueError("a subject answers each operation once")
    if any(one.answer not in OF_SUBJECTS for one in said):
        raise ValueError("a subject answers accepted, duplicate, conflict or rejected")
    return answers


def _refused(run: Sequence[FieldOperation], rule: str) -> dict[UUID, FieldAnswer]:
    return {one.id: FieldAnswer(one.id, Answer.REJECTED, rule) for one in run}


def _log(name: str, error: Exception) -> None:
    """Say what broke and where, never its words."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    log.error("%s stopped: %s in %s line %s", name, type(error).__name__, place.filename, place.lineno)
