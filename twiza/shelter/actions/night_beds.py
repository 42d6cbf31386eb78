"""A meeting in which somebody wanted a bed: guests by code, a bed kept for them or the need written; a child alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twiza.cases import actions as cases
from twiza.lib.errors import DomainError
from twiza.shelter import rules
from twiza.shelter.actions.faults import HasABed, NoBedLeft
from twiza.shelter.actions.guests import meet_guests
from twiza.shelter.actions.stays import give_back, hold_beds, write_need
from twiza.shelter.models import BedUse, Encounter, EncounterGuest, Guest, UnmetNeed, WinterSite

RAISED, UNHEARD = "raised", "unheard"


def call_for_child(*, organisation: Any, area: str, children: int, met_at: datetime, by: Any, at: datetime) -> str:  # fmt: skip
    """Raise the alert of a child met alone: area and hour, no name. Returns `raised`, or `unheard`: nobody has a key."""
    said = {
        "words": _("The night round met %(children)s children or young people without a grown-up.") % {"children": children},
        "where": area,
        "danger": "unknown",
        "caller": "adult",
        "whom": "minor",
        "called": "",
        "hour": timezone.localtime(met_at).strftime("%H:%M"),
    }  # fmt: skip
    try:
        with transaction.atomic():
            cases.raise_alert(organisation=organisation, said=said, by=by, at=at)
    except cases.NobodyListens:
        return UNHEARD
    return RAISED


def give_beds(*, encounter: Encounter, met: rules.Meeting, by: Any, at: datetime) -> str:
    """Keep beds for who wanted one, or write their need down. Returns a rule's code; "" when all have a bed.

    Those who are together have one site or none; others each their own bed. What goes wrong costs nobody the meeting.
    """
    if "shelter" not in met.taken or met.is_child_alone:
        return ""
    if met.unsure or not met.who:
        return "bed_for_whom"
    parties = [met.who] if met.together or met.children else [(one,) for one in met.who]
    known = _known_guests(encounter, met)
    codes = []
    for number, who in enumerate(parties):
        try:
            with transaction.atomic():
                guests = known[number] if number < len(known) else meet_guests(
                    winter=encounter.winter, who=who, elderly=met.elderly, care=met.care, by=by, at=at
                )  # fmt: skip
                codes.append(_hold(encounter, met, guests, by, at))
        except DomainError as refusal:
            codes.append(refusal.code)
    return next(filter(None, codes), "")


def take_beds_back(*, encounter: Encounter, by: Any, at: datetime) -> None:
    """Free what was kept for the guests of a meeting that was taken back, and take their need off the list."""
    guests = list(EncounterGuest.objects.filter(encounter=encounter).values_list("guest", flat=True))
    elsewhere = EncounterGuest.objects.filter(guest__in=guests, encounter__undone_at__isnull=True).exclude(
        encounter=encounter
    )
    alone = set(guests) - set(elsewhere.values_list("guest", flat=True))
    for use in BedUse.objects.filter(guest__in=alone, use=rules.Use.HELD, nights__contains=encounter.night):
        give_back(use=use, why=rules.Freed.MISTAKE, by=by, at=at)
    UnmetNeed.objects.filter(guest__in=alone, night=encounter.night, solved_at__isnull=True).update(
        solved_at=at
    )


def _hold(encounter: Encounter, met: rules.Meeting, guests: Sequence[Guest], by: Any, at: datetime) -> str:
    EncounterGuest.objects.bulk_create(
        EncounterGuest(encounter=encounter, winter_id=encounter.winter_id, crew_id=encounter.crew_id, guest=one)
        for one in guests
    )  # fmt: skip
    if at >= rules.ends_at(encounter.night):  # told the day after: no bed was kept, and none can be any more
        write_need(guests=guests, night=encounter.night, by=by, at=at)
        return "night_over"
    sites = {one.pk: one for one in WinterSite.objects.filter(pk__in=met.sites, winter=encounter.winter_id)}
    try:
        with transaction.atomic():
            hold_beds(
                guests=guests, night=encounter.night, sites=[sites[one] for one in met.sites if one in sites], by=by,
                at=at,
            )  # fmt: skip
    except NoBedLeft:
        write_need(guests=guests, night=encounter.night, by=by, at=at)
        return "no_bed"
    except HasABed:
        return ""  # they were met before tonight, and their bed waits
    return ""


def _known_guests(encounter: Encounter, met: rules.Meeting) -> list[list[Guest]]:
    """Return the guests of earlier meetings with the same people: tonight's, or of a person whom the phone knew again."""
    earlier = Encounter.objects.filter(winter=encounter.winter_id, undone_at__isnull=True).exclude(
        pk=encounter.pk
    )
    if met.again:
        earlier = earlier.filter(pk=met.again)
    elif met.person and len(met.who) == 1:
        earlier = earlier.filter(person=met.person)
    else:
        return []
    for one in earlier.order_by("-at", "-pk"):
        found = [row.guest for row in one.guests.select_related("guest__winter").order_by("pk")]
        if found and sorted(guest.who for guest in found) == sorted(met.who):
            together = met.together or met.children
            return [found] if together else _in_order(found, met.who)
    return []


def _in_order(guests: list[Guest], who: Sequence[str]) -> list[list[Guest]]:
    """Give each of `who` one of the guests that are of it."""
    left = list(guests)
    return [[left.pop(next(n for n, guest in enumerate(left) if guest.who == one))] for one in who]
