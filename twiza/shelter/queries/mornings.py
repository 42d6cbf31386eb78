"""Mornings and health: who slept here and what they wish, who waits to be seen, counts without anybody."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from twiza.lib.today import Due
from twiza.platform.accounts.permissions import Permission
from twiza.shelter import rules
from twiza.shelter.models import BedUse, HealthReferral, MorningWish, NightCount, Winter, WinterSite
from twiza.shelter.queries.winters import one_of, where


@dataclass(frozen=True)
class Morning:
    """A guest who slept here, and the newest answer of the morning; None: not asked yet."""

    use: BedUse
    wish: MorningWish | None


def morning_of(site: WinterSite, night: date) -> list[Morning]:
    """Return who slept at a site in a night, by rooms and bed, each with the newest answer of the morning after."""
    uses = (
        BedUse.objects.filter(winter_site=site, nights__contains=night, use=rules.Use.SLEPT)
        .select_related("bed", "unit", "guest")
        .order_by("unit__name", "bed__number")
    )
    return [Morning(use, wish) for use, wish in _with_wishes(list(uses), night)]


def wish_of(use: BedUse, night: date) -> MorningWish | None:
    """Return the newest answer of a guest in the morning after a night."""
    return MorningWish.objects.filter(use=use, night=night).order_by("-at", "-pk").first()


def health_of(winter: Winter, night: date, *, hosts: list[UUID] | None = None) -> QuerySet[HealthReferral]:
    """Return who waits to be seen, of any night, and those of this night with their result; corrected lines are left out.

    Args:
        hosts: only of these sites' hosts; None: all that the reader sees.
    """
    rows = HealthReferral.objects.filter(Q(night=night) | Q(result=""), winter=winter, corrected__isnull=True)
    if hosts is not None:
        rows = rows.filter(host__in=hosts)
    return rows.select_related("guest", "winter").order_by("result_at", "due_at", "pk")


def health_for(user: Any, id: UUID) -> HealthReferral:
    """Return a health referral, for the site or the crew that wrote it: the committee never sees one. Raises NoSuchWinter."""
    rows = HealthReferral.objects.filter(
        Q(host__in=where(user, Permission.BEDS_KEEP)) | Q(crew__in=where(user, Permission.NIGHT_ROUND))
    )
    return one_of(rows.select_related("winter", "guest").filter(pk=id))


def counts_of(winter: Winter, *, night: date | None = None) -> dict[str, int]:
    """Return what was counted in a night, or in all nights: code of `rules.COUNTS` → number, none missing."""
    found = dict.fromkeys(rules.COUNTS, 0)
    rows = NightCount.objects.filter(winter=winter)
    for what, number in (rows.filter(night=night) if night else rows).values_list("what", "number"):
        found[what] += number
    return found


def health_waiting_for(user: Any, at: datetime) -> list[Due]:
    """Return what the today page says to who called: a result is due. No code, no sign: only the winter and since when."""
    hosts, crews = where(user, Permission.BEDS_KEEP), where(user, Permission.NIGHT_ROUND)
    if not hosts and not crews:
        return []
    rows = HealthReferral.objects.filter(
        Q(host__in=hosts) | Q(crew__in=crews, host__isnull=True), result="", winter__closed_at__isnull=True
    )
    return [
        Due(
            _("Ask what became of a health call of the night, and write it"),
            f"{reverse('shelter:show_health', args=[one.winter_id])}?night={one.night}",
            due=timezone.localtime(one.due_at),
        )
        for one in rows.order_by("due_at", "pk")
    ]


def _with_wishes(uses: list[BedUse], night: date) -> list[tuple[BedUse, MorningWish | None]]:
    rows = MorningWish.objects.filter(use__in=uses, night=night).order_by("use", "-at", "-pk").distinct("use")
    newest = {row.use_id: row for row in rows}
    return [(use, newest.get(use.pk)) for use in uses]
