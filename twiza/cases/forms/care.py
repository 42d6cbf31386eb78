"""Talks that care for who listens: asked for, planned, given another day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.forms import shapes
from twiza.platform.web.fields import DayField


class AskTalk(forms.Form):
    """Which kind of talk somebody asks for, for themselves."""

    kind = forms.ChoiceField(
        label=_("Which talk"),
        choices=shapes.choices(rules.CARE_KINDS),
        widget=forms.RadioSelect,
        initial="debrief",
    )


class PlanTalk(AskTalk):
    """With whom, and on which day."""

    person = forms.ChoiceField(label=_("With whom"))
    on = DayField(label=_("On which day"))

    def __init__(self, *args: Any, people: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = [(str(one.pk), one.display_name) for one in people]  # type: ignore[attr-defined]


class MoveTalk(forms.Form):
    """Another day for one talk."""

    on = DayField(label=_("Day of the talk"))
