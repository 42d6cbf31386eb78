"""Inviting people, and the page where a paper's code is typed."""

from datetime import datetime
from typing import cast
from uuid import UUID

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from twiza.lib.errors import N_, DomainError
from twiza.network import actions, forms, queries
from twiza.network.views import listed
from twiza.platform.accounts import actions as accounts
from twiza.platform.accounts import queries as account_queries
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.audit import actions as audit
from twiza.platform.web.sentences import say
from twiza.platform.web.workbooks import Listed, send_workbook, wants_sheet

PAPERS, KEPT_PAPERS = "twiza_papers", 40
TRIES = {"use_code": "20/m/ip,200/h/ip"}


@never_cache
@require_http_methods(["GET", "POST"])
def list_invitations(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Who was invited here; invite somebody, and get the paper to print."""
    organisation, now = queries.organisation_for(id), timezone.now()
    check(request.user, Permission.MEMBERS_MANAGE, organisation)
    roles = queries.roles_to_invite_to(request.user, organisation, on=timezone.localdate())
    form = forms.InviteForm(request.POST or None, roles=roles, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            invitation, code = actions.invite(
                organisation=organisation,
                role=form.cleaned_data["role"],
                label=form.cleaned_data["label"],
                **form.period,
                by=request.user,
                at=now,
            )
        except actions.EndsBeforeItBegins as refusal:
            form.add_error("last_day", say(refusal))
        else:
            paper = _slip(request, code, invitation.code.expires_at, back=request.path)
            _remember(request, paper, invitation.code_id)
            return paper
    rows = queries.invitations_of(organisation)
    if wants_sheet(request):
        return send_workbook(
            request, [Listed(N_("Invited"), listed.INVITATIONS, rows)], page="network.sheet_invitations",
            organisation=organisation.pk, by=request.user,
        )  # fmt: skip
    people = [row.accepted_by_id for row in rows if row.accepted_by_id]
    if people:
        audit.record_access(
            page="network.invitations", ids=people, organisation=organisation.pk, by=request.user, at=now
        )
    return render(
        request,
        "network/invitations.html",
        {"organisation": organisation, "form": form, "invitations": rows, "now": now},
    )


@require_POST
def cancel_invitation(request: SignedInRequest, id: UUID, invitation: UUID) -> HttpResponse:
    """Take an invitation back."""
    row = queries.invitation_for(queries.organisation_for(id), invitation)
    try:
        actions.cancel_invitation(invitation=row, by=request.user, at=timezone.now())
        messages.success(request, _("The invitation is taken back: its paper opens nothing any more."))
    except actions.InvitationOver as refusal:
        messages.error(request, say(refusal))
    return redirect("network:list_invitations", id=id)


@never_cache
@require_POST
def make_new_password_slip(request: SignedInRequest, id: UUID, membership: UUID) -> HttpResponse:
    """Print a paper with which a member chooses a new password by themself."""
    row = queries.membership_for(queries.organisation_for(id), membership)
    now = timezone.now()
    try:
        code = actions.make_new_password_slip(membership=row, by=request.user, at=now)
    except (accounts.NotYourOwn, actions.RoleNotYoursToGive) as refusal:
        messages.error(request, say(refusal))
        return redirect("network:list_members", id=id)
    expires_at = account_queries.code_for(code, at=now).expires_at
    lacks = not account_queries.has_second_factor(row.user)
    return _slip(request, code, expires_at, back=request.META.get("HTTP_REFERER", "/"), lacks_factor=lacks)


@never_cache
@login_not_required
@sensitive_post_parameters("code", "password", "again")
@require_http_methods(["GET", "POST"])
def use_code(request: HttpRequest) -> HttpResponse:
    """The code of a paper, then what it is for: an account, a role more, or a new password."""
    code_form = forms.CodeForm(request.POST or None)
    if request.method == "GET" or not code_form.is_valid():
        return render(request, "network/use_code.html", {"form": code_form})
    if not ratelimit.consume(request, app="twiza", action="use_code", config=TRIES):
        too_many: HttpResponse = ratelimit.respond_429(request)
        return too_many
    typed, now = code_form.cleaned_data["code"], timezone.now()
    try:
        offer = queries.offer_of(typed, at=now)
    except account_queries.CodeNotGood as refusal:
        code_form.add_error("code", say(refusal))
        return render(request, "network/use_code.html", {"form": code_form})
    if offer is None:
        return _choose_password(request, typed, now)
    if request.user.is_authenticated:
        return _take_role(cast(SignedInRequest, request), typed, offer, now)
    return _make_account(request, typed, offer, now)


def _make_account(request: HttpRequest, typed: str, offer: queries.Offer, now: datetime) -> HttpResponse:
    form = forms.NewAccountForm(request.POST if "username" in request.POST else None)
    if form.is_bound and form.is_valid():
        try:
            actions.accept_with_new_account(
                typed=typed,
                username=form.cleaned_data["username"],
                display_name=form.cleaned_data["display_name"],
                password=form.cleaned_data["password"],
                language=(get_language() or "ar")[:2],
                made_here=str(account_queries.code_for(typed, at=now).pk) in _papers_of(request),
                at=now,
            )
        except (accounts.UserNameTaken, accounts.UserNameUnfit) as refusal:
            form.add_error("username", say(refusal))
        except accounts.PasswordTooWeak as refusal:
            form.add_error("password", say(refusal))
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("Your account is made. Sign in."))
            return redirect("account_login")
    return render(request, "network/make_account.html", {"form": form, "offer": offer, "code": typed})


def _take_role(request: SignedInRequest, typed: str, offer: queries.Offer, now: datetime) -> HttpResponse:
    if "yes" in request.POST:
        try:
            actions.accept_with_account(typed=typed, by=request.user, at=now)
            messages.success(request, _("You hold this role now."))
        except DomainError as refusal:
            messages.error(request, say(refusal))
        return redirect("/")
    return render(request, "network/take_role.html", {"offer": offer, "code": typed})


def _choose_password(request: HttpRequest, typed: str, now: datetime) -> HttpResponse:
    form = forms.NewPasswordForm(request.POST if "password" in request.POST else None)
    if form.is_bound and form.is_valid():
        try:
            accounts.choose_new_password(typed=typed, password=form.cleaned_data["password"], at=now)
        except accounts.PasswordTooWeak as refusal:
            form.add_error("password", say(refusal))
        else:
            messages.success(request, _("Your new password is set. Sign in."))
            return redirect("account_login")
    return render(request, "network/choose_password.html", {"form": form, "code": typed})


def _papers_of(request: HttpRequest) -> list[str]:
    """The papers that were made in this browser, by the ids of their codes; sign-out does not forget them."""
    return (request.get_signed_cookie(PAPERS, default="", salt=PAPERS) or "").split()


def _remember(request: HttpRequest, response: HttpResponse, code: UUID) -> None:
    kept = " ".join([*_papers_of(request), str(code)][-KEPT_PAPERS:])
    response.set_signed_cookie(
        PAPERS, kept, salt=PAPERS, max_age=60 * 24 * 3600, httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip


def _slip(
    request: HttpRequest, code: str, expires_at: datetime, *, back: str, lacks_factor: bool = False
) -> HttpResponse:
    """Show the paper once. It says neither whose it is, nor for which organisation, nor for what."""
    address = f"{settings.PUBLIC_ADDRESS}/welcome/"
    # the code stands after “#”: a browser never sends that part, and no log keeps it
    picture = account_queries.address_picture(f"{address}#{code}")
    return render(
        request,
        "network/slip.html",
        {
            "code": code,
            "address": address,
            "picture": picture,
            "expires_at": expires_at,
            "back": back,
            "lacks_factor": lacks_factor,
        },
    )
