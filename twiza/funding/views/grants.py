"""Grants up to the decision: budget lines, calls, files."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.funding import actions, forms, queries
from twiza.funding.views import listed
from twiza.funding.views.asking import ask, ask_lines, organisation_here, page
from twiza.lib.errors import N_
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.paging import cursor_of, page_of_rows
from twiza.platform.web.workbooks import Listed, send_workbook, wants_sheet


def page_of(grant: Any) -> str:
    """Return the address of a file."""
    return reverse("funding:show_grant", args=[grant.pk])


PAGE = 100


def _paged(request: SignedInRequest, rows: list[Any]) -> tuple[list[Any], str]:
    return page_of_rows(request, rows, PAGE, lambda row: row.pk)


@require_safe
def list_grants(request: SignedInRequest) -> HttpResponse:
    """The funder's side: what each budget line has left, calls, files."""
    organisation = organisation_here(request, Permission.GRANT_EXAMINE)
    if wants_sheet(request):
        lines = queries.budget_lines(organisation.pk, size=None)
        sheets = [
            Listed(N_("Budget lines"), listed.LINES, lines),
            Listed(
                N_("Calls and programmed lists"), listed.CALLS, queries.calls_of(organisation.pk, size=None)
            ),
            Listed(N_("Files of grants"), listed.GRANTS, queries.grants_given_by(organisation.pk, size=None)),
        ]
        return send_workbook(
            request, sheets, page="funding.sheet_grants", organisation=organisation.pk, by=request.user
        )
    grants, older = _paged(
        request, queries.grants_given_by(organisation.pk, after=cursor_of(request), size=PAGE + 1)
    )
    return page(
        request,
        "list_grants",
        organisation,
        lines=queries.budget_lines(organisation.pk),
        calls=queries.calls_of(organisation.pk),
        grants=grants,
        older=older,
        today=timezone.localdate(),
    )


@require_safe
def list_claims(request: SignedInRequest) -> HttpResponse:
    """The association's side: calls that are open, its files."""
    organisation = organisation_here(request, Permission.GRANT_CLAIM)
    today = timezone.localdate()
    if wants_sheet(request):
        sheets = [
            Listed(N_("Our files"), listed.GRANTS, queries.grants_asked_by(organisation.pk, size=None)),
            Listed(
                N_("Calls that are open"),
                listed.CALLS,
                queries.open_calls(on=today, beside=[organisation.pk]),
            ),
        ]
        return send_workbook(
            request, sheets, page="funding.sheet_claims", organisation=organisation.pk, by=request.user
        )
    grants, older = _paged(
        request, queries.grants_asked_by(organisation.pk, after=cursor_of(request), size=PAGE + 1)
    )
    return page(
        request,
        "list_claims",
        organisation,
        calls=queries.open_calls(on=today, beside=[organisation.pk]),
        grants=grants,
        older=older,
    )


