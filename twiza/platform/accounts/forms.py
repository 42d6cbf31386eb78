"""What is typed to sign in, to set up a second factor, and on the accounts pages."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as FactorAgainForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from twiza.lib.text import western_digits
from twiza.platform.accounts.rules import parameters as rules

# Sentences in place of allauth's, by allauth's names: the same one whether the user name or the password is wrong
SENTENCES = {
    "username_password_mismatch": _("The user name or the password is not right. Check both and try again."),
    "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
    "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
    "incorrect_password": _("This is not your password. Try again."),
    "enter_current_password": _("This is not your present password. Try again."),
    "incorrect_code": _("This code is not right, or was already used. Wait for the next one and type it."),
    "account_inactive": _("This account is closed. Ask the person who manages members in your organisation."),
    "cannot_delete_authenticator": _(
        "Your role needs a second factor: set up another one before removing this one."
    ),
    "cannot_generate_recovery_codes": _("Set up a second factor first."),
}
REPLAY_SECONDS = 150  # longer than any code is good for


class SignInForm(LoginForm):  # type: ignore[misc]
    """User name and password. No e-mail, no telephone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self.fields["login"], _("User name"), autocapitalize="none", dir="auto")
        _label(self.fields["password"], _("Password"))


class SignInAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The password of a person who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self.fields["password"], _("Password"))


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The present password, and another one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self.fields["oldpassword"], _("Present password"))
        _label(self.fields["password1"], _("New password"))
        _label(self.fields["password2"], _("New password, a second time"))
        self.fields["password1"].help_text = _(
            "At least 10 signs. Three or four words are easier to keep in mind."
        )


class CodeMixin:
    """A code of the second factor: Arabic-Indic digits are read; no setting replaces the code; none serves twice."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def _dress(self) -> None:
        field = self.fields["code"]
        _label(field, _("Code"), inputmode="numeric", dir="ltr", autocomplete="one-time-code")
        field.help_text = _("Six digits from your application, or one of your recovery codes.")

    def _tidy_code(self) -> None:
        if getattr(settings, "MFA_TOTP_INSECURE_BYPASS_CODE", None):
            raise get_adapter().validation_error("incorrect_code")
        self.cleaned_data["code"] = western_digits(self.cleaned_data["code"]).replace(" ", "")

    def _use_once(self, user: Any, code: str) -> None:
        if not cache.add(f"twiza.totp.{user.pk}.{code}", True, timeout=REPLAY_SECONDS):
            raise get_adapter().validation_error("incorrect_code")


class FactorForm(CodeMixin, AuthenticateForm):  # type: ignore[misc]
    """The second step of sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dress()

    def clean_code(self) -> str:
        self._tidy_code()
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            self._use_once(self.user, code)
        return code


class FactorShownAgainForm(CodeMixin, FactorAgainForm):  # type: ignore[misc]
    """The second factor of a person who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dress()

    def clean_code(self) -> str:
        self._tidy_code()
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            self._use_once(self.user, code)
        return code


class SetUpTotpForm(CodeMixin, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator application. Until it is typed the secret waits in the session, sealed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user")
        self.session = kwargs.pop("session")
        forms.Form.__init__(self, *args, **kwargs)
        self._dress()
        self.fields["code"].help_text = _("The six digits that the application shows now.")
        adapter = get_adapter()
        waiting = self.session.get(totp.SECRET_SESSION_KEY) if self.is_bound else None
        if waiting is None:
            waiting = adapter.encrypt(totp.generate_totp_secret())
            self.session[totp.SECRET_SESSION_KEY] = waiting
        self.secret = adapter.decrypt(waiting)

    def clean_code(self) -> str:
        self._tidy_code()
        code: str = super().clean_code()
        self._use_once(self.user, code)
        return code


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey or security key, with a name to tell it from others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self.fields["name"], _("Name of this key"), dir="auto")
        self.fields["name"].help_text = _("Such as “my telephone” or “office key”.")
        if "passwordless" in self.fields:
            _label(self.fields["passwordless"], _("Sign in with this key alone"))
            self.fields["passwordless"].help_text = _(
                "The key then asks for its own PIN, fingerprint or face."
            )


class RenameKeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self.fields["name"], _("Name of this key"), dir="auto")


class ProfileForm(forms.Form):
    """What a person says about themself: name as shown, language, form of address."""

    display_name = forms.CharField(
        label=_("Name as others see it"), max_length=120, widget=forms.TextInput({"dir": "auto"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=())
    addressed_as = forms.ChoiceField(
        label=_("How your role is written"),
        required=False,
        choices=(
            ("", _("Both forms")),
            ("f", _("Feminine form")),
            ("m", _("Masculine form")),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {"ar": "العربية", "fr": "Français", "en": "English"}
        self.fields["language"].choices = [(code, names[code]) for code, _name in settings.LANGUAGES]  # type: ignore[attr-defined]


class CloseAccountForm(forms.Form):
    """Whose account is closed."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off", "autocapitalize": "none"}),
    )


class DayBox(forms.DateField):
    """A day as people write it, in digits of any script."""

    def __init__(self, **options: Any) -> None:
        box = forms.DateInput(
            {"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}, format="%d/%m/%Y"
        )
        super().__init__(input_formats=["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"], widget=box, **options)

    def to_python(self, value: Any) -> Any:
        return super().to_python(western_digits(value) if isinstance(value, str) else value)


class ParameterForm(forms.Form):
    """Another value of a dated number."""

    value = forms.CharField(label=_("New value"), max_length=60, widget=forms.TextInput({"dir": "ltr"}))
    valid_from = DayBox(label=_("In force from"), help_text=_("Day, month, year, such as 31/12/2026."))
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        help_text=_("The text, its article, its date; or who decided, when."),
    )
    confidence = forms.ChoiceField(
        label=_("How sure"),
        choices=(
            ("H", _("Read in the text or an official source")),
            ("M", _("Press or second-hand")),
            ("L", _("To be checked by a jurist")),
            ("P", _("Our own policy")),
        ),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    unit = forms.ChoiceField(
        label=_("Days are counted as"),
        required=False,
        choices=[(one, _(one)) for one in rules.COUNTED_IN_DAYS],
    )

    def __init__(self, *args: Any, in_days: bool = False, **options: Any) -> None:
        """`in_days`: the number is a delay, so it may be counted in days or in working days."""
        super().__init__(*args, **options)
        if not in_days:
            del self.fields["unit"]


def _label(field: forms.Field, label: Any, **attributes: str) -> None:
    field.label = label
    field.help_text = ""
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)
