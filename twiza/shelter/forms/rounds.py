"""A round: its plan, who goes, its briefing."""

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.lib.text import tidy, western_digits
from twiza.platform.web.fields import DayField, NumberField
from twiza.shelter import rules
from twiza.shelter.forms.committee import choices
from twiza.shelter.forms.plan import SetKits
from twiza.shelter.forms.winters import CHOOSE, RowField

EVENING, NIGHT = time(20, 0), time(2, 0)


class ClockField(forms.TimeField):
    """An hour of the night, 20:00 or 2h30, in the digits of any script."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write the hour as 20:00.")}

    def __init__(self, **options: Any) -> None:
        box = forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off", "class": "digits"})  # fmt: skip
        super().__init__(input_formats=["%H:%M", "%Hh%M", "%Hh", "%H"], widget=box, **options)

    def to_python(self, value: Any) -> time | None:
        return super().to_python(tidy(western_digits(value)) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


def escort_words() -> list[tuple[str, Any]]:
    """Return the bodies that may come along; those in uniform say that they stay back."""
    return [
        (code, f"{label} ({_('stays back')})" if rules.stays_back(code) else label)
        for code, label in choices(rules.BODIES, first=False)
    ]


class PlanRound(forms.Form):
    """A round of one night."""

    night = DayField(label=_("Night of"))
    team = RowField(label=_("Team"))
    vehicle = RowField(label=_("Vehicle"))
    starts = ClockField(label=_("Leaves at"), initial=EVENING)
    ends = ClockField(label=_("Back at"), initial=NIGHT)
    alert = forms.ChoiceField(label=_("Weather alert"), choices=choices(rules.ALERTS, first=False))
    alert_words = forms.CharField(label=_("The weather in words"), max_length=300, required=False)
    escorts = forms.MultipleChoiceField(
        label=_("Bodies that come along"),
        required=False,
        choices=escort_words,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those in uniform stay back: people who sleep outside are afraid of them."),
    )

    def __init__(
        self, *args: Any, teams: Iterable[Any], vehicles: Iterable[Any], areas: Sequence[Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["team"].offer(teams)  # type: ignore[attr-defined]
        self.fields["vehicle"].offer(vehicles)  # type: ignore[attr-defined]
        self.areas = {f"area_{one.pk}": one for one in areas}
        for number, (name, area) in enumerate(self.areas.items(), start=1):
            self.fields[name] = NumberField(
                label=_("%(area)s: place in the round") % {"area": area.name}, min_value=1, max_value=100, required=False,
                initial=number,
            )  # fmt: skip

    def plan(self) -> dict[str, Any]:
        """Return what was typed, with the areas in their order."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in self.areas}
        placed = [(self.cleaned_data[name], number, area) for number, (name, area) in enumerate(self.areas.items()) if self.cleaned_data.get(name)]  # fmt: skip
        return {**data, "hot_spots": [area for _place, _number, area in sorted(placed, key=lambda one: one[:2])]}  # fmt: skip


class NameCrew(forms.Form):
    """Who goes with a round, and who leads."""

    women = forms.MultipleChoiceField(label=_("Women who go"), required=False, widget=forms.CheckboxSelectMultiple)  # fmt: skip
    men = forms.MultipleChoiceField(label=_("Men who go"), required=False, widget=forms.CheckboxSelectMultiple)  # fmt: skip
    leader = forms.ChoiceField(label=_("Who leads"), help_text=_("Among those who go."))

    def __init__(self, *args: Any, people: Sequence[Any], leaders: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        able = [(str(one.pk), one.display_name) for one in people]
        self.fields["women"].choices = able  # type: ignore[attr-defined]
        self.fields["men"].choices = able  # type: ignore[attr-defined]
        self.fields["leader"].choices = [CHOOSE, *((str(one.pk), one.display_name) for one in leaders)]  # type: ignore[attr-defined]

    def clean_women(self) -> list[UUID]:
        return [UUID(one) for one in self.cleaned_data["women"]]

    def clean_men(self) -> list[UUID]:
        return [UUID(one) for one in self.cleaned_data["men"]]

    def clean_leader(self) -> UUID:
        return UUID(self.cleaned_data["leader"])


class BriefRound(SetKits):
    """The checks before a round goes: the vehicle, and the pieces that are taken."""

    vehicle_checked = forms.BooleanField(
        label=_("The vehicle was looked at: fuel, lights, heating"), required=False
    )