@require_http_methods(["GET", "POST"])
def write_budget_line(request: SignedInRequest) -> HttpResponse:
    """Write a budget line."""
    organisation = organisation_here(request, Permission.GRANT_EXAMINE)

    def act(data: dict[str, Any]) -> str:
        actions.write_budget_line(organisation=organisation.pk, by=request.user, at=timezone.now(), **data)
        return reverse("funding:list_grants")

    return ask(
        request, forms.BudgetLineForm(request.POST or None), act,
        title=_("Write a budget line"),
        lead=_("A sum of a year's budget with the text that allows it. Nothing is granted beyond it."),
        submit=_("Write the line"), cancel=reverse("funding:list_grants"), done=_("The budget line is written."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def open_call(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Open a call on a budget line."""
    line = queries.budget_line_for(request.user, id)
    form = forms.CallForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        names = ("title", "kind", "opens_on", "closes_on")
        call = actions.open_call(
            line=line, criteria=form.criteria(), by=request.user, at=timezone.now(),
            **{name: data[name] for name in names},
        )  # fmt: skip
        return reverse("funding:show_call", args=[call.pk])

    return ask_lines(
        request, form, act,
        title=_("Open a call"),
        lead=_("The criteria are fixed with the call, and everybody may read them before asking."),
        submit=_("Open the call"), cancel=reverse("funding:list_grants"), done=_("The call is open to read."),
    )  # fmt: skip


@require_safe
def show_call(request: SignedInRequest, id: UUID) -> HttpResponse:
    """A call with its criteria; the files, for who examines them."""
    call = queries.call_for(id)
    examines = request.user.has_perm(Permission.GRANT_EXAMINE, call.organisation_id)
    today = timezone.localdate()
    files = queries.grants_given_by(
        call.organisation_id, call=call.pk, after=cursor_of(request), size=PAGE + 1
    )
    grants, older = _paged(request, files if examines else [])
    return page(
        request,
        "show_call",
        call.organisation,
        call=call,
        criteria=queries.criteria_of(call.pk),
        grants=grants,
        older=older,
        examines=examines,
        is_open=call.opens_on <= today <= call.closes_on,
        may_ask=examines or (call.kind == "call" and request.user.has_perm(Permission.GRANT_CLAIM)),
    )


@require_http_methods(["GET", "POST"])
def ask_for_grant(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Hand in a file, for one's association or for who brings it on paper."""
    call = queries.call_for(id)
    today = timezone.localdate()
    mine = [
        one
        for one in network.organisations_where(request.user, Permission.GRANT_CLAIM, on=today)
        if one.pk != call.organisation_id
    ]
    if request.user.has_perm(Permission.GRANT_EXAMINE, call.organisation_id):
        mine = list(network.partners_to_choose(but=call.organisation))
    elif not mine:
        check(request.user, Permission.GRANT_CLAIM)
    form = forms.GrantForm(
        request.POST or None, grantees=mine, initial={"grantee": mine[0].pk} if len(mine) == 1 else {}
    )

    def act(data: dict[str, Any]) -> str:
        names = ("project", "summary", "asked", "starts_on", "ends_on", "rib", "rib_holder")
        return page_of(
            actions.ask_for_grant(
                call=call, grantee=data["grantee"].pk, headings=form.headings(), by=request.user, at=timezone.now(),
                **{name: data[name] for name in names},
            )
        )  # fmt: skip

    return ask_lines(
        request, form, act,
        title=_("Ask for a grant"), lead=call.title,
        submit=_("Hand the file in"), cancel=reverse("funding:show_call", args=[call.pk]),
        done=_("The file is handed in: its code stands on its page."),
    )  # fmt: skip


@require_safe
def show_grant(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One file: what is asked, how it was looked at, scored, decided."""
    grant = queries.grant_for(request.user, id)
    examines, claims = queries.examines(request.user, grant), queries.claims(request.user, grant)
    file, money = queries.grant_file(grant), queries.grant_money(grant)
    user = request.user
    declared = next((one for one in file.interests if one.scorer_id == user.pk), None)
    scored = any(scorer == user for scorer, _points in file.scores)
    handed_over = queries.lines_with_proof(grant)
    scoring = examines and grant.state == "admissible"
    return page(
        request,
        "show_grant",
        grant.organisation,
        grant=grant,
        file=file,
        examines=examines,
        claims=claims,
        may_complete=grant.state in ("applied", "incomplete"),
        may_look=examines and grant.state in ("applied", "incomplete"),
        may_declare=scoring and declared is None,
        may_score=scoring and declared is not None and not declared.linked and not scored,
        may_sign_last=user.has_perm(Permission.GRANT_DECIDE, grant.organisation_id),
        may_archive=grant.state in ("closed", "inadmissible", "not_granted"),
        consent=queries.consent_of(grant),
        told=queries.told_of(grant),
        may_ask_to_be_told=grant.state == "signed"
        and user.has_perm(Permission.GRANT_DECIDE, grant.organisation_id),
        money=money,
        books=queries.grant_books(grant) if user.has_perm(Permission.MONEY_READ, grant.grantee_id) else None,
        may_book=user.has_perm(Permission.MONEY_KEEP, grant.grantee_id),
        handed_over=handed_over,
        to_hand_over={
            report.pk
            for report, lines in money.reports
            if any(one.sha256 and one.pk not in handed_over for one in lines)
        },
        reported={one.number for one, _lines in money.reports},
        may_decide=grant.state == "admissible"
        and user.has_perm(Permission.GRANT_DECIDE, grant.organisation_id),
    )


@require_http_methods(["GET", "POST"])
def complete_grant(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Put right what a file says."""
    grant = queries.grant_for(request.user, id)
    now = {"summary": grant.summary, "rib": grant.rib, "rib_holder": grant.rib_holder}

    def act(data: dict[str, Any]) -> None:
        actions.complete_grant(grant=grant, by=request.user, at=timezone.now(), **data)

    return ask(
        request, forms.CompleteGrantForm(request.POST or None, initial=now), act,
        title=_("Complete the file"), submit=_("Save"), cancel=page_of(grant), done=_("The file is completed."),
    )  # fmt: skip


def _examined(request: SignedInRequest, id: UUID) -> Any:
    """Return a file that the reader examines. Raises NoSuchThing, NoPermission."""
    grant = queries.grant_for(request.user, id)
    check(request.user, Permission.GRANT_EXAMINE, grant.organisation_id)
    return grant


@require_http_methods(["GET", "POST"])
def look_at_grant(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Say whether a file is admissible."""
    grant = _examined(request, id)
    now = {
        "licence": queries.licence_of(grant, on=timezone.localdate()),
        "reports_missing": queries.reports_missing(grant),
        "holder_right": queries.is_in_its_name(grant),
    }

    def act(data: dict[str, Any]) -> None:
        actions.look_at_grant(grant=grant, by=request.user, at=timezone.now(), **data)

    return ask(
        request, forms.LookForm(request.POST or None, initial=now), act,
        title=_("Is this file admissible?"),
        lead=_("What seven days may mend is given seven days; nothing that is here is lost."),
        submit=_("Save"), cancel=page_of(grant), done=_("The look is written."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def declare_interest(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Say whether one has a link with who asks."""
    grant = _examined(request, id)

    def act(data: dict[str, Any]) -> None:
        actions.declare_interest(grant=grant, by=request.user, at=timezone.now(), **data)

    return ask(
        request, forms.InterestForm(request.POST or None), act,
        title=_("Your link with this association"),
        lead=_("Who has a link neither scores nor decides. It stays written."),
        submit=_("Declare"), cancel=page_of(grant), done=_("It is declared."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def score_grant(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Score a file, every criterion at once."""
    grant = _examined(request, id)
    form = forms.ScoreForm(request.POST or None, criteria=queries.criteria_of(grant.call_id))

    def act(_data: dict[str, Any]) -> None:
        actions.score_grant(grant=grant, points=form.points(), by=request.user, at=timezone.now())

    return ask(
        request, form, act,
        title=_("Score the file"), lead=grant.project,
        submit=_("Give these points"), cancel=page_of(grant), done=_("Your points are written: they stay."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def decide_grant(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Decide about a file."""
    grant = queries.grant_for(request.user, id)
    check(request.user, Permission.GRANT_DECIDE, grant.organisation_id)

    def act(data: dict[str, Any]) -> None:
        actions.decide_grant(
            grant=grant, granted=data["granted"], amount=(data["amount"] or Decimal(0)) if data["granted"] else Decimal(0),
            reasons_for=data["reasons_for"], reasons_against=data["reasons_against"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip

    return ask(
        request, forms.DecideForm(request.POST or None), act,
        title=_("Decide about the file"), lead=grant.project,
        submit=_("Decide"), cancel=page_of(grant), done=_("It is decided: the association reads it with the reasons."),
    )  # fmt: skip
