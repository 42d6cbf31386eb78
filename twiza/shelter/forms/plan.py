"""Areas, teams, vehicles, pieces of a round."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.platform.web.fields import NumberField
from twiza.shelter import rules


class _Lines(forms.Form):
    """Names, one a line."""

    def clean_names(self) -> list[str]:
        lines: list[str] = self.cleaned_data["names"].splitlines()
        return lines


class AddHotSpots(_Lines):
    """Areas, one a line."""

    names = forms.CharField(
        label=_("Areas, in the order of the round"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "One a line: the quarter, never the exact point. No address, no coordinates: a place where somebody sleeps is a secret, and one that is written down gets cleared."
        ),
    )


class AddTeams(_Lines):
    """Teams, one a line."""

    names = forms.CharField(
        label=_("Teams"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line. Who goes in a team is said for each night."),
    )


class AddVehicle(forms.Form):
    """A vehicle and its seats."""

    name = forms.CharField(label=_("Plate or name"), max_length=120)
    seats = NumberField(label=_("Seats"), min_value=1, max_value=100)


class SetKits(forms.Form):
    """How many pieces of each kind; used to plan, to take and to bring back."""

    def __init__(self, *args: Any, kinds: Any = rules.KITS, most: Any = None, **options: Any) -> None:
        """Ask for the number of each kind. `most`: kind → the highest number, where there is one."""
        super().__init__(*args, **options)
        for kind in kinds:
            self.fields[kind] = NumberField(
                label=_(rules.KITS[kind]), required=False, min_value=0,
                max_value=(most or {}).get(kind, rules.MOST_PIECES),
            )  # fmt: skip

    def pieces(self) -> dict[str, int]:
        """Return kind → number; an empty box is 0."""
        return {kind: self.cleaned_data.get(kind) or 0 for kind in self.fields if kind in rules.KITS}
