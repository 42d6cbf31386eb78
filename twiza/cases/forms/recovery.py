"""Two officers and a worker: a key of an officer, a request, a confirmation; a worker who starts anew."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.forms import shapes
from twiza.cases.forms.room import TakeKey


class TakeRecoveryKey(TakeKey):
    """An officer's own passphrase, twice."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["passphrase"].label = _("Choose a passphrase for bringing back keys")


class ConfirmRecovery(forms.Form):
    """Which request, and the officer's passphrase."""

    ask = forms.UUIDField(widget=forms.HiddenInput)
    passphrase = forms.CharField(
        label=_("Your passphrase for bringing back keys"), widget=shapes.SECRET, strip=False
    )


class AskRecovery(forms.Form):
    """The code of a case, and why its key is asked for."""

    code = forms.CharField(
        label=_("Code of the case"),
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "autocapitalize": "characters"}),
        help_text=_("Eight characters. It stands on her card or in the papers of the team."),
    )
    reason_code = forms.ChoiceField(
        label=_("Why the two officers are asked"),
        choices=[("", _("Choose")), *shapes.choices(rules.RECOVERIES)],
    )


class StartAnew(TakeKey):
    """A new passphrase, twice, and that it is understood."""

    understood = forms.BooleanField(
        label=_("I understand: my old passphrase will open nothing, even if I remember it later")
    )
