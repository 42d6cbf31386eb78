"""Conventions between organisations."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from twiza.lib.errors import N_
from twiza.network import actions, forms, queries
from twiza.network.views import listed
from twiza.network.views.asking import ask
from twiza.network.views.mine import acting_organisation, first_of
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.paging import cursor_of, page_of_rows
from twiza.platform.web.workbooks import Listed, send_workbook, wants_sheet

GROUPS = {
    "ending": _lazy("Ending within 90 days"),
    "now": _lazy("Running"),
    "to_come": _lazy("To come"),
    "over": _lazy("Over"),
}
# conventions of a group that are shown beside the other groups, and those of one group on a page of its own
MOST = 50
PAGE = 100


def _page(id: UUID) -> str:
    return reverse("network:show_convention", args=[id])


@require_safe
def list_conventions(request: SignedInRequest) -> HttpResponse:
    """The conventions of the reader's organisations: ending soon first, then running, to come, over."""
    today = timezone.localdate()
    mine = queries.my_organisations(request.user, on=today)
    bodies = {body.pk: body for body in queries.bodies_of_conventions(mine)}
    form = forms.FilterForm(request.GET or None, bodies=list(bodies.values()))
    wanted = form.bodies.get(form.cleaned_data["party"]) if form.is_valid() else None
    party, every = wanted.pk if wanted else None, wants_sheet(request)
    if (code := request.GET.get("group", "")) in GROUPS and not every:
        found = queries.agreements_in(
            code, mine, party=party, on=today, after=cursor_of(request), size=PAGE + 1
        )
        rows, older = page_of_rows(request, found, PAGE, lambda one: one.convention.pk)
        context = {"mine": mine, "groups": [(code, GROUPS[code], rows, 0)], "older": older, "alone": True}
        return render(request, "network/list_conventions.html", context)
    groups = queries.agreements_grouped(mine, party=party, on=today, most_over=None if every else MOST)
    if every:
        rows = [one for found in groups.values() for one in found]
        return send_workbook(
            request, [Listed(N_("Conventions"), listed.CONVENTIONS, rows)], page="network.sheet_conventions",
            organisation=first_of(mine), by=request.user, ids=[one.convention.pk for one in rows],
        )  # fmt: skip
    counts = {code: len(rows) for code, rows in groups.items()}
    if counts["over"] == MOST:
        counts["over"] = queries.agreements_over(mine, party=party, on=today)
    context = {
        "mine": mine,
        "form": form,
        "groups": [
            (code, GROUPS[code], rows[:MOST], counts[code]) for code, rows in groups.items() if counts[code]
        ],
        "some": bool(bodies),
        "party": form.cleaned_data["party"] if wanted else "",
        "may_sign": request.user.has_perm(Permission.ORGANISATION_EDIT),
    }
    return render(request, "network/list_conventions.html", context)


