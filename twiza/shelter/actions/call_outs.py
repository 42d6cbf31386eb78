"""A team is called to people outside: who alerted, when; the exact place for its phones and its listeners alone."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib import sealed_boxes
from twiza.lib.ids import new_id
from twiza.lib.text import tidy
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.sync import queries as devices
from twiza.shelter import rules
from twiza.shelter.actions.faults import BadPlan
from twiza.shelter.actions.outreach_keys import keep_outreach_key
from twiza.shelter.actions.winters import check_night
from twiza.shelter.models import CallOut, CallOutSeal, HotSpot, Team

LONGEST_PLACE = 1_000  # characters, of place and words together


@transaction.atomic
def write_call_out(
    *,
    team: Team,
    hot_spot: HotSpot,
    source: str,
    people: int,
    place: str,
    words: str = "",
    alerted_at: datetime,
    id: UUID | None = None,
    by: Any,
    at: datetime,
) -> CallOut:
    """Send a team to people outside. The place is sealed to each phone of the team and to its listeners' key.

    Whoever writes it cannot read the place again. A phone that is enrolled later does not have it.

    Args:
        source: who alerted, a code of `rules.SOURCES`. id: of the form: sent twice, it makes one.

    Raises:
        BadPlan: another winter's area, an unknown source, nobody, no place, a moment to come, or nobody to seal it to.
        WinterOver.
    """
    check(by, Permission.NIGHT_ROUND, team.crew_id)
    winter = team.winter
    sent = CallOut.objects.filter(pk=id).first() if id else None
    if sent is not None:
        return sent
    night = rules.night_of(alerted_at)
    check_night(winter, night)
    if hot_spot.winter_id != winter.pk or team.left_out_at or source not in rules.SOURCES:
        raise BadPlan(_("Choose the team, the area and who alerted from the lists."))
    if not 1 <= people <= rules.MOST_MET or alerted_at > at:
        raise BadPlan(
            _("Say how many people wait, 1 to %(most)s, and when the alert came: not later than now."),
            most=rules.MOST_MET,
        )
    place, words = tidy(place), tidy(words)
    if not place or len(place) + len(words) > LONGEST_PLACE:
        raise BadPlan(
            _("Write the place so that the team finds it, in %(most)s letters at most."), most=LONGEST_PLACE
        )
    call = CallOut.objects.create(
        id=id or new_id(), winter=winter, crew_id=winter.crew_id, team=team, night=night, hot_spot=hot_spot, source=source, people=people,
        at=alerted_at, written_at=at, by=by,
    )  # fmt: skip
    if not _seal(call, place, words, by=by, at=at):
        raise BadPlan(
            _("Nobody could read this place: the team has no phone, and nobody here has a key of the room. Enrol a phone first, or call the team.")
        )  # fmt: skip
    _line("shelter.call_out_written", call, by, at, source=source)
    return call


@transaction.atomic
def reach_call_out(
    *, call_out: CallOut, reached_at: datetime | None = None, by: Any, at: datetime
) -> CallOut:
    """Say that the team is there: that gives the response time. Said twice, the first stays.

    Args:
        reached_at: when; None: now.
    """
    check(by, Permission.NIGHT_ROUND, call_out.crew_id)
    held = CallOut.objects.select_for_update(of=("self",)).get(pk=call_out.pk)
    if held.reached_at is None:
        write_reached(held, reached_at or at)
        _line("shelter.call_out_reached", held, by, at)
    return held


def write_reached(call_out: CallOut, reached_at: datetime) -> None:
    """Write when a team was there, never before the alert. Permission and log are the caller's."""
    call_out.reached_at = max(reached_at, call_out.at)
    call_out.save(update_fields=["reached_at"])


def _seal(call: CallOut, place: str, words: str, *, by: Any, at: datetime) -> int:
    """Seal the place to each phone of the team and to the key of the notes; return to how many."""
    clear = sealed_boxes.padded(json.dumps({"place": place, "words": words}, ensure_ascii=False).encode())
    of = {"call_out": call, "winter_id": call.winter_id, "crew_id": call.crew_id}
    seals = [
        CallOutSeal(
            **of,
            device=device,
            sealed=_box(clear, sealed_boxes.box_key(Ed25519PublicKey.from_public_bytes(key)), 0, call),
        )
        for device, key in devices.keys_of_devices([call.team_id]).items()
    ]
    key = keep_outreach_key(winter=call.winter, by=by, at=at)
    if key is not None:
        seals.append(
            CallOutSeal(
                **of,
                number=key.number,
                sealed=_box(clear, X25519PublicKey.from_public_bytes(bytes(key.public)), key.number, call),
            )
        )
    return len(CallOutSeal.objects.bulk_create(seals))


def _box(clear: bytes, public: X25519PublicKey, number: int, call: CallOut) -> str:
    return sealed_boxes.seal(
        clear, public, number=number, about=str(call.pk).encode(),
        info=sealed_boxes.OUTREACH,
    )  # fmt: skip


def _line(type: str, call: CallOut, by: Any, at: datetime, **data: Any) -> None:
    audit.record(
        type=type, target=call, organisation=call.crew_id, by=by, at=at, night=str(call.night), people=call.people,
        **data,
    )  # fmt: skip
