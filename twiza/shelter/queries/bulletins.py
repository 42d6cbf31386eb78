"""Bulletins for who reads totals: of a night, of weeks, of the winter, beside the one before, and for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.lib.today import Due
from twiza.platform.accounts.permissions import Permission
from twiza.shelter import rules
from twiza.shelter.models import Bulletin, Decision, Meeting, PublishedNights, Round, RoundMember, Winter
from twiza.shelter.queries.winters import where, winter_before


class NoSuchBulletin(NotFound):
    code = "shelter.no_such_bulletin"


@dataclass(frozen=True)
class Season:
    """A winter as its bulletins tell it, the last version of each night."""

    winter: Winter
    nights: Mapping[date, rules.Bulletin]
    whole: rules.Stretch
    weeks: tuple[rules.Stretch, ...]
    versions: Mapping[date, int] = field(default_factory=dict)


def bulletins_of(winter: Winter, night: date) -> list[Bulletin]:
    """Return the versions of the bulletin of a night, the last one first."""
    return list(Bulletin.objects.filter(winter=winter, night=night).order_by("-number"))


def bulletin_of(winter: Winter, night: date, number: int | None = None) -> tuple[Bulletin, list[Bulletin]]:
    """Return a bulletin and all its versions; the last version when none is asked for. Raises NoSuchBulletin."""
    versions = bulletins_of(winter, night)
    for one in versions:
        if number in (None, one.number):
            return one, versions
    raise NoSuchBulletin(_("There is no bulletin of this night yet. It is made by itself in the morning."))


def version_before(bulletin: Bulletin, versions: list[Bulletin]) -> Bulletin | None:
    """Return the version that a bulletin corrects."""
    return next((one for one in versions if one.number == bulletin.number - 1), None)


def last_bulletins(winter: Winter) -> list[Bulletin]:
    """Return the last version of each night, the oldest night first."""
    return list(Bulletin.objects.filter(winter=winter).order_by("night", "-number").distinct("night"))


def season_of(winter: Winter) -> Season:
    """Add up what the bulletins of a winter say: whole, and week by week."""
    rows = last_bulletins(winter)
    nights = {one.night: rules.read_bulletin(one.figures) for one in rows}
    return Season(
        winter,
        nights,
        rules.whole_winter(nights, winter.first_night, winter.last_night),
        rules.weeks(nights, winter.first_night, winter.last_night),
        {one.night: one.number for one in rows},
    )


def season_before(user: Any, winter: Winter) -> Season | None:
    """Return the season with which this one is compared, if this person may see it."""
    before = winter_before(user, winter)
    return season_of(before) if before else None


def alarms_waiting_for(user: Any, at: datetime) -> list[Due]:
    """Return what the today page says to a committee: a bulletin of last night in which somebody must look."""
    mine = where(user, Permission.WINTER_PLAN, Permission.NIGHT_ROUND)
    if not mine:
        return []
    nights = (rules.night_of(at), rules.night_of(at) - timedelta(days=1))  # until noon it is the same night
    rows = Bulletin.objects.filter(Q(organisation__in=mine) | Q(crew__in=mine), night__in=nights)
    newest = rows.order_by("winter", "-night", "-number").distinct("winter")
    return [
        Due(
            _("Read the bulletin of last night: a site was fuller than its beds, or a woman slept beside strangers"),
            reverse("shelter:show_bulletin", args=[one.winter_id, one.night.isoformat()]),
            due=timezone.localdate(at),
        )
        for one in newest
        if rules.read_bulletin(one.figures).is_alarm
    ]  # fmt: skip


def decisions_counted(winter: Winter) -> dict[str, int]:
    """Count meetings of a winter, what they decided, and what of it is carried out."""
    decided = Decision.objects.filter(winter=winter)
    return {
        "meetings": Meeting.objects.filter(winter=winter).count(),
        "decisions": decided.count(),
        "done": decided.filter(done_at__isnull=False).count(),
    }


def rounds_counted(winter: Winter) -> dict[str, int]:
    """Count rounds that went out in a winter, and those that came back."""
    went = Round.objects.filter(winter=winter, state__in=[rules.State.OUT, rules.State.BACK])
    return {"out": went.count(), "back": went.filter(state=rules.State.BACK).count()}


def nights_out(winter: Winter) -> list[tuple[str, int]]:
    """Return who went out with a round that came back, and in how many nights; by name."""
    rows = (
        RoundMember.objects.filter(round__winter=winter, round__state=rules.State.BACK)
        .values_list("user", "user__display_name")
        .annotate(nights=Count("round__night", distinct=True))
        .order_by("user__display_name", "user")
    )
    return [(name, nights) for _user, name, nights in rows]


def publications_of(winter: Winter) -> list[PublishedNights]:
    """Return what was published of a winter, the newest first."""
    return list(PublishedNights.objects.filter(winter=winter).select_related("by").order_by("-number"))


def published_winters() -> list[PublishedNights]:
    """Return the latest publication of each winter, the newest first. Asked for under the purpose FIGURES."""
    rows = PublishedNights.objects.order_by("key", "-number").distinct("key")
    return sorted(rows, key=lambda one: one.at, reverse=True)


def published_winter(key: str) -> PublishedNights:
    """Return the latest publication with this address. Raises NoSuchBulletin."""
    found = PublishedNights.objects.filter(key=key).order_by("-number").first()
    if found is None:
        raise NoSuchBulletin(_("No figures are published at this address."))
    return found
