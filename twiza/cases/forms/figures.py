"""An awareness session."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.forms import shapes
from twiza.platform.web.fields import DayField


class WriteSession(forms.Form):
    """Where, about what, for whom, and how many came."""

    on = DayField(label=_("Day"))
    place_name = forms.CharField(label=_("Place"), max_length=120)
    subject = forms.CharField(label=_("Subject"), max_length=200, help_text=_("No name of anybody."))
    for_whom = forms.ChoiceField(
        label=_("For whom"), choices=shapes.choices(rules.FOR_WHOM), initial="everybody"
    )
    women = forms.IntegerField(label=_("How many women"), min_value=0, max_value=100_000)
    men = forms.IntegerField(label=_("How many men"), min_value=0, max_value=100_000)
    children = forms.IntegerField(label=_("How many children"), min_value=0, max_value=100_000)
    is_estimate = forms.BooleanField(
        label=_("Estimated, not counted one by one"), required=False, initial=True
    )

    @classmethod
    def of(cls, session: Any) -> dict[str, Any]:
        """Return what the form begins with, to change a session."""
        return {name: getattr(session, name) for name in cls.base_fields}
