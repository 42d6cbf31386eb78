"""Beds held, slept in, left, out of order. The database has the last word: one bed, one guest, one night."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from twiza.lib.text import tidy
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.shelter import queries, rules
from twiza.shelter.actions.counts import count_night
from twiza.shelter.actions.faults import BadBeds, BedTaken, HasABed, NoBedLeft, OutOfOrder
from twiza.shelter.actions.guests import check_near
from twiza.shelter.actions.winters import check_night
from twiza.shelter.models import Bed, BedUse, Guest, UnmetNeed, Winter

NIGHT = timedelta(days=1)


@transaction.atomic
def hold_beds(
    *,
    guests: Iterable[Guest],
    night: date,
    sites: Iterable[Any] = (),
    host: Any = None,
    by: Any,
    at: datetime,
) -> list[BedUse]:
    """Keep a bed for each of those who came together, all in one site, for a while: until they come or are not heard of.

    Beds whose time is over are freed first. Nobody of the party gets a bed when one of them would have none.

    Args:
        sites: where they wish to go, the best first (winter sites); empty means any.
        host: the organisation at whose door they stand; None: a round asks.

    Raises:
        NoBedLeft: nothing fits; write the need down then. HasABed: one of them has a bed this night. WinterOver.
    """
    party = list(guests)
    winter = party[0].winter
    where = check_near(by, winter, host)
    check_night(winter, night)
    _one_by_one(winter.pk)
    free_silent(winter=winter, by=by, at=at)
    if BedUse.objects.filter(guest__in=party, nights__contains=night, use__in=["held", "slept"]).exists():
        raise HasABed(_("There is a bed for them this night already. Look at the board."))
    own = _own_again(party, night, host, by, at)
    beds = own or queries.beds_for(party, night, sites=[one.pk for one in sites], host=host)
    if not beds:
        raise NoBedLeft(
            _(
                "No free bed fits. Write the need down: it stays on the list, and the committee's phone is called."
            )
        )
    try:
        with transaction.atomic():
            held = [
                _used(bed, guest, night, by=by, at=at, until=at + timedelta(minutes=winter.hold_minutes))
                for guest, bed in zip(party, beds, strict=True)
            ]
    except IntegrityError as error:
        if _broken(error) != "guest_once_a_night":
            raise
        # in another site, whose rows this one does not see
        raise HasABed(_("There is a bed for them this night already. Look at the board.")) from None
    UnmetNeed.objects.filter(guest__in=party, night=night, solved_at__isnull=True).update(solved_at=at)
    audit.record(type="shelter.beds_held", target=winter, organisation=where, by=by, at=at, beds=len(held))
    return held


@transaction.atomic
def take_in(*, use: BedUse, by: Any, at: datetime) -> BedUse:
    """They came: the bed that was kept is theirs this night.

    Raises:
        OutOfOrder: it is not kept for them any more.
    """
    use = _locked(use, by)
    if use.use == rules.Use.SLEPT:
        return use
    if use.use != rules.Use.HELD:
        raise OutOfOrder(_("This bed is not kept for them any more. Give them another one."))
    return _changed(use, by, at, "shelter.taken_in", use=rules.Use.SLEPT, held_until=None)


@transaction.atomic
def give_back(*, use: BedUse, why: str, by: Any, at: datetime) -> BedUse:
    """They do not want the bed, went elsewhere, or it was a mistake: it is free at once. Refusing costs nothing.

    Raises:
        OutOfOrder: it was given back, or they slept in it: then they leave.
    """
    use = _locked(use, by)
    slept = use.use == rules.Use.SLEPT
    if use.use == rules.Use.FREED or why not in (
        rules.Freed.REFUSED,
        rules.Freed.MISTAKE,
        rules.Freed.MOVED,
        rules.Freed.MENDED,
    ):
        raise OutOfOrder(_("This bed was given back already."))
    if slept and why == rules.Freed.REFUSED:
        raise OutOfOrder(_("They came in. When they go, write that they left."))
    if (use.use == rules.Use.CLOSED) != (why == rules.Freed.MENDED):
        raise OutOfOrder(_("Only a bed out of order is in order again."))
    return _changed(
        use, by, at, "shelter.bed_given_back", use=rules.Use.FREED, held_until=None, freed=rules.Freed(why)
    )


@transaction.atomic
def stay_on(*, use: BedUse, last_night: date, by: Any, at: datetime) -> BedUse:
    """Keep the same bed for more nights, up to `last_night`.

    Raises:
        OutOfOrder: they are not there, or that night is before. BedTaken: somebody has the bed by then. WinterOver.
    """
    _one_by_one(use.winter_id)  # before the row: whoever gives out beds may wait for it
    use = _locked(use, by)
    check_night(use.winter, last_night)
    if use.use != rules.Use.SLEPT or last_night < use.nights.upper:
        raise OutOfOrder(_("Choose a later night, for somebody who is here."))
    for kept in BedUse.objects.filter(bed=use.bed_id, guest=use.guest, use=rules.Use.KEPT):
        _give_way(kept, last_night, by, at)
    try:
        with transaction.atomic():
            return _changed(
                use, by, at, "shelter.stays_on", nights=DateRange(use.nights.lower, last_night + NIGHT)
            )
    except IntegrityError as error:
        raise BedTaken(
            _("The bed, or another bed for them, is taken in one of these nights. Choose fewer nights.")
        ) from error


@transaction.atomic
def leave(*, use: BedUse, after: date, by: Any, at: datetime, to_family: bool = False) -> BedUse:
    """They leave after the night `after`: later nights of the bed are free. Who goes home is counted, once.

    Raises:
        OutOfOrder: they are not there in that night.
    """
    use = _locked(use, by)
    if use.use != rules.Use.SLEPT or not use.nights.lower <= after < use.nights.upper:
        raise OutOfOrder(_("They have no bed here in that night."))
    why = "family" if to_family else "left"
    change = (why == "family") - (use.reasons == "family")
    if change:
        count_night(use.winter, after, {rules.LEFT_FOR_FAMILY: change})
    return _changed(
        use, by, at, "shelter.left", nights=DateRange(use.nights.lower, after + NIGHT), reasons=why
    )


@transaction.atomic
def keep_place(*, use: BedUse, after: date, until: date, by: Any, at: datetime) -> BedUse:
    """They go home after the night `after`, and this bed is kept for them up to `until`: theirs again by their code.

    Nobody asks why somebody comes back. "They do not want it" frees the bed before its time.

    Raises:
        OutOfOrder: they are not there, or no night is left. BedTaken: somebody has the bed by then. WinterOver.
    """
    left = leave(use=use, after=after, to_family=True, by=by, at=at)
    check(by, Permission.BEDS_KEEP, left.host_id)
    check_night(left.winter, until)
    if until <= after or left.guest is None:
        raise OutOfOrder(_("Choose a later night, for somebody who is here."))
    try:
        with transaction.atomic():
            kept = _used(left.bed, left.guest, after + NIGHT, last=until, by=by, at=at, use=rules.Use.KEPT)
    except IntegrityError as error:
        raise BedTaken(
            _("The bed, or another bed for them, is taken in one of these nights. Choose fewer nights.")
        ) from error
    count_night(left.winter, after, {rules.KEPT: 1})
    audit.record(type="shelter.place_kept", target=kept, organisation=kept.host_id, by=by, at=at)
    return kept


@transaction.atomic
def close_bed(*, bed: Bed, first: date, last: date, reasons: str, by: Any, at: datetime) -> BedUse:
    """Put a bed out of order from one night to another, both included.

    Raises:
        BadBeds: no reason, or the nights are turned round. BedTaken: somebody has it in one of them. WinterOver.
    """
    check(by, Permission.BEDS_KEEP, bed.host_id)
    check_night(bed.unit.winter, first)
    check_night(bed.unit.winter, last)
    if last < first or not tidy(reasons):
        raise BadBeds(_("Write the first night, the last night and what is broken."))
    _one_by_one(bed.unit.winter_id)
    try:
        with transaction.atomic():
            use = _used(bed, None, first, last=last, by=by, at=at, reasons=tidy(reasons)[:200])
    except IntegrityError as error:
        raise BedTaken(
            _("Somebody has this bed in one of these nights. Give them another bed first.")
        ) from error
    audit.record(type="shelter.bed_closed", target=bed, organisation=bed.host_id, by=by, at=at)
    return use


@transaction.atomic
def write_need(
    *, guests: Iterable[Guest], night: date, at_door: Any = None, by: Any, at: datetime
) -> list[UnmetNeed]:
    """Write down that no bed fitted: they are on the list of who waits tonight. Twice in a night it is one need.

    Args:
        at_door: the winter site at which they stand; None: met by a round.
    """
    party = list(guests)
    winter = party[0].winter
    where = check_near(by, winter, at_door.host_id if at_door else None)
    check_night(winter, night)
    needs = []
    for guest in party:
        need, _is_new = UnmetNeed.objects.get_or_create(
            guest=guest,
            night=night,
            defaults={
                "winter": winter,
                "crew_id": winter.crew_id,
                "who": guest.who,
                "at_door": at_door,
                "host_id": at_door.host_id if at_door else None,
                "at": at,
                "by": by,
            },
        )
        needs.append(need)
    audit.record(
        type="shelter.need_written", target=winter, organisation=where, by=by, at=at, number=len(needs)
    )
    return needs


def free_silent(*, winter: Winter, by: Any, at: datetime) -> int:
    """Free the beds that were kept for somebody who is not heard of. Returns how many; asked by whoever looks for one."""
    return BedUse.objects.filter(winter=winter, use=rules.Use.HELD, held_until__lt=at).update(
        use=rules.Use.FREED, held_until=None, freed=rules.Freed.SILENT, changed_at=at, changed_by=by
    )


def _used(
    bed: Bed,
    guest: Guest | None,
    first: date,
    *,
    by: Any,
    at: datetime,
    last: date | None = None,
    until: datetime | None = None,
    reasons: str = "",
    use: rules.Use | None = None,
) -> BedUse:
    unit = bed.unit
    return BedUse.objects.create(
        winter_id=unit.winter_id,
        crew_id=unit.crew_id,
        host_id=unit.host_id,
        winter_site_id=unit.winter_site_id,
        unit=unit,
        group=unit.group,
        bed=bed,
        guest=guest,
        who=guest.who if guest else None,
        nights=DateRange(first, (last or first) + NIGHT),
        use=use or (rules.Use.HELD if guest else rules.Use.CLOSED),
        held_until=until,
        reasons=reasons,
        made_at=at,
        made_by=by,
        changed_at=at,
        changed_by=by,
    )


def _one_by_one(winter: UUID) -> None:
    """Let nobody else give out beds of this winter until this transaction ends.

    The exclusion constraints alone would keep the promise, but two who take several beds at once wait for each other
    and one of them is broken off: a bed that was seen free here is free.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"shelter.beds:{winter}"])


