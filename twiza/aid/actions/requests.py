"""A request of the counter becomes a nomination: one act, so that it is answered exactly when the family is on the way."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.actions.nominations import known_facts, nominate_households
from twiza.aid.models import Campaign, Nomination, NominationHousehold
from twiza.aid.rules.facts import GivenHousehold
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.network import queries as network
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.registry import actions as registry
from twiza.registry import queries as registry_queries
from twiza.registry.rules.people import HouseholdData, PersonData


class SizeNotKnown(DomainError):
    code = "aid.size_not_known"


@dataclass(frozen=True)
class Asked:
    """Whom a request is about, as far as was said: a household of the register, or a name to register, or neither.

    With neither, nobody is registered: the list code on the slip is all that leads to the basket.
    """

    zone: str
    size: int | None
    household: UUID | None = None
    person: PersonData | None = None


@transaction.atomic
def nominate_request(*, request: Any, campaign: Campaign, asked: Asked, by: User, at: datetime) -> Nomination:
    """Answer a request by putting its household forward for a campaign, registered lightly when it has a name.

    A household that was put forward before keeps its code: the request is answered with it.

    Raises:
        SizeNotKnown: how many they are is neither said nor known. EndedAlready: it was answered meanwhile.
        OutOfOrder, BadFacts: as for any nomination.
    """
    check(by, Permission.REQUEST_ANSWER, request)
    bringing = network.organisation_for(request.organisation_id)
    household = asked.household
    if household is None and asked.person is not None:
        data = HouseholdData(
            size=asked.size, place=registry_queries.place_of(asked.zone), place_words=asked.zone
        )
        household = registry.register_household(
            organisation=bringing.pk, household=data, members=[asked.person], by=by, at=at
        ).pk
    known = registry_queries.household_facts(
        bringing.pk, [household] if household else [], on=timezone.localdate(at)
    )
    facts = known.get(household) if household else None
    size = (facts.size if facts else None) or asked.size
    if not size:
        raise SizeNotKnown(_("Say how many people live there: a basket depends on it."))
    given = GivenHousehold(household or new_id(), asked.zone, size, known_facts(facts) if facts else {})
    nominate_households(campaign=campaign, bringing=bringing, households=[given], by=by, at=at)
    nomination = _code_of(campaign, bringing.pk, given.household)
    registry.note_nomination(request=request, campaign=campaign.pk, list_code=nomination.code, by=by, at=at)
    return nomination


def _code_of(campaign: Campaign, bringing: UUID, household: UUID) -> Nomination:
    """Return the nomination of a household, by whichever of its files it was brought."""
    files = registry_queries.group_of(household) or [household]
    rows = NominationHousehold.objects.filter(campaign=campaign, organisation_id=bringing)
    link = (
        rows.filter(household__in=[household, *files])
        .select_related("nomination")
        .order_by("nomination__withdrawn_at", "pk")
        .first()
    )
    if link is None or link.nomination.withdrawn_at is not None:
        raise DomainError(
            _("This family was taken back from the campaign. Answer the request in another way.")
        )
    return link.nomination
