"""What is typed to invite somebody, and what the holder of a paper types."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.platform.accounts.roles import Role
from twiza.platform.web.fields import DayField


class InviteForm(forms.Form):
    """For whom, which role, from when to when."""

    label = forms.CharField(
        label=_("For whom"),
        max_length=120,
        help_text=_("Your own note. It is not printed."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=())
    starts_on = DayField(label=_("First day"))
    last_day = DayField(
        label=_("Last day"), required=False, help_text=_("Empty: until somebody ends the role.")
    )

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.code, role.name) for role in roles]  # type: ignore[attr-defined]

    @property
    def period(self) -> dict[str, Any]:
        """First day, and the day after the last one."""
        last = self.cleaned_data["last_day"]
        return {
            "starts_on": self.cleaned_data["starts_on"],
            "ends_on": last + timedelta(days=1) if last else None,
        }


class CodeForm(forms.Form):
    """The code of a paper."""

    code = forms.CharField(
        label=_("Code on the paper"),
        max_length=60,
        help_text=_("Sixteen signs. Capitals, dashes and spaces do not matter."),
        widget=forms.TextInput(
            {"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class _PasswordTwice(forms.Form):
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 10 signs. Three or four words are easier to keep in mind."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password, a second time"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("password") and typed.get("again") and typed["password"] != typed["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        return typed


class NewAccountForm(_PasswordTwice):
    """User name, name as shown, password twice."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        help_text=_("You choose it and type it at each sign-in: letters or digits, without spaces."),
        widget=forms.TextInput({"dir": "auto", "autocomplete": "username", "autocapitalize": "none"}),
    )
    display_name = forms.CharField(
        label=_("Name as others see it"),
        max_length=120,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "name"}),
    )
    field_order = ("username", "display_name", "password", "again")


class NewPasswordForm(_PasswordTwice):
    """A new password, twice."""
