"""The second factor: an authenticator application, a passkey, recovery codes on paper."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.base.views import ReauthenticateView as FactorReauthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    EditWebAuthnView,
    ListWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from twiza.platform.accounts import forms, queries


@require_GET
def set_up_factor(request: HttpRequest) -> HttpResponse:
    """Say why a second factor is needed and offer the two kinds."""
    needed = queries.role_needs_second_factor(request.user, on=timezone.localdate())  # type: ignore[arg-type]
    return render(request, "accounts/set_up_factor.html", {"needed": needed})


class ShowFactor(AuthenticateView):  # type: ignore[misc]
    template_name = "accounts/show_factor.html"

    def get_form_class(self) -> Any:
        return forms.FactorForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A key is asked only of somebody who has one: the others would press a button that refuses."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return found if queries.has_key(self.stage.login.user) else found | {"webauthn_form": None}


class ShowFactorAgain(FactorReauthenticateView):  # type: ignore[misc]
    template_name = "accounts/show_factor_again.html"

    def get_form_class(self) -> Any:
        return forms.FactorShownAgainForm


class ShowKeyAgain(ReauthenticateWebAuthnView):  # type: ignore[misc]
    template_name = "accounts/show_key_again.html"


class Factors(IndexView):  # type: ignore[misc]
    template_name = "accounts/factors.html"


class SetUpTotp(ActivateTOTPView):  # type: ignore[misc]
    """Whoever types the first code has shown the factor: it is not asked again in this session."""

    template_name = "accounts/set_up_totp.html"

    def get_form_class(self) -> Any:
        return forms.SetUpTotpForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "session": self.request.session}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp", reauthenticated=True)
        return response


class RemoveTotp(DeactivateTOTPView):  # type: ignore[misc]
    template_name = "accounts/remove_totp.html"


class RecoveryCodes(ViewRecoveryCodesView):  # type: ignore[misc]
    template_name = "accounts/recovery_codes.html"


class NewRecoveryCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    template_name = "accounts/new_recovery_codes.html"


class Keys(ListWebAuthnView):  # type: ignore[misc]
    template_name = "accounts/keys.html"


class AddKey(AddWebAuthnView):  # type: ignore[misc]
    """Whoever sets up a key has shown it: it is not asked again in this session."""

    template_name = "accounts/add_key.html"

    def get_form_class(self) -> Any:
        return forms.AddKeyForm

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="webauthn", reauthenticated=True)
        return response


class RenameKey(EditWebAuthnView):  # type: ignore[misc]
    template_name = "accounts/rename_key.html"

    def get_form_class(self) -> Any:
        return forms.RenameKeyForm


class RemoveKey(RemoveWebAuthnView):  # type: ignore[misc]
    """allauth asks nobody whether a key may go: asked here."""

    template_name = "accounts/remove_key.html"

    def form_valid(self, form: Any) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, str(forms.SENTENCES["cannot_delete_authenticator"]))
            return HttpResponseRedirect(reverse("mfa_list_webauthn"))
        response: HttpResponse = super().form_valid(form)
        return response


class SignInWithKey(LoginWebAuthnView):  # type: ignore[misc]
    """A passkey that verified its holder is both factors at once."""
