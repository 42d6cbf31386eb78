"""What is typed on the pages of lists and cards."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.aid.queries import ADDED_BECAUSE
from twiza.lib.text import western_digits

REASONS = ADDED_BECAUSE


class AddAddendum(forms.Form):
    """Households to add after the list was signed."""

    codes = forms.CharField(
        label=_("List codes"),
        help_text=_("One a line: households of the reserve, or brought in late."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
    )
    reason_code = forms.ChoiceField(label=_("Why"), choices=[("", _("Choose")), *REASONS.items()])

    def clean_codes(self) -> list[str]:
        return western_digits(self.cleaned_data["codes"]).upper().replace(",", " ").split()


class PrintCards(forms.Form):
    """How cards are printed."""

    sheet = forms.TypedChoiceField(
        label=_("Paper"),
        coerce=lambda value: value == "sheet",
        choices=[("sheet", _("Ten on a sheet of A4")), ("single", _("One a page, for a card printer"))],
    )
