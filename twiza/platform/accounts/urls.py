"""Addresses under /accounts/. allauth's names are kept where allauth asks for them; nothing else of it is open:
no sign-up, no e-mail, no password reset by mail."""

from django.urls import URLPattern, URLResolver, include, path

from twiza.platform.accounts.views import factors, pages, parameters, sign_in

ours = [
    path("", pages.show_profile, name="show_profile"),
    path("again/", sign_in.sign_in_again, name="sign_in_again"),
    path("factor/", factors.set_up_factor, name="set_up_factor"),
    path("sessions/<int:session>/end/", pages.end_session, name="end_session"),
    path("sessions/end-others/", pages.end_other_sessions, name="end_other_sessions"),
    path("close/", pages.close_account, name="close_account"),
    path("roles/", pages.show_roles, name="show_roles"),
    path("parameters/", parameters.list_parameters, name="list_parameters"),
    path("parameters/<slug:name>/", parameters.show_parameter, name="show_parameter"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((ours, "accounts"))),
    path("login/", sign_in.SignIn.as_view(), name="account_login"),
    path("logout/", sign_in.SignOut.as_view(), name="account_logout"),
    path("closed/", sign_in.Closed.as_view(), name="account_inactive"),
    path("password-again/", sign_in.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("password/", sign_in.proving_first(sign_in.ChangePassword.as_view()), name="account_change_password"),
    path("sessions/", pages.list_sessions, name="usersessions_list"),
    path("factors/", factors.Factors.as_view(), name="mfa_index"),
    path("factors/show/", factors.ShowFactor.as_view(), name="mfa_authenticate"),
    path("factors/show-again/", factors.ShowFactorAgain.as_view(), name="mfa_reauthenticate"),
    path("factors/application/add/", sign_in.proving_first(factors.SetUpTotp.as_view()), name="mfa_activate_totp"),
    path("factors/application/remove/", sign_in.proving_first(factors.RemoveTotp.as_view()), name="mfa_deactivate_totp"),
    path("factors/codes/", sign_in.proving_first(factors.RecoveryCodes.as_view()), name="mfa_view_recovery_codes"),
    path("factors/codes/new/", sign_in.proving_first(factors.NewRecoveryCodes.as_view()), name="mfa_generate_recovery_codes"),
    path("factors/keys/", factors.Keys.as_view(), name="mfa_list_webauthn"),
    path("factors/keys/add/", sign_in.proving_first(factors.AddKey.as_view()), name="mfa_add_webauthn"),
    path("factors/keys/show-again/", factors.ShowKeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("factors/keys/sign-in/", factors.SignInWithKey.as_view(), name="mfa_login_webauthn"),
    path("factors/keys/<int:pk>/", sign_in.proving_first(factors.RenameKey.as_view()), name="mfa_edit_webauthn"),
    path("factors/keys/<int:pk>/remove/", sign_in.proving_first(factors.RemoveKey.as_view()), name="mfa_remove_webauthn"),
]  # fmt: skip
