"""What is typed on the pages of a pool."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.aid.rules.draw import LEAST_WITNESSES
from twiza.lib.text import western_digits
from twiza.platform.web.fields import DayField, NumberField


class RecordDraw(forms.Form):
    """What stands on the signed sheet of a draw."""

    digits = forms.CharField(
        label=_("Digits drawn by hand"),
        help_text=_("In the order in which they were drawn, as written on the sheet."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off", "class": "digits"}
        ),
    )
    witnesses = NumberField(label=_("How many witnesses signed"), min_value=LEAST_WITNESSES, max_value=50)
    drawn_on = DayField(label=_("Day of the draw"))


class SealForAuditor(forms.Form):
    """The public key of an auditor."""

    recipient = forms.CharField(
        label=_("The auditor's public key"),
        help_text=_("The line that the auditor's own computer printed; it begins with age1."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


class OpenSlip(forms.Form):
    """The list code of a family."""

    code = forms.CharField(
        label=_("List code"),
        max_length=12,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "class": "digits"}),
    )

    def clean_code(self) -> str:
        return western_digits(self.cleaned_data["code"]).upper().strip()
