"""Opening the room: passphrase, PIN of the day, colleagues asked in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.forms import shapes

_PIN = forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric", "maxlength": 6})


class OpenRoom(forms.Form):
    """The passphrase that opens the room."""

    passphrase = forms.CharField(label=_("Your passphrase of the room"), widget=shapes.SECRET, strip=False)


class TakeKey(forms.Form):
    """A first passphrase, twice."""

    passphrase = forms.CharField(
        label=_("Choose a passphrase for the room"),
        widget=shapes.SECRET,
        strip=False,
        help_text=_(
            "Five words that nobody knows, not those of your sign-in. Nobody can give them back to you."
        ),
    )
    again = forms.CharField(label=_("The same passphrase again"), widget=shapes.SECRET, strip=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("passphrase") != data.get("again"):
            self.add_error("again", _("The two are not the same."))
        return data


class RenewKeys(forms.Form):
    """The passphrase, typed again before something that is not done in passing."""

    old = forms.CharField(label=_("Your passphrase of the room"), widget=shapes.SECRET, strip=False)


class ChangePassphrase(forms.Form):
    """The passphrase of now, and the next one twice."""

    old = forms.CharField(label=_("Your passphrase of now"), widget=shapes.SECRET, strip=False)
    passphrase = forms.CharField(
        label=_("The new passphrase"),
        widget=shapes.SECRET,
        strip=False,
        help_text=_(
            "Five words that nobody knows, not those of your sign-in. Nobody can give them back to you."
        ),
    )
    again = forms.CharField(label=_("The new passphrase again"), widget=shapes.SECRET, strip=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("passphrase") != data.get("again"):
            self.add_error("again", _("The two are not the same."))
        return data


class GivePin(forms.Form):
    """The PIN of the day."""

    pin = forms.CharField(label=_("Your PIN of today"), widget=_PIN, max_length=6)


class GiveKey(forms.Form):
    """The answer of a key, as the browser writes it."""

    answer = forms.JSONField(widget=forms.HiddenInput)


class ChoosePin(forms.Form):
    """A PIN for today, twice."""

    pin = forms.CharField(
        label=_("Choose a PIN of six digits"),
        widget=_PIN,
        max_length=6,
        help_text=_("For this device and until midnight only. Five wrong tries end it."),
    )
    again = forms.CharField(label=_("The same PIN again"), widget=_PIN, max_length=6)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("pin") != data.get("again"):
            self.add_error("again", _("The two are not the same."))
        return data


class BreakGlass(forms.Form):
    """The code of a case, why, and for how long."""

    code = forms.CharField(
        label=_("Code of the case"),
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "autocapitalize": "characters"}),
        help_text=_("Eight characters. Somebody of the team says it to you, or it stands on her card."),
    )
    reason_code = forms.ChoiceField(
        label=_("What the emergency is"), choices=[("", _("Choose")), *shapes.choices(rules.EMERGENCIES)]
    )
    hours = forms.IntegerField(label=_("For how many hours"), min_value=1, max_value=24, initial=4)


class AskIn(forms.Form):
    """A colleague to ask into the team."""

    worker = forms.ChoiceField(label=_("Colleague"))

    def __init__(self, *args: Any, colleagues: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        able = [(str(one.pk), one.user.display_name) for one in colleagues]
        self.fields["worker"].choices = [("", _("Choose")), *able]  # type: ignore[attr-defined]
