"""Nomination sheets: the one door, their list, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import Campaign, NominationHousehold, NominationSheet, SheetLine
from twiza.aid.rules import sheets as rules
from twiza.lib.errors import NotFound
from twiza.lib.short_codes import read_code
from twiza.lib.text import isolated
from twiza.lib.today import Due
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission
from twiza.registry import queries as registry

LISTED = 200


class NoSuchSheet(NotFound):
    code = "aid.no_such_sheet"


@dataclass(frozen=True)
class SheetCounts:
    """How many sheets went out and came back."""

    printed: int
    typed: int
    cancelled: int

    @property
    def out(self) -> int:
        return self.printed - self.typed - self.cancelled


def sheet_for(user: Any, id: UUID) -> NominationSheet:
    """Return a sheet of an organisation for which this user brings families. Raises NoSuchSheet."""
    row = _rows().filter(pk=id).first()
    if row is None or not user.has_perm(Permission.HOUSEHOLD_NOMINATE, row.bringing_id):
        raise NoSuchSheet(_("There is no such sheet."))
    return row


def sheet_by_code(user: Any, campaign: Campaign, typed: str) -> NominationSheet:
    """Return the sheet of a campaign whose number was typed or scanned. Raises NoSuchSheet."""
    code = read_code(typed, rules.CODE_LENGTH)
    row = _rows().filter(campaign=campaign, code=code).first() if code else None
    if row is None or not user.has_perm(Permission.HOUSEHOLD_NOMINATE, row.bringing_id):
        raise NoSuchSheet(_("No sheet of this campaign has this number. Read it again, two groups of four."))
    return row


def sheets_of(campaign: Campaign) -> QuerySet[NominationSheet]:
    """Return the sheets of a campaign that this person's organisations see, the latest first (at most 200)."""
    return _rows().filter(campaign=campaign).order_by("-number")[:LISTED]


def sheet_counts(campaign: Campaign) -> SheetCounts:
    """Return how many sheets of a campaign went out and came back, as far as this person's organisations see."""
    found = NominationSheet.objects.filter(campaign=campaign).aggregate(
        printed=Count("pk"),
        typed=Count("pk", filter=Q(state="typed")),
        cancelled=Count("pk", filter=Q(state="cancelled")),
    )
    return SheetCounts(**found)


def sheets_printed_with(sheet: NominationSheet, count: int) -> list[NominationSheet]:
    """Return a sheet and those that follow it of the same print."""
    rows = _rows().filter(
        campaign=sheet.campaign_id,
        bringing=sheet.bringing_id,
        printed_at=sheet.printed_at,
        number__gte=sheet.number,
        number__lt=sheet.number + count,
    )
    return list(rows.order_by("number"))


def nominations_by_household(
    campaign: Campaign, bringing: UUID, households: Sequence[UUID]
) -> dict[UUID, UUID]:
    """Return household → its nomination in this campaign, by whichever of its files it was brought. Own side only."""
    files = {id: family for family in households for id in {family, *registry.group_of(family)}}
    rows = NominationHousehold.objects.filter(
        campaign=campaign,
        organisation_id=bringing,
        household__in=files,
        nomination__withdrawn_at__isnull=True,
    )
    return {files[id]: code for id, code in rows.order_by("pk").values_list("household", "nomination_id")}


def lines_of_sheet(sheet: NominationSheet) -> list[SheetLine]:
    """Return which line of a typed sheet brought which code."""
    return list(SheetLine.objects.filter(sheet=sheet).select_related("nomination").order_by("line"))


def sheets_waiting_for(user: Any, *, at: datetime) -> list[Due]:
    """Return the sheets whose picture waits to be typed in, before it is erased, for the today page."""
    if not user.has_perm(Permission.HOUSEHOLD_NOMINATE):
        return []
    rows = _rows().filter(state="printed", photo__erased_at__isnull=True, photo__isnull=False)
    return [
        Due(
            _("Type in sheet %(number)s of %(title)s: its picture is erased that day")
            % {"number": row.number, "title": isolated(row.campaign.title)},
            reverse("aid:type_sheet", args=[row.pk]),
            row.photo.erase_on if row.photo else None,
        )
        for row in rows.order_by("number")[:20]
        if user.has_perm(Permission.REGISTRY_IMPORT, row.bringing_id)
    ]


def notice_of(campaign: Campaign, language: str) -> list[str]:
    """Return what is read aloud to a family before anything is written on a sheet.

    The notice of the campaign's processing, as the register says it today; a general one until the campaign has its own.
    """
    if campaign.processing is not None:
        arabic, french = network.notice_for(campaign.processing)
        return list((french if language == "fr" else arabic).lines)
    return [
        str(_("What you say is kept by %(organisation)s, to prepare this campaign and nothing else."))
        % {"organisation": _named(campaign.organisation, language)},
        str(
            _(
                "You need not give a telephone or a year of birth, and to refuse an answer takes no help away from you."
            )
        ),
        str(
            _(
                "You may ask to see what is written, to have it corrected or erased. No name is given to anybody else."
            )
        ),
    ]


def _named(organisation: Any, language: str) -> str:
    return str((organisation.name_fr if language == "fr" else organisation.name_ar) or organisation)


def _rows() -> QuerySet[NominationSheet]:
    return NominationSheet.objects.select_related(
        "campaign__organisation", "campaign__processing", "bringing", "photo", "typed_by", "printed_by"
    )
