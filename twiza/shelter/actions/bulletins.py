"""Bulletins made by the house itself, and what of a winter is published by a person."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.canonical import canonical_bytes
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.shelter import queries, rules
from twiza.shelter.actions.committee import bodies_of
from twiza.shelter.actions.faults import NothingNew
from twiza.shelter.models import Bulletin, PublishedNights, Winter


def make_bulletins(*, winter: Winter, nights: Iterable[date], at: datetime) -> list[Bulletin]:
    """Count nights again and write a bulletin of each that has none, or whose figures have changed since.

    Done by the house (`by` is None) for the body that went out: nobody who is signed in may write a bulletin.
    """
    made = (_make(winter, night, at) for night in nights)
    return [one for one in made if one is not None]


def _make(winter: Winter, night: date, at: datetime) -> Bulletin | None:
    last = next(iter(queries.bulletins_of(winter, night)), None)
    told = rules.read_bulletin(last.figures) if last else None
    found = rules.bulletin_of(rules.as_first_told(queries.night_rows(winter, night, at=at), told))
    if told is not None and rules.says_the_same(told, found):
        return None
    figures = rules.kept_as(found)
    try:
        with transaction.atomic():
            bulletin = Bulletin.objects.create(
                **bodies_of(winter),
                night=night,
                number=last.number + 1 if last else 1,
                figures=figures,
                digest=_digest(figures),
                made_at=at,
            )
    except IntegrityError:
        return None  # counted twice at the same moment: the other one is written
    audit.record(
        type="shelter.bulletin_corrected" if last else "shelter.bulletin_made",
        target=bulletin,
        organisation=winter.crew_id,
        by=None,
        at=at,
        night=night,
        number=bulletin.number,
        hash=bulletin.digest,
    )
    return bulletin


@transaction.atomic
def publish_nights(*, winter: Winter, by: Any, at: datetime) -> PublishedNights:
    """Put the weeks of a winter that are over where anybody reads them: small figures taken out before.

    Raises:
        NothingNew: no week is over long enough, none has a bulletin, or all of it is published already.
    """
    check(by, Permission.WINTER_PLAN, winter.organisation_id)
    winter = Winter.objects.select_for_update(of=("self",)).select_related("place", "organisation").get(pk=winter.pk)  # fmt: skip
    today = timezone.localdate(at)
    weeks = rules.weeks_over(winter.first_night, winter.last_night, today)
    season = queries.season_of(winter)
    earlier = queries.publications_of(winter)
    least = int(accounts.parameter_number("small_cell", on=today))
    cells = rules.public_cells(
        season.nights,
        winter.first_night,
        winter.last_night,
        weeks,
        least,
        [one.figures["cells"] for one in reversed(earlier)],
    )
    if not cells:
        raise NothingNew(
            _("A week is published when it is over, three days later at the earliest, and has its bulletins.")
        )
    figures = _public(winter, weeks, least, cells)
    if earlier and earlier[0].figures == figures:
        raise NothingNew(_("These figures are published already: nothing has changed since."))
    row = PublishedNights.objects.create(
        **bodies_of(winter),
        key=hashlib.sha256(winter.pk.bytes).hexdigest()[:16],
        number=earlier[0].number + 1 if earlier else 1,
        figures=figures,
        digest=_digest(figures),
        at=at,
        by=by,
    )
    audit.record(
        type="shelter.nights_published",
        target=winter,
        organisation=winter.organisation_id,
        by=by,
        at=at,
        number=row.number,
        hash=row.digest,
    )
    return row


def _public(winter: Winter, weeks: int, least: int, cells: Mapping[str, int | None]) -> dict[str, Any]:
    return {
        "names": [winter.name_ar, winter.name_fr],
        "place": [winter.place.name_ar, winter.place.name_fr],
        "first": winter.first_night.isoformat(),
        "last": winter.last_night.isoformat(),
        "weeks": weeks,
        "least": least,
        "cells": dict(cells),
    }


def _digest(figures: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical_bytes([("figures", figures)])).hexdigest()
