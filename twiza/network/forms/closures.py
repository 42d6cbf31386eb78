"""Closing an institution: what is typed."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twiza.lib.text import tidy, western_digits
from twiza.network.forms.institutions import choices
from twiza.network.rules.institutions import AGES, SEXES
from twiza.platform.web.fields import DayField, NumberField

_SEXES = {"f": "f", "m": "m", "": "", "ف": "f", "إ": "f", "أ": "f", "ذ": "m"}


class ClosureForm(forms.Form):
    """When and why it closes, and a place for each resident: one line each, never a name."""

    closes_on = DayField(label=_("Closes on"))
    reasons = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    residents = NumberField(label=_("How many people live in the institution"), min_value=0, max_value=500)
    places = forms.CharField(
        label=_("A place for each"),
        help_text=_(
            "One line for each resident, without a name: age | f or m | where to. Ages: 0-5, 6-11, 12-14, 15-17, 18-59, 60+"
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )

    def clean_places(self) -> list[tuple[str, str, str]]:
        found = []
        for line in self.cleaned_data["places"].splitlines():
            if not tidy(line):
                continue
            age, sex, where = ([tidy(part) for part in line.split("|")] + ["", "", ""])[:3]
            age = western_digits(age).replace(" ", "")
            if not age or age not in AGES or sex.lower() not in _SEXES or not where:
                raise ValidationError(
                    _("“%(line)s”: write an age band, f or m, and where to, with | between."),
                    params={"line": line},
                    code="line",
                )
            found.append((_SEXES[sex.lower()], age, where))
        return found


class ResidentForm(forms.Form):
    """Somebody more who needs a place: an age band, a sex, where to. Never a name."""

    age = forms.ChoiceField(label=_("Ages"), choices=choices(AGES)[1:])
    sex = forms.ChoiceField(label=_("Of whom"), choices=choices(SEXES), required=False)
    destination = forms.CharField(
        label=_("Where to"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
