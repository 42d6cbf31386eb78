"""Signing in, out and again. allauth does the work; the pages and the forms are ours, whatever settings say."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import (
    AccountInactiveView,
    LoginView,
    LogoutView,
    PasswordChangeView,
    ReauthenticateView,
)
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from twiza.platform.accounts import forms, queries


class SignIn(LoginView):  # type: ignore[misc]
    template_name = "accounts/sign_in.html"

    def get_form_class(self) -> Any:
        return forms.SignInForm


class SignOut(LogoutView):  # type: ignore[misc]
    template_name = "accounts/sign_out.html"


class Closed(AccountInactiveView):  # type: ignore[misc]
    template_name = "accounts/closed.html"


class PasswordAgain(ReauthenticateView):  # type: ignore[misc]
    """The password, then the second factor if the person has one: half a proof is none."""

    template_name = "accounts/password_again.html"

    def get_form_class(self) -> Any:
        return forms.SignInAgainForm

    def form_valid(self, form: Any) -> HttpResponse:
        if queries.has_second_factor(self.request.user):
            reauthenticate_by_password(self.request)
            return HttpResponseRedirect(
                self.passthrough_next_url(reverse(queries.factor_page(self.request.user)))
            )
        response: HttpResponse = super().form_valid(form)
        return response


class ChangePassword(PasswordChangeView):  # type: ignore[misc]
    template_name = "accounts/change_password.html"
    success_url = reverse_lazy("accounts:show_profile")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An account without a password has none to change: its paper gives it one."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            messages.info(
                request,
                _("Your account has no password yet. Ask where you work for a paper for a new password."),
            )
            return HttpResponseRedirect(str(self.success_url))
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_form_class(self) -> Any:
        return forms.NewPasswordForm


@require_GET
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Ask for each proof that is not fresh, then go on to `next`."""
    after = get_next_redirect_url(request) or "/"
    missing = queries.missing_proof(request, at=timezone.now())
    if missing is None:
        return HttpResponseRedirect(after)
    again = f"{reverse('accounts:sign_in_again')}?{urlencode({'next': after})}"
    return HttpResponseRedirect(f"{reverse(missing)}?{urlencode({'next': again})}")


def proving_first(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let allauth's demand for a fresh proof become the pages that ask for it.

    Its own middleware would do so, but never sees what a view raises inside the context of row security.
    """

    @wraps(view)
    def proved(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except ReauthenticationRequired:
            return HttpResponseRedirect(queries.sign_in_again_address(request.get_full_path()))

    return proved
