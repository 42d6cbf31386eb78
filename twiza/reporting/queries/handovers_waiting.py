"""What a change of the office asks of its people, for the today page."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.text import isolated
from twiza.lib.today import Due, Level
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission
from twiza.reporting.models import Handover
from twiza.reporting.queries.handovers import handovers_of, open_promises, sections_of
from twiza.reporting.rules.handovers import BEFORE_DAYS, OFFICE, SECTIONS, step_of

SOON = 7  # days before a promise is due


def handovers_waiting_for(user: Any, *, at: datetime) -> list[Due]:
    """Return what a change of the office asks: a pack before the end, signatures, a tour of the first 30 days."""
    if not user.has_perm(Permission.INSTITUTION_KEEP):
        return []
    today = timezone.localdate(at)
    roles = network.roles_of(user.pk, on=today)
    lines: list[Due] = []
    for body in network.organisations_where(user, Permission.INSTITUTION_KEEP, on=today):
        holds = (body.pk, OFFICE) in roles
        packs = handovers_of(body.pk)
        newest = packs[0] if packs else None
        lines += _before_the_end(user, body, newest, today) if holds else []
        lines += _to_sign(user, newest, holds)
        lines += _tour(user, newest, today)
        lines += _promised(body.pk, today)
    return lines


def _before_the_end(user: Any, body: Any, newest: Handover | None, today: date) -> Iterable[Due]:
    ends_on = network.office_ends_on(user.pk, body.pk, OFFICE, on=today)
    if ends_on is None or ends_on > today + timedelta(days=BEFORE_DAYS):
        return
    if newest is None or newest.ends_on < today:
        yield Due(
            _("Prepare the handover of your office: its pack, and your ten lines"),
            reverse("reporting:make_handover"),
            ends_on,
        )


def _to_sign(user: Any, newest: Handover | None, holds: bool) -> Iterable[Due]:
    if newest is None:
        return
    signed = {one.side for one in newest.signatures.all()}
    side = "out" if newest.hands_over_id == user.pk else "in" if holds else ""
    if side and side not in signed:
        yield Due(
            _("Go through the pack of the handover together, and sign its minutes"),
            reverse("reporting:show_handover", args=[newest.pk]),
            newest.ends_on if side == "out" else None,
        )


def _tour(user: Any, newest: Handover | None, today: date) -> Iterable[Due]:
    """For who took the office over: a section of the pack every few days, and what was late."""
    if newest is None:
        return
    signatures = {one.side: one for one in newest.signatures.all()}
    if "in" not in signatures or signatures["in"].by_id != user.pk:
        return
    step = step_of(timezone.localdate(signatures["in"].at), today, len(SECTIONS))
    if step is None:
        return
    section = sections_of(newest)[step - 1]
    yield Due(
        _("First 30 days, step %(step)s of %(steps)s: read “%(section)s” in the pack")
        % {"step": step, "steps": len(SECTIONS), "section": _(SECTIONS[section.code])},
        reverse("reporting:show_handover", args=[newest.pk]) + f"#{section.code}",
        level=Level.WAITING,
    )
    late = sum(one.late for part in sections_of(newest) for one in part.items)
    if late:
        yield Due(
            _("Late when you took over: %(count)s. See which are late still") % {"count": late},
            reverse("reporting:show_province") + "#late",
            level=Level.LATE,
        )


def _promised(organisation: UUID, today: date) -> Iterable[Due]:
    soon = open_promises(organisation).filter(due_on__lte=today + timedelta(days=SOON))
    for one in soon[:5]:
        yield Due(
            _("Promised to %(to)s: %(what)s") % {"to": isolated(one.to), "what": isolated(one.what)},
            reverse("reporting:list_handovers") + "#promises",
            one.due_on,
        )
