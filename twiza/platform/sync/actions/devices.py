"""A phone becomes a device, and stops being one.

Who may do so is asked by the subject whose post it is: these actions are called from its own, inside its context,
and the policies let nobody reach a device of other bodies.
"""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from twiza.lib import short_codes
from twiza.platform.access import queries as access
from twiza.platform.accounts.models import User
from twiza.platform.audit import actions as audit
from twiza.platform.sync import queries, rules
from twiza.platform.sync.models import Device, DeviceState, EnrolmentCode, SyncKey


@transaction.atomic
def open_enrolment(
    *,
    post: UUID,
    post_kind: str,
    organisation: UUID,
    host: UUID,
    begins: datetime,
    ends: datetime,
    by: User,
    at: datetime,
) -> tuple[EnrolmentCode, str]:
    """Make the code of a sheet that enrols one phone for one post and period. It is told here and never again.

    Args:
        post: what the phone will serve: an id of the subject, as is `post_kind` ("lane", "round").
        organisation: who leads it; `host`: who keeps the place.

    Returns (the enrolment, its code of 12 characters).
    """
    code = short_codes.new_code(rules.CODE_LENGTH)
    row = EnrolmentCode(
        organisation_id=organisation,
        host_id=host,
        post=post,
        post_kind=post_kind,
        begins=begins,
        ends=ends,
        opened_by=by,
        made_at=at,
    )
    row.save(force_insert=True)
    _keep_key(queries.code_fingerprints(code)[0], SyncKey.Kind.ENROLMENT, row.pk, by.pk)
    audit.record(
        type="sync.enrolment_opened",
        target=row,
        organisation=organisation,
        by=by,
        at=at,
        beside=[host],
        post=post,
        kind=post_kind,
    )
    return row, code


@transaction.atomic
def enrol_device(
    *, enrolment: UUID, key: bytes, name: str, installed: bool, by: User, at: datetime
) -> tuple[Device, bytes]:
    """Make the phone that shows a sheet's code the device of its post. Once, from a day before its period to its end.
    The same phone (the same key) that asks again is the same device, with a new token.

    Runs in the context of who opened the enrolment, for the purpose DEVICE.

    Args:
        key: the phone's public Ed25519 key, 32 bytes.
        name: what its people call it; cut to 40 characters.

    Returns (the device, its token of 32 bytes, kept nowhere here).

    Raises:
        NoSuchCode: it was used, its time is past, or whoever opened it works there no more.
    """
    sheet = EnrolmentCode.objects.filter(pk=enrolment).first()
    where = set(access.current().organisations)
    if (
        sheet is None
        or not rules.may_enrol(sheet.begins, sheet.ends, at)
        or not where & {sheet.organisation_id, sheet.host_id}
    ):
        queries.refuse_code()
    same = Device.objects.filter(enrolment=sheet, revoked_at__isnull=True).first()
    if same is not None and bytes(same.key) == key:  # its answer was lost on the way
        return same, _new_token(same)
    device = _device_of(sheet, key, name, installed, by, at)
    try:
        with transaction.atomic():
            device.save(force_insert=True)
    except IntegrityError:
        queries.refuse_code()
    DeviceState.objects.create(
        device=device, organisation_id=device.organisation_id, host_id=device.host_id, last_contact_at=at
    )
    token = _new_token(device)
    audit.record(
        type="sync.device_enrolled",
        target=device,
        organisation=device.organisation_id,
        by=by,
        at=at,
        beside=[device.host_id],
        post=device.post,
        installed=installed,
    )
    return device, token


@transaction.atomic
def revoke_device(*, device: UUID, reason_code: str, by: User, at: datetime) -> Device:
    """End a device: it gets no pack any more, and what it still sends waits for a person. Again is the same.

    Raises:
        NotFound: there is no such device here.
    """
    row = queries.device_for(by, device)
    row = Device.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.revoked_at is not None:
        return row
    row.revoked_at, row.revoked_by, row.revoked_because = at, by, reason_code
    row.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])
    audit.record(
        type="sync.device_revoked",
        target=row,
        organisation=row.organisation_id,
        by=by,
        at=at,
        beside=[row.host_id],
        reason_code=reason_code,
        post=row.post,
    )
    return row


@transaction.atomic
def note_contact(*, device: UUID, by: User, at: datetime) -> None:
    """Write down that a device was heard of. Sending does so by itself."""
    DeviceState.objects.filter(device=device).update(last_contact_at=at)


def _device_of(
    sheet: EnrolmentCode, key: bytes, name: str, installed: bool, by: User, at: datetime
) -> Device:
    return Device(
        organisation_id=sheet.organisation_id,
        host_id=sheet.host_id,
        enrolment=sheet,
        post=sheet.post,
        post_kind=sheet.post_kind,
        begins=sheet.begins,
        ends=sheet.ends,
        opened_by=by,
        name=name.strip()[: rules.LONGEST_NAME],
        installed=installed,
        key=key,
        enrolled_at=at,
    )


def _new_token(device: Device) -> bytes:
    token = secrets.token_bytes(32)
    _keep_key(queries.token_fingerprint(token), SyncKey.Kind.TOKEN, device.pk, device.opened_by_id)
    return token


def _keep_key(fingerprint: str, kind: SyncKey.Kind, thing: UUID, person: UUID) -> None:
    SyncKey(fingerprint=fingerprint, kind=kind, thing=thing, person=person).save(force_insert=True)
