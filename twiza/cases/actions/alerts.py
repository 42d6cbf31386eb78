"""Anybody of the house calls for help; the first listener who takes it opens the case."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.cases import new_case
from twiza.cases.actions.notes import add_version
from twiza.cases.actions.tallies import count_up
from twiza.cases.models import Alert, AlertSeal, Case, CaseNote
from twiza.cases.queries import OpenRoom
from twiza.lib import closed_room
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class AlertNotWhole(DomainError):
    code = "cases.alert_not_whole"


class NobodyListens(DomainError):
    """No listener here has a key: there is nobody to seal it to."""

    code = "cases.nobody_listens"


class AlertTaken(DomainError):
    code = "cases.alert_taken"


class NotSealedToYou(DomainError):
    """It was raised before this listener had a key."""

    code = "cases.not_sealed_to_you"


@transaction.atomic
def raise_alert(
    *,
    organisation: UUID,
    said: dict[str, Any],
    by: Any,
    at: datetime,
    room: OpenRoom | None = None,
    id: UUID | None = None,
) -> Alert | Case:
    """Call for help. What is said is sealed to each listener of the organisation; whoever raises it cannot read it again.

    Args:
        said: words, where, danger, caller, whom, called, hour: as `rules.alert_is_whole` reads them. No name is needed.
        room: the open room of who raises it: then it is a case at once, theirs, and waits for nobody.
        id: of the form: sent twice, it makes one.

    Raises:
        AlertNotWhole. NobodyListens.
    """
    check(by, Permission.ALERT_RAISE, organisation)
    if not rules.alert_is_whole(said):
        raise AlertNotWhole(
            _("Say in a few words what is happening, whether the danger is now, and who calls.")
        )
    if room is not None and room.organisation == organisation:
        return _case_of(said, room=room, by=by, at=at, id=id)
    sent = Alert.objects.filter(pk=id, organisation_id=organisation).first() if id else None
    if sent is not None:
        return sent
    listeners = queries.listeners_with_key(organisation)
    if not listeners:
        raise NobodyListens(
            _(
                "No listener here has a key of the room: nothing was written. Call the number above, and tell a listener yourself."
            )
        )
    alert = Alert(id=id or new_id(), organisation_id=organisation, at=at, by=by)
    alert.save(force_insert=True)
    clear = json.dumps(said, ensure_ascii=False).encode()
    AlertSeal.objects.bulk_create(
        AlertSeal(
            alert=alert, organisation_id=organisation, user_id=one.user_id,
            sealed=closed_room.seal_to(clear, public=bytes(one.public_key), about=alert.pk.bytes),
        )
        for one in listeners
    )  # fmt: skip
    count_up(organisation=organisation, at=at, cells={("alert", "raised"): 1})
    audit.record(type="cases.alert_raised", target=alert, organisation=organisation, by=by, at=at)
    return alert


@transaction.atomic
def take_alert(*, alert: Alert, room: OpenRoom, by: Any, at: datetime) -> Case:
    """Take an alert: it becomes a case of who takes it, and is sealed to nobody else any more.

    Raises:
        AlertTaken: a colleague was quicker. NotSealedToYou.
    """
    check(by, Permission.CASE_WORK, alert)
    seal = AlertSeal.objects.filter(alert=alert, user=by).first()
    if not Alert.objects.filter(pk=alert.pk, taken_at__isnull=True).update(taken_at=at, taken_by=by):
        raise AlertTaken(_("A colleague took this alert. Ask whether they need a second person."))
    if seal is None:
        raise NotSealedToYou(
            _(
                "This alert was raised before you had a key. A colleague can open it; ask also who raised it, aloud."
            )
        )
    clear = closed_room.unseal_own(bytes(seal.sealed), private=room.private, about=alert.pk.bytes)
    AlertSeal.objects.filter(alert=alert).delete()
    audit.record(type="cases.alert_taken", target=alert, organisation=alert.organisation_id, by=by, at=at)
    said = json.loads(clear) | {"raised_by": str(alert.by.display_name), "raised_at": alert.at.isoformat()}
    return _case_of(said, room=room, by=by, at=at)


def reseal_alerts(*, room: OpenRoom, public: bytes, by: Any) -> None:
    """Seal the alerts that wait for this worker to their new key. Inside the action that renews keys."""
    for seal in AlertSeal.objects.select_for_update().filter(user=by, organisation_id=room.organisation):
        about = seal.alert_id.bytes
        words = closed_room.unseal_own(bytes(seal.sealed), private=room.private, about=about)
        seal.sealed = closed_room.seal_to(words, public=public, about=about)
        seal.save(update_fields=["sealed"])


def _case_of(said: dict[str, Any], *, room: OpenRoom, by: Any, at: datetime, id: UUID | None = None) -> Case:
    sent = Case.objects.filter(pk=id, organisation_id=room.organisation).first() if id else None
    if sent is not None:
        return sent
    case, key = new_case(
        room=room, state=rules.State.OPENED, age_band=said["whom"], next_on=timezone.localdate(at), by=by,
        at=at, id=id,
    )  # fmt: skip
    note = CaseNote.objects.create(case=case, organisation_id=room.organisation, kind="alert", at=at)
    add_version(note=note, number=1, said=said, key=key, by=by, at=at)
    raised = 0 if "raised_by" in said else 1  # by whoever listens: raised and taken at once
    count_up(
        organisation=room.organisation, at=at, cells={("alert", "taken"): 1, ("alert", "raised"): raised}
    )
    audit.record(type="cases.listened", target=case, organisation=room.organisation, by=by, at=at)
    return case
