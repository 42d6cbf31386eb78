"""Is this code still good? And the square picture that leads to the page where it is typed."""

from datetime import datetime

import segno
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import OneTimeCode
from twiza.platform.accounts.rules import codes as rules


class CodeNotGood(DomainError):
    code = "accounts.code_not_good"

    def __init__(self) -> None:
        super().__init__(
            _("This code opens nothing: it was mistyped, used already, or is too old. Ask for a new paper.")
        )


def code_for(typed: str, *, at: datetime, lock: bool = False) -> OneTimeCode:
    """Return the code that was typed, if it still opens something.

    Raises:
        CodeNotGood: unknown, used, cancelled or too old: the answers look the same.
    """
    rows = OneTimeCode.objects.filter(fingerprint=rules.fingerprint(typed), used_at=None, cancelled_at=None)
    code = (rows.select_for_update() if lock else rows).filter(expires_at__gt=at).first()
    if code is None:
        raise CodeNotGood()
    return code


def address_picture(address: str) -> str:
    """Return a QR code of an address as a `data:` image."""
    picture: str = segno.make(address, error="m").svg_data_uri(scale=4, border=2, light="white")
    return picture
