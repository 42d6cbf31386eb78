"""Which night a page speaks of, and who looks at it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from twiza.platform.accounts.permissions import Permission
from twiza.platform.audit import actions as audit
from twiza.shelter import rules


def night_asked(request: HttpRequest, winter: Any) -> date:
    """Return the night that the address says, or tonight; always one of the winter."""
    try:
        night = date.fromisoformat(request.GET.get("night") or request.POST.get("night") or "")
    except ValueError:
        night = rules.night_of(timezone.now())
    first, last = winter.first_night, winter.last_night
    return first if night < first else last if night > last else night


def night_words(winter: Any, night: date) -> dict[str, Any]:
    """Return what a page says about its night: it, its neighbours, whether it is tonight."""
    one = timedelta(days=1)
    return {
        "night": night,
        "before": night - one if night > winter.first_night else None,
        "after": night + one if night < winter.last_night else None,
        "is_tonight": night == rules.night_of(timezone.now()),
        "tonight": rules.night_of(timezone.now()),
    }


def may_keep(user: Any, site: Any) -> bool:
    """Tell whether somebody keeps the beds of a site."""
    return bool(user.has_perm(Permission.BEDS_KEEP, site.host_id))


def plans(user: Any, thing: Any) -> bool:
    """Tell whether somebody plans the winter of a thing."""
    return bool(user.has_perm(Permission.WINTER_PLAN, thing.organisation_id))


def goes_out(user: Any, winter: Any) -> bool:
    """Tell whether somebody goes out in a winter."""
    return bool(user.has_perm(Permission.NIGHT_ROUND, winter.crew_id))


def looked(request: HttpRequest, page: str, organisation: UUID, ids: list[UUID]) -> None:
    """Leave one line in the access log: whose guests were looked at."""
    audit.record_access(page=page, ids=ids, organisation=organisation, by=request.user, at=timezone.now())
