"""The winter: opened, its sites brought in, its last night moved, closed with what was learnt."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.text import tidy
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.shelter import rules
from twiza.shelter.actions.faults import BadWinter, WinterOver
from twiza.shelter.models import Winter, WinterChange, WinterSite

HOUSE_WORDS = ("owner", "funder", "funder_code", "supervisor", "phone", "house_rules_ar", "house_rules_fr")

OF_THE_HOST = ("phone", "house_rules_ar", "house_rules_fr")


@transaction.atomic
def open_winter(
    *,
    organisation: UUID,
    crew: UUID,
    place: Any,
    name_ar: str,
    name_fr: str,
    first_night: date,
    last_night: date,
    previous: Winter | None = None,
    declare_by: time = rules.DECLARE_BY,
    bulletin_at: time = rules.BULLETIN_AT,
    hold_minutes: int = rules.HOLD_MINUTES,
    by: Any,
    at: datetime,
) -> Winter:
    """Open a winter of a committee: from which night to which, and whose teams go out.

    Args:
        organisation: the committee; crew: the body that goes out, another one.
        previous: the winter that this one is compared with.

    Raises:
        BadWinter: the same body twice, no name, nights that make no period, one that begins that night already.
    """
    check(by, Permission.WINTER_PLAN, organisation)
    name_ar, name_fr = tidy(name_ar), tidy(name_fr)
    if organisation == crew:
        raise BadWinter(
            _(
                "The committee and the body whose teams go out are two organisations, so that the committee stays away from the rows of persons. Choose another one."
            )
        )
    if not (name_ar and name_fr):
        raise BadWinter(_("Write the name in Arabic and in French: both stand on the bulletin."))
    if not rules.is_period(first_night, last_night):
        raise BadWinter(_("The last night comes after the first, within 200 nights."))
    try:
        with transaction.atomic():
            winter = Winter.objects.create(
                organisation_id=organisation,
                crew_id=crew,
                place=place,
                name_ar=name_ar,
                name_fr=name_fr,
                first_night=first_night,
                last_night=last_night,
                declare_by=declare_by,
                bulletin_at=bulletin_at,
                hold_minutes=hold_minutes,
                previous=previous,
                opened_at=at,
                opened_by=by,
            )
    except IntegrityError as error:
        raise BadWinter(_("A winter of this committee begins that night already.")) from error
    _line("shelter.winter_opened", winter, by, at, nights=(last_night - first_night).days + 1)
    return winter


@transaction.atomic
def add_site(*, winter: Winter, site: Any, host: UUID, by: Any, at: datetime, **words: Any) -> WinterSite:
    """Bring a site into a winter. `host` runs it; who owns, paid for and supervises it may be three others.

    Args:
        words: owner, funder, supervisor (organisations or None), funder_code, phone, house_rules_ar, house_rules_fr.

    Raises:
        BadWinter: it is in this winter, or its host is the committee. WinterOver.
    """
    check(by, Permission.WINTER_PLAN, winter.organisation_id)
    check_open(winter)
    if host == winter.organisation_id:
        raise BadWinter(
            _("The committee runs no site: choose the association that receives people under its convention.")
        )
    try:
        with transaction.atomic():
            found = WinterSite.objects.create(
                winter=winter,
                organisation_id=winter.organisation_id,
                crew_id=winter.crew_id,
                host_id=host,
                site=site,
                joined_at=at,
                joined_by=by,
                **{name: value for name, value in words.items() if name in HOUSE_WORDS and value},
            )
    except IntegrityError as error:
        raise BadWinter(_("This site is in this winter already.")) from error
    _line("shelter.site_joined", winter, by, at, site=site.pk)
    return found


@transaction.atomic
def change_site(*, winter_site: WinterSite, by: Any, at: datetime, **words: Any) -> WinterSite:
    """Write who owns, paid for and supervises a site, its phone of the night, the rules of its house.

    The committee writes all of it; the host its phone and its rules.

    Raises:
        NoPermission: neither; or the host about the other bodies. WinterOver.
    """
    plans = by.has_perm(Permission.WINTER_PLAN, winter_site.organisation_id)
    if not plans:
        check(by, Permission.BEDS_KEEP, winter_site.host_id)
    check_open(winter_site.winter)
    names = [one for one in words if one in (HOUSE_WORDS if plans else OF_THE_HOST)]
    for name in names:
        setattr(winter_site, name, words[name])
    winter_site.save(update_fields=names)
    where = winter_site.organisation_id if plans else winter_site.host_id
    audit.record(
        type="shelter.site_changed", target=winter_site, organisation=where, by=by, at=at, fields=names
    )
    return winter_site


@transaction.atomic
def move_last_night(*, winter: Winter, last_night: date, reasons: str, by: Any, at: datetime) -> Winter:
    """Go on longer, or end earlier, by a decision with its reasons (002-17).

    Raises:
        BadWinter: nothing moves, no reason, or no period is left. WinterOver.
    """
    check(by, Permission.WINTER_PLAN, winter.organisation_id)
    winter = Winter.objects.select_for_update().get(pk=winter.pk)
    check_open(winter)
    kind = rules.kind_of_change(winter.last_night, last_night)
    if not kind:
        raise BadWinter(_("This is the last night already."))
    if not rules.is_period(winter.first_night, last_night):
        raise BadWinter(_("The last night comes after the first, within 200 nights."))
    if not tidy(reasons):
        raise BadWinter(_("Write why: the decision is read by everyone whom it touches."))
    WinterChange.objects.create(
        winter=winter,
        organisation_id=winter.organisation_id,
        crew_id=winter.crew_id,
        before=winter.last_night,
        after=last_night,
        reasons=tidy(reasons),
        at=at,
        by=by,
    )
    winter.last_night = last_night
    winter.save(update_fields=["last_night"])
    _line("shelter.last_night_moved", winter, by, at, kind=kind)
    return winter


@transaction.atomic
def close_winter(*, winter: Winter, lessons: str, by: Any, at: datetime) -> Winter:
    """Close a winter after its last night, with what the next one should know.

    Raises:
        BadWinter: no lessons, or nights are to come. WinterOver: it is closed.
    """
    check(by, Permission.WINTER_PLAN, winter.organisation_id)
    winter = Winter.objects.select_for_update().get(pk=winter.pk)
    check_open(winter)
    if at < rules.ends_at(winter.last_night, rules.ZONE):
        raise BadWinter(_("Nights are to come. To end earlier, move the last night first, with its reasons."))
    if not lessons.strip():
        raise BadWinter(_("Write what the next winter should know: it begins with these words."))
    winter.lessons, winter.closed_at, winter.closed_by = lessons.strip(), at, by
    winter.save(update_fields=["lessons", "closed_at", "closed_by"])
    _line("shelter.winter_closed", winter, by, at)
    return winter


def check_open(winter: Winter) -> None:
    """Refuse what would change a winter that is closed. Raises WinterOver."""
    if winter.closed_at is not None:
        raise WinterOver(_("This winter is closed. Its papers can be read; nothing is added to them."))


def check_night(winter: Winter, night: date) -> None:
    """Refuse a night that is not of this winter. Raises WinterOver."""
    check_open(winter)
    if not winter.first_night <= night <= winter.last_night:
        raise WinterOver(
            _("This night is not of this winter: it goes from %(first)s to %(last)s."),
            first=winter.first_night,
            last=winter.last_night,
        )


def _line(type: str, winter: Winter, by: Any, at: datetime, **data: Any) -> None:
    audit.record(type=type, target=winter, organisation=winter.organisation_id, by=by, at=at, **data)
