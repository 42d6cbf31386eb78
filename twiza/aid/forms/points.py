"""What is typed at a point: a card, a hand-over, a second use, a lost card, the count of a day."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twiza.aid.rules.rulings import Outcome
from twiza.platform.web.fields import NumberField

OUTCOMES = {
    Outcome.SPARE_GIVEN: _("A spare one was given"),
    Outcome.FIRST_WAS_WRONG: _("The first hand-over was not theirs: this one counts, and is given"),
    Outcome.NOTHING_GIVEN: _("It was explained, and nothing was given"),
}
CARD_REASONS = {
    "lost": _("It was lost"),
    "spoilt": _("It is spoilt and cannot be read"),
    "stolen": _("It was stolen"),
}


class ReadCard(forms.Form):
    """What a scanner, a camera or a hand typed at a point."""

    code = forms.CharField(
        label=_("Scan the card, or type its code"),
        max_length=200,
        strip=False,
        widget=forms.TextInput(
            attrs={
                "data-scanner": "",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "dir": "ltr",
            }
        ),
    )


class ConfirmHandOver(forms.Form):
    """The hand-over that the page offered."""

    entitlement = forms.UUIDField(widget=forms.HiddenInput)
    card = forms.UUIDField(widget=forms.HiddenInput)
    operation = forms.UUIDField(widget=forms.HiddenInput)
    by_proxy = forms.BooleanField(label=_("Collected by somebody for the family"), required=False)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return what was offered, or None if it is not what a page offers. Nothing is drawn again, so no form is made."""
        try:
            return {
                name: field.clean(field.widget.value_from_datadict(data, {}, name))
                for name, field in cls.base_fields.items()
            }
        except ValidationError:
            return None


class SettleCase(forms.Form):
    """What was decided at the welcome table."""

    case = forms.UUIDField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("What was decided"), choices=list(OUTCOMES.items()), widget=forms.RadioSelect
    )


class ReplaceCard(forms.Form):
    """A household whose card was lost: its code, what the person says of it, and why."""

    code = forms.CharField(
        label=_("List code, or the code of the card if it can still be read"),
        help_text=_(
            "The list code stands on the list of the campaign; whoever brought the household knows it."
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
    )
    size = NumberField(label=_("How many people live there, as the person says"), min_value=1, max_value=60)
    zone = forms.ChoiceField(label=_("Neighbourhood, as the person says"))
    reason_code = forms.ChoiceField(
        label=_("What happened to the card"), choices=list(CARD_REASONS.items()), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, zones: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["zone"].choices = [("", _("Choose")), *((zone, zone) for zone in zones)]  # type: ignore[attr-defined]


class RecordPacked(forms.Form):
    """Baskets brought to a point."""

    pieces = NumberField(
        label=_("How many were brought"),
        help_text=_("A figure below zero corrects."),
        min_value=-20_000,
        max_value=20_000,
    )


class CountDay(forms.Form):
    """What is left at the end of a day."""

    returned = NumberField(label=_("Brought back"), min_value=0, max_value=20_000)
    damaged = NumberField(label=_("Damaged"), min_value=0, max_value=20_000)
    lost = NumberField(label=_("Lost or stolen, with a record"), min_value=0, max_value=20_000)
