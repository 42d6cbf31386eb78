"""Whether somebody who is being written at the counter may be in the register already. Pure Python.

It only asks: people decide. A name alone may ask the question; a sex or a date of birth that cannot be the same
person's ends it, and so father and son of one name are not proposed for one another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from twiza.linkage.name_reasons import Comparison
from twiza.linkage.names import NameMatcher
from twiza.registry.rules.people import PersonData
from twiza.registry.rules.reasons import Reason, reasons_of

WITH_PHONE = 0.3  # a name as near as this is proposed when the telephone is the same
ABOUT_YEARS = 3  # an age that was said may be so much off
_SAME_DAY, _NEAR_DAY, _PHONE, _PLACE = 0.5, 0.2, 0.6, 0.2


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the register, as far as it is compared."""

    names: tuple[str, ...]
    sex: str
    birth_on: date | None
    birth_precision: str
    phones: tuple[str, ...]
    places: tuple[str, ...]  # where the household lives, as it is written here


@dataclass(frozen=True, slots=True)
class Possible:
    """That somebody may be the person typed: how much speaks for it, and why."""

    weight: float
    reasons: tuple[Reason, ...]


def names_of(person: PersonData) -> list[str]:
    """Return the forms of a name that were typed."""
    return [name for name in (person.name_arabic, person.name_latin, person.name_said) if name]


def possible(typed: PersonData, place: str, known: Known, matcher: NameMatcher) -> Possible | None:
    """Return why these may be one person; None when they are not taken for one."""
    best = best_names(names_of(typed), known.names, matcher)
    if best is None or (typed.sex and known.sex and typed.sex != known.sex):
        return None
    name, left, right = best
    phones = [phone for phone in (typed.phone, typed.second_phone) if phone]
    same_phone = bool(set(phones) & set(known.phones))
    if not (name.same or (same_phone and name.score >= WITH_PHONE)) or _is_another(name):
        return None
    birth = birth_reason(typed.birth_on, typed.birth_precision, known.birth_on, known.birth_precision)
    if birth is None:
        return None
    reasons, weight = [*reasons_of(name, left, right), birth], name.score
    weight += {"birth": _SAME_DAY, "birth_year": _NEAR_DAY, "birth_near": _NEAR_DAY}.get(birth.code, 0)
    if same_phone or (phones and known.phones):
        reasons.append(Reason("phone" if same_phone else "other_phone"))
        weight += _PHONE if same_phone else 0
    if place and known.places:
        same_place = any(matcher.same(place, one) for one in known.places)
        reasons.append(Reason("place") if same_place else Reason("other_place", place, known.places[0]))
        weight += _PLACE if same_place else 0
    return Possible(weight, tuple(reasons))


def best_names(
    typed: Sequence[str], known: Sequence[str], matcher: NameMatcher
) -> tuple[Comparison, str, str] | None:
    """Return the comparison of the two forms that are nearest, and the forms; None when one side has none."""
    scored = [(matcher.score(one, other), one, other) for one in typed for other in known]
    if not scored:
        return None
    _, left, right = max(scored, key=lambda one: one[0])
    return matcher.compare(left, right), left, right


def _is_another(name: Comparison) -> bool:
    """Tell whether a first name is another one: brother and sister, or a father whose name his son bears."""
    return any(part.code in ("feminine", "other_name", "differs") for part in name.parts)


def birth_reason(
    left: date | None, left_precision: str, right: date | None, right_precision: str
) -> Reason | None:
    """Return what two dates of birth say; None when they cannot be one person's.

    1 January stands for a year only, however exactly it was written; day and month may have changed places.
    """
    if left is None or right is None:
        return Reason("birth_unknown")
    said = left.strftime("%d/%m/%Y"), right.strftime("%d/%m/%Y")
    exact = _is_exact(left, left_precision) and _is_exact(right, right_precision)
    if exact:
        if left == right:
            return Reason("birth")
        turned = (left.year, left.month, left.day) == (right.year, right.day, right.month)
        one_slip = sum(a != b for a, b in zip(said[0], said[1], strict=True)) == 1
        return Reason("birth_near", *said) if turned or one_slip else None
    about = "about" in (left_precision, right_precision)
    years = abs(left.year - right.year)
    if years == 0:
        months = {left_precision, right_precision} == {"month"} or {"day", "month"} == {
            left_precision,
            right_precision,
        }
        return (
            None
            if months and left.month != right.month and 1 not in (left.month, right.month)
            else Reason("birth_year")
        )
    return (
        Reason("birth_near", str(left.year), str(right.year))
        if years <= (ABOUT_YEARS if about else 1)
        else None
    )


def _is_exact(on: date, precision: str) -> bool:
    return precision == "day" and (on.day, on.month) != (1, 1)
