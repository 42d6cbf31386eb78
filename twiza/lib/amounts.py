"""An amount as people type it or as a paper was copied: what it may mean. Pure Python.

The numbers of a text copied from a right-to-left page may come out in another order: 160 000,00 became "00 000 160".
Such an amount is never guessed: every meaning it may have is returned, and a person says which one.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from twiza.lib.money_words import MOST
from twiza.lib.text import tidy, western_digits

_UNITS = re.compile(r"درهم[اً]*|دراهم|د\.م\.?|dirhams?|dhs?\b|mad\b", re.IGNORECASE)
_APOSTROPHES = dict.fromkeys(map(ord, "’‘`´ʼ"), "'")
_COMMAS = dict.fromkeys(map(ord, "،"), ",")
_OVERRIDES = re.compile("[\u202d\u202e]")
_SCRIPTS = (re.compile("[0-9]"), re.compile("[\u0660-\u0669]"), re.compile("[\u06f0-\u06f9]"))
_SHAPE = re.compile(r"[0-9]+(?:[ .,'][0-9]+)*")
DECIMAL_SIGNS = ".,"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed amount may mean: `amounts`, the likeliest first, none when it is no amount.

    `sure`: it has one meaning in the order in which it is written.
    """

    amounts: tuple[Decimal, ...]
    sure: bool


def read_amount(typed: str) -> Reading:
    """Return what a person may have meant: digits of three scripts, any sign between groups, with or without "DH".

    As on a Moroccan paper, a sign followed by exactly three digits groups thousands: 1.468 is 1468.
    """
    text = _plain(typed)
    if not _SHAPE.fullmatch(text):
        return Reading((), sure=False)
    groups, signs = re.split("[ .,']", text), re.findall("[ .,']", text)
    straight = [value] if (value := _in_order(groups, signs)) is not None else []
    turned = _turned(groups, signs)
    doubtful = not straight or _mixes_scripts(typed) or (turned and _OVERRIDES.search(typed))
    found = straight + (turned + _loose(groups, signs) if doubtful else [])
    amounts = tuple(dict.fromkeys(one for one in found if 0 <= one <= MOST))
    return Reading(amounts, sure=len(amounts) == 1 and not doubtful)


def _plain(typed: str) -> str:
    """Return the digits and what stands between them: one sign each."""
    text = _UNITS.sub(" ", tidy(western_digits(typed.translate(_APOSTROPHES).translate(_COMMAS))))
    text = re.sub(r"\s*([.,'])\s*", r"\1", text)
    return re.sub(r" +", " ", text).strip(" ")


def _in_order(groups: list[str], signs: list[str]) -> Decimal | None:
    """Return the amount if it reads in one way from left to right, else None."""
    if _zero_first(groups[0]):
        return None
    if not signs:
        return Decimal(groups[0])
    if _thousands(groups, signs):
        return Decimal("".join(groups))
    decimals, last = groups[-1], signs[-1]
    whole, others = groups[:-1], signs[:-1]
    if last not in DECIMAL_SIGNS or len(decimals) > 2 or last in others:
        return None
    if others and not _thousands(whole, others):
        return None
    return Decimal("".join(whole) + "." + decimals)


def _thousands(groups: list[str], signs: list[str]) -> bool:
    """Say whether these are thousands: one to three digits, then three each, with one sign between all."""
    return (
        len(set(signs)) == 1
        and 1 <= len(groups[0]) <= 3
        and not groups[0].startswith("0")
        and all(len(one) == 3 for one in groups[1:])
    )


def _turned(groups: list[str], signs: list[str]) -> list[Decimal]:
    """Return what it means when its groups came out in the other order, two digits last being centimes."""
    groups, signs = groups[::-1], signs[::-1]
    if not signs or _zero_first(groups[0]):
        return []
    found = []
    if _thousands(groups, [signs[0]] * len(signs)):
        found.append(Decimal("".join(groups)))
    whole, decimals = groups[:-1], groups[-1]
    if len(decimals) == 2 and (len(whole) == 1 or _thousands(whole, [signs[0]] * (len(whole) - 1))):
        found.append(Decimal("".join(whole) + "." + decimals))
    return found


def _loose(groups: list[str], signs: list[str]) -> list[Decimal]:
    """Return what it means if a sign is out of place: centimes behind the last one, or one long number."""
    found = []
    if (
        signs
        and signs[-1] in DECIMAL_SIGNS
        and len(groups[-1]) <= 2
        or len(groups) > 1
        and len(groups[-1]) == 2
    ):
        found.append(Decimal("".join(groups[:-1]) + "." + groups[-1]))
    elif signs and signs[-1] in DECIMAL_SIGNS and groups[-1].endswith("0") and len(groups[-1]) == 3:
        found.append(Decimal("".join(groups[:-1]) + "." + groups[-1][:2]))  # 0.500, half a dirham
    return [*found, Decimal("".join(groups))]


def _zero_first(group: str) -> bool:
    return len(group) > 1 and group.startswith("0")


def _mixes_scripts(typed: str) -> bool:
    return sum(bool(script.search(typed)) for script in _SCRIPTS) > 1
