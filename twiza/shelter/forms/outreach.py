"""A call-out of a team, and a phone that is ended."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.platform.web.fields import NumberField
from twiza.shelter import rules
from twiza.shelter.forms.committee import choices
from twiza.shelter.forms.rounds import ClockField
from twiza.shelter.forms.winters import RowField


class WriteCallOut(forms.Form):
    """Who alerted, when, how many, where. The place is sealed: it is not shown again."""

    hot_spot = RowField(label=_("Area"))
    source = forms.ChoiceField(label=_("Who alerted"), choices=choices(rules.SOURCES, first=False))
    alerted = ClockField(label=_("The alert came at"))
    people = NumberField(label=_("How many people wait"), min_value=1, max_value=rules.MOST_MET, initial=1)
    place = forms.CharField(
        label=_("Where exactly"),
        max_length=400,
        help_text=_("Sealed to the phones of the team and to the listeners: it is not shown here again."),
    )
    words = forms.CharField(label=_("What else the team should know"), max_length=400, required=False)

    def __init__(self, *given: Any, areas: Iterable[Any], **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["hot_spot"].offer(areas)  # type: ignore[attr-defined]

    def alerted_at(self, now: datetime) -> datetime:
        """Return the moment of the alert: the clock it shows, in this night, not later than now."""
        clock: time = self.cleaned_data["alerted"]
        moment = rules.moment_in(rules.night_of(now), clock)
        return moment if moment <= now + timedelta(minutes=5) else moment - timedelta(days=1)


class EndPhone(forms.Form):
    """Why a phone is ended."""

    device = forms.UUIDField(widget=forms.HiddenInput)
    reason_code = forms.ChoiceField(label=_("What happened to it"), choices=choices(rules.LOST, first=False))
