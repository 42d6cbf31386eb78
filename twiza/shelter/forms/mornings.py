"""What is typed in the morning, and when somebody must be seen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.shelter import rules
from twiza.shelter.forms.committee import choices


class HearWish(forms.Form):
    """What somebody wishes this morning: several, or one that stands alone."""

    wishes = forms.MultipleChoiceField(
        label=_("What do they wish?"),
        choices=lambda: choices(rules.WISHES, first=False),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Mark an answer. “Wants nothing” and “not today” are answers.")},
        help_text=_("Several may be marked. “Wants nothing” and “not today” stand alone."),
    )


class CallHealth(forms.Form):
    """Somebody must be seen: what shows, how fast, who was called."""

    flags = forms.MultipleChoiceField(
        label=_("What you see"),
        choices=lambda: choices(rules.HEALTH_FLAGS, first=False),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Mark at least one sign.")},
    )
    urgency = forms.ChoiceField(
        label=_("How fast"),
        choices=lambda: choices(rules.HEALTH_URGENCIES, first=False),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how fast.")},
    )
    contact = forms.ChoiceField(
        label=_("Who was called"),
        choices=lambda: choices(rules.CALLED, first=False),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who was called.")},
    )
    encounter = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, code: bool, **options: Any) -> None:
        """`code`: ask for the code of a guest too; from a bed it is known."""
        super().__init__(*args, **options)
        if code:
            self.fields["code"] = forms.CharField(
                label=_("Their code, if they have one"), max_length=40, required=False,
                help_text=_("No name. Without a code the call is written all the same."),
            )  # fmt: skip
        else:
            del self.fields["encounter"]


class SettleHealth(forms.Form):
    """What became of it."""

    result = forms.ChoiceField(choices=lambda: choices(rules.HEALTH_RESULTS, first=False))
