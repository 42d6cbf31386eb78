"""How she is found again: a keyed hash of her word, or of a number and two facts; and what reception writes when
somebody says that she was here before."""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.models import Case, Knock, ReturnKey, Ticket
from twiza.lib.errors import DomainError
from twiza.lib.keyring import Keyring
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

KEY = "return"


class NotAWayBack(DomainError):
    code = "cases.not_a_way_back"


@dataclass(frozen=True)
class WayBack:
    """What she says when she comes back, as it was typed: a word, or a number of the day and two facts."""

    word: str = ""
    number: int | None = None
    facts: Sequence[str] = ()

    def texts(self) -> dict[str, str]:
        """Return kind → what is compared; empty where nothing usable was said."""
        return {
            "word": rules.return_word(self.word),
            "facts": rules.return_facts(self.number, self.facts),
        }


@transaction.atomic
def keep_way_back(*, case: Case, way: WayBack, by: Any, at: datetime) -> None:
    """Keep by what she is found again; a new word takes the place of the old one. Only a hash is kept.

    Raises:
        NotAWayBack: too short, or a number without two different facts.
    """
    check(by, Permission.CASE_WORK, case)
    texts = {kind: text for kind, text in way.texts().items() if text}
    if not texts:
        raise NotAWayBack(
            _("Choose a word of at least three letters, or a number of the day and two different facts.")
        )
    secret = Keyring(settings.TWIZA_KEYS).secret(KEY)
    for kind, text in texts.items():
        ReturnKey.objects.update_or_create(
            case=case,
            kind=kind,
            defaults={"digest": _digest(secret, case.organisation_id, kind, text), "at": at},
            create_defaults={
                "organisation_id": case.organisation_id,
                "digest": _digest(secret, case.organisation_id, kind, text),
                "at": at,
            },
        )
    audit.record(type="cases.way_back_kept", target=case, organisation=case.organisation_id, by=by, at=at)


@transaction.atomic
def drop_way_back(*, case: Case, by: Any, at: datetime) -> None:
    """Forget by what she is found again: she does not want it any more."""
    check(by, Permission.CASE_WORK, case)
    ReturnKey.objects.filter(case=case).delete()
    audit.record(type="cases.way_back_dropped", target=case, organisation=case.organisation_id, by=by, at=at)


@transaction.atomic
def knock(*, organisation: UUID, way: WayBack, ticket: Ticket | None, by: Any, at: datetime) -> None:
    """Write that somebody at reception says she was here before. Nothing is looked up, so nothing can be told.

    The same rows are written whether the word is known or not; the team of a case that has it sees the row, nobody
    else does. What was written more than a day ago goes on the way.
    """
    check(by, Permission.TICKET_GIVE, organisation)
    # without a condition: with one, the database would ask for a right to read that reception does not have
    Knock.objects.all()._raw_delete("default")
    texts, keys = way.texts(), Keyring(settings.TWIZA_KEYS).secrets(KEY).values()
    hashes = [_digest(key, organisation, kind, text) for key in keys for kind, text in texts.items()]
    Knock(organisation_id=organisation, ticket=ticket, digests=hashes, by=by, at=at).save(force_insert=True)
    audit.record(type="cases.knocked", organisation=organisation, by=by, at=at)


def _digest(secret: bytes, organisation: UUID, kind: str, text: str) -> str:
    """Hash under the key of one centre; where nothing was said, random bits that no case has."""
    centre = hmac.digest(secret, organisation.bytes, "sha256")
    said = text.encode() or secrets.token_bytes(32)
    return hmac.new(centre, kind.encode() + b"\0" + said, sha256).hexdigest()
