"""What waits for a person, by asking every subject; and what the house itself says: its log, its copies, its work."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from twiza.lib.today import Due, Level
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission
from twiza.platform.audit import queries as audit
from twiza.platform.queue import queries as queue
from twiza.platform.web.menu import permissions_held
from twiza.reporting.rules import ACTS, FirstStep, Today, first_steps, news_told_to, sort_today

_NEWS_DAYS = 7
_LINKED_WITHIN = timedelta(hours=1)  # the worker links every few seconds; an hour means that it stands still
_SIGNED_WITHIN = timedelta(days=1)
_COPIED_WITHIN = timedelta(days=2)
# Two sentences each: for who runs the platform and signs by a command, for who asks them to
_NOT_SIGNED = {
    True: _("Sign the heads of the log for the first time: twiza link_audit"),
    False: _("No head of the log has been signed yet: ask the administrator"),
}
_SIGNED_LONG_AGO = {
    True: _("Sign the heads of the log (twiza link_audit): they were last signed that day"),
    False: _("The heads of the log were last signed that day: ask the administrator"),
}
_SET = re.compile(r"(\d{8}T\d{6}Z)(\.dump\.age)?")


def today_of(user: Any, *, at: datetime) -> Today:
    """Ask every subject what waits for this person now."""
    lines = [line for name in settings.TODAY_SOURCES for line in import_string(name)(user, at=at)]
    return sort_today(lines, on=timezone.localdate(at))


def first_steps_of(user: Any) -> list[FirstStep]:
    """Return where this person may begin."""
    return first_steps(permissions_held(user))


def kept_for(user: Any, *, at: datetime) -> list[Due]:
    """Return how the house is kept: the log for who reads it, copies and jobs for who runs it, one's own work."""
    lines = list(_failed_work(user, at))
    if user.has_perm(Permission.AUDIT_READ):
        lines += _log(user, at)
    if user.has_perm(Permission.ACCOUNTS_CLOSE):
        lines += [*_copies(at), *_failed_jobs()]
    return lines


def news_for(user: Any, *, at: datetime) -> list[Due]:
    """Return what colleagues did in one's organisations these days, by kind of act; never who, never whom."""
    where = network.organisations_of(user.pk, on=timezone.localdate(at))
    if not where:
        return []
    held = permissions_held(user)
    page = reverse("reporting:show_log") if Permission.AUDIT_READ in held else ""
    since = at - timedelta(days=_NEWS_DAYS)
    found = audit.news_of(where, news_told_to(held), since=since, not_by=user.pk)
    return [
        Due(
            _("%(what)s (%(count)s times)") % {"what": _(ACTS[one.type]), "count": one.times}
            if one.times > 1
            else _(ACTS[one.type]),
            page,
            one.last,
            Level.CHANGED,
        )
        for one in found
    ]


def _log(user: Any, at: datetime) -> Iterable[Due]:
    mine = network.organisations_where(user, Permission.AUDIT_READ, on=timezone.localdate(at))
    where, page = [one.pk for one in mine], reverse("reporting:show_log")
    count, oldest = audit.unlinked_of(where, since=at - timedelta(days=2))
    if count and oldest:
        sentence = ngettext_lazy(
            "%(count)s line of the log is not linked yet: ask the administrator if it lasts",
            "%(count)s lines of the log are not linked yet: ask the administrator if it lasts",
            count,
        )
        yield Due(sentence % {"count": count}, page, oldest, _level(at - oldest > _LINKED_WITHIN))
    else:
        yield Due(_("Every line of the log is linked to the one before it"), page, at, Level.CHANGED)
    signed = audit.last_signed_at(Path(settings.AUDIT_HEADS))
    acted = audit.last_act_before(where, at - _SIGNED_WITHIN)
    behind = acted is not None and (signed is None or acted - signed > timedelta(minutes=1))
    runs_it = user.has_perm(Permission.ACCOUNTS_CLOSE)
    if signed is None:
        yield Due(_NOT_SIGNED[runs_it], page, None, _level(behind))
    elif behind:
        yield Due(_SIGNED_LONG_AGO[runs_it], page, signed, Level.LATE)
    else:
        yield Due(_("The heads of the log were signed"), page, signed, Level.CHANGED)


def _copies(at: datetime) -> Iterable[Due]:
    last = _last_copy(Path(settings.BACKUPS))
    if last is None:
        yield Due(_("Make the first copy of the platform: twiza backup"))
    elif at - last > _COPIED_WITHIN:
        yield Due(
            _("Make a copy of the platform (twiza backup): the last one is of that day"), "", last, Level.LATE
        )
    else:
        yield Due(_("A copy of the platform was made"), "", last, Level.CHANGED)


def _last_copy(folder: Path) -> datetime | None:
    """The moment of the latest whole set or dump, by its name."""
    found = [
        name
        for path in (folder.iterdir() if folder.is_dir() else ())
        if (name := _SET.fullmatch(path.name)) and (name[2] or (path / "set.json").exists())
    ]
    if not found:
        return None
    return max(datetime.strptime(name[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) for name in found)


def _failed_jobs() -> Iterable[Due]:
    count = queue.failed_jobs()
    if count:
        sentence = ngettext_lazy(
            "%(count)s job of the platform failed: see the server's log",
            "%(count)s jobs of the platform failed: see the server's log",
            count,
        )
        yield Due(sentence % {"count": count})


def _failed_work(user: Any, at: datetime) -> Iterable[Due]:
    for work in queue.failed_of(user, since=at - timedelta(days=_NEWS_DAYS)):
        page = reverse("queue:show_work", args=[work.pk])
        yield Due(_("Look at your work that did not succeed"), page, work.created_at)


def _level(late: bool) -> Level:
    return Level.LATE if late else Level.WAITING
