"""Urgent programmes: templates, the board of needs, offers, pads, days."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import (
    Campaign,
    CrisisDay,
    CrisisOffer,
    CrisisProgramme,
    LightHousehold,
    NeedReport,
    ProgrammeTemplate,
    TokenPad,
)
from twiza.aid.queries.campaigns import campaign_for
from twiza.aid.rules import crisis as rules
from twiza.aid.rules.crisis import Board, Hazard, Refusal, Road, Sure
from twiza.lib.errors import NotFound
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.roles import permissions_of

if TYPE_CHECKING:
    from twiza.network.models import Organisation

HAZARDS = {
    Hazard.EARTHQUAKE: _("Earthquake"),
    Hazard.FLOOD: _("Flood"),
    Hazard.FIRE: _("Fire"),
    Hazard.COLD: _("Cold and snow"),
    Hazard.EPIDEMIC: _("Epidemic"),
    Hazard.OTHER: _("Something else"),
}
ROADS = {
    Road.OPEN: _("Open"),
    Road.HARD: _("Hard, four-wheel drive"),
    Road.UNSAFE: _("Unsafe: no convoy"),
    Road.CUT: _("Cut"),
}
SURE = {Sure.CLAIMED: _("claimed"), Sure.ESTIMATED: _("estimated"), Sure.COUNTED: _("counted")}
REFUSALS = {
    Refusal.ENOUGH: _("There is enough of it by now"),
    Refusal.NOT_NEEDED: _("It is not what people need now"),
    Refusal.NOT_SAFE: _("It cannot be given safely"),
    Refusal.NO_ROOM: _("There is no room to keep it"),
    Refusal.ANOTHER: _("Another organisation needs it more"),
}
LEVELS = {1: _("A commune"), 2: _("A province"), 3: _("A region or more")}


class NoSuchCrisis(NotFound):
    code = "aid.no_such_crisis"


class NoSuchTemplate(NotFound):
    code = "aid.no_such_template"


class NoSuchOffer(NotFound):
    code = "aid.no_such_offer"


def hazard_words(hazard: str) -> Any:
    """Return what happened, in words."""
    return HAZARDS[Hazard(hazard)]


def crisis_of(campaign: Campaign) -> CrisisProgramme | None:
    """Return what makes a campaign an urgent programme, or None."""
    rows = CrisisProgramme.objects.select_related("template", "lead")
    return rows.filter(campaign=campaign).first()


def crisis_for(user: Any, id: UUID) -> tuple[Campaign, CrisisProgramme]:
    """Return the campaign of an urgent programme that this user may see, and the programme, or raise NoSuchCrisis."""
    programme = CrisisProgramme.objects.select_related("template", "lead").filter(pk=id).first()
    if programme is None:
        raise NoSuchCrisis(_("There is no such urgent programme."))
    return campaign_for(user, programme.campaign_id), programme


def running_crises(user: Any) -> list[CrisisProgramme]:
    """Return the urgent programmes this user may see that are not over, the latest first."""
    rows = CrisisProgramme.objects.filter(demobilised_at__isnull=True).select_related("campaign", "lead")
    return [one for one in rows.order_by("-opened_at") if user.has_perm(Permission.CAMPAIGN_READ)]


def templates_for(user: Any) -> list[ProgrammeTemplate]:
    """Return the templates from which this user may open a programme, by title."""
    rows = ProgrammeTemplate.objects.filter(retired_at__isnull=True).select_related("organisation")
    return [one for one in rows.order_by("title") if user.has_perm(Permission.CAMPAIGN_PLAN, one)]


def template_for(user: Any, id: UUID) -> ProgrammeTemplate:
    """Return a template from which this user may open a programme, or raise NoSuchTemplate."""
    found = ProgrammeTemplate.objects.select_related("organisation").filter(pk=id).first()
    if found is None or not user.has_perm(Permission.CAMPAIGN_PLAN, found):
        raise NoSuchTemplate(_("There is no such template."))
    return found


def leads_in(organisation: "Organisation") -> list[Any]:
    """Return the people who plan campaigns in an organisation today, by the name they are called."""
    today = timezone.localdate()
    found = {
        row.user_id: row.user
        for row, standing in network.members_of(organisation, on=today)
        if standing == "now" and Permission.CAMPAIGN_PLAN in permissions_of(row.role)
    }
    return sorted(found.values(), key=lambda user: str(user.display_name))


def needs_board(campaign: Campaign) -> list[Board]:
    """Return the board of needs: what is missing most first."""
    return rules.board_of(NeedReport.objects.filter(campaign=campaign).order_by("noted_at", "pk"))


def offers_of(campaign: Campaign) -> list[CrisisOffer]:
    """Return the offers of a programme, those that wait for an answer first."""
    rows = CrisisOffer.objects.filter(campaign=campaign).select_related("point")
    return list(rows.order_by("answer", "convoy_on", "number"))


def offer_for(user: Any, id: UUID) -> CrisisOffer:
    """Return an offer of a programme that this user leads, or raise NoSuchOffer."""
    found = CrisisOffer.objects.select_related("point", "campaign").filter(pk=id).first()
    if found is None or not user.has_perm(Permission.CAMPAIGN_PLAN, found):
        raise NoSuchOffer(_("There is no such offer."))
    return found


def pads_of(campaign: Campaign) -> dict[int, int]:
    """Return number of each printed pad → how many leaves it has."""
    return dict(TokenPad.objects.filter(campaign=campaign).values_list("number", "leaves"))


def crisis_days(campaign: Campaign) -> Sequence[CrisisDay]:
    """Return the figures of each day as counted last, the latest day first."""
    found: dict[Any, CrisisDay] = {}
    for row in CrisisDay.objects.filter(campaign=campaign).order_by("day", "number"):
        found[row.day] = row
    return list(reversed(found.values()))


def light_households(campaign: Campaign) -> QuerySet[LightHousehold]:
    """Return the households registered by a token, the latest first."""
    return LightHousehold.objects.filter(campaign=campaign).order_by("-noted_at", "-pk")
