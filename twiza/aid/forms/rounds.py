"""What is typed about bringing baskets home: who goes, which doors, what happened."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.aid.queries.rounds import OUTCOMES_AT_DOORS


class PlanRound(forms.Form):
    """Two couriers, and which of them is a woman."""

    first = forms.ChoiceField(label=_("One courier, a woman"))
    second = forms.ChoiceField(label=_("The other courier"))

    def __init__(self, *args: Any, people: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("first", "second"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Choose")), *((str(one.pk), one.display_name) for one in people)]


class AddStop(forms.Form):
    """A door: whose basket, where, and how to announce oneself. No category, no reason."""

    entitlement = forms.ChoiceField(label=_("List code"))
    place = forms.CharField(label=_("Where the door is, as people say it"), max_length=200)
    announce = forms.CharField(
        label=_("How to announce oneself"),
        help_text=_("For example: ring twice, say the neighbour sent you. Never what it is for."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, rights: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["entitlement"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *((str(one.pk), one.code) for one in rights)]


class TellDoor(forms.Form):
    """What happened at a door."""

    outcome = forms.ChoiceField(
        label=_("What happened"), choices=[("", _("Choose")), *OUTCOMES_AT_DOORS.items()]
    )
