"""The number of a Moroccan bank account (RIB): 24 digits, the last two of which check the others. Pure Python."""

from twiza.lib.text import tidy, western_digits

DIGITS = 24  # bank 3, town 3, account 16, key 2


def rib_digits(typed: str) -> str:
    """Return the digits as typed in any script, without spaces, hyphens and points; other signs stay."""
    text = tidy(western_digits(typed))
    return text.translate(str.maketrans("", "", " -._/"))


def key_of(account: str) -> str:
    """Return the two digits that check the first 22 of an account number."""
    return f"{97 - int(account[:22] + '00') % 97:02}"


def why_not_rib(typed: str) -> str:
    """Return why this is no account number, as a code, or ""."""
    number = rib_digits(typed)
    if not number.isdigit() or not number.isascii():
        return "not_digits"
    if len(number) != DIGITS:
        return "not_24"
    return "" if number[22:] == key_of(number) else "wrong_key"


def rib_shown(number: str) -> str:
    """Return an account number as banks print it: 011 780 0000123456789012 34."""
    return " ".join((number[:3], number[3:6], number[6:22], number[22:])) if len(number) == DIGITS else number
