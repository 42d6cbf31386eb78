"""Goods exempted from customs duty or seized by customs: what must be there before each step. Pure Python.

L-11: full exemption for donations for free distribution, with the favourable opinion of the Entraide nationale and of
the line ministry, an exact inventory, nothing near its expiry. That seized goods may go to people in difficulty is
attested; the article is to be verified (confidence L), so the number of the decision is asked for, never a legal basis.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from twiza.aid.rules.goods import Light
from twiza.lib.errors import N_


class Source(StrEnum):
    """Where customs goods come from; also the origin of their lots."""

    EXEMPT, SEIZED = "customs_exempt", "customs_seized"


class Opinion(StrEnum):
    """An opinion asked of a body."""

    AWAITED, FAVOURABLE, UNFAVOURABLE, NOT_NEEDED = "awaited", "favourable", "unfavourable", "not_needed"


@dataclass(frozen=True)
class File:
    """What is in a dossier."""

    opinion: str
    ministry: str
    number: str  # of the franchise, or of the decision that allots seized goods
    goods: int  # lines of the list
    medicine: bool
    criteria_on: date | None
    stopped: bool


def before_arrival(file: File) -> list[str]:
    """Return what is missing before the goods may be counted in, as sentences; nothing when they may."""
    wanted = []
    if not file.goods:
        wanted.append(N_("The list of goods, with quantity and value."))
    if file.opinion != Opinion.FAVOURABLE:
        wanted.append(N_("The favourable opinion of the Entraide nationale."))
    if file.ministry not in (Opinion.FAVOURABLE, Opinion.NOT_NEEDED) or (
        file.medicine and file.ministry != Opinion.FAVOURABLE
    ):
        wanted.append(N_("The favourable opinion of the line ministry (health, for medicine)."))
    if not file.number.strip():
        wanted.append(N_("The number of the exemption, or of the decision that allots the goods."))
    return wanted


def before_issue(file: File) -> list[str]:
    """Return what is missing before anything of it may be handed out, as sentences."""
    wanted = []
    if file.criteria_on is None:
        wanted.append(N_("The criteria, written down before any name."))
    if file.stopped:
        wanted.append(N_("A resale was seen: everything is stopped until somebody decides."))
    return wanted


def is_set_aside(source: str, light: Light, *, accept_near: bool) -> bool:
    """Say whether goods are refused as they are counted in, by their date (L-11: nothing near its expiry is exempted).

    Args:
        accept_near: somebody said that seized goods near their date can still be used in time.
    """
    if light is Light.NEAR:
        return source == Source.EXEMPT or not accept_near
    return light in (Light.TOO_NEAR, Light.PAST)


def only_adds(there: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Say whether what is said keeps all that was there. An opinion that was not needed may still be given, favourable."""
    return all(
        said[name] == was
        or was in ("", None, Opinion.AWAITED)
        or (was == Opinion.NOT_NEEDED and said[name] == Opinion.FAVOURABLE)
        for name, was in there.items()
    )
