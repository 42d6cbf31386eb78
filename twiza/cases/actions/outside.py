"""Somebody asks for the data of somebody else, as husband, as guardian: refused, and written down by codes only."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.models import OutsideAsk
from twiza.cases.queries.outside import mark_of
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.lib.keyring import Keyring
from twiza.lib.short_codes import read_code
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NotAnAsk(DomainError):
    code = "cases.not_an_ask"


@transaction.atomic
def refuse_outside(
    *,
    organisation: UUID,
    claim: str,
    way: str,
    threat: bool,
    code: str,
    by: Any,
    at: datetime,
    id: UUID | None = None,
) -> OutsideAsk:
    """Write down that somebody asked for the data of somebody else. No case is looked for: the answer is no.

    Whether a case has the code that was shown is not asked: what is done and what is kept is the same for one that
    exists, one that does not, and none. Its team, if there is one, finds the request by the code of its own case.

    Args:
        code: of the paper that was shown, or "".
        id: of the form that was filled in: sent twice, it makes one.

    Raises:
        NotAnAsk: an unknown code. NoPermission: nobody of this centre.
    """
    if organisation not in queries.where_refusing(by, on=timezone.localdate(at)):
        check(by, Permission.TICKET_GIVE, organisation)
    if claim not in rules.CLAIMS or way not in rules.ASKED_WAYS:
        raise NotAnAsk(_("Say as what the person asked, and how."))
    sent = OutsideAsk.objects.filter(pk=id, organisation_id=organisation).first() if id else None
    if sent is not None:
        return sent
    shown = read_code(code, 8) or secrets.token_hex(8)  # noise takes the same way
    ask = OutsideAsk.objects.create(
        id=id or new_id(), organisation_id=organisation, at=at, by=by, claim=claim, way=way, threat=threat,
        mark=mark_of(organisation, shown, Keyring(settings.TWIZA_KEYS).secret("blind_index")),
    )  # fmt: skip
    audit.record(type="cases.outside_refused", target=ask, organisation=organisation, by=by, at=at)
    return ask


@transaction.atomic
def look_at_ask(*, ask: OutsideAsk, by: Any, at: datetime) -> None:
    """Write that who supervises looked at a refused request, once. Raises NotAnAsk."""
    check(by, Permission.PROTOCOL_ADOPT, ask)
    held = OutsideAsk.objects.select_for_update().get(pk=ask.pk)
    if held.seen_at or held.by_id == by.pk or not queries.supervises(by, ask.organisation_id):
        raise NotAnAsk(_("There is no request here for you to look at."))
    held.seen_at, held.seen_by = at, by
    held.save(update_fields=["seen_at", "seen_by"])
    audit.record(type="cases.outside_looked_at", target=ask, organisation=ask.organisation_id, by=by, at=at)
