"""Requests for the data of somebody else: who may write one down, who looks at them, what a team sees of its case."""

import hashlib
import hmac
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases.models import Case, OutsideAsk
from twiza.lib.errors import NotFound
from twiza.lib.keyring import Keyring
from twiza.lib.today import Due
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission

LISTED = 100
AT_THE_CENTRE = (Permission.TICKET_GIVE, Permission.CASE_WORK, Permission.PROTOCOL_ADOPT)
SUPERVISING = (Permission.CASE_WORK, Permission.PROTOCOL_ADOPT)


class NoSuchAsk(NotFound):
    code = "cases.no_such_ask"


def where_refusing(user: Any, *, on: date) -> list[UUID]:
    """Return the organisations for which this user may write down that somebody asked: everybody of a centre."""
    return [
        one
        for one in network.organisations_of(user.pk, on=on)
        if any(user.has_perm(permission, one) for permission in AT_THE_CENTRE)
    ]


def supervises(user: Any, organisation: UUID) -> bool:
    """Whether this user looks at the requests that were refused there."""
    return all(user.has_perm(permission, organisation) for permission in SUPERVISING)


def outside_asks(user: Any, organisation: UUID) -> list[OutsideAsk]:
    """Return the refused requests, the newest first, for who supervises; nothing for others."""
    if not supervises(user, organisation):
        return []
    rows = OutsideAsk.objects.filter(organisation_id=organisation).select_related("by", "seen_by")
    return list(rows.order_by("-at", "-id")[:LISTED])


def outside_ask_for(user: Any, id: UUID) -> OutsideAsk:
    """Return a refused request for who supervises there. Hidden and missing give the same answer: NoSuchAsk."""
    row = OutsideAsk.objects.filter(pk=id).first()
    if row is None or not supervises(user, row.organisation_id):
        raise NoSuchAsk(_("There is no such request."))
    return row


def asked_about(case: Case) -> list[OutsideAsk]:
    """Return the refused requests in which the code of this case was shown: its team is warned."""
    marks = [
        mark_of(case.organisation_id, case.code, secret)
        for secret in Keyring(settings.TWIZA_KEYS).secrets("blind_index").values()
    ]
    rows = OutsideAsk.objects.filter(organisation_id=case.organisation_id, mark__in=marks)
    return list(rows.order_by("-at", "-id")[:LISTED])


def mark_of(organisation: UUID, code: str, secret: bytes) -> bytes:
    """Return the keyed hash under which a code is kept: without the key file nobody tries codes against the table."""
    return hmac.new(secret, b"outside" + organisation.bytes + code.encode(), hashlib.sha256).digest()


def asks_waiting_for(user: Any, at: datetime) -> list[Due]:
    """Return what the today page of who supervises says: how many refused requests nobody looked at. A number only."""
    mine = [
        one for one in where_refusing(user, on=timezone.localdate(at)) if supervises(user, one)
    ]  # fmt: skip
    number = (
        OutsideAsk.objects.filter(organisation_id__in=mine, seen_at__isnull=True).exclude(by=user).count()
    )
    if not number:
        return []
    words = _("Somebody asked for the data of somebody else, and was refused: %(number)d")
    return [Due(words % {"number": number}, reverse("cases:refuse_outside"))]
