"""Visits to an institution: planned, written, signed, answered; what is mended afterwards."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.lib.errors import NotFound
from twiza.network import actions, forms, queries
from twiza.network.rules.inspections import VISIT_KINDS
from twiza.network.views.asking import ask, tried
from twiza.network.views.institutions import page_of
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web import formats


def _page(id: UUID) -> str:
    return reverse("network:show_visit", args=[id])


def _which(inspection: Any) -> str:
    """Say of which visit a page speaks."""
    return f"{formats.day(inspection.visited_on or inspection.planned_on)} · \u2068{inspection.institution}\u2069"


def language_of(request: SignedInRequest) -> str:
    """The language in which lines of a regime are read."""
    return "ar" if str(request.LANGUAGE_CODE).startswith("ar") else "fr"


@require_safe
def show_visit(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One visit: the grid with its points, findings, what mends them, the answer."""
    inspection = queries.inspection_for(id)
    language = language_of(request)
    regime = inspection.regime.regime
    examines = request.user.has_perm(Permission.LICENCE_EXAMINE, inspection)
    bodies = queries.bodies_of(
        request.user, inspection.institution, Permission.INSTITUTION_COUNT, on=timezone.localdate()
    )
    context = {
        "inspection": inspection,
        "visit": queries.page_of_visit(inspection, today=timezone.localdate()),
        "offices": {"delegation": _("The delegation")}
        | {one.code: one.named(language) for one in regime.bodies},
        "lines": {one.code: one.named(language) for one in regime.quality},
        "drafts": examines and inspection.signed_at is None,
        "signs": inspection.leader_id == request.user.pk,
        "examines": examines,
        "does": bool(bodies),
        "answers": inspection.signed_at is not None
        and inspection.institution.association_id in {one.pk for one in bodies},
    }
    return render(request, "network/show_visit.html", context)


