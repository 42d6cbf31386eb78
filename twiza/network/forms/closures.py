"""Closing an institution: what is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.lib.text import tidy
from twiza.network.forms.institutions import choices
from twiza.network.rules.institutions import AGES, SEXES
from twiza.platform.web.fields import DayField, NumberField
from twiza.platform.web.lines import InLines

LINES = 20


class ClosureForm(InLines):
    """When and why it closes, and a place for each resident: those who go to one place are one line, never a name."""

    shown_lines = 3

    closes_on = DayField(label=_("Closes on"))
    reasons = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    residents = NumberField(label=_("How many people live in the institution"), min_value=0, max_value=500)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for n in range(1, LINES + 1):
            number = {"n": n}
            self.fields[f"count_{n}"] = NumberField(
                label=_("How many (%(n)s)") % number, required=False, min_value=1, max_value=500
            )
            self.fields[f"age_{n}"] = forms.ChoiceField(
                label=_("Ages (%(n)s)") % number, choices=[("", ""), *choices(AGES)[1:]], required=False
            )
            self.fields[f"sex_{n}"] = forms.ChoiceField(
                label=_("Of whom (%(n)s)") % number, choices=choices(SEXES), required=False
            )
            self.fields[f"where_{n}"] = forms.CharField(
                label=_("Where to (%(n)s)") % number, max_length=200, required=False,
                widget=forms.TextInput(attrs={"dir": "auto"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(1, LINES + 1):
            said = [data.get(f"{name}_{n}") for name in ("count", "age", "where")]
            if any(said) and not all(said):
                self.add_error(f"where_{n}", _("Say how many, of which ages, and where to: all three."))
        return data

    def places(self) -> list[tuple[str, str, str]]:
        """Return (sex, age, where to) of each resident."""
        data = self.cleaned_data
        return [
            (data[f"sex_{n}"], data[f"age_{n}"], tidy(data[f"where_{n}"]))
            for n in range(1, LINES + 1)
            for _one in range(data[f"count_{n}"] or 0)
        ]


class ResidentForm(forms.Form):
    """Somebody more who needs a place: an age band, a sex, where to. Never a name."""

    age = forms.ChoiceField(label=_("Ages"), choices=choices(AGES)[1:])
    sex = forms.ChoiceField(label=_("Of whom"), choices=choices(SEXES), required=False)
    destination = forms.CharField(
        label=_("Where to"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
