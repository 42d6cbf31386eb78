"""A person's own page, the devices where they are signed in, and the roles of the house."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twiza.platform.accounts import actions, forms, queries
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.accounts.roles import CLASHES, ROLES

A_YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "POST"])
def show_profile(request: SignedInRequest) -> HttpResponse:
    """Name, language, form of address; links to password, second factor and devices."""
    user = request.user
    form = forms.ProfileForm(
        request.POST or None,
        initial={
            "display_name": user.display_name,
            "language": user.language,
            "addressed_as": user.addressed_as,
        },
    )
    if request.method == "POST" and form.is_valid():
        actions.change_profile(**form.cleaned_data, by=user, at=timezone.now())
        messages.success(request, _("Saved."))
        response = redirect("accounts:show_profile")
        _keep_language(response, form.cleaned_data["language"])
        return response
    roles = [ROLES[role] for _where, role in queries.roles_of(user, on=timezone.localdate()) if role in ROLES]
    return render(
        request,
        "accounts/profile.html",
        {
            "form": form,
            "roles": [role.label_for(user) for role in roles],
            "has_factor": queries.has_second_factor(user),
            "may_close": user.has_perm(Permission.ACCOUNTS_CLOSE),
        },
    )


@require_GET
def list_sessions(request: SignedInRequest) -> HttpResponse:
    """Where the person is signed in."""
    return render(request, "accounts/sessions.html", {"sessions": queries.sessions_of(request)})


@require_POST
def end_session(request: SignedInRequest, session: int) -> HttpResponse:
    """End one sign-in."""
    actions.end_session(session=session, by=request.user, at=timezone.now())
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")


@require_POST
def end_other_sessions(request: SignedInRequest) -> HttpResponse:
    """End every sign-in but this one."""
    actions.end_other_sessions(keep=str(request.session.session_key), by=request.user, at=timezone.now())
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("usersessions_list")


@require_http_methods(["GET", "POST"])
def close_account(request: SignedInRequest) -> HttpResponse:
    """Close an account by its user name."""
    check(request.user, Permission.ACCOUNTS_CLOSE)
    form = forms.CloseAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_account(username=form.cleaned_data["username"], by=request.user, at=timezone.now())
        except (actions.NoSuchAccount, actions.NotOneself) as refusal:
            form.add_error("username", refusal.message)
        else:
            messages.success(request, _("The account is closed."))
            return redirect("accounts:close_account")
    return render(request, "accounts/close_account.html", {"form": form})


@require_GET
def show_roles(request: SignedInRequest) -> HttpResponse:
    """Who may do what: the roles page of the house, in the language of the moment."""
    return render(request, "accounts/roles.html", {"roles": list(ROLES.values()), "clashes": CLASHES})


def _keep_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
