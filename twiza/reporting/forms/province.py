"""Since when, and which year: what a reader of the picture chooses."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.platform.web.fields import DayField
from twiza.reporting.rules.province import end_of_last_month


class LookForm(forms.Form):
    """The day since which changes are counted, the year of the grants, and which province. Empty: as usual."""

    body = forms.ChoiceField(label=_("Delegation"), required=False)
    since = DayField(label=_("What changed since"), required=False)
    year = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, bodies: Sequence[Any], today: date) -> None:
        super().__init__(data)
        self.today = today
        body = self.fields["body"]
        assert isinstance(body, forms.ChoiceField)
        body.choices = [("", ""), *((str(one.pk), str(one)) for one in bodies)]
        if len(bodies) == 1:
            body.widget = forms.HiddenInput()

    def clean_since(self) -> date | None:
        """Return the day asked for; one that has not come yet says nothing."""
        asked: date | None = self.cleaned_data["since"]
        if asked is not None and asked > self.today:
            raise forms.ValidationError(_("Choose a day that has passed."))
        return asked

    def chosen(self) -> tuple[date, int | None]:
        """Return since when and which year, as chosen or as usual; never later than yesterday."""
        said = self.cleaned_data if self.is_valid() else {}
        since = said.get("since") or end_of_last_month(self.today)
        return min(since, self.today - timedelta(days=1)), said.get("year")
