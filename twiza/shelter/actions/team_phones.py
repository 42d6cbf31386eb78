"""Phones of a team: opened by a sheet for the nights of the winter, given the pack of the night, ended when lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from twiza.lib.opening_sheets import OpeningSheet, opening_pdf
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.sync import actions as sync
from twiza.platform.sync import queries as devices
from twiza.platform.sync.rules import SignedPack
from twiza.platform.web import formats
from twiza.shelter import queries, rules
from twiza.shelter.actions.faults import OutOfOrder
from twiza.shelter.actions.outreach_keys import keep_outreach_key
from twiza.shelter.actions.winters import check_open
from twiza.shelter.models import Team

POST_KIND = "team"


@dataclass(frozen=True)
class OpenedTeamPhone:
    """A sheet at the moment it is made: the only moment when its code is known."""

    team: Team
    code: str
    until: datetime


@transaction.atomic
def open_team_phone(*, team: Team, by: Any, at: datetime) -> OpenedTeamPhone:
    """Make the sheet that opens one phone for a team and the nights of its winter. It works once; a team may have several.

    With it the key of the team's notes is made, when a listener of the crew has a key of the room.

    Raises:
        OutOfOrder: the nights are over, or the team was left out. WinterOver.
    """
    check(by, Permission.NIGHT_ROUND, team.crew_id)
    winter = team.winter
    check_open(winter)
    ends = rules.ends_at(winter.last_night)
    if ends <= at or team.left_out_at is not None:
        raise OutOfOrder(_("The nights of this winter are over, or this team goes out no more."))
    keep_outreach_key(winter=winter, by=by, at=at)
    _row, code = sync.open_enrolment(
        post=team.pk,
        post_kind=POST_KIND,
        organisation=team.crew_id,
        host=team.crew_id,  # never the committee: what a phone sends is the crew's alone
        begins=rules.begins_at(winter.first_night),
        ends=ends,
        by=by,
        at=at,
    )
    return OpenedTeamPhone(team, code, ends)


@transaction.atomic
def give_team_pack(*, device: UUID, post: UUID, post_kind: str, by: Any, at: datetime) -> SignedPack:
    """Give a team's phone its pack of tonight, in the name of whoever opened it. Sealed notes go to the key of now.

    Raises:
        NoSuchWinter. NoPermission: who opened the phone goes out no more. NoRoundTonight.
    """
    team = queries.any_team(post)
    check(by, Permission.NIGHT_ROUND, team.crew_id)
    queries.round_tonight(team, at=at)
    key = keep_outreach_key(winter=team.winter, by=by, at=at)
    return queries.team_pack(team, device=device, key=key, at=at)


@transaction.atomic
def revoke_team_phone(*, team: Team, device: UUID, reason_code: str, by: Any, at: datetime) -> None:
    """End a phone: it gets no pack any more, and what it still sends waits for a person.

    Raises:
        NoSuchWinter: the team has no such phone.
    """
    check(by, Permission.NIGHT_ROUND, team.crew_id)
    if device not in {one.id for one in devices.devices_of([team.pk])}:
        raise queries.NoSuchWinter(_("This team has no such phone."))
    sync.revoke_device(device=device, reason_code=reason_code, by=by, at=at)


@transaction.atomic
def accept_late_rounds(*, team: Team, operations: Sequence[UUID], by: Any, at: datetime) -> int:
    """Take in what waits of the phones of a team, in this person's name. Returns how many were taken in.

    Raises:
        OutOfOrder: nothing of these waits.
    """
    check(by, Permission.NIGHT_ROUND, team.crew_id)
    waiting = {one.operation for one in devices.waiting_of([team.pk])}
    chosen = [one for one in operations if one in waiting]
    if not chosen:
        raise OutOfOrder(_("Nothing of this team waits any more."))
    answers = sync.accept_operations(operations=chosen, by=by, at=at)
    return sum(one.answer != "rejected" for one in answers)


def print_team_opening(opened: OpenedTeamPhone, address: str, language: str) -> bytes:
    """Return the sheet that opens a phone of a team, as a PDF. `address`: of the field app, without its code."""
    with translation.override(language):
        winter = opened.team.winter
        name = winter.name_ar if language == "ar" else winter.name_fr
        sheet = OpeningSheet(
            title=f"{opened.team.name} · {name}",
            address=f"{address}#e={opened.code}",
            code=opened.code,
            until=_("Until %(moment)s.") % {"moment": formats.moment(opened.until)},
        )
        words = {
            "how": _("Open this with the phone's camera, while it has network."),
            "type": _("Or type this address:"),
            "code": _("and this code:"),
            "once": _("It works once. Keep it in your hand until the phone is open, then tear it up."),
        }
        return opening_pdf([sheet], words=words, language=language)
