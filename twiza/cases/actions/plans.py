"""The plan in her words: one sealed note of a case. Each change is a version, written on the one that was read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.cases import bring_nearer
from twiza.cases.actions.notes import NoteChangedMeanwhile, add_version
from twiza.cases.models import Case, CaseNote
from twiza.cases.queries import NoteSaid, OpenRoom
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

KEPT_COPIES = 50  # answers about a paper that a plan remembers


class PlanNotWhole(DomainError):
    code = "cases.plan_not_whole"


class KindRefused(DomainError):
    """Mediation or a visit at home, in a case that refuses it."""

    code = "cases.kind_refused"


@dataclass(frozen=True)
class Task:
    """What is done for a goal. `kind`, `who`: codes of the rules; `due` None: no day yet."""

    goal: UUID
    what: str
    kind: str
    who: str
    due: date | None = None


def check_kind(case: Case, room: OpenRoom, kind: str) -> None:
    """Raises KindRefused when this case refuses the kind."""
    if rules.is_refused(kind, queries.blocked_of(case, room)):
        raise KindRefused(
            _(
                "Not in this case: neither mediation nor a visit at home, unless its protocol allows it. Choose something else."
            )
        )


@transaction.atomic
def write_goal(
    *, case: Case, room: OpenRoom, key: UUID, words: str, axis: str, base: int, by: Any, at: datetime
) -> NoteSaid:
    """Write a goal in her words, or change it.

    Args:
        key: of the goal; that of the form for a new one, which sent twice makes one.
        base: the number of the version that was read, 0 when there was no plan.

    Raises:
        PlanNotWhole. NoteChangedMeanwhile. NoKeyYet.
    """
    before, said = _held(case, room, by)
    goal = {"key": str(key), "words": words.strip()[: rules.LONGEST_LINE], "axis": axis}
    if before and goal in said["goals"]:
        return before
    _check_base(before, base)
    if not goal["words"] or axis not in rules.AXES:
        raise PlanNotWhole(_("Write the goal in her words, and say what it is about."))
    goals = _put(said["goals"], goal, most=rules.MOST_GOALS)
    return _keep(case, room, before, said | {"goals": goals, "changed": bool(said["agreed_on"])}, by, at)


@transaction.atomic
def write_task(
    *, case: Case, room: OpenRoom, key: UUID, task: Task, base: int, by: Any, at: datetime
) -> NoteSaid:
    """Write a task of a goal, or change it; its day brings the next day of the case nearer.

    Args:
        key, base: as for `write_goal`.

    Raises:
        PlanNotWhole. KindRefused. NoteChangedMeanwhile. NoKeyYet.
    """
    before, said = _held(case, room, by)
    old = next((one for one in said["tasks"] if one["key"] == str(key)), None)
    made = {
        "key": str(key),
        "goal": str(task.goal),
        "what": task.what.strip()[: rules.LONGEST_LINE],
        "kind": task.kind,
        "who": task.who,
        "due": task.due.isoformat() if task.due else "",
        "state": old["state"] if old else "open",
        "reason": old["reason"] if old else "",
    }
    if before and made == old:
        return before
    _check_base(before, base)
    _check_task(made, said)
    check_kind(case, room, task.kind)
    if task.due and task.due < timezone.localdate(at) and made["due"] != (old or {}).get("due"):
        raise PlanNotWhole(_("This day has passed. Choose today or a later day, or leave it empty."))
    tasks = _put(said["tasks"], made, most=rules.MOST_TASKS)
    return _keep(case, room, before, said | {"tasks": tasks, "changed": bool(said["agreed_on"])}, by, at)


@transaction.atomic
def settle_task(
    *, case: Case, room: OpenRoom, task: str, state: str, base: int, by: Any, at: datetime, reason: str = ""
) -> NoteSaid:
    """Say that a task is done, or left aside and why; or open again after a mistake.

    Raises:
        PlanNotWhole: no such task, or no reason to leave it aside. NoteChangedMeanwhile. NoKeyYet.
    """
    before, said = _held(case, room, by)
    _check_base(before, base)
    tasks = [dict(one) for one in said["tasks"]]
    found = next((one for one in tasks if one["key"] == task), None)
    if before is None or found is None or not rules.can_settle(found["state"], state):
        raise PlanNotWhole(_("This task is not there any more, or was settled. Look at the plan again."))
    if state == "dropped" and not reason.strip():
        raise PlanNotWhole(_("Say why this task is left aside: her own choice is a good reason."))
    found |= {"state": state, "reason": reason.strip()[: rules.LONGEST_LINE]}
    return _keep(case, room, before, said | {"tasks": tasks}, by, at)


@transaction.atomic
def agree_plan(*, case: Case, room: OpenRoom, base: int, by: Any, at: datetime) -> NoteSaid:
    """Write that she agrees with the plan as it was read to her. Raises PlanNotWhole, NoteChangedMeanwhile, NoKeyYet."""
    before, said = _held(case, room, by)
    _check_base(before, base)
    if not said["goals"]:
        raise PlanNotWhole(_("A plan has at least one goal, in her words."))
    agreed = {"agreed_on": timezone.localdate(at).isoformat(), "changed": False}
    return _keep(case, room, before, said | agreed, by, at)


@transaction.atomic
def answer_paper(*, case: Case, room: OpenRoom, key: UUID, safe: bool, by: Any, at: datetime) -> NoteSaid:
    """Keep what she said when she was asked whether a paper is safe for her: asked each time, yes or no.

    Args:
        key: of the form: sent twice, it is one answer.

    Raises:
        PlanNotWhole: there is no plan to print. NoKeyYet.
    """
    before, said = _held(case, room, by)
    if before is None:
        raise PlanNotWhole(_("A plan has at least one goal, in her words."))
    if any(one["key"] == str(key) for one in said["copies"]):
        return before
    answer = {"key": str(key), "on": timezone.localdate(at).isoformat(), "safe": safe}
    return _keep(case, room, before, said | {"copies": [*said["copies"], answer][-KEPT_COPIES:]}, by, at)


def _held(case: Case, room: OpenRoom, by: Any) -> tuple[NoteSaid | None, dict[str, Any]]:
    """Hold the case, so that it has one plan; return the plan as it stands and what it says."""
    check(by, Permission.CASE_WORK, case)
    queries.held_key(case, room)
    Case.objects.select_for_update().get(pk=case.pk)
    before = queries.plan_of(case, room)
    return before, dict(rules.EMPTY_PLAN) | (before.said if before else {})


def _check_base(before: NoteSaid | None, base: int) -> None:
    if base != (before.number if before else 0):
        raise NoteChangedMeanwhile(
            _("Somebody else changed the plan since you opened it. Nothing is lost: look at both.")
        )


def _check_task(task: dict[str, Any], said: dict[str, Any]) -> None:
    known = task["kind"] in rules.ACTS and task["who"] in rules.TASK_DOERS
    if not known or not task["what"] or all(goal["key"] != task["goal"] for goal in said["goals"]):
        raise PlanNotWhole(_("Say what is done, for which goal, of which kind and by whom."))


def _put(parts: list[dict[str, Any]], part: dict[str, Any], *, most: int) -> list[dict[str, Any]]:
    if any(one["key"] == part["key"] for one in parts):
        return [part if one["key"] == part["key"] else one for one in parts]
    if len(parts) >= most:
        raise PlanNotWhole(_("This plan is full. Settle or change what stands in it."))
    return [*parts, part]


def _keep(
    case: Case, room: OpenRoom, before: NoteSaid | None, said: dict[str, Any], by: Any, at: datetime
) -> NoteSaid:
    key = queries.held_key(case, room)
    note = (
        CaseNote.objects.get(pk=before.note)
        if before
        else CaseNote.objects.create(case=case, organisation_id=case.organisation_id, kind="plan", at=at)
    )
    number = before.number + 1 if before else 1
    add_version(note=note, number=number, said=said, key=key, by=by, at=at)
    bring_nearer(case, [rules.nearest_due(said["tasks"])])
    audit.record(
        type="cases.note_written", target=note, organisation=case.organisation_id, by=by, at=at,
        case=case.pk, number=number,
    )  # fmt: skip
    return NoteSaid(note.pk, "plan", number, by, at, said, note.at)
