"""How a gift came, and why something was taken back. Pure Python."""

import secrets
from enum import StrEnum

from twiza.lib.errors import N_


class Means(StrEnum):
    """How a gift came in."""

    TRANSFER = "transfer"
    CHEQUE = "cheque"
    CASH = "cash"
    GOODS = "goods"


MEANS_WORDS: dict[str, str] = {
    Means.TRANSFER: N_("Bank transfer"),
    Means.CHEQUE: N_("Cheque"),
    Means.CASH: N_("Cash, to be deposited"),
    Means.GOODS: N_("Goods"),
}
CORRECTIONS: dict[str, str] = {
    "gift_written_twice": N_("Written twice"),
    "wrong_amount": N_("Wrong amount"),
    "wrong_restriction": N_("Wrong restriction"),
    "bounced": N_("The bank returned it"),
    "given_back": N_("Given back to the donor"),
}
# Why an entry of a grant was undone
GRANT_ENDINGS: dict[str, str] = {
    "taken_out": N_("Taken out of the grant"),
    "confirmed_by_mistake": N_("Confirmed by mistake"),
    "opening_corrected": N_("The opening balances were corrected"),
}
RECEIPT_ENDINGS: dict[str, str] = {
    "misprint": N_("Misprint"),
    "wrong_donor": N_("Wrong donor"),
    "gift_corrected": N_("The gift was corrected"),
    "lost_before_given": N_("Lost before it was given"),
}
ERASURES: dict[str, str] = {
    "asked": N_("The person asked for it"),
    "no_purpose": N_("It is no longer needed"),
}


class DonorKind(StrEnum):
    """Who gives."""

    PERSON = "person"
    ORGANISATION = "organisation"
    ANONYMOUS = "anonymous"


DONOR_WORDS: dict[str, str] = {
    DonorKind.PERSON: N_("A person"),
    DonorKind.ORGANISATION: N_("An organisation"),
    DonorKind.ANONYMOUS: N_("A benefactor who stays unnamed"),
}
CONTACTS: dict[str, str] = {
    "none": N_("Never contacted"),
    "phone": N_("By telephone"),
    "in_person": N_("Only in person"),
}
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_donor_code() -> str:
    """Return a code for a donor: eight letters that are not mistaken for one another, 40 random bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(8))


def receipt_number(year: int, number: int) -> str:
    """Return a receipt's number as it is printed: 2026-000012."""
    return f"{year}-{number:06d}"
