"""Bodies of the committee, who answers when, meetings and decisions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.platform.web.fields import DayField, PhoneField
from twiza.shelter import rules
from twiza.shelter.forms.winters import CHOOSE, RowField, reasons_field


def choices(labels: Any, *, first: bool = True) -> list[tuple[str, Any]]:
    """Return codes with their words, for a list to choose from."""
    return [*([CHOOSE] if first else []), *((str(code), _(label)) for code, label in labels.items())]


class SeatBody(forms.Form):
    """A body of the committee, and who speaks for it."""

    body = forms.ChoiceField(label=_("Body"), choices=choices(rules.BODIES))
    member_of = RowField(label=_("Organisation in the register"), required=False)
    name = forms.CharField(
        label=_("Its name, when it is not in the register"),
        max_length=200,
        required=False,
        help_text=_("For example: police district of the old town."),
    )
    contact = forms.CharField(label=_("Who speaks for it"), max_length=120, required=False)
    office = forms.CharField(label=_("Function"), max_length=120, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    starts_on = DayField(label=_("From which day"))

    def __init__(self, *args: Any, register: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["member_of"].offer(register)  # type: ignore[attr-defined]


class WriteDuty(forms.Form):
    """Who answers, from which night to which."""

    body = forms.ChoiceField(label=_("Body"), choices=choices(rules.BODIES))
    hours = forms.ChoiceField(
        label=_("When"), choices=choices(rules.HOURS, first=False), widget=forms.RadioSelect
    )
    first_night = DayField(label=_("From the night of"))
    last_night = DayField(label=_("To the night of"))
    name = forms.CharField(label=_("Who answers"), max_length=120)
    phone = PhoneField(label=_("Phone"))


class WriteMeeting(forms.Form):
    """A meeting and its minutes."""

    held_on = DayField(label=_("Day of the meeting"))
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    present = forms.MultipleChoiceField(
        label=_("Bodies that were there"),
        choices=choices(rules.BODIES, first=False),
        widget=forms.CheckboxSelectMultiple,
    )
    minutes = forms.CharField(
        label=_("Minutes"),
        max_length=20_000,
        required=False,
        help_text=_("What was said. No name or story of anybody who sleeps outside."),
        widget=forms.Textarea(attrs={"rows": 12}),
    )


class Decide(forms.Form):
    """What was decided, why, whose task, by when."""

    text = forms.CharField(
        label=_("What was decided"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    reasons = reasons_field(_("Why"))
    body = forms.ChoiceField(label=_("Whose task it is"), choices=choices(rules.BODIES))
    due_on = DayField(label=_("By which day"), required=False)


class FinishDecision(forms.Form):
    """How a decision was carried out."""

    words = forms.CharField(label=_("How it was done"), max_length=400, required=False)