@require_safe
def show_convention(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One convention: its parties side by side, what each promised and delivered, its amendments, its end."""
    today = timezone.localdate()
    file = queries.convention_for(id, on=today)
    speaks = queries.organisations_where(request.user, Permission.CONVENTION_TELL, on=today)
    speaks_for = {one.pk for one in speaks} & set(file.convention.parties)
    sides = queries.sides_of(file, on=today)
    context = {
        "file": file,
        "sides": sides,
        "speaks_for": speaks_for,
        "may_tell": any(side.organisation.pk in speaks_for and side.promises for side in sides),
        "signers": queries.signers_of(file.convention),
        "may_see_works": request.user.has_perm(Permission.WORKS_READ),
        "handed_over": queries.protected_until(file.convention, on=today),
        "undoings": queries.undoings_in(file.convention, request.user, on=today),
        "sharing": queries.sharing_of(file.convention, request.user, on=today),
        "in_force": queries.in_force(file.convention, on=today),
        "may_write": file.convention.ended_on is None and _our_side(request, file) is not None,
    }
    return render(request, "network/show_convention.html", context)


@require_safe
def print_convention(request: SignedInRequest, id: UUID) -> HttpResponse:
    """The state of a convention as a PDF, in Arabic and in French."""
    today = timezone.localdate()
    file = queries.convention_for(id, on=today)
    paper = queries.paper_of_convention(file, queries.sides_of(file, on=today), on=today)
    return HttpResponse(
        paper,
        content_type="application/pdf",
        headers={
            "Content-Disposition": 'inline; filename="convention.pdf"',
            "Cache-Control": "no-store",
        },
    )


@require_http_methods(["GET", "POST"])
def sign_convention(request: SignedInRequest) -> HttpResponse:
    """Write a convention into the register."""
    organisation = acting_organisation(request, Permission.ORGANISATION_EDIT)
    form = forms.ConventionForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        ours = actions.Party(organisation, data["our_role"])
        names = ("title", "number", "subject", "signed_on", "starts_on", "ends_on")
        convention = actions.sign_convention(
            organisation=organisation,
            parties=[ours, *(actions.Party(*one) for one in form.others())],
            by=request.user,
            at=timezone.now(),
            **{name: data[name] for name in names},
        )
        return _page(convention.pk)

    return ask(
        request,
        form,
        act,
        title=_("New convention of %(name)s") % {"name": organisation},
        submit=_("Write into the register"),
        cancel=reverse("network:list_conventions"),
        done=_("The convention is in the register. Its parties see it."),
    )


@require_http_methods(["GET", "POST"])
def promise(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write what a party promises."""
    file, side = _file(request, id)

    def act(data: dict[str, Any]) -> str:
        actions.promise(
            convention=file.convention, organisation=side, by=request.user, at=timezone.now(), **data
        )
        return _page(id)

    return ask(
        request,
        forms.CommitmentForm(request.POST or None, parties=file.parties),
        act,
        title=_("What a party promises"),
        submit=_("Save"),
        cancel=_page(id),
        done=_("The commitment is written."),
    )


@require_http_methods(["GET", "POST"])
def amend_convention(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write an amendment."""
    file, side = _file(request, id)
    promises = [one for body in queries.sides_of(file, on=timezone.localdate()) for one in body.promises]
    form = forms.AmendForm(
        request.POST or None, parties=file.parties, promises=promises, handed_over=_handed_over(file)
    )

    def act(data: dict[str, Any]) -> str:
        actions.amend_convention(
            convention=file.convention,
            changes=form.changes(),
            signers=form.signers(),
            undoing=form.reason(),
            organisation=side,
            by=request.user,
            at=timezone.now(),
            **{name: data[name] for name in ("words", "signed_on", "new_end")},
        )
        return _page(id)

    return ask(
        request,
        form,
        act,
        title=_("Amendment"),
        submit=_("Save"),
        cancel=_page(id),
        done=_("The amendment is written."),
    )


@require_http_methods(["GET", "POST"])
def end_convention(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write that a convention ended."""
    file, side = _file(request, id)
    form = forms.EndConventionForm(request.POST or None, handed_over=_handed_over(file))

    def act(data: dict[str, Any]) -> str:
        actions.end_convention(
            convention=file.convention, organisation=side, by=request.user, at=timezone.now(),
            on=data["on"], reason=data["reason"], undoing=form.said(),
        )  # fmt: skip
        return _page(id)

    return ask(
        request,
        form,
        act,
        title=_("End of the convention"),
        submit=_("End the convention"),
        cancel=_page(id),
        done=_("The convention has ended."),
        kind="danger",
    )


@require_http_methods(["GET", "POST"])
def decline_renewal(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write why a convention is not renewed."""
    file, side = _file(request, id)
    form = forms.ReasonForm(request.POST or None)

    def act(_data: dict[str, Any]) -> str:
        actions.decline_renewal(
            convention=file.convention, reason=form.why(), organisation=side, by=request.user, at=timezone.now()
        )  # fmt: skip
        return _page(id)

    return ask(
        request, form, act, title=_("Not to renew the convention"),
        lead=_("Both sides and the next office-holder read why, and what becomes of the people in it."),
        submit=_("Write that it is not renewed"), cancel=_page(id), done=_("It is written that it is not renewed."),
        kind="danger",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def take_back_undoing(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Take back that a convention is undone."""
    undoing = queries.undoing_for(id)
    check(request.user, Permission.ORGANISATION_EDIT, undoing.organisation_id)
    page = _page(undoing.convention_id)

    def act(data: dict[str, Any]) -> None:
        actions.take_back_undoing(undoing=undoing, why=data["words"], by=request.user, at=timezone.now())

    return ask(
        request, forms.TakeBackForm(request.POST or None), act, title=_("Take this step back"),
        lead=f"{undoing.convention.title} · {undoing.evidence}",
        submit=_("Take it back"), cancel=page, done=_("It is taken back: the convention is as it was."),
    )  # fmt: skip


def _handed_over(file: queries.ConventionFile) -> bool:
    return queries.protected_until(file.convention, on=timezone.localdate()) is not None


def _our_side(request: SignedInRequest, file: queries.ConventionFile) -> Any:
    mine = queries.organisations_where(request.user, Permission.ORGANISATION_EDIT, on=timezone.localdate())
    return next((one for one in mine if one.pk in file.convention.parties), None)


def _file(request: SignedInRequest, id: UUID) -> tuple[queries.ConventionFile, Any]:
    """Return the convention and the party in whose name the reader writes. Raises NoPermission."""
    file = queries.convention_for(id, on=timezone.localdate())
    side = _our_side(request, file)
    if side is None:
        check(request.user, Permission.ORGANISATION_EDIT, file.convention)
    return file, side
