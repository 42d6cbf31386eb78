"""What is typed on the pages of lists and cards."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.lib.text import western_digits

REASONS = {
    "fire": _("A fire or a collapse"),
    "illness": _("A sudden illness"),
    "death": _("A death in the family"),
    "job_lost": _("Work lost"),
    "objection": _("An objection was accepted"),
    "forgotten": _("Left out by mistake"),
    "outside_criteria": _("Does not meet the criteria, and is taken all the same"),
}


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
