"""Projects of works from phase to phase."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twiza.funding import actions, forms, queries
from twiza.funding.rules.works import PHASE_WORDS, Phase, next_phase
from twiza.funding.views.asking import ask
from twiza.funding.views.works import kept_works, page_of_works
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest


@require_http_methods(["GET", "POST"])
def step_works(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write that the next phase was reached: the form asks what this phase needs."""
    project = kept_works(request, id)
    phase = next_phase(project.phase) or Phase.OPENED
    today = {"on": timezone.localdate()}
    form: Any
    if phase == Phase.ACCEPTED:
        form = forms.AcceptForm(request.POST or None, initial=today)
    elif phase == Phase.OPENED:
        ours = [
            line.institution
            for line in network.institutions([project.organisation], today=timezone.localdate(), mine=True)
            if line.institution.organisation_id == project.organisation_id
        ]
        form = forms.OpenForm(request.POST or None, institutions=ours, initial=today)
    else:
        form = forms.StepForm(request.POST or None, initial=today)

    def act(data: dict[str, Any]) -> None:
        said = {name: data[name] for name in ("on", "reference", "words")}
        said |= {"project": project, "by": request.user, "at": timezone.now()}
        if phase == Phase.ACCEPTED:
            actions.accept_works(reserves=form.reserves(), **said)
        elif phase == Phase.OPENED:
            actions.open_works(institution=data["institution"], **said)
        else:
            actions.reach_phase(phase=phase, **said)

    lead = {
        Phase.ACCEPTED: _("What is found wrong is a reserve, with the day by which it is mended."),
        Phase.EQUIPPED: _("Write the inventory first: an equipped building has a list."),
        Phase.OPENED: _("It enters the register of institutions. It receives nobody before its licence, which has its own path."),
    }.get(phase, "")  # fmt: skip
    return ask(
        request, form, act,
        title=_("Next phase: %(phase)s") % {"phase": _(PHASE_WORDS[phase])}, lead=lead,
        submit=_("Write that it was reached"), cancel=page_of_works(project), done=_("The phase is written."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def stop_works(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write that works stand still and why; or that they are taken up again."""
    project = kept_works(request, id)
    stands = project.stopped_on is not None

    def act(data: dict[str, Any]) -> None:
        said = {"project": project, "on": data["on"], "reference": data["reference"]}
        said |= {"by": request.user, "at": timezone.now()}
        if stands:
            actions.resume_works(words=data["words"], **said)
        else:
            actions.stop_works(why=data["words"], **said)

    return ask(
        request, forms.StopForm(request.POST or None, initial={"on": timezone.localdate()}), act,
        title=_("Taken up again") if stands else _("The works stand still"),
        submit=_("Write it"), cancel=page_of_works(project), done=_("It is written."),
        kind="primary" if stands else "danger",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def plan_phase(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write by when a phase is planned."""
    project = kept_works(request, id)

    def act(data: dict[str, Any]) -> None:
        actions.plan_phase(project=project, by=request.user, at=timezone.now(), **data)

    now = {"phase": next_phase(project.phase)}
    return ask(
        request, forms.PlanForm(request.POST or None, initial=now), act,
        title=_("Planned day of a phase"), lead=_("What was planned before stays to be read."),
        submit=_("Write the day"), cancel=page_of_works(project), done=_("The day is written."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def write_reserve(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write something to be mended after the acceptance."""
    project = kept_works(request, id)

    def act(data: dict[str, Any]) -> None:
        actions.write_reserve(project=project, by=request.user, at=timezone.now(), **data)

    return ask(
        request, forms.ReserveForm(request.POST or None), act,
        title=_("Reserve of the acceptance"), submit=_("Write the reserve"), cancel=page_of_works(project),
        done=_("The reserve is written."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def lift_reserve(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write by which paper a reserve was lifted."""
    reserve = queries.reserve_for(request.user, id)
    check(request.user, Permission.WORKS_KEEP, reserve.organisation_id)

    def act(data: dict[str, Any]) -> None:
        actions.lift_reserve(reserve=reserve, by=request.user, at=timezone.now(), **data)

    return ask(
        request, forms.LiftForm(request.POST or None, initial={"on": timezone.localdate()}), act,
        title=_("Lift a reserve"), lead=reserve.words,
        submit=_("Lift it"), cancel=page_of_works(reserve.project), done=_("The reserve is lifted."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def add_item(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write a line of the inventory."""
    project = kept_works(request, id)

    def act(data: dict[str, Any]) -> None:
        actions.add_item(project=project, by=request.user, at=timezone.now(), **data)

    return ask(
        request, forms.ItemForm(request.POST or None, initial={"on": timezone.localdate()}), act,
        title=_("Line of the inventory"), submit=_("Write the line"), cancel=page_of_works(project),
        done=_("The line is written."),
    )  # fmt: skip
