"""Guests: met without a name, known by a code; what a site keeps of them while they stay."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.lib.short_codes import new_code
from twiza.lib.text import tidy
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.shelter import rules
from twiza.shelter.actions.faults import OutOfOrder
from twiza.shelter.actions.winters import check_open
from twiza.shelter.models import BedUse, Guest, GuestCard, Winter

MOST_TOGETHER = 12
WRITTEN = ("nickname", "belongings", "animal", "rules_read_at", "written_at", "written_by")
_DRAWS = 5


class ChildAlone(DomainError):
    """A child without family is never a guest: somebody who protects children comes at once (J-02)."""

    code = "shelter.child_alone"


@transaction.atomic
def meet_guests(
    *,
    winter: Winter,
    who: Sequence[str],
    elderly: bool = False,
    care: bool = False,
    host: Any = None,
    by: Any,
    at: datetime,
) -> list[Guest]:
    """Give a code to somebody who wants a bed, or to each of those who came together. No name is asked for.

    Args:
        who: woman, man or child, one for each; several came together and stay so.
        elderly: they need a home for elderly people; care: rooms where there is care.
        host: the organisation at whose door they stand; None: met by a round.

    Raises:
        ChildAlone: children and no grown-up. OutOfOrder: nobody, or more than 12. WinterOver.
    """
    where = check_near(by, winter, host)
    check_open(winter)
    if not who or len(who) > MOST_TOGETHER or not set(who) <= set(rules.WHO):
        raise OutOfOrder(_("Say who comes: 1 to %(most)s people."), most=MOST_TOGETHER)
    if set(who) == {rules.Who.CHILD}:
        raise ChildAlone(
            _(
                "A child without family is not lodged like a grown-up. Raise the alert now: somebody who protects children comes."
            )
        )
    party = new_id() if len(who) > 1 else None
    met = [_met(winter, one, party, elderly=elderly, care=care, by=by, at=at) for one in who]
    audit.record(type="shelter.guests_met", target=winter, organisation=where, by=by, at=at, number=len(met))
    return met


@transaction.atomic
def write_card(
    *,
    guest: Guest,
    host: Any,
    nickname: str,
    belongings: str,
    animal: str,
    rules_read: bool,
    by: Any,
    at: datetime,
) -> GuestCard:
    """Write what a site keeps of a guest while they stay: how to call them, what they brought, an animal.

    Raises:
        OutOfOrder: they have no bed here.
    """
    check(by, Permission.BEDS_KEEP, host)
    check_open(guest.winter)
    if not BedUse.objects.filter(guest=guest, host_id=host, use__in=["held", "slept"]).exists():
        raise OutOfOrder(_("This guest has no bed here. Give them one first."))
    card = GuestCard.objects.filter(guest=guest, host_id=host).first() or GuestCard(guest=guest, host_id=host)
    card.nickname, card.belongings, card.animal = tidy(nickname), belongings.strip(), tidy(animal)
    card.rules_read_at = card.rules_read_at or (at if rules_read else None)
    card.written_at, card.written_by = at, by
    if card._state.adding:
        card.save(force_insert=True)
    else:
        card.save(
            update_fields=WRITTEN
        )  # whose card it is never changes, and the database lets nobody change it
    audit.record(type="shelter.card_written", target=guest, organisation=host, by=by, at=at)
    return card


def check_near(by: Any, winter: Winter, host: Any = None) -> Any:
    """Return whose log gets the line: the host's whose beds they keep, or the crew's that goes out.

    Raises:
        NoPermission: neither.
    """
    if host is not None:
        check(by, Permission.BEDS_KEEP, host)
        return host
    check(by, Permission.NIGHT_ROUND, winter.crew_id)
    return winter.crew_id


def _met(winter: Winter, who: str, party: Any, *, elderly: bool, care: bool, by: Any, at: datetime) -> Guest:
    for _again in range(_DRAWS):
        try:
            with transaction.atomic():
                return Guest.objects.create(
                    winter=winter,
                    crew_id=winter.crew_id,
                    code=new_code(rules.CODE_LENGTH),
                    who=who,
                    party=party,
                    elderly=elderly and who != rules.Who.CHILD,
                    care=care,
                    met_at=at,
                    met_by=by,
                )
        except IntegrityError:
            continue  # the code is somebody's: draw again
    raise OutOfOrder(_("No code could be drawn. Try once more."))
