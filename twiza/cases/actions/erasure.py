"""Erasing a case: by two people of its team, by the night when its time is over, or again after a restore.

One function of the database deletes and proves by itself that it may. What remains is a month that counts one case, a
certificate without a name, and the random id in the ledger beside the keys.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.models import Case, ErasureAsk, ErasureCertificate
from twiza.cases.queries import CERTIFICATE
from twiza.lib.errors import DomainError
from twiza.lib.keyring import Keyring
from twiza.lib.short_codes import new_code
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.files import actions as files

KIND = "cases.case"  # in the erasure ledger


class NotToErase(DomainError):
    code = "cases.not_to_erase"


class NeedsSecondPerson(DomainError):
    code = "cases.needs_second_person"


@transaction.atomic
def ask_erasure(*, case: Case, reason_code: str, by: Any, at: datetime) -> ErasureAsk:
    """Say, as the first of two, that a case is to be erased. Said again by the same person, it is one word.

    Raises:
        NotToErase: no reason, or an emergency entry only.
    """
    check(by, Permission.CASE_WORK, case)
    if reason_code not in rules.ERASURE_REASONS:
        raise NotToErase(_("Say why it is erased."))
    if not queries.sits_for_good(case, by):
        raise NotToErase(_("Only who is in the team for good may erase: an emergency entry is not enough."))
    ErasureAsk.objects.filter(case=case, by=by).delete()
    asked = ErasureAsk.objects.create(
        case=case, organisation_id=case.organisation_id, by=by, reason_code=reason_code, at=at
    )
    audit.record(type="cases.erasure_asked", target=case, organisation=case.organisation_id, by=by, at=at)
    return asked


@transaction.atomic
def take_back_erasure(*, case: Case, by: Any, at: datetime) -> None:
    """Nothing is erased: she changed her mind, or the second person does not agree."""
    check(by, Permission.CASE_WORK, case)
    if ErasureAsk.objects.filter(case=case).delete()[0]:
        audit.record(
            type="cases.erasure_taken_back", target=case, organisation=case.organisation_id, by=by, at=at
        )


@transaction.atomic
def erase_case(*, case: Case, reason_code: str, by: Any, at: datetime) -> ErasureCertificate:
    """Erase a case for good, as the second of two people of its team who gave the same reason.

    First the keys of the case, then everything that hangs on it. No key of the room is needed: nothing is read.

    Returns:
        The certificate: number, day, counts by kind.

    Raises:
        NeedsSecondPerson: nobody asked before, it was too long ago, or the same person did.
        NotToErase: another reason than the first person's, or an emergency entry only.
    """
    check(by, Permission.CASE_WORK, case)
    asked = queries.erasure_asked(case, at=at)
    if asked is None or asked.by_id == by.pk:
        raise NeedsSecondPerson(_("Two people of the team erase: another one than the first does it."))
    if asked.reason_code != reason_code:
        raise NotToErase(_("Give the same reason as the first person, or ask each other again."))
    if not queries.sits_for_good(case, by):
        raise NotToErase(_("Only who is in the team for good may erase: an emergency entry is not enough."))
    _recorded(case.pk, case.organisation_id, reason_code, by, at)
    number = _number(case.pk)
    _erase(case.pk, number, at)
    files.remember_erasure(kind=KIND, id=case.pk, organisation=case.organisation_id, at=at)
    return ErasureCertificate.objects.get(organisation_id=case.organisation_id, number=number)


def erase_case_again(*, id: UUID, at: datetime) -> bool:
    """Erase a case that a restored backup brought back, with its certificate. Needs the purpose RESTORE.

    Returns whether it was there.
    """
    there = queries.case_is_there(id)
    if there:
        _erase(id, _number(id), at)
    return there


def end_old_cases(*, at: datetime) -> int:
    """Erase every case whose time of keeping is over. Needs the purpose UPKEEP. Returns how many.

    Nobody reads a word: only states, days and age bands are asked. The database looks up the day by itself.
    """
    due = queries.cases_past_keeping(at=at)
    for one in due:
        with transaction.atomic():
            _erase(one.id, _number(one.id), at)
            with acting_as(None, purpose=Purpose.SETUP):  # nobody's act, yet a line of that organisation
                _recorded(one.id, one.organisation, "retention_over", None, at)
            files.remember_erasure(kind=KIND, id=one.id, organisation=one.organisation, at=at)
    return len(due)


def end_leftovers(*, at: datetime) -> dict[str, int]:
    """End unfinished drafts, old numbers of reception, old refused requests, packets whose last day has passed.

    Needs the purpose UPKEEP. Returns how many of each.
    """
    today = timezone.localdate(at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_end_leftovers(%s)::text, cases_end_packets(%s)", [today, today])
        ended, packets = cursor.fetchone()
        return dict(json.loads(ended)) | {"packets": packets}


def _erase(id: UUID, number: str, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_erase(%s, %s, %s)", [id, number, timezone.localdate(at)])


def _recorded(id: UUID, organisation: UUID, reason_code: str, by: Any, at: datetime) -> None:
    """A line with the opaque id, before the row goes: no kind, no count."""
    audit.record(
        type="cases.erased", target=Case(pk=id), organisation=organisation, by=by, at=at, reason_code=reason_code
    )  # fmt: skip


def _number(id: UUID) -> str:
    """The number of a certificate: from the id under a key of ours, so that after a restore it is the same again."""
    key = Keyring(settings.TWIZA_KEYS).secret("blind_index")
    return new_code(CERTIFICATE, _draws(hmac.new(key, b"certificate" + id.bytes, hashlib.sha256).digest()))


def _draws(seed: bytes) -> Callable[[int], int]:
    """Return a draw of numbers that is the same for the same seed."""
    drawn = 0

    def draw(below: int) -> int:
        nonlocal drawn
        drawn += 1
        block = hashlib.sha256(seed + drawn.to_bytes(4, "big")).digest()
        return int.from_bytes(block, "big") % below

    return draw
