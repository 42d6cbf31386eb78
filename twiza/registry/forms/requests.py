"""The shape of what is typed at the door."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.platform.web.fields import DayField, NumberField
from twiza.registry.forms.families import choices
from twiza.registry.rules import requests as rules

CHOOSE = ("", _("Choose"))
WORDS = forms.Textarea(attrs={"rows": 3, "maxlength": 1000})


class ReceiveRequest(forms.Form):
    """What somebody asks for: two answers are enough."""

    kind = forms.ChoiceField(
        label=_("What is asked for"), choices=choices(rules.KINDS), widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(
        label=_("How it is asked"),
        choices=choices(rules.CHANNELS),
        widget=forms.RadioSelect,
        initial="counter",
    )
    helper = forms.ChoiceField(
        label=_("Who helps to ask"),
        choices=[("", _("Nobody")), *choices(rules.HELPERS)],
        required=False,
        help_text=_("Only when somebody else asks with the person or for them"),
    )
    site = forms.ChoiceField(label=_("Where"), required=False)
    place_words = forms.CharField(
        label=_("Neighbourhood or douar"), max_length=120, required=False, help_text=_("No address")
    )
    size = NumberField(label=_("People at home"), min_value=1, max_value=60, required=False)
    words = forms.CharField(
        label=_("In a few words"),
        max_length=1000,
        required=False,
        widget=WORDS,
        help_text=_("Only what helps to answer. No name, no telephone, no illness by name."),
    )

    def __init__(self, *args: Any, sites: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "site", [("", _("Not at a site"))] + [(str(one.pk), str(one)) for one in sites])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        channel, helper = data.get("channel"), data.get("helper")
        if channel == rules.Channel.ASSISTED and not helper:
            self.add_error("helper", _("Say who helped to ask; no name."))
        if channel and channel != rules.Channel.ASSISTED and helper:
            self.add_error("helper", _("Choose “with the help of somebody” above, or “Nobody” here."))
        return data


class StatusOfCode(forms.Form):
    """The code of a slip, as it is read out."""

    code = forms.CharField(
        label=_("Code of the slip"),
        max_length=40,
        help_text=_("Eight characters, in two groups of four"),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"}),
    )


class PostponeAnswer(forms.Form):
    """A later day, and why."""

    until = DayField(label=_("New day of the answer"))
    reason = forms.ChoiceField(label=_("Why"), choices=[CHOOSE, *choices(rules.POSTPONED)])


class GiveTicket(forms.Form):
    """A place in the queue of a centre."""

    site = forms.ChoiceField(label=_("Centre or site"))
    on = DayField(label=_("Day"))

    def __init__(self, *args: Any, sites: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "site", [CHOOSE, *((str(one.pk), str(one)) for one in sites)])


class OrientRequest(forms.Form):
    """Where else, and why there."""

    to = forms.ChoiceField(label=_("To whom"), help_text=_("An organisation, or one of its sites"))
    reason = forms.ChoiceField(label=_("Why there"), choices=[CHOOSE, *choices(rules.ORIENTED)])
    words = forms.CharField(
        label=_("What to tell the person"),
        max_length=1000,
        required=False,
        widget=WORDS,
        help_text=_("For example the hours, whom to ask for, which paper to bring. No name of the person."),
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "to", [CHOOSE, *places])


class AnswerRequest(forms.Form):
    """A reason, plain words, how to contest: all three."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[CHOOSE, *choices(rules.REASONED)])
    words = forms.CharField(
        label=_("The answer in plain words"),
        max_length=1000,
        widget=WORDS,
        help_text=_("As you would say it to the person. It is printed on the paper."),
    )
    contest = forms.CharField(
        label=_("How to contest it"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
    )


class SayMistaken(forms.Form):
    """What the mistake was."""

    reason = forms.ChoiceField(label=_("Why"), choices=choices(rules.MISTAKEN), widget=forms.RadioSelect)


def offer(form: forms.Form, name: str, offered: list[Any]) -> None:
    """Put choices into a field that were looked up."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = offered
