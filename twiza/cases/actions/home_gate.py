"""The gate before a family: no contact without a wish, a safety screening, and where there is danger never."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.packets import close_resting_on
from twiza.cases.models import Case
from twiza.cases.queries import OpenRoom
from twiza.lib.errors import DomainError

_WHY = {
    "no_wish": _(
        "Nobody is contacted: the wish to go back to the family is not written. Without a wish there is no file."
    ),
    "not_screened": _(
        "Nobody is contacted before it was asked whether it is safe. Do the safety screening first."
    ),
    "red": _("It is red: neither contact nor mediation with the family. Look for another solution."),
}


class ContactBlocked(DomainError):
    """The family may not be contacted: no wish, not screened, or danger."""

    code = "cases.contact_blocked"


class TellsWhere(DomainError):
    """Words for the family name the place, the organisation or somebody of the team."""

    code = "cases.tells_where"


def check_home(case: Case, room: OpenRoom) -> None:
    """Raises ContactBlocked when something stops contact and mediation with the family. Raises NoKeyYet."""
    if stops := queries.home_file(case, room).stops:
        raise ContactBlocked(_WHY[stops])


def check_purpose(case: Case, room: OpenRoom, purpose: str) -> None:
    """As `check_home`, for what is asked or sent for the purpose of the family; other purposes pass."""
    if purpose == rules.FAMILY_PURPOSE:
        check_home(case, room)


def check_words(case: Case, purpose: str, fields: Mapping[str, Any]) -> None:
    """Refuse words for the family that tell where the person is. Raises TellsWhere."""
    if purpose == rules.FAMILY_PURPOSE and rules.tells(fields, queries.says_where(case)):
        raise TellsWhere(
            _(
                "These words name your place, your organisation or somebody of the team: the family would know where to look."
            )
        )


def close_family_contacts(case: Case, room: OpenRoom, *, by: Any, at: datetime) -> None:
    """Call back every contact with the family that is under way: what was told opens no more."""
    for one in queries.consents_of(case, room):
        if one.said["purpose"] == rules.FAMILY_PURPOSE:
            close_resting_on(one.id, case, by=by, at=at)
