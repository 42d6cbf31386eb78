"""Projects of works from phase to phase: each by a day and a paper; stops, reserves, inventory, the opening."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions.books import check_day
from twiza.funding.actions.works import NotWorks, held_works, record_works
from twiza.funding.models import WorksItem, WorksPlan, WorksProject, WorksReserve, WorksStep
from twiza.funding.rules.works import CONDITIONS, PHASES, RESUMED, STOPPED, Facts, Phase, why_not_move
from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network import actions as network
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check


class WorksCannot(DomainError):
    """The works are not where this can be done."""

    code = "funding.works_cannot"


_WHY_NOT = {
    "order": _(
        "Phases come one after the other, none is jumped over. Open the page again to see where it is."
    ),
    "stopped": _("The works stand still: write first that they are taken up again."),
    "unfinanced": _("Not all of the cost is promised yet: write the missing shares, or the new cost."),
    "no_items": _("Write the inventory first: what was brought, how many, handed over to whom."),
    "reserves": _("Reserves of the acceptance are not lifted yet: lift each by its paper first."),
    "no_institution": _("It opens as an institution of the register: write or choose it."),
}


@transaction.atomic
def reach_phase(
    *, project: WorksProject, phase: str, on: date, reference: str, words: str = "", by: User, at: datetime
) -> WorksProject:
    """Write that the next phase was reached, by which paper. For the opening, see `open_works`.

    Raises:
        WorksCannot: why not, and what would work. NotWorks: no paper.
    """
    check(by, Permission.WORKS_KEEP, project.organisation_id)
    project = held_works(project)
    if phase == Phase.OPENED:
        raise WorksCannot(_WHY_NOT["no_institution"])
    _step_on(project, phase, on, reference, words, by, at, institution=False)
    project.phase = phase
    project.save(update_fields=["phase"])
    record_works("works_phase_reached", project, by, at, phase=phase)
    return project


@transaction.atomic
def accept_works(
    *,
    project: WorksProject,
    on: date,
    reference: str,
    words: str = "",
    reserves: list[tuple[str, date]],
    by: User,
    at: datetime,
) -> WorksProject:
    """Write the provisional acceptance with its reserves: (what is to be mended, by when)."""
    project = reach_phase(
        project=project, phase=Phase.ACCEPTED, on=on, reference=reference, words=words, by=by, at=at
    )
    for said, due_on in reserves:
        write_reserve(project=project, words=said, due_on=due_on, by=by, at=at)
    return project


@transaction.atomic
def write_reserve(*, project: WorksProject, words: str, due_on: date, by: User, at: datetime) -> WorksReserve:
    """Write what is to be mended after the acceptance. Raises WorksCannot before it, and once it is opened."""
    check(by, Permission.WORKS_KEEP, project.organisation_id)
    project = held_works(project)
    if project.phase not in (Phase.ACCEPTED, Phase.EQUIPPED):
        raise WorksCannot(_("Reserves are written at the acceptance of the works, until the opening."))
    if not tidy(words):
        raise NotWorks(_("Write what is to be mended."))
    row = WorksReserve.objects.create(
        organisation_id=project.organisation_id, project=project, words=tidy(words), due_on=due_on, by=by, at=at
    )  # fmt: skip
    record_works("works_reserve_written", project, by, at, reserve=row.pk)
    return row


@transaction.atomic
def lift_reserve(*, reserve: WorksReserve, on: date, reference: str, by: User, at: datetime) -> WorksReserve:
    """Write by which paper a reserve was lifted. Raises WorksCannot: it is lifted already."""
    check(by, Permission.WORKS_KEEP, reserve.organisation_id)
    row = WorksReserve.objects.select_for_update().select_related("project").get(pk=reserve.pk)
    if row.lifted_on is not None:
        raise WorksCannot(_("This reserve is lifted already."))
    if not tidy(reference):
        raise NotWorks(_("Write the paper that says so."))
    check_day(on, at)
    row.lifted_on, row.lifted_reference = on, tidy(reference)
    row.save(update_fields=["lifted_on", "lifted_reference"])
    record_works("works_reserve_lifted", row.project, by, at, reserve=row.pk)
    return row


@transaction.atomic
def add_item(
    *, project: WorksProject, what: str, count: int, condition: str, handed_to: str, handed_on: date,
    reference: str = "", by: User, at: datetime,
) -> WorksItem:  # fmt: skip
    """Write a line of the inventory: how many of what, its condition, handed over to whom and when.

    Raises:
        WorksCannot: before the acceptance, or once it is opened. NotWorks: something is missing.
    """
    check(by, Permission.WORKS_KEEP, project.organisation_id)
    project = held_works(project)
    if project.phase not in (Phase.ACCEPTED, Phase.EQUIPPED):
        raise WorksCannot(
            _("What is brought in is written after the acceptance of the works, until the opening.")
        )
    if not tidy(what) or count < 1 or condition not in CONDITIONS or not tidy(handed_to):
        raise NotWorks(_("Write what it is, how many, its condition, and to whom it was handed over."))
    check_day(handed_on, at)
    row = WorksItem.objects.create(
        organisation_id=project.organisation_id, project=project, what=tidy(what), count=count, condition=condition,
        handed_to=tidy(handed_to), handed_on=handed_on, reference=tidy(reference), by=by, at=at,
    )  # fmt: skip
    record_works("works_item_written", project, by, at, item=row.pk)
    return row


@transaction.atomic
def open_works(
    *, project: WorksProject, institution: Any = None, on: date, reference: str, words: str = "", by: User, at: datetime
) -> WorksProject:  # fmt: skip
    """Open what was built as an institution of the register: one that stands there, or a new entry.

    The licence has a path of its own: an opened building is not a licensed institution.

    Args:
        institution: an institution that this delegation keeps; None: write it from the project.

    Raises:
        WorksCannot: it is not accepted and equipped, or a reserve is open.
    """
    check(by, Permission.WORKS_KEEP, project.organisation_id)
    project = held_works(project)
    _step_on(project, Phase.OPENED, on, reference, words, by, at, institution=True)
    if institution is None:
        institution = network.open_institution(
            organisation=project.organisation, category=project.category, name_ar=project.title_ar,
            name_fr=project.title_fr, place=project.place, association=project.operator, opened_on=None,
            source=reference, by=by, at=at,
        )  # fmt: skip
    elif institution.organisation_id != project.organisation_id:
        raise WorksCannot(_("Choose an institution of your own register."))
    project.phase, project.institution = Phase.OPENED, institution
    project.save(update_fields=["phase", "institution"])
    record_works("works_phase_reached", project, by, at, phase=Phase.OPENED, institution=institution.pk)
    return project


@transaction.atomic
def stop_works(
    *, project: WorksProject, on: date, why: str, reference: str, by: User, at: datetime
) -> WorksProject:
    """Write that the works stand still, why, by which paper. They may be taken up again in the same phase."""
    check(by, Permission.WORKS_KEEP, project.organisation_id)
    project = held_works(project)
    if project.stopped_on is not None or project.phase == Phase.OPENED:
        raise WorksCannot(_("These works stand still already, or are opened."))
    if not tidy(why):
        raise NotWorks(_("Write why the works stand still."))
    _write_step(project, STOPPED, on, reference, why, by, at)
    project.stopped_on, project.stopped_why = on, tidy(why)
    project.save(update_fields=["stopped_on", "stopped_why"])
    record_works("works_stopped", project, by, at)
    return project


@transaction.atomic
def resume_works(
    *, project: WorksProject, on: date, words: str, reference: str, by: User, at: datetime
) -> WorksProject:
    """Write that works that stood still are taken up again."""
    check(by, Permission.WORKS_KEEP, project.organisation_id)
    project = held_works(project)
    if project.stopped_on is None:
        raise WorksCannot(_("These works do not stand still."))
    _write_step(project, RESUMED, on, reference, words, by, at)
    project.stopped_on, project.stopped_why = None, ""
    project.save(update_fields=["stopped_on", "stopped_why"])
    record_works("works_resumed", project, by, at)
    return project


@transaction.atomic
def plan_phase(*, project: WorksProject, phase: str, on: date, by: User, at: datetime) -> WorksPlan:
    """Write by when a phase is planned; what was planned before stays to be read."""
    check(by, Permission.WORKS_KEEP, project.organisation_id)
    if phase not in PHASES:
        raise NotWorks(_("Choose a phase."))
    row = WorksPlan.objects.create(
        organisation_id=project.organisation_id, project=project, phase=phase, planned_on=on, by=by, at=at
    )
    record_works("works_planned", project, by, at, phase=phase)
    return row


def _step_on(
    project: WorksProject, phase: str, on: date, reference: str, words: str, by: User, at: datetime, *, institution: bool
) -> None:  # fmt: skip
    facts = Facts(
        unfinanced=project.unfinanced,
        items=WorksItem.objects.filter(project=project).count(),
        open_reserves=WorksReserve.objects.filter(project=project, lifted_on__isnull=True).count(),
        stopped=project.stopped_on is not None,
        institution=institution,
    )
    why = why_not_move(project.phase, phase, facts)
    if why:
        raise WorksCannot(_WHY_NOT[why])
    _write_step(project, phase, on, reference, words, by, at)


def _write_step(
    project: WorksProject, what: str, on: date, reference: str, words: str, by: User, at: datetime
) -> None:
    if not tidy(reference):
        raise NotWorks(_("Write the paper that says so."))
    check_day(on, at)
    WorksStep.objects.create(
        organisation_id=project.organisation_id, project=project, what=what, on=on, reference=tidy(reference),
        words=words.strip(), by=by, at=at,
    )  # fmt: skip
