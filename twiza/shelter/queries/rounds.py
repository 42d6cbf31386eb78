"""Rounds of a night: their page, the night plan of the committee, what waits tonight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.today import Due
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission
from twiza.shelter import rules
from twiza.shelter.models import DutyContact, Round, RoundEscort, RoundKit, RoundMember, RoundStop, Winter
from twiza.shelter.queries.beds import board
from twiza.shelter.queries.committee import on_duty
from twiza.shelter.queries.winters import READS, one_of, where


@dataclass(frozen=True)
class NightPlan:
    """What the committee has in its hands for a night: rounds, who answers, beds. No person who is helped."""

    night: date
    is_of_winter: bool
    rounds: tuple[Round, ...]
    duties: tuple[DutyContact, ...]
    beds: int
    free: int
    waiting_to_declare: int


def rounds_of(winter: Winter) -> QuerySet[Round]:
    """Return rounds with everything that is shown of them, by night and hour."""
    return (
        Round.objects.filter(winter=winter)
        .select_related("team", "vehicle")
        .prefetch_related(
            Prefetch("stops", RoundStop.objects.select_related("hot_spot").order_by("position")),
            Prefetch("escorts", RoundEscort.objects.order_by("body")),
            Prefetch(
                "members", RoundMember.objects.select_related("user").order_by("-leads", "user__display_name")
            ),
            Prefetch("kits", RoundKit.objects.order_by("kind")),
        )
        .order_by("night", "starts_at", "pk")
    )


def nights_with_rounds(winter: Winter, *, newest: int = 60) -> list[dict[str, Any]]:
    """Return the nights that have rounds, the newest first: night, how many, how many are back."""
    rows = Round.objects.filter(winter=winter).values("night")
    counted = rows.annotate(rounds=Count("pk"), back=Count("pk", filter=Q(state=rules.State.BACK)))
    return [dict(one) for one in counted.order_by("-night")[:newest]]


def night_plan(winter: Winter, night: date, *, at: datetime) -> NightPlan:
    """Return the plan of one night: rounds, who answers, beds of all sites as totals."""
    beds = board(winter, night, at=at)
    return NightPlan(
        night=night,
        is_of_winter=winter.first_night <= night <= winter.last_night,
        rounds=tuple(rounds_of(winter).filter(night=night)),
        duties=tuple(on_duty(winter, night)),
        beds=beds.totals.get("beds", 0),
        free=beds.totals.get("free", 0),
        waiting_to_declare=sum(one.declared is None for one in beds.sites),
    )


def round_for(user: Any, id: UUID) -> Round:
    """Return a round, for its committee and who goes out. Raises NoSuchWinter."""
    mine = where(user, *READS)
    rows = Round.objects.select_related(
        "winter__organisation", "winter__crew", "crew", "team", "vehicle", "planned_by"
    )
    return one_of(rows.filter(Q(organisation__in=mine) | Q(crew__in=mine), pk=id))  # fmt: skip


def whole_round(round: Round) -> Round:
    """Return a round with its areas, people, bodies and pieces."""
    return rounds_of(round.winter).get(pk=round.pk)


def who_may_go(round: Round, *, on: date) -> tuple[Sequence[Any], Sequence[Any]]:
    """Return the people of the body that goes out, and those among them who may lead."""
    people = network.colleagues(round.crew, on=on)
    return people, [one for one in people if one.has_perm(Permission.NIGHT_ROUND, round.crew_id)]


def rounds_waiting_for(user: Any, at: datetime) -> list[Due]:
    """Return what the today page says to who leads rounds: those of tonight that are not briefed."""
    mine = where(user, Permission.NIGHT_ROUND)
    if not mine:
        return []
    rows = Round.objects.filter(crew__in=mine, night=rules.night_of(at), state=rules.State.PLANNED)
    return [
        Due(
            _("Brief the round of tonight, %(team)s: who goes, the vehicle, what is taken") % {"team": one.team.name},
            reverse("shelter:show_round", args=[one.pk]),
            due=timezone.localtime(one.starts_at),
        )
        for one in rows.select_related("team").order_by("starts_at", "pk")
    ]  # fmt: skip
