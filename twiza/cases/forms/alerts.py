"""An alert, on one screen: what, where now, danger now, who calls. No name."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.forms import shapes

_FEW = forms.Textarea(attrs={"rows": 3, "maxlength": 1200, "autocomplete": "off"})
_HOUR = forms.TimeInput(attrs={"type": "time", "dir": "ltr"}, format="%H:%M")
_OFF = forms.TextInput(attrs={"autocomplete": "off"})


class RaiseAlert(forms.Form):
    """What a listener needs to begin."""

    organisation = forms.ChoiceField(label=_("To the listeners of"))
    words = forms.CharField(
        label=_("What is happening"),
        widget=_FEW,
        max_length=1200,
        help_text=_("A few words. No name is needed."),
    )
    where = forms.CharField(
        label=_("Where the child or the person is now"), widget=_OFF, max_length=200, required=False
    )
    danger = forms.ChoiceField(
        label=_("Is the danger now?"),
        choices=shapes.choices(rules.DANGERS),
        widget=forms.RadioSelect,
        initial="unknown",
    )
    whom = forms.ChoiceField(
        label=_("Who is in danger"),
        choices=shapes.choices(rules.IN_DANGER),
        widget=forms.RadioSelect,
        initial="unknown",
    )
    caller = forms.ChoiceField(
        label=_("Who calls"), choices=shapes.choices(rules.CALLERS), widget=forms.RadioSelect, initial="adult"
    )
    called = forms.CharField(
        label=_("Emergency number called, and by whom"), widget=_OFF, max_length=120, required=False
    )
    hour = forms.TimeField(label=_("At what hour"), widget=_HOUR, required=False)

    def __init__(self, *args: Any, organisations: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        able = list(organisations)
        if len(able) < 2:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].choices = able  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """Return what is sealed."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "organisation"}
        return typed | {"hour": typed["hour"].strftime("%H:%M") if typed["hour"] else ""}