def _own_again(party: list[Guest], night: date, host: Any, by: Any, at: datetime) -> list[Bed]:
    """Return the beds that were kept for each of a party, free for them now; empty when one of them has none here."""
    kept = {
        one.guest_id: one for one in queries.kept_for(party, night) if host is None or one.host_id == host
    }
    if len(kept) < len(party):
        return []
    for one in kept.values():
        _give_way(one, night, by, at)
    count_night(party[0].winter, night, {rules.CAME_BACK: len(kept)})
    return [kept[guest.pk].bed for guest in party]


def _give_way(kept: BedUse, through: date, by: Any, at: datetime) -> None:
    """Take the nights up to `through` out of a bed that is kept: the later ones stay kept."""
    later = through + NIGHT
    if later < kept.nights.upper:
        kept.nights = DateRange(max(later, kept.nights.lower), kept.nights.upper)
        fields = ["nights"]
    else:
        kept.use, kept.freed = rules.Use.FREED, rules.Freed.BACK
        fields = ["use", "freed"]
    kept.changed_at, kept.changed_by = at, by
    kept.save(update_fields=[*fields, "changed_at", "changed_by"])


def _broken(error: IntegrityError) -> str:
    """Return the name of the constraint that refused."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def _locked(use: BedUse, by: Any) -> BedUse:
    """Return the row, locked, for who keeps the site's beds or goes out for this winter."""
    if not by.has_perm(Permission.BEDS_KEEP, use.host_id):
        check(by, Permission.NIGHT_ROUND, use.crew_id)
    return BedUse.objects.select_for_update(of=("self",)).select_related("winter").get(pk=use.pk)


def _changed(row: BedUse, by: Any, at: datetime, type: str, /, **fields: Any) -> BedUse:
    for name, value in fields.items():
        setattr(row, name, value)
    row.changed_at, row.changed_by = at, by
    row.save(update_fields=[*fields, "changed_at", "changed_by"])
    where = row.host_id if by.has_perm(Permission.BEDS_KEEP, row.host_id) else row.crew_id
    audit.record(type=type, target=row, organisation=where, by=by, at=at)
    return row