@require_http_methods(["GET", "POST"])
def plan_visit(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Plan a visit to an institution."""
    institution = queries.institution_for(id)
    check(request.user, Permission.LICENCE_EXAMINE, institution)

    def act(data: dict[str, Any]) -> str:
        row = actions.plan_inspection(institution=institution, by=request.user, at=timezone.now(), **data)
        return _page(row.pk)

    return ask(
        request, forms.PlanVisitForm(request.POST or None, initial={"on": timezone.localdate()}), act,
        title=_("Visit to %(name)s") % {"name": institution}, submit=_("Plan the visit"), cancel=page_of(id),
        done=_("The visit is planned. Print its grid, or write it here."),
    )  # fmt: skip


def _asked(
    request: SignedInRequest, id: UUID, form: Any, action: Any, words: tuple[Any, Any, Any], **more: Any
) -> HttpResponse:
    """A page that asks for one thing about a visit and does it. `words`: title, button, what was done."""
    inspection = queries.inspection_for(id)
    check(request.user, Permission.LICENCE_EXAMINE, inspection)

    def act(data: dict[str, Any]) -> str:
        action(inspection=inspection, by=request.user, at=timezone.now(), **data)
        return _page(id)

    title, submit, done = words
    more.setdefault("lead", _which(inspection))
    return ask(request, form, act, title=title, submit=submit, cancel=_page(id), done=done, **more)


@require_http_methods(["GET", "POST"])
def write_visit(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write the visit; what is kept may be written over until it is signed."""
    inspection = queries.inspection_for(id)
    start: dict[str, Any] = {
        "on": inspection.visited_on or timezone.localdate(),
        "visitors": inspection.visitors or ["delegation"],
    }
    start |= {name: getattr(inspection, name) for name in ("girls", "boys", "capacity_found", "words")}
    for code, (said, words) in inspection.answers.items():
        start |= {f"line_{code}": said, f"words_{code}": words}
    form = forms.WriteVisitForm(
        request.POST or None,
        regime=inspection.regime.regime,
        language=language_of(request),
        initial=start,
    )
    said = (_("Write the visit"), _("Keep"), _("Kept. It may be changed until it is signed."))
    return _asked(request, id, form, actions.write_inspection, said, template="network/write_visit.html")


@require_http_methods(["GET", "POST"])
def add_finding(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write a finding."""
    lines = queries.inspection_for(id).regime.regime.quality
    choices = [(one.code, one.named(language_of(request))) for one in lines]
    form = forms.FindingForm(request.POST or None, lines=choices)
    words = (_("Finding"), _("Write the finding"), _("The finding is written."))
    return _asked(request, id, form, actions.add_finding, words)


@require_http_methods(["GET", "POST"])
def keep_photo(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Keep a picture of the premises."""

    def act(**data: Any) -> Any:
        return actions.keep_photo(content=data.pop("photo").read(), **data)

    form = forms.PhotoForm(request.POST or None, request.FILES or None)
    words = (_("Picture of the premises"), _("Keep the picture"), _("The picture is kept."))
    lead = _("Premises only: nobody may be on the picture.")
    return _asked(request, id, form, act, words, lead=lead)


@require_POST
def sign_visit(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Sign a visit, once."""
    inspection = queries.inspection_for(id)
    tried(
        request,
        lambda: actions.sign_inspection(inspection=inspection, by=request.user, at=timezone.now()),
        _("The visit is signed: both read it from now on."),
    )
    return redirect(_page(id))


@require_POST
def drop_finding(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Take a finding away before the visit is signed."""
    finding = queries.finding_for(id)
    tried(
        request,
        lambda: actions.drop_finding(finding=finding, by=request.user, at=timezone.now()),
        _("The finding is taken away."),
    )
    return redirect(_page(finding.inspection_id))


@require_http_methods(["GET", "POST"])
def answer_visit(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Answer a signed visit in writing."""
    inspection = queries.inspection_for(id)
    association = inspection.institution.association
    if association is None:
        raise NotFound(_("No association is written"))
    check(request.user, Permission.INSTITUTION_COUNT, association)

    def act(data: dict[str, Any]) -> str:
        actions.answer_inspection(
            inspection=inspection, organisation=association, by=request.user, at=timezone.now(), **data
        )
        return _page(id)

    return ask(
        request, forms.ReplyForm(request.POST or None), act, title=_("Answer to the visit"), lead=_which(inspection),
        submit=_("Send the answer"), cancel=_page(id), done=_("The answer is sent; it stays as it is."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def plan_remedy(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write what mends a finding."""
    finding = queries.finding_for(id)
    check(request.user, Permission.LICENCE_EXAMINE, finding)
    back = _page(finding.inspection_id)

    def act(data: dict[str, Any]) -> str:
        actions.plan_remedy(finding=finding, by=request.user, at=timezone.now(), **data)
        return back

    return ask(
        request, forms.RemedyForm(request.POST or None), act, title=_("What mends it"), submit=_("Write into the plan"),
        cancel=back, done=_("It stands in the plan."), lead=finding.words,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def remedy_done(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Say that something is done, with its proof."""
    remedy = queries.remedy_for(id)
    today = timezone.localdate()
    bodies = queries.bodies_of(request.user, remedy.institution, Permission.INSTITUTION_COUNT, on=today)
    if not bodies:
        check(request.user, Permission.INSTITUTION_COUNT, remedy)
    back = _page(remedy.inspection_id)

    def act(data: dict[str, Any]) -> str:
        scan = data.pop("scan")
        actions.remedy_done(
            remedy=remedy, organisation=bodies[0], content=scan.read() if scan else b"", by=request.user,
            at=timezone.now(), **data,
        )  # fmt: skip
        return back

    form = forms.RemedyDoneForm(request.POST or None, request.FILES or None, initial={"on": today})
    return ask(
        request, form, act, title=_("It is done"), submit=_("Say that it is done"), cancel=back,
        done=_("Written. The delegation looks at it."), lead=remedy.what,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def check_remedy(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Say whether it is done."""
    remedy = queries.remedy_for(id)
    check(request.user, Permission.LICENCE_EXAMINE, remedy)
    back = _page(remedy.inspection_id)
    later = {
        str(one.inspection.pk): (
            one.inspection,
            f"{_(VISIT_KINDS[one.inspection.kind])} · {formats.day(one.inspection.visited_on)}",
        )
        for one in queries.visits_of(remedy.institution)
        if one.inspection.pk != remedy.inspection_id and one.inspection.visited_on is not None
    }

    def act(data: dict[str, Any]) -> str:
        actions.check_remedy(remedy=remedy, by=request.user, at=timezone.now(), **data)
        return back

    form = forms.CheckRemedyForm(request.POST or None, visits=later, initial={"on": timezone.localdate()})
    return ask(
        request, form, act, title=_("Look whether it is done"), submit=_("Save"), cancel=back,
        done=_("Written."), lead=remedy.what,
    )  # fmt: skip
