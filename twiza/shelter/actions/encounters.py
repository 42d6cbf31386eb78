"""Meeting people at night. Nobody has to say anything; a refusal is a result, and so is help on the spot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.shelter import rules
from twiza.shelter.actions.faults import BadEncounter, OutOfOrder
from twiza.shelter.actions.night_beds import call_for_child, give_beds, take_beds_back
from twiza.shelter.actions.winters import check_night
from twiza.shelter.models import (
    CallOut,
    Encounter,
    EncounterKit,
    EncounterSeal,
    HotSpot,
    OutreachKey,
    Round,
    VoicePart,
)

WENT = (rules.State.BRIEFED, rules.State.OUT, rules.State.BACK)


@dataclass(frozen=True)
class Ground:
    """What a meeting of a round may name: areas by id with their names, call-outs, numbers of keys."""

    areas: Mapping[UUID, str]
    calls: frozenset[UUID]
    numbers: frozenset[int]


@transaction.atomic
def record_encounter(
    *,
    round: Round,
    met: rules.Meeting,
    met_at: datetime | None = None,
    id: UUID | None = None,
    by: Any,
    at: datetime,
) -> Encounter:
    """Write a meeting of a round: what was seen, offered, taken. Who wanted a bed has one kept, or their need written.

    Children without a grown-up raise the alert of J-02 at once; when no listener has a key the row says `unheard`.

    Args:
        met_at: when; None: now. id: of the form: sent twice, it makes one.

    Raises:
        BadEncounter: it is not whole, or names what is not of this winter. OutOfOrder: the round was not briefed.
        WinterOver.
    """
    check(by, Permission.NIGHT_ROUND, round.crew_id)
    sent = Encounter.objects.filter(pk=id).first() if id else None
    if sent is not None:
        return sent
    check_night(round.winter, round.night)
    if round.state not in WENT:
        raise OutOfOrder(_("Brief the round first: then people are met."))
    met_at = met_at or at
    if rules.night_of(met_at) != round.night or met_at > at:
        raise BadEncounter(_("This moment is not of the night of the round."))
    ground = ground_of(round)
    if fault := fault_in(met, ground):
        raise BadEncounter(rules.FAULTS[fault], most=rules.MOST_LEFT if fault == "kits" else rules.MOST_MET)
    encounter, rule = write_meeting(
        round, met, ground, id=id or new_id(), device=None, met_at=met_at, by=by, at=at
    )
    audit.record(
        type="shelter.people_met", target=encounter, organisation=round.crew_id, by=by, at=at, night=str(round.night),
        reason_code=rule,
    )  # fmt: skip
    return encounter


@transaction.atomic
def undo_encounter(*, encounter: Encounter, by: Any, at: datetime) -> Encounter:
    """Take a meeting back within ten minutes: it was written by mistake. What was kept for it is free again.

    Raises:
        OutOfOrder: it was taken back already, or it is too late.
    """
    check(by, Permission.NIGHT_ROUND, encounter.crew_id)
    held = Encounter.objects.select_for_update(of=("self",)).get(pk=encounter.pk)
    if held.undone_at is not None or not rules.may_undo(held.at, at):
        raise OutOfOrder(_("A meeting is taken back once, within ten minutes."))
    take_back(held, at, by=by, at=at)
    audit.record(
        type="shelter.meeting_undone", target=held, organisation=held.crew_id, by=by, at=at, night=str(held.night)
    )  # fmt: skip
    return held


@transaction.atomic
def keep_voice_part(
    *, encounter: Encounter, id: UUID, number: int, n: int, of: int, sealed: str, by: Any, at: datetime
) -> None:
    """Keep a part of a voice note that a phone sealed. The same part twice is one.

    Raises:
        BadEncounter: no key of that number, a part of nothing, too long, or they were not spoken with.
    """
    check(by, Permission.NIGHT_ROUND, encounter.crew_id)
    known = OutreachKey.objects.filter(winter=encounter.winter_id, number=number).exists()
    if not known or not rules.is_part(n, of, sealed) or encounter.state != rules.MetAs.AWAKE:
        raise BadEncounter(rules.FAULTS["sealed"])
    write_voice_part(encounter, id=id, number=number, n=n, of=of, sealed=sealed)
    audit.record(
        type="shelter.voice_kept", target=encounter, organisation=encounter.crew_id, by=by, at=at, part=n
    )


def write_voice_part(encounter: Encounter, *, id: UUID, number: int, n: int, of: int, sealed: str) -> bool:
    """Write a part unless it is there: the rows are for who has a seat, and are not read here. Returns whether it is new."""
    try:
        with transaction.atomic():
            VoicePart.objects.bulk_create(
                [
                    VoicePart(
                        id=id, encounter=encounter, winter_id=encounter.winter_id, crew_id=encounter.crew_id, number=number,
                        n=n, of=of, sealed=sealed,
                    )
                ]
            )  # fmt: skip
    except IntegrityError:
        return False
    return True


def ground_of(round: Round) -> Ground:
    """Return what meetings of this round may name."""
    winter = round.winter_id
    return Ground(
        areas=dict(HotSpot.objects.filter(winter=winter).values_list("pk", "name")),
        calls=frozenset(CallOut.objects.filter(winter=winter).values_list("pk", flat=True)),
        numbers=frozenset(OutreachKey.objects.filter(winter=winter).values_list("number", flat=True)),
    )


def fault_in(met: rules.Meeting, ground: Ground) -> str:
    """Return why a meeting cannot be written: a code of `rules.FAULTS`; "" when it can."""
    if fault := rules.fault_of(met):
        return fault
    if met.area not in ground.areas or met.call and met.call not in ground.calls:
        return "unknown_code"
    return "sealed" if met.number and met.number not in ground.numbers else ""


def write_meeting(
    round: Round,
    met: rules.Meeting,
    ground: Ground,
    *,
    id: UUID,
    device: UUID | None,
    met_at: datetime,
    by: Any,
    at: datetime,
) -> tuple[Encounter, str]:
    """Write a whole meeting with all that follows. Permission, faults and the log are the caller's.

    Returns the row and the code of what did not go as wished: "", `no_bed`, `night_over`, `bed_for_whom`, `unheard`…
    """
    child_alert = ""
    if met.is_child_alone:
        child_alert = call_for_child(
            organisation=round.crew_id, area=ground.areas[met.area], children=met.children, met_at=met_at, by=by, at=at
        )  # fmt: skip
    encounter = Encounter(
        id=id, winter=round.winter, crew_id=round.crew_id, round=round, night=round.night, hot_spot_id=met.area,
        call_out_id=met.call, at=met_at, men=met.men, women=met.women, unsure=met.unsure, children=met.children,
        state=met.state, language=met.language, offered=list(met.offered), taken=list(met.taken), flags=list(met.flags),
        again=met.again, person=met.person, elderly=met.elderly, care=met.care, together=met.together,
        child_alert=child_alert, device=device, taken_in_at=at, by=by,
    )  # fmt: skip
    encounter.save(force_insert=True)
    of = {"encounter": encounter, "winter_id": round.winter_id, "crew_id": round.crew_id}
    if met.kits:
        EncounterKit.objects.bulk_create(EncounterKit(**of, kind=kind, pieces=n) for kind, n in met.kits)
    if met.sealed:
        # without reading it back: who writes it does not see the row
        EncounterSeal.objects.bulk_create([EncounterSeal(**of, number=met.number, sealed=met.sealed)])
    rule = give_beds(encounter=encounter, met=met, by=by, at=at)
    return encounter, child_alert if child_alert == "unheard" else rule


def take_back(encounter: Encounter, undone_at: datetime, *, by: Any, at: datetime) -> None:
    """Take a meeting back and what was kept for it. Permission, time and the log are the caller's."""
    encounter.undone_at = undone_at
    encounter.save(update_fields=["undone_at"])
    take_beds_back(encounter=encounter, by=by, at=at)
