"""Works that are late: for the today page of who keeps them, for the picture and the year of a delegation."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from twiza.funding.models import WorksProject, WorksReserve
from twiza.funding.queries.works import WorksLine, lines_of_works
from twiza.funding.rules.works import PHASE_WORDS, Phase
from twiza.lib.text import isolated
from twiza.lib.today import Due, Level
from twiza.network import queries as network
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission

MOST = 400


def works_kept_by(organisation: UUID, *, on: date) -> list[WorksLine]:
    """Return the projects that a body keeps the files of, the latest first: opened ones too."""
    rows = WorksProject.objects.filter(organisation_id=organisation).select_related(
        "place", "operator", "organisation", "own_programme"
    )
    return sorted(
        lines_of_works(list(rows.order_by("-at", "-pk")[:MOST]), on), key=lambda one: -one.late_days
    )


def works_late(organisation: UUID, *, on: date) -> list[WorksLine]:
    """Return the projects of a body whose next phase is past the day it was planned for, and that do not stand still."""
    return [
        one for one in works_kept_by(organisation, on=on) if one.late_days and one.project.stopped_on is None
    ]


def reserves_late(organisation: UUID, *, on: date) -> list[WorksReserve]:
    """Return the reserves of acceptance that are open past their day, the oldest first."""
    rows = WorksReserve.objects.filter(
        project__organisation_id=organisation, lifted_on__isnull=True, due_on__lt=on
    )
    return list(rows.select_related("project").order_by("due_on", "pk")[:MOST])


def works_waiting_for(user: User, *, at: datetime) -> list[Due]:
    """Return, for who keeps works: phases past their day, reserves that nobody lifted by theirs."""
    if not user.has_perm(Permission.WORKS_KEEP):
        return []
    today = timezone.localdate(at)
    lines: list[Due] = []
    for body in network.organisations_where(user, Permission.WORKS_KEEP, on=today):
        lines += [_late(one) for one in works_late(body.pk, on=today)]
        by_project: dict[Any, list[WorksReserve]] = {}
        for one in reserves_late(body.pk, on=today):
            by_project.setdefault(one.project, []).append(one)
        lines += [_reserved(project, rows) for project, rows in by_project.items()]
    return lines


def _late(line: WorksLine) -> Due:
    words = {
        "title": isolated(str(line.project)),
        "phase": gettext(PHASE_WORDS[line.next_phase or Phase.OPENED]),
    }
    return Due(
        _("Works “%(title)s”: say that the phase “%(phase)s” is reached, or plan another day") % words,
        reverse("funding:show_works", args=[line.project.pk]),
        line.planned_on,
        Level.LATE,
    )


def _reserved(project: Any, rows: list[WorksReserve]) -> Due:
    return Due(
        ngettext_lazy(
            "Works “%(title)s”: %(count)s reserve is past its day",
            "Works “%(title)s”: %(count)s reserves are past their day",
            len(rows),
        )
        % {"title": isolated(str(project)), "count": len(rows)},
        reverse("funding:show_works", args=[project.pk]),
        rows[0].due_on,
        Level.LATE,
    )
