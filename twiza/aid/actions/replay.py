"""The auditor's file, sealed to the key of whoever asked; a family's slip."""

import gzip
from collections.abc import Iterable
from datetime import datetime

import pyrage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.models import Campaign, Nomination
from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NotAKey(DomainError):
    """What was pasted is no public key of an auditor."""

    code = "aid.not_a_key"


@transaction.atomic
def seal_for_auditor(*, campaign: Campaign, recipient: str, by: User, at: datetime) -> bytes:
    """Return the auditor's file of a campaign, sealed to the public key they give. It leaves a line in the log.

    Raises:
        NotAKey: it is not what `twiza replay --new-key` prints. NothingToReplay: no list yet.
    """
    check(by, Permission.AUDIT_READ, campaign)
    try:
        key = pyrage.x25519.Recipient.from_str(recipient.strip())
    except pyrage.RecipientError as error:
        raise NotAKey(
            _("Paste the line that `twiza replay --new-key` printed: it begins with age1.")
        ) from error
    lines = queries.sealed_lines(campaign)
    sealed = pyrage.encrypt(gzip.compress(_joined(lines), compresslevel=1, mtime=0), [key])
    audit.record(
        type="aid.sealed_for_auditor",
        target=campaign,
        organisation=campaign.organisation_id,
        by=by,
        at=at,
        beside=queries.partners(campaign),
        recipient=recipient.strip()[:70],
    )
    return bytes(sealed)


@transaction.atomic
def print_slip(*, campaign: Campaign, code: str, by: User, at: datetime) -> tuple[Nomination, str, str]:
    """Return (nomination, code in the public file, text) of a family's slip, to hand it to that family; it is logged.

    Raises:
        NoSuchCampaign, NoSuchNomination: it is not for this person. NothingToReplay: it is in no frozen pool.
    """
    slip = queries.slip_of(by, campaign, code)
    audit.record(
        type="aid.slip_printed",
        target=campaign,
        organisation=campaign.organisation_id,
        by=by,
        at=at,
        beside=queries.partners(campaign),
        codes=[slip[0].code],
    )
    return slip


def _joined(lines: Iterable[str]) -> bytes:
    return "".join(line + "\n" for line in lines).encode()
