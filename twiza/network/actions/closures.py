"""Closing an institution: a place for each resident first."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network import queries
from twiza.network.actions.institutions import locked, record
from twiza.network.actions.licences import stop
from twiza.network.models import ClosurePlan, Institution, Licence, RelocationPlace
from twiza.network.rules.institutions import AGES, SEXES
from twiza.network.rules.licences import LIVE, LicenceState
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check


class ResidentsFirst(DomainError):
    code = "network.residents_first"


@transaction.atomic
def plan_closure(
    *,
    institution: Institution,
    closes_on: date,
    reasons: str,
    places: Sequence[tuple[str, str, str]],
    residents: int,
    by: User,
    at: datetime,
) -> ClosurePlan:
    """Plan a closure with a place for each resident: (sex, age band, destination) each, never a name.

    Raises:
        ResidentsFirst: fewer or more places than residents, fewer residents than the register counts, a destination
            or an age band missing, no reason.
        InstitutionOver, NoPermission.
    """
    check(by, Permission.LICENCE_DECIDE, institution)
    institution = locked(institution)
    if not tidy(reasons) or closes_on < timezone.localdate(at):
        raise ResidentsFirst(_("Say why it closes, and on which day to come."))
    known = queries.present_of(institution)
    if known is not None and residents < known[0].value:
        raise ResidentsFirst(
            _("On %(day)s the register counted %(count)s people there. Count again, or give each of them a place."),
            day=known[1],
            count=int(known[0].value),
        )  # fmt: skip
    if institution.opened_on is None or institution.opened_on > closes_on:
        raise ResidentsFirst(
            _("It receives nobody yet, so there is nothing to close: write in its entry since when it does.")
        )
    if len(places) != residents:
        raise ResidentsFirst(
            _("%(residents)s people live there and %(places)s have a place: each needs one."),
            residents=residents,
            places=len(places),
        )
    _check_places(places)
    plan = ClosurePlan.objects.create(
        institution=institution, organisation_id=institution.organisation_id, closes_on=closes_on,
        reasons=tidy(reasons), residents=residents, made_by=by, made_at=at,
    )  # fmt: skip
    _give_places(plan, places, first=1)
    record("network.closure_planned", institution, institution.organisation, by, at, residents=residents)
    return plan


@transaction.atomic
def add_resident(
    *, plan: ClosurePlan, sex: str, age: str, destination: str, by: User, at: datetime
) -> RelocationPlace:
    """Give a place to somebody who came, or was found to live there, after the plan was made.

    Raises:
        ResidentsFirst: an age band or the destination is missing.
        InstitutionOver, NoPermission.
    """
    check(by, Permission.LICENCE_EXAMINE, plan)
    institution = locked(plan.institution)
    _check_places([(sex, age, destination)])
    first = 1 + plan.places.count()
    (place,) = _give_places(plan, [(sex, age, destination)], first=first)
    record("network.closure_grew", institution, institution.organisation, by, at, residents=first)
    return place


def _check_places(places: Sequence[tuple[str, str, str]]) -> None:
    if any(sex not in SEXES or not age or age not in AGES or not tidy(to) for sex, age, to in places):
        raise ResidentsFirst(_("For each resident: an age band and where they go. No name."))


def _give_places(
    plan: ClosurePlan, places: Sequence[tuple[str, str, str]], *, first: int
) -> list[RelocationPlace]:
    return RelocationPlace.objects.bulk_create(
        RelocationPlace(
            plan=plan, institution_id=plan.institution_id, organisation_id=plan.organisation_id, number=number,
            sex=sex, age=age, destination=tidy(destination),
        )
        for number, (sex, age, destination) in enumerate(places, start=first)
    )  # fmt: skip


@transaction.atomic
def write_move(*, place: RelocationPlace, on: date, by: User, at: datetime) -> RelocationPlace:
    """Write that somebody has reached their next place."""
    check(by, Permission.LICENCE_EXAMINE, place)
    place.moved_on = on
    place.save(update_fields=["moved_on"])
    record(
        "network.resident_moved", place.institution, place.institution.organisation, by, at, place=place.pk
    )
    return place


@transaction.atomic
def close_institution(*, institution: Institution, on: date, by: User, at: datetime) -> Institution:
    """Close an institution behind its last resident; its licence ends with it.

    Raises:
        ResidentsFirst: no plan, somebody has not moved yet, or somebody was counted there after the last move.
    """
    check(by, Permission.LICENCE_DECIDE, institution)
    institution = locked(institution)
    plan = ClosurePlan.objects.filter(institution=institution).first()
    if plan is None:
        raise ResidentsFirst(_("Plan the closure first: a place for each person who lives there."))
    waiting = plan.places.filter(moved_on__isnull=True).count()
    if waiting:
        raise ResidentsFirst(
            _("%(count)s people have not moved yet: it closes behind the last."), count=waiting
        )
    known = queries.present_of(institution)
    last = plan.places.aggregate(last=Max("moved_on"))["last"] or timezone.localdate(plan.made_at)
    if known is not None and known[0].value > 0 and known[1] > last:
        raise ResidentsFirst(
            _("On %(day)s, after the last move, the register counted %(count)s people there. Give each a place, or count again."),
            day=known[1],
            count=int(known[0].value),
        )  # fmt: skip
    institution.closed_on = on
    institution.save(update_fields=["closed_on"])
    licence = Licence.objects.select_for_update().filter(institution=institution, state__in=LIVE).first()
    if licence is not None:
        stop(licence, LicenceState.CLOSED, plan.reasons, on)
    record("network.institution_closed", institution, institution.organisation, by, at)
    return institution
